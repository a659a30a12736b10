// What the extension leaves in real pages: its own host nodes and nothing else, nothing moved, nothing after it is paused.
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Chromium, openChromium } from '@/test/support/chromium';
import { tileOf } from '@/test/support/marks';
import { ask } from '@/test/support/own-page';
import { nothingIn, panelWith } from '@/test/support/panel';
import { picture } from '@/test/support/picture';
import { openPlainBrowser, sessionOf } from './browser.ts';
import { signInAs } from './visitor.ts';

const { kolibri, superset } = inject('real');
const { parcels } = kolibri.ids.classes;
const { field } = superset.ids.dashboards;
const patient = { timeout: 30_000 };
const keyOf = (product: typeof kolibri | typeof superset) => `${product.product}:${new URL(product.host).host}`;
const chart = (key: string) => superset.ids.charts[key]?.id ?? 0;
const board = `${superset.host}/superset/dashboard/${field.slug}/`;
let kit: Chromium;

/** A page that notes every layout shift from its first paint on, as the browser counts them. */
async function noting(context: BrowserContext, address: string): Promise<Page> {
  const page = await context.newPage();
  await page.addInitScript(() => {
    const shifts: number[] = [];
    const note = (entries: PerformanceEntry[]) =>
      void shifts.push(...(entries as (PerformanceEntry & { value: number })[]).map(({ value }) => value));
    const observer = new PerformanceObserver((list) => note(list.getEntries()));
    observer.observe({ type: 'layout-shift', buffered: true });
    Object.assign(window, { shifts, takeShifts: () => note(observer.takeRecords()) });
  });
  await page.goto(address);
  return page;
}
const shiftsIn = (page: Page): Promise<number[]> =>
  page.evaluate(async () => {
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const { shifts, takeShifts } = window as unknown as { shifts: number[]; takeShifts(): void };
    takeShifts();
    return shifts;
  });

/** Every element of the page but ours with its attributes and its box, as text. */
const inventory = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('*')]
      .filter((element) => !element.localName.startsWith('throughline'))
      .map((element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        const named = [...element.attributes].map(({ name, value }) => `${name}=${value}`).join(' ');
        return `${element.localName} ${named} @${[x + scrollX, y + scrollY, width, height].map(Math.round).join(' ')}`;
      }),
  );
/** The same once the page stands still. */
async function stillInventory(page: Page): Promise<string[]> {
  let last: string[] = [];
  await expect
    .poll(
      async () => {
        const before = last;
        last = await inventory(page);
        return before.join('\n') === last.join('\n');
      },
      { ...patient, interval: 500 },
    )
    .toBe(true);
  return last;
}
/** All charts that stand in the window are drawn. */
const drawn = (page: Page) =>
  expect
    .poll(
      () =>
        page.evaluate(() => [
          document.querySelectorAll('.chart-slice').length,
          document.querySelectorAll('.chart-slice .loading').length > 0,
        ]),
      patient,
    )
    .toEqual([12, false]);

beforeAll(async () => {
  kit = await openChromium();
  await signInAs(kit, kolibri, 'coach');
  await signInAs(kit, superset, 'admin');
  const dashboard = await kit.context.newPage();
  await dashboard.goto(board);
  await tileOf(dashboard, chart('line')).waitFor();
  await kit.turnOn(dashboard);
  const course = await kit.context.newPage();
  await course.goto(`${kolibri.host}/en/coach/#/${parcels.id}/home`);
  await course.locator('#main h1', { hasText: parcels.name }).waitFor();
  await kit.turnOn(course);
  const tiles = await dashboard
    .locator('.chart-slice')
    .evaluateAll((all) => all.map((tile) => tile.getAttribute('data-test-chart-id') ?? ''));
  const source = { kind: 'typed' } as const;
  const newMetric = {
    name: 'Canary complaints',
    definition: '',
    kind: 'rate',
    unit: '%',
    cadence: 'week',
    calendar: 'iso',
    maturityDays: 0,
    aggregation: 'mean',
    betterWhen: 'lower',
    source,
  } as const;
  const at = { site: keyOf(superset), dashboard: String(field.id), adoptSource: false, source };
  const { metricId } = await ask(kit, 'panel/chartLink', { write: crypto.randomUUID(), ...at, tile: tiles[0] ?? '', newMetric });
  for (const tile of tiles.slice(1)) await ask(kit, 'panel/chartLink', { write: crypto.randomUUID(), ...at, tile, metricId });
  await dashboard.close();
  await course.close();
});
afterAll(() => kit?.close());

describe('a real dashboard whose twelve charts are linked', () => {
  test('marks come and go without a layout shift, without moving an element or changing an attribute, and learn the page nothing', async () => {
    const page = await noting(kit.context, board);
    await expect.poll(() => page.locator('throughline-mark').count(), patient).toBe(12);
    await drawn(page);
    const withMarks = await stillInventory(page);
    const shiftsBefore = (await shiftsIn(page)).length;
    expect(shiftsBefore).toBeGreaterThan(0); // Superset's own, while it loads: they are noted
    await ask(kit, 'own/pause', { site: keyOf(superset), paused: true });
    await page.bringToFront();
    await nothingIn(page);
    const without = await stillInventory(page);
    await ask(kit, 'own/pause', { site: keyOf(superset), paused: false });
    await page.bringToFront();
    await expect.poll(() => page.locator('throughline-mark').count(), patient).toBe(12);
    const again = await stillInventory(page);
    expect(withMarks).toEqual(without);
    expect(again).toEqual(without);
    expect((await shiftsIn(page)).slice(shiftsBefore)).toEqual([]);
    const marks = page.locator('throughline-mark');
    expect(
      await marks.evaluateAll((all) => all.map((e) => e.attributes.length + e.childNodes.length + Number(e.shadowRoot !== null))),
    ).toEqual(Array(12).fill(0));
    expect(
      await marks.evaluateAll((all) =>
        all.every((e) => e.parentElement?.matches('.dashboard-component-chart-holder') && e === e.parentElement.lastElementChild),
      ),
    ).toBe(true);
    expect(await page.content()).not.toContain('Canary');
    await page.close();
  });

  test('all stands where it stands in a browser without the extension', async () => {
    const plain = await openPlainBrowser();
    const bare = await (await sessionOf(plain, superset, 'admin')).newPage();
    const marked = await kit.context.newPage();
    await Promise.all([bare.goto(board), marked.goto(board)]);
    await expect.poll(() => marked.locator('throughline-mark').count(), patient).toBe(12);
    const boxes = (page: Page) =>
      page
        .locator('.dashboard-content :is(.dashboard-component-chart-holder,.chart-slice,.header-title,.header-controls,.chart-container)')
        .evaluateAll((all) =>
          all.map((element) => {
            const { x, y, width, height } = element.getBoundingClientRect();
            return [x, y, width, height].map(Math.round);
          }),
        );
    await drawn(bare);
    await drawn(marked);
    await expect.poll(() => boxes(marked), patient).toEqual(await boxes(bare));
    expect((await boxes(marked)).length).toBeGreaterThan(12 * 3);
    await plain.close();
    await marked.close();
  });

  test('dark is told by the page alone: mark and panel are dark too', async () => {
    const page = await kit.context.newPage();
    await page.addInitScript(() => localStorage.setItem('superset-theme-mode', 'dark'));
    await page.goto(board);
    await drawn(page);
    await tileOf(page, chart('line')).locator('throughline-mark').click();
    const frame = await panelWith(page, 'Canary complaints');
    expect(await frame.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('dark');
    await picture(page, 'f01-dark');
    await page.evaluate(() => localStorage.removeItem('superset-theme-mode'));
    await page.close();
  });
});

test('a real class page: one node of ours, and none with it or after it', async () => {
  const page = await kit.context.newPage();
  await page.goto(`${kolibri.host}/en/coach/#/${parcels.id}/home`);
  await panelWith(page, 'What should this course change?');
  const kinds = (lines: string[]) => lines.map((line) => line.replace(/ @[-\d ]+$/, ''));
  const withPanel = kinds(await stillInventory(page));
  expect(await page.locator('throughline-root,throughline-mark').count()).toBe(1);
  await ask(kit, 'own/pause', { site: keyOf(kolibri), paused: true });
  await page.bringToFront();
  await nothingIn(page);
  expect(kinds(await stillInventory(page))).toEqual(withPanel);
  await ask(kit, 'own/pause', { site: keyOf(kolibri), paused: false });
  await page.close();
});
