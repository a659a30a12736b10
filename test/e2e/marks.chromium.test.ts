import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fixtureAt } from '@/test/fixtures/serve';
import { type Chromium, openChromium } from '@/test/support/chromium';
import { type Host, serve } from '@/test/support/host';
import { ask } from '@/test/support/own-page';

/** A dashboard of the fixtures with the real build: how marks and chart panel come, stay and go, and what the page can learn from them. */
let kit: Chromium;
let host: Host;
const patient = { timeout: 30_000 };
const bi = (path: string) => `http://bi.test:${host.port}${path}`;

const open = async (address: string): Promise<Page> => {
  const page = await kit.context.newPage();
  await page.goto(address);
  return page;
};
const hosts = (page: Page) => page.locator('throughline-root,throughline-mark').count();

beforeAll(async () => {
  host = await serve([(_request, url) => fixtureAt(url)]);
  kit = await openChromium();
  const page = await open(bi('/superset/dashboard/all-depots/'));
  await kit.turnOn(page);
  await page.close();
});
afterAll(async () => {
  await kit?.close();
  await host?.close();
});

describe('a dashboard of sixty tiles', () => {
  const site = () => `superset:bi.test:${host.port}`;
  const board = () => bi('/superset/dashboard/all-depots/');
  const tile = (page: Page, n: number) => page.locator(`.dashboard-chart-id-${1000 + n}`);
  const mark = (page: Page, n: number) => tile(page, n).locator('throughline-mark');

  const link = (tiles: number[]) =>
    ask(kit, 'own/me', {}).then(async () => {
      const own = await kit.context.newPage();
      await own.goto(kit.own('admin.html'));
      const refused = await own.evaluate(
        async ([key, ids]) => {
          const { runtime } = (
            globalThis as unknown as { chrome: { runtime: { sendMessage(m: object): Promise<{ ok: boolean; error?: { code: string } }> } } }
          ).chrome;
          const codes: string[] = [];
          for (const id of ids as number[]) {
            const source = { kind: 'superset', site: key, ref: `${id}`, column: 'v' };
            const newMetric = {
              name: `Canary depot ${id}`,
              definition: '',
              kind: 'count',
              unit: 'parcels',
              cadence: 'week',
              calendar: 'iso',
              maturityDays: 0,
              aggregation: 'sum',
              betterWhen: 'higher',
              source,
              businessUnit: 'x',
              owner: 'x',
            };
            const answer = await runtime.sendMessage({
              call: 'panel/chartLink',
              input: { write: crypto.randomUUID(), site: key, dashboard: '60', tile: `${id}`, newMetric, adoptSource: true, source },
            });
            if (!answer.ok) codes.push(answer.error?.code ?? '');
          }
          return codes;
        },
        [site(), tiles.map((n) => 1000 + n)] as const,
      );
      await own.close();
      expect(refused).toEqual([]);
    });

  test('nothing is shown on charts that are not linked, until the pointer or the focus is in one', async () => {
    const page = await open(board());
    await tile(page, 1).waitFor();
    await tile(page, 6).hover();
    await expect.poll(() => hosts(page), patient).toBe(1);
    expect(await mark(page, 6).boundingBox()).toMatchObject({ width: 24, height: 24 });
    await tile(page, 7).hover();
    await expect.poll(() => mark(page, 7).count(), patient).toBe(1);
    expect(await hosts(page)).toBe(1);
    await page.mouse.move(2, 2);
    await tile(page, 2).locator('.slice-menu').focus();
    await expect.poll(() => mark(page, 2).count(), patient).toBe(1);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.nodeName)).toBe('THROUGHLINE-MARK');
    await page.keyboard.press('Tab');
    expect(await mark(page, 2).count()).toBe(0);
    await page.close();
  });

  test('all linked: sixty marks, no layout shift, no figure or name in reach of the page', async () => {
    await link(Array.from({ length: 60 }, (_, i) => i + 1));
    const page = await kit.context.newPage();
    await page.addInitScript(() => {
      const shifts: number[] = [];
      Object.assign(window, { shifts });
      new PerformanceObserver((list) => shifts.push(...list.getEntries().map((e) => (e as unknown as { value: number }).value))).observe({
        type: 'layout-shift',
        buffered: true,
      });
    });
    await page.goto(board());
    await expect.poll(() => page.locator('throughline-mark').count(), patient).toBe(60);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    expect(await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.outerHTML)).not.toContain('Canary');
    expect(
      await page
        .locator('throughline-mark')
        .evaluateAll((all) => all.map((e) => e.attributes.length + e.childNodes.length + Number(e.shadowRoot !== null))),
    ).toEqual(Array(60).fill(0));
    await page.emulateMedia({ media: 'print' });
    expect(await mark(page, 1).isVisible()).toBe(false);
    await page.close();
  });

  test('the mark opens the chart panel with the focus in it; it closes by Escape and gives the focus back', async () => {
    const page = await open(board());
    await mark(page, 1).waitFor();
    await tile(page, 1).locator('.slice-menu').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const frame = await kit.panelFrame(page);
    await frame.getByText('Canary depot 1001').first().waitFor();
    expect(await frame.evaluate(() => document.hasFocus())).toBe(true);
    const [box, at] = [await page.locator('throughline-root').boundingBox(), await tile(page, 1).boundingBox()];
    expect(box?.width).toBe(400);
    expect((box?.x ?? 0) >= (at?.x ?? 0) + (at?.width ?? 0)).toBe(true);
    await page.evaluate(() => window.focus());
    await page.mouse.click(2, 2);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('throughline-root').count(), patient).toBe(0);
    expect(await page.evaluate(() => document.activeElement?.closest('[class*=dashboard-chart-id]')?.className)).toContain(
      'dashboard-chart-id-1001',
    );
    await page.close();
  });

  test('marks hide in full screen and while the dashboard is edited', async () => {
    const page = await open(board());
    await mark(page, 1).waitFor();
    await page.evaluate(() => document.addEventListener('click', () => void document.documentElement.requestFullscreen(), { once: true }));
    await page.mouse.click(2, 2);
    await expect.poll(() => mark(page, 1).isVisible(), patient).toBe(false);
    await page.evaluate(() => document.exitFullscreen());
    await expect.poll(() => mark(page, 1).isVisible(), patient).toBe(true);
    await page.goto(bi('/superset/dashboard/field-operations/?fixture=superset/v61-editing'));
    await page.waitForLoadState('load');
    await ask(kit, 'own/me', {});
    expect(await hosts(page)).toBe(0);
    await page.close();
  });
});
