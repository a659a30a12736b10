// Long: one journey, told from start to end.
import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { courseIdOf } from '@/lib/model/rules/identity';
import { fixtureAt } from '@/test/fixtures/serve';
import { type Chromium, openChromium } from '@/test/support/chromium';
import { courseAt } from '@/test/support/courses';
import { type Host, serve } from '@/test/support/host';
import { clickMark, looksOfMark, markOn, tileOf } from '@/test/support/marks';
import { addOutcome, owner } from '@/test/support/outcomes';
import { ask } from '@/test/support/own-page';
import { countActs, nothingIn, panelWith } from '@/test/support/panel';
import { picture } from '@/test/support/picture';
import type { ServedChart, ServedDataset, SupersetServer, Trouble } from '@/test/support/superset-server';
import { startSuperset } from '@/test/support/superset-server';
import { dayAndMonth, lastWeeks } from '@/test/support/weeks';

/** What a BU leader does on a Superset dashboard, and what the designer then sees on the course. The steps build on each other. */
let kit: Chromium;
let host: Host;
let bi: SupersetServer;
const patient = { timeout: 30_000 };
const kpi = 'Damage complaints per 1,000';
const column = 'complaints_per_1000';

const atMidnight = (date: string) => Date.parse(`${date}T00:00:00Z`);
const values = lastWeeks(30).map((period, i) => ({ period, v: Math.round((4 + 0.3 * Math.sin(i) - (i > 18 ? 0.8 : 0)) * 100) / 100 }));
const launch = values[19]?.period ?? '';
const damage: ServedDataset = {
  id: 1,
  columns: [
    { name: 'week', type: 2 },
    { name: column, type: 0 },
  ],
  rows: () => values.map(({ period, v }) => ({ week: atMidnight(period), [column]: v })),
};
const onTime: ServedDataset = {
  id: 2,
  columns: [
    { name: 'week', type: 2 },
    { name: 'on_time_pct', type: 0 },
  ],
  rows: () => values.map(({ period }, i) => ({ week: atMidnight(period), on_time_pct: 91 + (i % 5) / 10 })),
};
const overTime = { x_axis: 'week', time_grain_sqla: 'P1W', groupby: [], adhoc_filters: [], row_limit: 10_000 };
const line: ServedChart = {
  id: 31,
  name: kpi,
  kind: 'echarts_timeseries_line',
  dataset: 1,
  params: { ...overTime, metrics: [column] },
  savedQuery: true,
};
const big: ServedChart = {
  id: 32,
  name: 'On-time delivery, %',
  kind: 'big_number',
  dataset: 2,
  params: { ...overTime, metric: 'on_time_pct' },
  savedQuery: false,
};

const courseUrl = (id: number, title: string) => `http://lms.test:${host.port}/course/view.php?id=${id}&title=${encodeURIComponent(title)}`;
const idOf = (id: number) => courseIdOf(`moodle:lms.test:${host.port}`, `${id}`);
const board = () => `http://bi.test:${bi.port}/superset/dashboard/field-operations/`;
const open = async (address: string): Promise<Page> => {
  const page = await kit.context.newPage();
  await page.goto(address);
  return page;
};
const signIn = async (user: string) => {
  const [name = '', value = ''] = (bi.cookieFor(user).split(';')[0] ?? '').split(/=(.*)/);
  await kit.context.addCookies([{ name, value, url: `http://bi.test:${bi.port}` }]);
};
const looksOf = (page: Page, chart: number) => looksOfMark(kit.context, page, chart);
const pointsDrawn = (frame: Frame) =>
  frame.locator('.chart svg[role=img] .c-series').evaluate((path) => path.getAttribute('d')?.match(/[ML]/g)?.length ?? 0);

beforeAll(async () => {
  host = await serve([(_request, url) => courseAt(url) ?? fixtureAt(url)]);
  const fixture = (path: string, port: number) => fixtureAt(new URL(path, `http://bi.test:${port}`));
  bi = await startSuperset({
    charts: [line, big],
    datasets: [damage, onTime],
    users: { leader: 'secret', designer: 'secret', guest: 'secret' },
    dashboard: (slug) => fixture(`/superset/dashboard/${slug}/`, bi.port)?.body ?? null,
    file: (path) => {
      const found = fixture(path, bi.port);
      return found && { type: found.headers['content-type'] ?? 'text/html', body: found.body };
    },
  });
  kit = await openChromium();
  await signIn('leader');
  const course = await open(courseUrl(21, 'Load safely'));
  await kit.turnOn(course);
  await panelWith(course, 'What should this course change?');
  const before = values.slice(0, 19).map(({ period }) => period);
  const { alignmentId } = await addOutcome(kit, kpi, {
    course: await idOf(21),
    baseline: { from: before[0] ?? '', to: before.at(-1) ?? '' },
  });
  await ask(kit, 'panel/alignmentAsk', { write: crypto.randomUUID(), id: alignmentId ?? '' });
  await ask(kit, 'panel/launchSet', { write: crypto.randomUUID(), course: await idOf(21), date: launch, audience: 'all depots' });
  await course.close();
});
afterAll(async () => {
  await kit?.close();
  await bi?.close();
  await host?.close();
});

describe('linking a chart', () => {
  test('turned on by the popup, which says what it is and lists the charts', async () => {
    const page = await open(board());
    await kit.preGrant('http://bi.test/*');
    await kit.clickToolbar(page);
    const popup = await kit.popupFor(page);
    await popup.getByText('Throughline is off here. It looks like Apache Superset.').waitFor();
    await popup.getByRole('button', { name: 'Turn on for this site' }).click();
    await popup.getByRole('button', { name: `Use as KPI: ${kpi}` }).waitFor();
    await picture(popup, 'l01-popup');
    expect(await popup.locator('.popup-tiles li').count()).toBe(7);
    await popup.close();
    await page.bringToFront();
    expect(await page.locator('throughline-mark').count()).toBe(0);
    await page.close();
  });

  test('two clicks: the mark that hovering shows, and “Link chart”, with the served figures in between', async () => {
    const page = await open(board());
    await tileOf(page, 31).hover();
    await expect.poll(() => looksOf(page, 31), patient).toContain('unlinked');
    expect(await looksOf(page, 31)).toContain('Use as KPI');
    await picture(page, 'l02-hover');
    await clickMark(page, 31);
    const frame = await panelWith(page, 'What the chart gives');
    const acts = await countActs(frame);
    expect(await frame.getByRole('radio', { name: kpi }).isChecked()).toBe(true);
    await frame.getByText('Read without the dashboard’s filters: they are not applied.').waitFor();
    const last = values.at(-1);
    const facts = await frame.locator('dl.facts').innerText();
    expect(facts).toContain(column);
    expect(facts).toContain(`${last?.v}`);
    await expect.poll(() => pointsDrawn(frame), patient).toBe(values.length);
    await picture(page, 'l03-link');
    await frame.getByRole('button', { name: 'Link chart' }).click();
    await frame.getByText('Courses on this KPI').waitFor();
    expect(await acts()).toEqual({ pointer: 1, keys: [] });
    await expect.poll(() => looksOf(page, 31), patient).toMatch(/\blinked\b/);
    await page.close();
  });

  test('the chart panel shows the courses, their agreement, and the launch on the trend with target and baseline', async () => {
    const page = await open(board());
    await clickMark(page, 31);
    const frame = await panelWith(page, 'Courses on this KPI');
    await frame.getByRole('link', { name: 'Load safely' }).waitFor();
    await frame.getByText(`, launch ${dayAndMonth(Temporal.PlainDate.from(launch))}, all depots`).waitFor();
    await frame.getByText('Proposed', { exact: true }).waitFor();
    await frame.getByText(`Owner: ${owner}`).waitFor();
    await frame.locator('.chart svg[role=img]').waitFor();
    expect(await pointsDrawn(frame)).toBe(values.length);
    expect(await frame.locator('.chart svg[role=img] .c-launch').count()).toBe(1);
    expect(await frame.locator('.chart svg[role=img] .c-target').count()).toBe(1);
    expect(await frame.locator('.chart svg[role=img] .c-bracket').count()).toBe(1);
    await frame.getByText(/^Superset, seen .* by you$/).waitFor();
    await picture(page, 'l04-chart-panel');
    await page.close();
  });

  test('a chart without a KPI is linked from the popup’s list, by a new KPI with guessed unit and direction', async () => {
    const page = await open(board());
    await markOn(page, 31).waitFor();
    const popup = await kit.popupFor(page);
    await popup.getByRole('button', { name: 'Use as KPI: On-time delivery, %' }).click();
    await page.bringToFront();
    const frame = await panelWith(page, 'What the chart gives');
    await frame.getByText('The chart keeps no query; one was made from its settings.').waitFor();
    expect(await frame.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('On-time delivery, %');
    expect(await frame.getByRole('textbox', { name: 'Unit' }).inputValue()).toBe('%');
    await picture(page, 'l05-new-kpi');
    await frame.getByRole('button', { name: 'Link chart' }).click();
    await frame.getByText('No course is meant to move this KPI yet.').waitFor();
    const metric = (await ask(kit, 'own/catalogue', {})).metrics.find(({ name }) => name === 'On-time delivery, %');
    expect(metric).toMatchObject({
      unit: '%',
      betterWhen: 'higher',
      cadence: 'week',
      source: { kind: 'superset', ref: '32', column: 'on_time_pct' },
    });
    // taken off and put back
    await frame.getByRole('button', { name: 'Unlink chart' }).click();
    await frame.getByText('What the chart gives').waitFor();
    await frame.locator('.toast').filter({ hasText: 'unlinked' }).getByRole('button', { name: 'Undo' }).click();
    await frame.getByText('No course is meant to move this KPI yet.').waitFor();
    await page.close();
  });
});

describe('back on the course', () => {
  test('the panel shows the series read from Superset with the designer’s own sign-in there', async () => {
    await signIn('designer');
    bi.seen.length = 0;
    const page = await open(courseUrl(21, 'Load safely'));
    // what somebody else tagged begins as one line
    const folded = await panelWith(page, '1 outcome');
    await folded.getByRole('button', { name: 'Open', exact: true }).click();
    const frame = await panelWith(page, /damage complaints per 1,000/i);
    await frame.locator('.chart svg[role=img]').waitFor();
    await frame.getByRole('button', { name: 'Read again' }).click();
    await expect
      .poll(() => bi.seen.filter(({ path }) => path.startsWith('/api/v1/chart/31')).map(({ user }) => user), patient)
      .toContain('designer');
    await frame.getByText('Values that another account saw are kept apart and not shown.').waitFor();
    expect(new Set(bi.seen.filter(({ path }) => path.startsWith('/api/')).map(({ user }) => user))).toEqual(new Set(['designer']));
    await frame.getByText(/^Superset, seen just now by you$/).waitFor();
    await frame.getByRole('button', { name: 'Figures', exact: true }).click();
    const cells = frame.getByRole('region', { name: /^Figures of/ }).locator('td.num');
    await cells.first().waitFor();
    const shown = await cells.evaluateAll((all) => all.map((cell) => Number(cell.getAttribute('title'))));
    expect(shown).toEqual(values.map(({ v }) => v).toReversed());
    await frame.getByRole('button', { name: 'Figures', exact: true }).click();
    await picture(page, 'l06-course');
    await page.close();
  });

  describe('when reading fails, the last good values stay and the panel says what happened', () => {
    let page: Page;
    let frame: Frame;
    beforeAll(async () => {
      page = await open(courseUrl(21, 'Load safely'));
      frame = await panelWith(page, /damage complaints per 1,000/i);
      await frame.locator('.chart svg[role=img]').waitFor();
    });
    afterAll(() => page.close());
    const readAgain = () => frame.getByRole('button', { name: 'Read again' }).first().click();
    const keeps = async (sentence: string | RegExp) => {
      await readAgain();
      await frame.getByText(sentence).waitFor();
      await frame.getByText(`The chart shows the values seen on ${dayAndMonth(Temporal.Now.plainDateISO())}, `).waitFor();
      expect(await pointsDrawn(frame)).toBe(values.length);
    };
    const recovers = async (sentence: string | RegExp) => {
      await readAgain();
      await frame.getByText(sentence).waitFor({ state: 'detached' });
      expect(await pointsDrawn(frame)).toBe(values.length);
    };

    test.each<[Trouble, string]>([
      ['signedOut', 'Signed out of Superset.'],
      ['noRight', 'No right to see this chart in Superset.'],
      ['notFound', 'Superset has no such chart, or none for you.'],
      ['badQuery', 'Superset answered with an error (400).'],
      ['pending', 'Superset is still working on this chart.'],
      ['html', 'Superset answered with a page instead of figures, usually a sign-in page.'],
      ['serverError', 'Superset answered with an error (500).'],
      ['cut', 'Superset answered with a page instead of figures, usually a sign-in page.'],
      ['hangUp', 'Superset cannot be reached from here.'],
    ])('%s', async (trouble, sentence) => {
      bi.setTrouble(trouble, 31);
      await keeps(sentence);
      await picture(page, `l07-${trouble}`);
      bi.setTrouble('none', 31);
      await recovers(sentence);
    });

    test('a chart that keeps no query any more, of a kind that none can be made for', async () => {
      Object.assign(line, { savedQuery: false, kind: 'table' });
      await keeps('Superset keeps no query for this chart.');
      await frame.getByText('Open the chart in Superset and save it once, then read again.').waitFor();
      Object.assign(line, { savedQuery: true, kind: 'echarts_timeseries_line' });
      await recovers('Superset keeps no query for this chart.');
    });

    test('other columns: nothing is read, and both names are said', async () => {
      const { columns, rows } = damage;
      damage.columns = [
        { name: 'week', type: 2 },
        { name: 'claims', type: 0 },
      ];
      damage.rows = () => values.map(({ period }) => ({ week: atMidnight(period), claims: 99 }));
      line.params = { ...overTime, metrics: ['claims'] };
      const sentence = `The chart’s columns changed. Expected “${column}”; found “claims”. Nothing was read.`;
      await keeps(sentence);
      await picture(page, 'l07-changed');
      Object.assign(damage, { columns, rows });
      line.params = { ...overTime, metrics: [column] };
      await recovers(sentence);
    });

    test('signed out for good: the session ends, the person signs in, the values come back', async () => {
      bi.signOutAll();
      await keeps('Signed out of Superset.');
      await signIn('designer');
      await recovers('Signed out of Superset.');
    });

    test('a value that changed at the source is the one that is shown afterwards', async () => {
      const { rows } = damage;
      damage.rows = () => rows().map((row, i) => (i === 29 ? { ...row, [column]: 2.22 } : row));
      await readAgain();
      await expect.poll(() => frame.locator('.chart svg text').allTextContents(), patient).toContain('Latest 2.22');
      Object.assign(damage, { rows });
      await readAgain();
      await expect.poll(() => frame.locator('.chart svg text').allTextContents(), patient).not.toContain('Latest 2.22');
    });
  });

  test('somebody else signs in to Superset: their open dashboard is enough for the panel to say so and to read at once', async () => {
    const page = await open(courseUrl(21, 'Load safely'));
    const frame = await panelWith(page, /damage complaints per 1,000/i);
    await frame.getByText(/^Superset, seen .+ by you$/).waitFor();
    const earlier = frame.getByText('Read with another account of Superset.');
    expect(await earlier.count()).toBe(0);
    bi.seen.length = 0;
    bi.setTrouble('noRight', 31);
    await signIn('leader');
    const dashboard = await open(board());
    await dashboard.locator('throughline-mark').first().waitFor({ state: 'attached' });
    await page.bringToFront();
    await earlier.waitFor();
    const askers = () => new Set(bi.seen.filter(({ path }) => path.startsWith('/api/v1/chart/31')).map(({ user }) => user));
    await expect.poll(askers, patient).toEqual(new Set(['leader']));
    await frame.getByText('No right to see this chart in Superset.').waitFor();
    await picture(page, 'l08-other-account');
    bi.setTrouble('none', 31);
    await frame.getByRole('button', { name: 'Read again' }).first().click();
    await earlier.waitFor({ state: 'detached' });
    await frame.getByText(/^Superset, seen just now by you$/).waitFor();
    await dashboard.close();
    await page.close();
    await signIn('designer');
  });
});

describe('whose permission', () => {
  test('withdrawn while a chart panel is open: panel and marks leave', async () => {
    const page = await open(board());
    await clickMark(page, 31);
    await panelWith(page, 'Courses on this KPI');
    await kit.withdraw('http://bi.test/*');
    await nothingIn(page);
    await page.close();
  });

  test('without it the course says so with target and agreement; “Allow reading” opens our window, and the values come', async () => {
    const page = await open(courseUrl(21, 'Load safely'));
    const frame = await panelWith(page, `Throughline may not read bi.test:${bi.port} yet.`);
    await frame.getByText(`Proposed, waits for the ${owner}`).waitFor();
    await picture(page, 'l08-no-permission');
    const [window] = await Promise.all([
      kit.context.waitForEvent('page'),
      frame.getByRole('button', { name: `Allow reading bi.test:${bi.port}` }).click(),
    ]);
    await window.getByRole('heading', { name: 'Allow reading bi.test' }).waitFor();
    expect(new URL(window.url()).pathname).toBe('/welcome.html');
    await picture(window, 'l09-allow');
    await kit.preGrant('http://bi.test/*'); // what the person would answer
    const closed = window.waitForEvent('close');
    await window
      .getByRole('button', { name: 'Allow reading bi.test' })
      .click()
      .catch(() => undefined); // the window may close under the click
    await closed;
    await expect.poll(() => frame.getByText('Throughline may not read').count(), patient).toBe(0);
    expect(await ask(kit, 'own/catalogue', {}).then(({ sites }) => sites.find(({ product }) => product === 'superset')?.granted)).toBe(
      true,
    );
    await page.close();
  });
});
