import type { Frame, Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sampleDashboard, sampleSeries } from '@/lib/services/sample-data';
import { fixtureAt } from '@/test/fixtures/serve';
import { type Firefox, openFirefox } from '@/test/support/firefox';
import { type Host, serve } from '@/test/support/host';
import { askIn } from '@/test/support/own-page';
import { sampleCharts, sampleDatasets } from '@/test/support/sample-superset';
import { startSuperset, type SupersetServer } from '@/test/support/superset-server';

/** The path in Firefox, step by step on one profile: a course page over plain http, the organisation's Superset, and back. */
let kit: Firefox;
let lms: Host;
let bi: SupersetServer;
let admin: Page;
let coursePage: Page;
const { damage } = sampleDashboard;
const owner = 'Field operations manager';
const board = () => `http://bi.test:${bi.port}/superset/dashboard/field-operations/`;

/** An outcome with an owner and a KPI whose values are typed in, as an earlier day's work in the catalogue. */
const addOutcome = (name: string) =>
  askIn(admin, 'panel/outcomeAdd', {
    write: crypto.randomUUID(),
    ownerName: owner,
    unitName: 'Field operations',
    outcome: {
      direction: 'reduce',
      metricId: 'new',
      change: { kind: 'relative', amount: 20 },
      businessUnit: 'field-operations',
      dueDate: '2027-03-31',
      baseline: { value: 4.1, from: '2026-01-05', to: '2026-05-31' },
      owner: 'new',
      status: 'active',
    },
    metric: {
      name,
      definition: 'Complaints ÷ parcels × 1,000',
      kind: 'rate',
      unit: 'per 1,000 parcels',
      cadence: 'week',
      calendar: 'iso',
      maturityDays: 0,
      aggregation: 'ratio',
      betterWhen: 'lower',
      source: { kind: 'typed' },
      businessUnit: 'field-operations',
      owner: 'new',
    },
  });

const reads = (place: Page | Frame, words: RegExp) =>
  place.waitForFunction((source, flags) => new RegExp(source, flags).test(document.body.innerText), {}, words.source, words.flags);
/** Counts what a person does in the panel: presses of the mouse, and Enter. */
const countActs = (frame: Frame) =>
  frame.evaluate(() => {
    const acts = { n: 0 };
    Object.assign(globalThis, { acts });
    addEventListener('pointerdown', ({ isTrusted }) => (acts.n += Number(isTrusted)), true);
    addEventListener('keydown', ({ isTrusted, key }) => (acts.n += Number(isTrusted && key === 'Enter')), true);
  });
const actsIn = (frame: Frame) => frame.evaluate(() => (globalThis as unknown as { acts: { n: number } }).acts.n);
const trendIn = async (frame: Frame) => {
  await frame.waitForSelector('.chart svg[role=img] .c-series');
  return frame.evaluate(() => ({
    said: document.querySelector('.chart svg[role=img] title')?.textContent ?? '',
    flags: document.querySelectorAll('.chart svg[role=img] .c-launch').length,
  }));
};

beforeAll(async () => {
  lms = await serve([(_request, url) => fixtureAt(url)]);
  bi = await startSuperset({
    charts: sampleCharts,
    datasets: sampleDatasets,
    users: { leader: 'pass' },
    dashboard: (slug) => fixtureAt(new URL(`http://bi.test:${bi.port}/superset/dashboard/${slug}/`))?.body ?? null,
    file: (path) => {
      const found = fixtureAt(new URL(`http://bi.test:${bi.port}${path}`));
      return found && { type: found.headers['content-type'] ?? 'text/html', body: found.body };
    },
  });
  kit = await openFirefox();
  admin = await kit.openOwn('admin.html', 'main');
  await addOutcome(damage.name);
  await addOutcome('Repeat deliveries');
});
afterAll(async () => {
  await kit?.close();
  await lms?.close();
  await bi?.close();
});

test('the site is turned on in the toolbar’s popup, and the panel is there, on a page without a secure context', async () => {
  coursePage = await kit.browser.newPage();
  await coursePage.goto(`http://lms.test:${lms.port}/course/view.php?id=7`);
  const popup = await kit.clickToolbar(coursePage);
  await popup.reads(/off here\. It looks like Moodle/);
  await popup.press('button', /Turn on for this site/);
  await popup.reads(/Course page: Pack it right/);
  await kit.closeToolbar();
  const frame = await kit.panelFrame(coursePage);
  await reads(frame, /What should this course change/);
  expect(await frame.evaluate(() => [isSecureContext, typeof crypto.randomUUID])).toEqual([false, 'undefined']);
});

test('by mouse: field, outcome, ask: three acts, saved before the third', async () => {
  const frame = await kit.panelFrame(coursePage);
  await countActs(frame);
  await kit.hand.click(frame, '#add-outcome');
  await kit.hand.click(frame, '[role=option]', new RegExp(damage.name, 'i'));
  await reads(frame, /What will people do differently/);
  expect(await frame.evaluate(() => document.querySelector('form h3')?.textContent)).toMatch(/^Reduce damage complaints/);
  expect((await askIn(admin, 'own/catalogue', {})).courses).toMatchObject([{ title: 'Pack it right', tags: 1 }]);
  await kit.hand.click(frame, 'button', new RegExp(`Ask the ${owner}`));
  await reads(frame, /Asked/);
  expect(await actsIn(frame)).toBe(3);
});

test('by keys: field, outcome, ask: three acts', async () => {
  const frame = await kit.panelFrame(coursePage);
  await frame.evaluate(() => Object.assign((globalThis as unknown as { acts: object }).acts, { n: 0 }));
  await coursePage.focus('#page-header a, .navbar a'); // somewhere before the panel
  for (let stops = 0; !(await frame.evaluate(() => document.hasFocus() && document.activeElement?.id === 'add-outcome')); stops += 1) {
    if (stops > 80) throw new Error('Tab does not come into the panel');
    await kit.hand.keys(coursePage, 'Tab');
  }
  await kit.hand.keys(frame, 'Enter');
  await frame.waitForSelector('[role=option]');
  await kit.hand.type(frame, 'Repeat');
  await frame.waitForFunction(() => /repeat/i.test(document.querySelector('[role=option][aria-selected=true]')?.textContent ?? ''));
  await kit.hand.keys(frame, 'Enter');
  await reads(frame, /What will people do differently/);
  await kit.hand.keys(frame, 'Enter');
  await reads(frame, /2 outcomes/);
  await frame.waitForFunction(() => !document.querySelector('form'));
  expect(await actsIn(frame)).toBe(3);
  const [course] = (await askIn(admin, 'own/catalogue', {})).courses;
  const { tags } = await askIn(admin, 'panel/courseView', { course: course?.id ?? '' });
  const asked = tags.map(({ series, status }) => [series.metric.name, status.state === 'proposed' && status.asked]);
  expect(Object.fromEntries(asked)).toEqual({ [damage.name]: true, 'Repeat deliveries': true });
});

test('values typed in, the event page ended in between, a launch set: the trend carries its mark', async () => {
  const frame = await kit.panelFrame(coursePage);
  await frame.evaluate((name) => {
    const row = [...document.querySelectorAll('.row')].find((r) => r.textContent?.toLowerCase().includes(name.toLowerCase()));
    if (row?.getAttribute('aria-expanded') === 'false') (row as HTMLButtonElement).click();
  }, damage.name);
  await kit.hand.click(frame, 'button', /Type in values/);
  await frame.waitForSelector('dialog textarea');
  const sheet = sampleSeries
    .damage()
    .slice(-40)
    .map(({ period, v }) => `${period}\t${v}`)
    .join('\n');
  await frame.focus('dialog textarea');
  await frame.evaluate((text) => document.execCommand('insertText', false, text), sheet);
  await kit.killEventPage();
  await kit.hand.click(frame, 'dialog button', /Keep 40 changes/);
  await frame.waitForFunction(() => !document.querySelector('dialog[open]'));
  expect((await trendIn(frame)).flags).toBe(0);

  await kit.hand.click(frame, 'button', /Set the launch date|Another date/);
  await frame.waitForSelector('dialog input[type=date]');
  await frame.evaluate(() => {
    const field = document.querySelector<HTMLInputElement>('dialog input[type=date]');
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, '2026-06-03');
    field?.dispatchEvent(new Event('input', { bubbles: true }));
  });
  await kit.hand.click(frame, 'dialog button', /^Save$/);
  await frame.waitForSelector('.c-launch');
  const { said, flags } = await trendIn(frame);
  expect(flags).toBe(1);
  expect(said).toContain('Launch on 3 Jun 2026');
});

test('in Superset a chart becomes the KPI’s source in two clicks, and shows the course with its launch', async () => {
  const page = await kit.browser.newPage();
  await page.goto(board());
  await page.type('#username', 'leader');
  await page.type('#password', 'pass');
  await page.click('button');
  await page.waitForSelector(`.dashboard-chart-id-${damage.chart}`);
  await kit.turnOn(page);
  await page.bringToFront();
  const tile = `.dashboard-chart-id-${damage.chart}`;
  await kit.hand.hover(page, tile);
  await kit.hand.click(page, `${tile} throughline-mark`); // the first click
  const panel = await kit.panelFrame(page);
  await countActs(panel);
  await reads(panel, /same name/);
  await kit.hand.click(panel, 'button', /^Link chart$/);
  await reads(panel, /Courses on this KPI[\s\S]*Pack it right[\s\S]*launch 3 Jun/);
  const { said, flags } = await trendIn(panel);
  expect(flags).toBe(1);
  expect(said).toContain('Launch on 3 Jun 2026');
  expect(await actsIn(panel)).toBe(1); // the second
  expect(bi.seen.filter(({ path, user }) => path.includes(`/chart/${damage.chart}/data`) && user === 'leader').length).toBeGreaterThan(0);
  // a linked chart keeps its mark after a reload, by itself
  await page.reload();
  await page.waitForSelector(`${tile} throughline-mark`);
  await page.close();
});

test('back on the course page: the same series, read from Superset', async () => {
  await coursePage.reload();
  const frame = await kit.panelFrame(coursePage);
  await reads(frame, /Superset, seen/);
  await frame.evaluate((name) => {
    const row = [...document.querySelectorAll('.row')].find((r) => r.textContent?.toLowerCase().includes(name.toLowerCase()));
    if (row?.getAttribute('aria-expanded') === 'false') (row as HTMLButtonElement).click();
  }, damage.name);
  const { said, flags } = await trendIn(frame);
  expect(flags).toBe(1);
  expect(said).toContain('3.2');
});
