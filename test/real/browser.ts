// A plain Chromium for looking at the real products without the extension. Hosts ending in .test are this machine; no other is found
// (Superset asks for a counting pixel of its maker's).
import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { findChromium } from '../support/installed.mjs';
import type { Real } from './set-up.ts';
import { browserCookies } from './signin.mjs';

export function openPlainBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('no Chromium found: npm run setup');
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-background-networking', '--host-resolver-rules=MAP *.test 127.0.0.1, MAP * ~NOTFOUND'],
  });
}

/** A fresh session, signed in as one of the product's users; nobody: not signed in. */
export async function sessionOf(browser: Browser, product: Real[keyof Real], user?: string): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
  if (user) await context.addCookies(await browserCookies(product, user));
  return context;
}
