import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import browser from 'webextension-polyfill';
import { tag } from '@/lib/services/alignments';
import { chartLink, chartRead, chartUnlink, chartView } from '@/lib/services/charts';
import { hide } from '@/lib/services/hiding';
import { likeness } from '@/lib/services/likeness';
import { marksOf } from '@/lib/services/marks';
import { outside } from '@/lib/services/outside';
import { underWay } from '@/lib/services/reading-state';
import { metricSearch } from '@/lib/services/search';
import type { Workspace } from '@/lib/store/workspace';
import { startSuperset, type SupersetServer } from '@/test/support/superset-server';
import { metricSet } from '../store/fresh';
import { add, addOutcome, atTile, bi, freshProfile, newWrite, openCourse, openDashboard, tile } from './fresh';

let server: SupersetServer;
let ws: Workspace;
let clock: { now: number };
let mayRead: { value: boolean };

beforeAll(async () => {
  const columns = [
    { name: 'week', type: 2 as const },
    { name: 'rate', type: 0 as const },
  ];
  const rows = () => [0, 1, 2].map((n) => ({ week: Date.parse('2026-11-16T00:00:00Z') - n * 7 * 86_400_000, rate: 0.03 + n / 1000 }));
  server = await startSuperset({
    users: { ada: 'x' },
    datasets: [{ id: 1, columns, rows }],
    charts: [
      {
        id: 31,
        name: 'Damage complaints per 1,000',
        kind: 'echarts_timeseries_line',
        dataset: 1,
        params: { x_axis: 'week', time_grain_sqla: 'P1W', metrics: ['rate'], groupby: [], y_axis_format: '.1%' },
        savedQuery: false,
      },
    ],
  });
});
afterAll(() => server.close());
beforeEach(async () => {
  ({ ws, clock, mayRead } = await freshProfile());
  await browser.storage.local.set({ [`base:${bi}`]: server.url });
  const cookie = server.cookieFor('ada');
  outside.fetch = (url, init) => fetch(url, { ...init, headers: { ...(init?.headers as Record<string, string>), cookie } });
  server.setTrouble('none');
  server.seen.length = 0;
});

const source = {
  kind: 'superset',
  site: bi,
  ref: '31',
  column: 'rate',
  dashboard: '12',
  chartTitle: 'Damage complaints per 1,000',
} as const;
const newMetric = { ...metricSet, name: 'Damaged parcels', unit: '%', source } as const;
const settled = (): Promise<unknown> => Promise.all(underWay.values());

describe('the link dialog', () => {
  test('previews the series just read, with unit and factor, and keeps nothing', async () => {
    await openDashboard([tile]);
    const read = await chartRead(ws, atTile);
    expect(read).toMatchObject({
      table: {
        valueColumns: ['rate'],
        cadence: 'week',
        scale: 100,
        unitGuess: { unit: '%' },
        series: { rate: [{ period: '2026-11-02', v: 3.2 }, { v: 3.1 }, { v: 3 }] },
      },
    });
    expect(await ws.all('chunk')).toEqual([]);
  });
  test('names what went wrong', async () => {
    await openDashboard([tile]);
    server.setTrouble('noRight');
    expect(await chartRead(ws, atTile)).toMatchObject({ trouble: { code: 'noRight', detail: {} } });
    mayRead.value = false;
    expect(await chartRead(ws, atTile)).toMatchObject({ trouble: { code: 'noPermission', detail: {} } });
  });
  test('a chart that the source does not know is closed to this person when it stands on their dashboard, else it is gone', async () => {
    await openDashboard([tile]);
    server.setTrouble('notFound');
    expect(await chartRead(ws, atTile)).toMatchObject({ trouble: { code: 'noRight' } });
    await chartLink(ws, { write: newWrite(), ...atTile, newMetric, adoptSource: true, source });
    await settled();
    expect((await chartView(ws, atTile)).linked?.series.trouble?.code).toBe('noRight');
    await openDashboard([]);
    expect(await chartRead(ws, atTile)).toMatchObject({ trouble: { code: 'notFound' } });
    expect((await chartView(ws, atTile)).linked?.series.trouble?.code).toBe('notFound');
  });
  test('with trouble comes the address at which the site was last seen, plain http too', async () => {
    await openDashboard([tile]);
    const address = server.url;
    expect(address).toMatch(/^http:/);
    server.setTrouble('signedOut');
    expect(await chartRead(ws, atTile)).toMatchObject({ trouble: { code: 'signedOut', address } });
    await chartLink(ws, { write: newWrite(), ...atTile, newMetric, adoptSource: true, source });
    await settled();
    expect((await chartView(ws, atTile)).linked?.series.source.address).toBe(address);
    server.setTrouble('none');
  });
  test('a tile that nobody knows is refused', async () => expect(chartRead(ws, atTile)).rejects.toMatchObject({ code: 'notFound' }));
});

describe('linking', () => {
  test('makes the metric with the factor that the dialog showed, and reads it', async () => {
    await openDashboard([tile]);
    await chartRead(ws, atTile);
    const write = newWrite();
    const made = await chartLink(ws, { write, ...atTile, title: tile.title, newMetric, adoptSource: true, source });
    await settled();
    expect((await ws.read('metric', made.metricId))?.plain).toMatchObject({
      name: 'Damaged parcels',
      source: { ...source, scale: 100 },
      shared: false,
    });
    const view = await chartView(ws, atTile);
    expect(view.tile).toEqual({ site: bi, dashboard: '12', ...tile });
    expect(view.linked?.series.points.v).toEqual([3.2, 3.1, 3]);
    expect(await chartLink(ws, { write, ...atTile, newMetric, adoptSource: true, source })).toEqual(made);
  });
  test('a worker that died since the dialog looks at the chart once more for the factor', async () => {
    await openDashboard([{ ...tile, id: '77', ref: '31' }]);
    const other = { ...source, ref: '31' };
    const made = await chartLink(ws, { write: newWrite(), ...atTile, tile: '77', newMetric, adoptSource: true, source: other });
    await settled();
    expect((await ws.read('metric', made.metricId))?.plain.source).toMatchObject({ scale: 100 });
  });
  test('an existing metric keeps its own source unless asked', async () => {
    await openDashboard([tile]);
    const { metricId } = await addOutcome(ws);
    await chartLink(ws, { write: newWrite(), ...atTile, metricId, adoptSource: false, source });
    expect((await ws.read('metric', metricId))?.plain.source).toEqual({ kind: 'typed' });
    await chartLink(ws, { write: newWrite(), ...atTile, metricId, adoptSource: true, source });
    await settled();
    expect((await ws.read('metric', metricId))?.plain.source).toMatchObject({ kind: 'superset', column: 'rate' });
    expect(await ws.all('chartLink')).toHaveLength(1);
  });
  test('another metric takes the tile; the earlier link is hidden and can come back', async () => {
    await openDashboard([tile]);
    const [a, b] = [await addOutcome(ws), await addOutcome(ws)];
    const first = await chartLink(ws, { write: newWrite(), ...atTile, metricId: a.metricId, adoptSource: false, source });
    await chartLink(ws, { write: newWrite(), ...atTile, metricId: b.metricId, adoptSource: false, source });
    expect((await chartView(ws, atTile)).linked?.series.metric.id).toBe(b.metricId);
    expect(await chartLink(ws, { write: newWrite(), ...atTile, metricId: a.metricId, adoptSource: false, source })).toEqual(first);
    expect((await chartView(ws, atTile)).linked?.series.metric.id).toBe(a.metricId);
  });
  test('two devices linked the same tile: the earlier is shown', async () => {
    await openDashboard([tile]);
    const [a, b] = [await addOutcome(ws), await addOutcome(ws)];
    await ws.write(newWrite(), [add('chartLink', 'z-first', { ...atTile, metricId: a.metricId })], null);
    clock.now += 1000;
    await ws.write(newWrite(), [add('chartLink', 'a-later', { ...atTile, metricId: b.metricId })], null);
    expect((await chartView(ws, atTile)).linked?.linkId).toBe('z-first');
  });
  test.each([
    [{ adoptSource: true, source: { ...source, site: 'superset:evil.example.org' }, newMetric }, 'badInput'],
    [{ adoptSource: true, source }, 'badInput'],
    [{ adoptSource: true, source, metricId: 'none' }, 'notFound'],
  ])('%o is refused', async (input, code) => {
    await openDashboard([tile]);
    await expect(chartLink(ws, { write: newWrite(), ...atTile, ...input })).rejects.toMatchObject({ code });
    expect(await ws.all('chartLink')).toEqual([]);
  });
  test('unlinking hides the link, not the metric', async () => {
    await openDashboard([tile]);
    const { metricId } = await addOutcome(ws);
    const { linkId } = await chartLink(ws, { write: newWrite(), ...atTile, metricId, adoptSource: false, source });
    await chartUnlink(ws, { write: newWrite(), linkId });
    expect((await chartView(ws, atTile)).linked).toBeUndefined();
    expect((await ws.read('metric', metricId))?.hidden).toBe(false);
  });
});

describe('the chart panel', () => {
  test('shows outcomes and courses on the metric, with launches and status', async () => {
    await openDashboard([tile]);
    const { metricId, outcomeId } = await addOutcome(ws);
    const course = await openCourse();
    const { alignmentId } = await tag(ws, { write: newWrite(), course, choice: { kind: 'outcome', id: outcomeId } });
    await ws.write(newWrite(), [add('course', course, { 'launch:l1': { date: '2026-06-03' } })], null);
    await chartLink(ws, { write: newWrite(), ...atTile, metricId, adoptSource: false, source });
    const { linked } = await chartView(ws, atTile);
    expect(linked?.outcomes).toMatchObject([
      { outcome: { id: outcomeId }, ownerName: 'Field operations manager', unitName: 'Field operations' },
    ]);
    expect(linked?.courses).toMatchObject([
      {
        alignment: { id: alignmentId },
        course: { title: 'Pack it right' },
        status: { state: 'proposed' },
        launches: [{ date: '2026-06-03' }],
        outcomeId,
      },
    ]);
    await hide(ws, { write: newWrite(), type: 'course', id: course });
    expect((await chartView(ws, atTile)).linked?.courses).toEqual([]);
    await hide(ws, { write: newWrite(), type: 'metric', id: metricId });
    expect((await chartView(ws, atTile)).linked).toBeUndefined();
    expect(await marksOf(ws, bi, '12', [tile])).toEqual([{ tile: '31', state: 'unlinked', count: 0 }]);
  });
  test('offers metrics of the same name first, then like ones', async () => {
    await openDashboard([{ ...tile, title: 'Damage complaints, weekly' }]);
    for (const name of ['Turnover', 'Complaints (damage) weekly', 'Damage complaints in transit'])
      await addOutcome(ws, { metric: { name } });
    expect((await chartView(ws, atTile)).candidates.map(({ name, sameName }) => [name, sameName])).toEqual([
      ['Complaints (damage) weekly', true],
      ['Damage complaints in transit', false],
    ]);
  });
  test('metrics are found by words', async () => {
    for (const name of ['Turnover', 'Damage complaints']) await addOutcome(ws, { metric: { name, definition: '' } });
    expect((await metricSearch(ws, { words: 'compl dam' })).metrics.map((m) => m.name)).toEqual(['Damage complaints']);
    expect((await metricSearch(ws, { words: '' })).metrics).toHaveLength(2);
  });
});

test('an untitled tile is like nothing', () => expect(likeness('', [{ ...metricSet, id: 'm', definitionChanges: [] }])).toEqual([]));
