import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page as BrowserPage } from 'playwright-core';
import { build } from 'vite';
import { serve } from '../support/host.ts';
import { findChromium } from '../support/installed.mjs';
import { type Figure, iqr, quantile } from './figures.ts';

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
type Page = {
  fill(): Promise<{ kept: number; seconds: number }>;
  time(n: number): Promise<{ out: number[]; points: number; tags: number }>;
};

/** The course's view model at 10,000 courses, 100,000 alignments and 5,000,000 observations, in a real Chromium's IndexedDB. */
export async function measure(): Promise<Figure[]> {
  const made = (await build({
    root,
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { '@': root, 'webextension-polyfill': `${root}/test/support/fake-browser.ts` } },
    build: {
      write: false,
      minify: true,
      target: 'esnext',
      lib: { entry: `${root}/test/bench/store-page.ts`, formats: ['es'], fileName: 'page' },
    },
    define: { 'process.env.NODE_ENV': '"production"' },
  })) as { output: { type: string; code?: string }[] }[];
  const code = made[0]?.output.find((o) => o.type === 'chunk')?.code ?? '';
  const host = await serve([
    (_request, url) => (url.pathname === '/page.js' ? { headers: { 'content-type': 'text/javascript' }, body: code } : null),
    () => ({ body: '<!doctype html><title>store</title><script type="module" src="/page.js"></script>' }),
  ]);
  const profile = mkdtempSync(join(tmpdir(), 'throughline-bench-'));
  /** In a browser that is started for it and ended after it. */
  const inBrowser = async <T>(act: (page: BrowserPage) => Promise<T>): Promise<T> => {
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: findChromium() ?? '',
      headless: true,
      args: ['--no-sandbox'],
    });
    try {
      const page = await context.newPage();
      page.on('pageerror', (error) => console.error(error));
      await page.goto(`http://127.0.0.1:${host.port}/`);
      await page.waitForFunction(() => 'fill' in globalThis);
      return await act(page);
    } finally {
      await context.close();
    }
  };
  try {
    const filled = await inBrowser((page) => page.evaluate(() => (globalThis as unknown as Page).fill()));
    console.log(`  ${filled.kept} records in ${filled.seconds.toFixed(0)} s`);
    const { out, points, tags } = await inBrowser((page) => page.evaluate(() => (globalThis as unknown as Page).time(1000)));
    if (points < 2000 || tags < 10) throw new Error(`the views carried ${tags} tags and ${points} points at most: not the budget's size`);
    return [
      {
        name: 'course view model, p99 warm',
        value: quantile(out, 0.99),
        unit: 'ms',
        budget: 10,
        baseline: null,
        iqr: iqr(out),
        n: out.length,
      },
      {
        name: 'course view model, median warm',
        value: quantile(out, 0.5),
        unit: 'ms',
        budget: null,
        baseline: null,
        iqr: iqr(out),
        n: out.length,
      },
    ];
  } finally {
    await host.close();
    rmSync(profile, { recursive: true, force: true });
  }
}
