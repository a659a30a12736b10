import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import browser from 'webextension-polyfill';
import { tag } from '@/lib/services/alignments';
import { onChanged } from '@/lib/services/changed';
import { courseView } from '@/lib/services/courses';
import { metricChange } from '@/lib/services/outcomes';
import { outside } from '@/lib/services/outside';
import { underWay } from '@/lib/services/reading-state';
import { refresh, refreshNow, valuesType } from '@/lib/services/readings';
import { StoreFailure } from '@/lib/store/failure';
import { allSeriesOf } from '@/lib/store/observations';
import type { Workspace } from '@/lib/store/workspace';
import { startSuperset, type SupersetServer } from '@/test/support/superset-server';
import { addOutcome, bi, freshProfile, newWrite, openCourse } from './fresh';

const hour = 3_600_000;
const columns = [{ name: 'week', type: 2 as const }, { name: 'score', type: 0 as const }, { name: 'other', type: 0 as const }];
const weekOf = (n: number): number => Date.parse('2026-11-23T00:00:00Z') - n * 7 * 24 * hour;
const params = { x_axis: 'week', time_grain_sqla: 'P1W', metrics: ['score', 'other'], groupby: [] };

let rows: Record<string, unknown>[];
let server: SupersetServer;
let cookie: string;
let ws: Workspace;
let clock: { now: number };
let mayRead: { value: boolean };

beforeAll(async () => {
  server = await startSuperset({
    users: { ada: 'x', ben: 'x' },
    datasets: [{ id: 1, columns, rows: () => rows }],
    charts: [{ id: 31, name: 'Damage complaints', kind: 'echarts_timeseries_line', dataset: 1, params, savedQuery: true }, { id: 32, name: 'Other', kind: 'echarts_timeseries_line', dataset: 1, params, savedQuery: true }],
  });
});
afterAll(() => server.close());
beforeEach(async () => {
  ({ ws, clock, mayRead } = await freshProfile());
  await browser.storage.local.set({ [`base:${bi}`]: server.url });
  cookie = server.cookieFor('ada');
  outside.fetch = (url, init) => fetch(url, { ...init, headers: { ...(init?.headers as Record<string, string>), cookie } });
  server.setTrouble('none');
  server.seen.length = 0;
  rows = [0, 1, 2, 3].map((n) => ({ week: weekOf(n), score: 4 - n / 10, other: n }));
});

const source = { kind: 'superset', site: bi, ref: '31', column: 'score', scale: 1 } as const;
const reads = (): number => server.seen.filter((s) => s.path.includes('/data/')).length;
const settled = (): Promise<unknown> => Promise.all(underWay.values());

/** A tagged course whose metric reads the chart; `look` is a view of it. */
async function linked(metric: Record<string, unknown> = {}) {
  const course = await openCourse();
  const made = await addOutcome(ws, { metric: { source, maturityDays: 0, ...metric } });
  await tag(ws, { write: newWrite(), course, choice: { kind: 'outcome', id: made.outcomeId } });
  const look = async () => (await courseView(ws, { course })).tags[0]!.series;
  const lookAgain = async () => {
    await look();
    await settled();
    return look();
  };
  return { ...made, course, look, lookAgain };
}

describe('a view refreshes, nothing else does', () => {
  test('first what is kept, at once; then the newer view is announced', async () => {
    const { look } = await linked();
    const told = vi.fn();
    const stop = onChanged(told);
    expect(await look()).toMatchObject({ points: [], refreshing: true });
    await settled();
    expect(told).toHaveBeenCalled();
    stop();
    const now = await look();
    expect(now.points).toEqual([
      { period: '2026-11-02', v: 3.7 }, { period: '2026-11-09', v: 3.8 }, { period: '2026-11-16', v: 3.9 }, { period: '2026-11-23', v: 4, partial: true },
    ]);
    expect(now).toMatchObject({ refreshing: false, source: { kind: 'superset', name: 'Superset', site: bi, otherAccounts: 0, seenAt: expect.any(String) } });
    expect(now.source.reader).toBeUndefined();
    expect(now.trouble).toBeUndefined();
  });

  test('not again within six hours, then again; daily within one hour', async () => {
    const { lookAgain, metricId } = await linked();
    await lookAgain();
    clock.now += 5.9 * hour;
    await lookAgain();
    expect(reads()).toBe(1);
    clock.now += 0.2 * hour;
    await lookAgain();
    expect(reads()).toBe(2);
    rows = [0, 1, 2].map((n) => ({ week: weekOf(0) - n * 24 * hour, score: n, other: n }));
    await metricChange(ws, { write: newWrite(), id: metricId, set: { cadence: 'day' } });
    clock.now += 1.1 * hour;
    await lookAgain();
    expect(reads()).toBe(3);
  });

  test('at once on demand', async () => {
    const { metricId, lookAgain } = await linked();
    await lookAgain();
    await refresh(ws, { metricId, force: false });
    expect(reads()).toBe(1);
    await refresh(ws, { metricId, force: true });
    await settled();
    expect(reads()).toBe(2);
  });

  test('many views and two metrics of one chart: one request', async () => {
    const { look, course } = await linked();
    const other = await addOutcome(ws, { metric: { source: { ...source, column: 'other' }, maturityDays: 0 } });
    await tag(ws, { write: newWrite(), course, choice: { kind: 'outcome', id: other.outcomeId } });
    await Promise.all([look(), look(), look()]);
    await settled();
    expect(reads()).toBe(1);
    expect((await courseView(ws, { course })).tags.map((t) => t.series.points.at(-1)?.v)).toEqual([4, 0]);
  });

  test('without the permission there is no request, and the view says so until it is there', async () => {
    mayRead.value = false;
    const { look, lookAgain, metricId } = await linked();
    expect(await lookAgain()).toMatchObject({ points: [], refreshing: false, trouble: { code: 'noPermission' } });
    await refresh(ws, { metricId, force: true });
    await settled();
    expect(server.seen).toEqual([]);
    mayRead.value = true;
    expect((await look()).refreshing).toBe(true);
    await settled();
    expect((await look()).trouble).toBeUndefined();
  });

  test('permission withdrawn: the last good values stay', async () => {
    const { lookAgain } = await linked();
    await lookAgain();
    mayRead.value = false;
    expect(await lookAgain()).toMatchObject({ trouble: { code: 'noPermission' }, points: { length: 4 } });
  });
});

describe('failures', () => {
  test.each([['signedOut', 'signedOut'], ['noRight', 'noRight'], ['notFound', 'notFound'], ['pending', 'pending'], ['html', 'notJson'], ['hangUp', 'offline']] as const)('%s: the last good values stay with their age', async (trouble, code) => {
    const { look, lookAgain } = await linked();
    const good = await lookAgain();
    clock.now += 7 * hour;
    server.setTrouble(trouble);
    const bad = await lookAgain();
    expect(bad.trouble).toMatchObject({ code, at: new Date(clock.now).toISOString() });
    expect(bad.source.seenAt).toBe(good.source.seenAt);
    expect(bad.points.map((p) => p.v)).toEqual(good.points.map((p) => p.v));
    server.setTrouble('none');
    clock.now += 59_000;
    expect((await look()).refreshing).toBe(false); // not hammered
    clock.now += 2_000;
    expect((await lookAgain()).trouble).toBeUndefined();
  });

  test('a renamed column is named, and nothing is read in its place', async () => {
    const { lookAgain } = await linked({ source: { ...source, column: 'avg_score' } });
    expect(await lookAgain()).toMatchObject({ points: [], trouble: { code: 'changedShape', detail: { expected: 'avg_score', found: 'score, other' } } });
  });

  test('a chart of shorter periods than the KPI’s is not put together by us', async () => {
    const { lookAgain } = await linked({ cadence: 'month' });
    expect(await lookAgain()).toMatchObject({ points: [], trouble: { code: 'otherCadence' } });
  });

  test('a store that cannot keep the readings does not make the view ask the source in a loop', async () => {
    const { look } = await linked();
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const write = vi.spyOn(ws, 'write').mockImplementation(() => Promise.reject(new StoreFailure('storageFull')));
    const stop = onChanged(() => void look()); // what a panel does
    await look();
    await settled().catch(() => {});
    expect((await look()).refreshing).toBe(false);
    expect(reads()).toBe(1);
    expect(warned).toHaveBeenCalledWith(expect.any(String), expect.objectContaining({ code: 'storageFull' }));
    stop();
    write.mockRestore();
    warned.mockRestore();
  });
});

describe('whose values', () => {
  test('another account starts another series and says so; nobody’s name is kept', async () => {
    const { lookAgain, metricId } = await linked();
    await lookAgain();
    cookie = server.cookieFor('ben');
    rows = [{ week: weekOf(1), score: 9, other: 9 }, { week: weekOf(2), score: 8, other: 8 }];
    clock.now += 7 * hour;
    const now = await lookAgain();
    expect(now.points.map((p) => p.v)).toEqual([8, 9]);
    expect(now.source.otherAccounts).toBe(1);
    const kept = await allSeriesOf(ws, metricId);
    expect(kept).toHaveLength(2);
    const everything = JSON.stringify(await Array.fromAsync(ws.dump())) + JSON.stringify(await browser.storage.local.get(null));
    expect(everything).not.toMatch(/\bada\b|\bben\b/);
    expect(kept.every(({ account }) => /^[0-9a-f]{32}\.[0-9a-f]{16}$/.test(account))).toBe(true);
  });

  test('another chart behind the same KPI starts another series: their values are never mixed', async () => {
    const { lookAgain, metricId } = await linked();
    await lookAgain();
    rows = [{ week: weekOf(1), score: 1, other: 5 }];
    await metricChange(ws, { write: newWrite(), id: metricId, set: { source: { ...source, ref: '32' } } });
    clock.now += 2 * 60_000;
    expect((await lookAgain()).points).toEqual([{ period: '2026-11-16', v: 1 }]);
    await metricChange(ws, { write: newWrite(), id: metricId, set: { source } });
    expect((await lookAgain()).points).toHaveLength(4);
  });

  test('a restated value is kept beside the old one, the newest is shown', async () => {
    const { lookAgain, metricId } = await linked();
    await lookAgain();
    rows = rows.map((row) => ({ ...row, score: Number(row.score) + 1 }));
    await refresh(ws, { metricId, force: true });
    await settled();
    expect((await lookAgain()).points[0]).toEqual({ period: '2026-11-02', v: 4.7 });
    const readings = (await ws.all('chunk')).flatMap((c) => c.plain.readings).filter((r) => r.period === '2026-11-02');
    expect(readings.map((r) => r.value?.v).sort()).toEqual([3.7, 4.7]);
  });

  test('periods are those of the KPI’s calendar', async () => {
    rows = [{ week: weekOf(1) + 5 * 24 * hour, score: 1, other: 1 }, { week: weekOf(2) + 5 * 24 * hour, score: 2, other: 2 }]; // dated by the Saturday of their week
    const { lookAgain } = await linked();
    expect((await lookAgain()).points.map((p) => p.period)).toEqual(['2026-11-09', '2026-11-16']);
  });
});

describe('typed-in values', () => {
  test('need no source; a value can be changed and taken back', async () => {
    const { metricId, look } = await linked({ source: { kind: 'typed' } });
    const type = (values: { period: string; v: number | null }[]) => valuesType(ws, { write: newWrite(), metricId, values });
    expect(await type([{ period: '2026-11-02', v: 4 }, { period: '2026-11-11', v: 3.5 }])).toEqual({ kept: 2 });
    expect((await look()).points).toEqual([{ period: '2026-11-02', v: 4 }, { period: '2026-11-09', v: 3.5 }]);
    expect(await type([{ period: '2026-11-02', v: 4 }, { period: '2026-11-09', v: 3.6 }])).toEqual({ kept: 1 });
    await type([{ period: '2026-11-02', v: null }]);
    expect((await look()).points).toEqual([{ period: '2026-11-09', v: 3.6 }]);
    expect(server.seen).toEqual([]);
  });
  test('a repeated write keeps nothing twice', async () => {
    const { metricId } = await linked({ source: { kind: 'typed' } });
    const input = { write: newWrite(), metricId, values: [{ period: '2026-11-02', v: 4 }] };
    expect([await valuesType(ws, input), await valuesType(ws, input)]).toEqual([{ kept: 1 }, { kept: 1 }]);
  });
  test('not into a KPI that is read from a chart', async () => {
    const { metricId } = await linked();
    await expect(valuesType(ws, { write: newWrite(), metricId, values: [] })).rejects.toMatchObject({ code: 'conflict' });
  });
  test('have nothing to refresh', async () => {
    const { metricId } = await linked({ source: { kind: 'typed' } });
    await refreshNow(ws, (await ws.read('metric', metricId))!.plain);
    expect(server.seen).toEqual([]);
  });
});

test('a status becomes “measured” when a final value lies after launch and lag', async () => {
  const { launchSet } = await import('@/lib/services/courses-kept');
  const { covers, material } = await import('@/lib/model/rules/material');
  const { course, lookAgain } = await linked();
  await launchSet(ws, { write: newWrite(), course, date: '2026-10-14' });
  await lookAgain();
  const shown = (await courseView(ws, { course })).tags[0]!;
  await ws.write(newWrite(), [{ type: 'signOff', append: { alignmentId: shown.alignment.id, by: 'owner-1', role: 'owner', decision: 'agree', at: '2026-11-20T08:00:00.000Z', covers: await covers(material(shown.alignment, shown.outcome, shown.series.metric)) } }], null);
  expect((await courseView(ws, { course })).tags[0]?.status.state).toBe('measured'); // 12 Oct + 4 weeks = 9 Nov has a final value
  await launchSet(ws, { write: newWrite(), course, key: shown.launches[0]!.key, date: '2026-10-28' });
  expect((await courseView(ws, { course })).tags[0]?.status.state).toBe('agreed'); // 26 Oct + 4 weeks is still running
});
