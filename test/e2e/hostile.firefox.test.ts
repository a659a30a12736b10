import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hostileAt, policies } from '@/test/fixtures/hostile/pages';
import { type Firefox, openFirefox } from '@/test/support/firefox';
import { type Host, serve } from '@/test/support/host';

/** The hostile pages in Firefox: the frame runs on the page's own thread there, the wall is the same. */
let kit: Firefox;
let host: Host;
const patient = { timeout: 30_000 };
const invitation = 'What should this course change?';
type Spy = { count: Record<string, number>; harvest(): string; windows(): number; internals: { shadowRoot: unknown }[] };

const open = async (name: string): Promise<Page> => {
  const page = await kit.browser.newPage();
  await page.goto(`http://hostile.test:${host.port}/course/view.php?id=7&page=${name}`);
  return page;
};
const panelText = async (page: Page): Promise<string> => {
  for (const frame of page.frames()) {
    const text = await frame.evaluate(() => (location.protocol === 'moz-extension:' ? document.body.innerText : '')).catch(() => '');
    if (text) return text;
  }
  return '';
};
const live = (page: Page) => expect.poll(() => panelText(page), patient).toContain(invitation);
const hosts = (page: Page) => page.$$eval('throughline-root', (all) => all.length);

beforeAll(async () => {
  host = await serve([(_request, url) => hostileAt(url)]);
  kit = await openFirefox();
  const page = await open('plain');
  await kit.turnOn(page);
  await page.close();
});
afterAll(async () => {
  await kit?.close();
  await host?.close();
});

describe('what a page may send', () => {
  // in a page without scripts puppeteer cannot look
  test.each(policies.filter(({ name }) => name !== 'sandbox-still').map((page) => [page.name, page] as const))('%s', async (name, { expect: wanted, firefox }) => {
    const page = await open(name);
    if ((firefox ?? wanted) === 'panel') await live(page);
    else await expect.poll(async () => (await hosts(page)) === 0 && (await panelText(page)) === '', patient).toBe(true);
    await page.close();
  });
});

test('a spying page learns that something is there, and neither words nor addresses', async () => {
  const page = await open('spies');
  await live(page);
  const { counts, internals, windows, text } = await page.evaluate(() => {
    const { spy } = window as unknown as { spy: Spy };
    const internals = spy.internals.map((own) => own.shadowRoot);
    return { counts: { ...spy.count }, internals, windows: spy.windows(), text: spy.harvest() };
  });
  for (const trap of ['postMessage', 'attachShadow', 'MessageChannel', 'CSSStyleSheet', 'iframe.src', 'event:message']) expect([trap, counts[trap] ?? 0]).toEqual([trap, 0]);
  expect({ internals, windows }).toEqual({ internals: [null], windows: 0 });
  expect(text).toContain('<throughline-root></throughline-root>');
  expect(['moz-extension', 'panel.html', invitation, new URL(kit.own('')).host].filter((secret) => text.includes(secret))).toEqual([]);
  await live(page);
  await page.close();
});

test('styles, removal and patched prototypes: the panel is there', async () => {
  for (const name of ['styles', 'removes-once', 'throws']) {
    const page = await open(name);
    await live(page);
    await page.close();
  }
});
