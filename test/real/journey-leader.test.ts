// Long: one journey, told from start to end.
// What a BU leader does on a real Superset dashboard, and what the designer then sees on the class in Kolibri. The steps build on each other.
import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { courseIdOf } from '@/lib/model/rules/identity';
import { type Chromium, openChromium } from '@/test/support/chromium';
import { clickMark, looksOfMark, markOn, tileOf } from '@/test/support/marks';
import { addOutcome, owner } from '@/test/support/outcomes';
import { ask } from '@/test/support/own-page';
import { panelWith, settledHeight, press } from '@/test/support/panel';
import { picture } from '@/test/support/picture';
import { dayAndMonth } from '@/test/support/weeks';
import { type Point, figuresIn, unfold, weekly } from './figures.ts';
import { forReadme } from './readme-picture.ts';
import { expected } from './superset/series.mjs';
import { signInAs } from './visitor.ts';

const { kolibri, superset } = inject('real');
const { parcels } = kolibri.ids.classes;
const { field, tabs } = superset.ids.dashboards;
const chart = (key: string) => superset.ids.charts[key]?.id ?? 0;
const site = `superset:${new URL(superset.host).host}`;
const kpi = 'Damaged-package complaints';
const satisfaction = 'CSAT per week (new)';
const patient = { timeout: 30_000 };
let kit: Chromium;

const open = async (address: string): Promise<Page> => {
  const page = await kit.context.newPage();
  await page.goto(address);
  return page;
};
const openBoard = (slug = field.slug) => open(`${superset.host}/superset/dashboard/${slug}/`);
const openClass = () => open(`${kolibri.host}/en/coach/#/${parcels.id}/home`);
/** The panel of a tile, opened by its mark; a tile that is not linked gets one while the pointer is in it. */
const openMark = async (page: Page, key: string, words: string): Promise<Frame> => {
  await tileOf(page, chart(key)).scrollIntoViewIfNeeded();
  await tileOf(page, chart(key)).hover();
  await clickMark(page, chart(key));
  return panelWith(page, words);
};
beforeAll(async () => {
  kit = await openChromium();
  await signInAs(kit, kolibri, 'coach');
  await signInAs(kit, superset, 'admin');
  const page = await openClass();
  await page.locator('#main h1', { hasText: parcels.name }).waitFor();
  await kit.turnOn(page);
  await page.bringToFront();
  await panelWith(page, 'What should this course change?');
  const course = await courseIdOf(`kolibri:${new URL(kolibri.host).host}`, parcels.id);
  const year = expected.complaints.filter(({ start }: Point) => start >= '2025-03-03' && start < superset.launch);
  const mean = year.reduce((sum: number, { value }: Point) => sum + (value ?? 0), 0) / year.length;
  const baseline = { value: Math.round(mean * 100) / 100, from: '2025-03-03', to: '2026-03-01' };
  const { alignmentId } = await addOutcome(kit, kpi, { course, baseline });
  await ask(kit, 'panel/alignmentChange', {
    write: crypto.randomUUID(),
    id: alignmentId ?? '',
    set: { rationale: 'Scans the packing check before closing the box' },
  });
  await ask(kit, 'panel/alignmentAsk', { write: crypto.randomUUID(), id: alignmentId ?? '' });
  await ask(kit, 'panel/launchSet', { write: crypto.randomUUID(), course, date: superset.launch, audience: 'all depots' });
  await page.close();
});
afterAll(() => kit?.close());

describe('linking charts', () => {
  test('the popup knows Superset, one click turns it on, and lists the charts', async () => {
    const page = await openBoard();
    await tileOf(page, chart('line')).waitFor();
    await kit.preGrant('http://bi.test/*');
    await kit.clickToolbar(page);
    const popup = await kit.popupFor(page);
    await popup.getByText('Throughline is off here. It looks like Apache Superset.').waitFor();
    await popup.getByRole('button', { name: 'Turn on for this site' }).click();
    await popup.getByText(`On. Dashboard: ${field.title}, 12 charts`).waitFor();
    expect(await popup.locator('.popup-tiles li').count()).toBe(12);
    await picture(popup, 's01-popup');
    await popup.close();
    expect(await page.locator('throughline-mark').count()).toBe(0);
    await page.close();
  });

  test('by its saved query: “Use as KPI”, the figures exactly, and the mark says that it is linked', async () => {
    const page = await openBoard();
    await tileOf(page, chart('line')).scrollIntoViewIfNeeded();
    await tileOf(page, chart('line')).hover();
    await expect.poll(() => looksOfMark(kit.context, page, chart('line')), patient).toMatch(/unlinked.*Use as KPI/);
    await picture(page, 's02-hover');
    const frame = await openMark(page, 'line', 'Link this chart to a KPI');
    await frame.getByRole('radio', { name: kpi }).check();
    await frame.getByText('Read without the dashboard’s filters: they are not applied.').waitFor();
    expect(await frame.locator('dl.facts').innerText()).toContain('Complaints per 1,000 parcels');
    expect(await figuresIn(frame)).toEqual(weekly(expected.complaints));
    await picture(page, 's03-link');
    await press(frame.getByRole('button', { name: 'Link chart' }));
    await frame.getByText('Courses on this KPI').waitFor();
    await expect.poll(() => looksOfMark(kit.context, page, chart('line')), patient).toMatch(/\blinked\b/);
    await page.close();
  });

  test('the chart panel shows courses and their launch on the trend, with target and baseline', async () => {
    const page = await openBoard();
    await tileOf(page, chart('line')).evaluate((tile) => tile.scrollIntoView({ block: 'center' }));
    const frame = await openMark(page, 'line', 'Courses on this KPI');
    const course = frame.getByRole('link', { name: parcels.name });
    expect(await course.getAttribute('href')).toBe(`${kolibri.host}/en/coach/#/${parcels.id}/home`);
    await frame.getByText(/^, launch 2 Mar( 2026)?, all depots$/).waitFor();
    await frame.getByText(`Owner: ${owner}`).waitFor();
    await frame.getByText(/^Superset, seen .* by you$/).waitFor();
    await frame.locator('.chart svg[role=img]').waitFor();
    for (const mark of ['.c-launch', '.c-target', '.c-bracket'])
      expect(await frame.locator(`.chart svg[role=img] ${mark}`).count(), mark).toBe(1);
    await picture(page, 's04-chart-panel');
    await forReadme(page, 'chart-panel');
    expect(await figuresIn(frame)).toEqual(weekly(expected.complaints));
    await page.close();
  });

  test('without a saved query one is built: the figures exactly, missing weeks missing', async () => {
    const page = await openBoard();
    const frame = await openMark(page, 'barUnsaved', 'Link this chart to a KPI');
    await frame.getByRole('radio', { name: 'New KPI from this chart' }).check();
    await frame.getByText('The chart keeps no query; one was made from its settings.').waitFor();
    expect(await figuresIn(frame)).toEqual(weekly(expected.csat));
    expect(await frame.getByRole('textbox', { name: 'Name' }).inputValue()).toBe(satisfaction);
    await frame.getByRole('textbox', { name: 'Unit' }).fill('points');
    await picture(page, 's05-new-kpi');
    await press(frame.getByRole('button', { name: 'Link chart' }));
    await frame.getByText('No course is meant to move this KPI yet.').waitFor();
    const metric = (await ask(kit, 'own/catalogue', {})).metrics.find(({ name }) => name === satisfaction);
    const ref = String(chart('barUnsaved'));
    expect(metric).toMatchObject({
      unit: 'points',
      betterWhen: 'higher',
      cadence: 'week',
      source: { kind: 'superset', site, ref, column: 'CSAT' },
    });
    await page.close();
  });

  test('a kind that none can be built for is named, with what to do', async () => {
    const page = await openBoard();
    const frame = await openMark(page, 'compared', 'Superset keeps no query for this chart.');
    await frame.getByText('Open the chart in Superset and save it once, then read again.').waitFor();
    await picture(page, 's06-no-query');
    await page.close();
  });

  test('on a dashboard with tabs the marks follow the tab that is open', async () => {
    const id = (await ask(kit, 'own/catalogue', {})).metrics.find(({ name }) => name === satisfaction)?.id ?? '';
    for (const key of ['line', 'bar'])
      await ask(kit, 'panel/chartLink', {
        write: crypto.randomUUID(),
        site,
        dashboard: String(tabs.id),
        tile: String(chart(key)),
        metricId: id,
        adoptSource: false,
        source: { kind: 'typed' },
      });
    const page = await openBoard(tabs.slug);
    const seen = async () => [await markOn(page, chart('line')).isVisible(), await markOn(page, chart('bar')).isVisible()];
    await expect.poll(seen, patient).toEqual([true, false]);
    await page.getByRole('tab', { name: 'Satisfaction' }).click();
    await expect.poll(seen, patient).toEqual([false, true]);
    await picture(page, 's07-tabs');
    await page.getByRole('tab', { name: 'Complaints' }).click();
    await expect.poll(seen, patient).toEqual([true, false]);
    await page.close();
  });
});

describe('back on the class', () => {
  beforeAll(async () => {
    for (const page of kit.context.pages()) if (page.url().startsWith(superset.host)) await page.close();
  });

  test('the panel has the same figures, read in the background with this person’s sign-in while no tab of Superset is open', async () => {
    const page = await openClass();
    const frame = await unfold(page);
    await frame.locator('.chart svg[role=img]').waitFor();
    await press(frame.getByRole('button', { name: 'Read again' }));
    await frame.getByText('Superset, seen just now by you', { exact: true }).waitFor();
    await settledHeight(page);
    await picture(page, 's08-class');
    await forReadme(page, 'course-panel');
    expect(await figuresIn(frame)).toEqual(weekly(expected.complaints));
    await page.close();
  });

  test('signed out of Superset: the last good values with their age, and the way back in', async () => {
    await (await open(`${superset.host}/logout/`)).close();
    const page = await openClass();
    const frame = await unfold(page);
    await press(frame.getByRole('button', { name: 'Read again' }).first());
    await frame.getByText('Signed out of Superset.').waitFor();
    await frame.getByText(`The chart shows the values seen on ${dayAndMonth(Temporal.Now.plainDateISO())}, `).waitFor();
    await frame.getByText('Sign in to Superset in this browser, then read again.').waitFor();
    await settledHeight(page);
    await picture(page, 's09-signed-out');
    expect(await figuresIn(frame)).toEqual(weekly(expected.complaints));
    const [back] = await Promise.all([kit.context.waitForEvent('page'), frame.getByRole('link', { name: 'Open Superset' }).click()]);
    await back.locator('#username').fill(superset.users.admin.username);
    await back.locator('#password').fill(superset.users.admin.password);
    await back.locator('form.ant-form [type=submit]').click();
    await back.waitForURL(/welcome/);
    await back.close();
    await press(frame.getByRole('button', { name: 'Read again' }).first());
    await expect.poll(() => frame.getByText('Signed out of Superset.').count(), patient).toBe(0);
    await page.close();
  });
});

describe('a viewer who may see the rows of one region', () => {
  beforeAll(() => signInAs(kit, superset, 'viewer'));

  test('sees other numbers of the same chart, as a series of their own, on both sides; the page says who is signed in, nobody has to ask', async () => {
    const page = await openBoard();
    const frame = await openMark(page, 'line', 'Courses on this KPI');
    await frame.getByText('Readings through another account are kept apart.').waitFor();
    expect(await figuresIn(frame)).toEqual(weekly(expected.complaintsEu));
    await picture(page, 's10-viewer');
    await page.close();
    const course = await openClass();
    const panel = await unfold(course);
    await panel.getByText('Values that another account saw are kept apart and not shown.').waitFor();
    expect(await figuresIn(panel)).toEqual(weekly(expected.complaintsEu));
    await course.close();
  });

  test('is told that a chart’s data are closed to them', async () => {
    const page = await openBoard();
    const frame = await openMark(page, 'turnover', 'No right to see this chart in Superset.');
    await frame.getByText('Ask the people who manage Superset for access.', { exact: false }).waitFor();
    await picture(page, 's11-closed');
    await page.close();
  });

  test('gives way to the account that reads next: its series continues', async () => {
    await signInAs(kit, superset, 'admin');
    const page = await openClass();
    const frame = await unfold(page);
    await press(frame.getByRole('button', { name: 'Read again' }).first());
    await expect.poll(() => figuresIn(frame), patient).toEqual(weekly(expected.complaints));
    await frame.getByText('Values that another account saw are kept apart and not shown.').waitFor();
    await page.close();
  });
});
