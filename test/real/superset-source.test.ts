// Our metric source against the real product: what it reads of each chart, to the digit, and how it names each refusal.
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { SourceFailure, type SourceTable } from '@/lib/metrics/contract';
import { superset } from '@/lib/metrics/superset';
import { signedIn } from './signin.mjs';
import { expected } from './superset/series.mjs';

type Jar = Awaited<ReturnType<typeof signedIn>>;
type Point = { start: string; value: number | string | null };

const real = inject('real').superset;
const today = '2026-11-25';
let admin: Jar;
let viewer: Jar;
beforeAll(async () => {
  admin = await signedIn(real, 'admin');
  viewer = await signedIn(real, 'viewer');
});

const idOf = (key: string) => real.ids.charts[key]?.id ?? 0;

/** The background's fetch: the session cookie alone, and an extension's Origin on a POST. */
const through =
  (jar: Jar | null): typeof fetch =>
  (url, init) => {
    const headers = new Headers(init?.headers);
    if (init?.method === 'POST') headers.set('origin', 'chrome-extension://aigaonamnkgfobkgdfefmpdkjongepgg');
    if (jar) headers.set('cookie', `session=${String(jar.cookie('session'))}`);
    return fetch(url, { ...init, headers });
  };
const read = (jar: Jar | null, ref: string | number): Promise<SourceTable> =>
  superset.table({
    baseUrl: real.address,
    ref: String(ref),
    today,
    signal: new AbortController().signal,
    fetch: through(jar),
    limitMs: 60_000,
  });
const failure = async (reading: Promise<unknown>): Promise<SourceFailure> => {
  const error = await reading.then(
    () => undefined,
    (e: unknown) => e,
  );
  if (!(error instanceof SourceFailure)) throw error ?? new Error('it was read');
  return error;
};
const numbers = (points: Point[]) => points.flatMap(({ start, value }) => (typeof value === 'number' ? [{ period: start, v: value }] : []));
const codes = (table: SourceTable) => table.notes.map(({ code }) => code);

describe('charts over time', () => {
  it.each([
    ['trend', expected.complaints, 'Complaints per 1,000 parcels', 'week'],
    ['line', expected.complaints, 'Complaints per 1,000 parcels', 'week'],
    ['bar', expected.csat, 'CSAT', 'week'],
    ['berlin', expected.csat, 'CSAT', 'week'], // starts of weeks as instants of another zone
    ['turnover', expected.turnover, 'Voluntary turnover', 'month'],
  ] as const)('%s', async (key, points, column, cadence) => {
    const table = await read(admin, idOf(key));
    expect(table.series).toEqual({ [column]: numbers(points) });
    expect(table).toMatchObject({ title: real.ids.charts[key]?.name, timeColumn: cadence, cadence, notes: [], scale: 1 });
  });

  it('gives each reader what the reader may see, under another account', async () => {
    const [all, eu] = [await read(admin, idOf('line')), await read(viewer, idOf('line'))];
    expect(eu.series['Complaints per 1,000 parcels']).toEqual(numbers(expected.complaintsEu));
    expect(eu.series).not.toEqual(all.series);
    expect(new Set([all.account, eu.account, null]).size).toBe(3);
  });

  it('marks nothing as final that is still running, and leaves the future out', async () => {
    const table = await read(admin, idOf('planned'));
    expect(table.series.Planned).toEqual(numbers(expected.planned).filter(({ period }) => period <= today));
    expect(table.partial).toEqual(['2026-11-01']);
    expect(table.notes).toEqual([{ code: 'futureDates', count: 21 }]);
  });

  it('keeps lines apart, whether Superset pivots them or we do', async () => {
    const [pivoted, plain] = [await read(admin, idOf('twice')), await read(admin, idOf('twicePlain'))];
    expect(pivoted.valueColumns).toEqual(['Day', 'Night']);
    expect(plain.series).toEqual(pivoted.series);
    expect((await read(admin, idOf('several'))).valueColumns).toEqual(['Complaints per 1,000 parcels', 'Parcels']);
  });

  it('reads a hundred thousand rows and says what it made of them', async () => {
    const table = await read(admin, idOf('big'));
    expect(table.series.Reading).toHaveLength(70);
    expect(table.series.Reading?.[0]).toEqual({ period: '2026-01-01', v: expected.big.at(1439) }); // the last minute of the day
    expect(codes(table)).toEqual(['duplicatePeriods', 'rowLimit']);
  });
});

describe('a chart without a saved query', () => {
  it.each([
    ['total', 'totalUnsaved'],
    ['trend', 'trendUnsaved'],
    ['line', 'lineUnsaved'],
    ['bar', 'barUnsaved'],
  ])('%s: the query built from its settings gives the saved one’s values', async (saved, twin) => {
    for (const jar of [admin, viewer]) {
      const [stored, built] = [await read(jar, idOf(saved)), await read(jar, idOf(twin))];
      expect(built.series).toEqual(stored.series);
      expect(codes(built)).toEqual([...codes(stored), 'builtQuery']);
    }
  });
  it.each([
    ['table', 'table'],
    ['compared', 'pop_kpi'],
  ])('%s cannot be built', async (key, kind) =>
    expect(await failure(read(admin, idOf(key)))).toMatchObject({ code: 'noSavedQuery', detail: { kind } }),
  );
});

describe('refusals and strange answers', () => {
  it('a single number has no date', async () => {
    const table = await read(admin, idOf('total'));
    expect(table.timeColumn).toBeNull();
    expect(table.series['Complaints per 1,000 parcels']).toMatchObject([{ period: today }]);
  });
  it.each([
    ['none', 'empty'],
    ['mood', 'noNumbers'],
    ['moodFails', 'refused'],
    ['broken', 'refused'],
  ])('%s: %s', async (key, code) => expect((await failure(read(admin, idOf(key)))).code).toBe(code));
  it('an unknown chart', async () => expect((await failure(read(admin, 987_654))).code).toBe('notFound'));
  it('nobody signed in', async () => expect((await failure(read(null, idOf('line')))).code).toBe('signedOut'));
  it('a dataset that the viewer may not read', async () => {
    const answers = await Promise.all(
      Object.values(real.ids.charts).map(async ({ id }) => (await viewer.send('GET', `/api/v1/chart/${id}`)).status),
    );
    const closed = Object.values(real.ids.charts).filter((_, i) => answers[i] === 404);
    expect(closed.length).toBeGreaterThan(0);
    for (const { id } of closed) expect((await failure(read(viewer, id))).code).toBe('notFound');
  });
});
