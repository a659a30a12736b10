// Long: a table of answers, one case after another.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { SourceFailure, type SourceTable } from '@/lib/metrics/contract';
import { superset } from '@/lib/metrics/superset';
import { startSuperset, type ServedChart, type SupersetServer, type Trouble } from '@/test/support/superset-server';

const today = '2026-11-25'; // a Wednesday
const ms = (date: string) => Date.parse(`${date}T00:00:00Z`);
const weeks = (n: number, last: string) =>
  Array.from({ length: n }, (_, i) => ({
    week: ms(last) - (n - 1 - i) * 7 * 86_400_000,
    score: 4 - i / 10,
    answers: 100 + i,
    region: 'EU',
  }));

const metric = (label: string) => ({ expressionType: 'SQL', sqlExpression: `AVG(${label})`, label });
const line = { x_axis: 'week', time_grain_sqla: 'P1W', metrics: [metric('score')], groupby: [] };
const chart = (id: number, more: Partial<ServedChart> = {}): ServedChart => ({
  id,
  name: `Chart ${id}`,
  kind: 'echarts_timeseries_line',
  dataset: 1,
  params: line,
  savedQuery: true,
  ...more,
});

let rowsOf9: Record<string, unknown>[] = [];
const columns = [
  { name: 'week', type: 2 },
  { name: 'region', type: 1 },
  { name: 'score', type: 0 },
  { name: 'answers', type: 0 },
] as const;
const charts = [
  chart(1, { name: 'Damage complaints per 1,000' }),
  chart(2, { params: { ...line, metrics: [metric('score'), metric('answers')] } }),
  chart(3, { kind: 'big_number_total', params: { metric: metric('score'), adhoc_filters: [] }, dataset: 2 }),
  chart(4, { readers: ['admin'] }),
  chart(5, { kind: 'pie', savedQuery: false, params: { groupby: ['region'], metric: metric('score') } }),
  chart(6, { params: { ...line, y_axis_format: ',.1%' } }),
  chart(7, { params: { ...line, groupby: ['region'] }, dataset: 3 }),
  chart(8, { params: { ...line, row_limit: 5 } }),
  chart(9, { dataset: 9 }),
  ...[
    'big_number',
    'echarts_timeseries_line',
    'echarts_timeseries_bar',
    'echarts_timeseries_smooth',
    'echarts_timeseries_step',
    'echarts_timeseries_scatter',
    'echarts_area',
  ].flatMap((kind, i) => {
    const params = {
      ...line,
      metric: metric('score'),
      row_limit: 1000,
      adhoc_filters: [{ expressionType: 'SIMPLE', clause: 'WHERE', subject: 'week', operator: 'TEMPORAL_RANGE', comparator: 'No filter' }],
    };
    return [chart(20 + i * 2, { kind, params }), chart(21 + i * 2, { kind, params, savedQuery: false })];
  }),
  chart(40, { kind: 'big_number_total', params: { metric: metric('score') }, dataset: 2, savedQuery: false }),
  chart(41, { savedQuery: false, params: { ...line, rolling_type: 'mean', rolling_periods: 4 } }),
];

let server: SupersetServer;
let cookie: string;
beforeAll(async () => {
  const column = [...columns];
  server = await startSuperset({
    charts,
    users: { admin: 'a', viewer: 'v' },
    root: '/analytics',
    datasets: [
      { id: 1, columns: column, rows: () => weeks(10, '2026-11-23') },
      { id: 2, columns: column, rows: () => [{ score: 3.25 }] },
      {
        id: 3,
        columns: column,
        rows: () => weeks(4, '2026-11-16').flatMap((row) => [row, { ...row, region: 'US', score: row.score + 1 }]),
      },
      { id: 9, columns: column, rows: () => rowsOf9 },
    ],
  });
  return () => server.close();
});
beforeEach(() => {
  cookie = server.cookieFor('viewer');
  server.setTrouble('none');
  server.seen.length = 0;
});
afterAll(() => server.close());

const withCookie: typeof fetch = (url, init) => fetch(url, { ...init, headers: { ...(init?.headers as Record<string, string>), cookie } });
const read = (ref: number | string, more: Partial<Parameters<typeof superset.table>[0]> = {}): Promise<SourceTable> =>
  superset.table({ baseUrl: server.url, ref: String(ref), today, signal: new AbortController().signal, fetch: withCookie, ...more });
const failure = async (reading: Promise<unknown>) => {
  const error = await reading.then(
    () => null,
    (e: unknown) => e,
  );
  expect(error).toBeInstanceOf(SourceFailure);
  return error as SourceFailure;
};

const addressOf = (asked: string | URL | Request): string => (asked instanceof Request ? asked.url : `${asked.toString()}`);

describe('a chart with a saved query', () => {
  test('series, title, account, cadence, open period', async () => {
    const table = await read(1);
    expect(table).toMatchObject({
      title: 'Damage complaints per 1,000',
      account: '2',
      timeColumn: 'week',
      valueColumns: ['score'],
      cadence: 'week',
      partial: ['2026-11-23'],
      notes: [],
      scale: 1,
    });
    expect(table.series.score).toHaveLength(10);
    expect(table.series.score?.[0]).toEqual({ period: '2026-09-21', v: 4 });
    expect(table.unitGuess).toEqual({ unit: 'per 1,000', kind: 'rate' });
    expect(Date.parse(table.at)).not.toBeNaN();
  });

  test('asks only by GET, with the one data route, below the sub-path', async () => {
    await read(1);
    expect(server.seen.map((s) => `${s.method} ${s.path}`).sort()).toEqual([
      'GET /api/v1/chart/1',
      'GET /api/v1/chart/1/data/?format=json&type=full',
      'GET /api/v1/me/',
    ]);
  });

  test('several value columns: all are offered, in the chart’s order', async () =>
    expect((await read(2)).valueColumns).toEqual(['score', 'answers']));

  test('a single big number stands for today', async () => {
    const table = await read(3);
    expect(table).toMatchObject({ timeColumn: null, cadence: null, series: { score: [{ period: today, v: 3.25 }] }, partial: [today] });
    expect(table.notes).toEqual([{ code: 'noTimeColumn', count: 1 }]);
  });

  test('a chart that shows fractions as per cent gives per cent; a factor fixed at linking holds', async () => {
    const table = await read(6);
    expect(table.series.score?.[1]?.v).toBe(390);
    expect(table).toMatchObject({ scale: 100, unitGuess: { unit: '%', kind: 'rate' } });
    expect((await read(6, { scale: 1 })).series.score?.[1]?.v).toBe(3.9);
    expect((await read(1, { scale: 100 })).series.score?.[1]?.v).toBe(390);
  });

  test('rows of several lines are never mixed: a column for each', async () => {
    const table = await read(7);
    expect(table.valueColumns).toEqual(['EU', 'US']);
    expect(table.series.US?.[0]?.v).toBe(5);
    expect(table.notes).toEqual([]);
  });
});

describe('a chart without a saved query', () => {
  for (const [i, { kind }] of charts.filter((c) => c.id >= 20 && c.id < 40 && c.savedQuery).entries())
    test(`${kind}: the built query gives what the saved one gives`, async () => {
      const [saved, built] = [await read(20 + i * 2), await read(21 + i * 2)];
      expect(built.series).toEqual(saved.series);
      expect(built.notes).toContainEqual({ code: 'builtQuery', count: 1 });
      const post = server.seen.find((s) => s.method === 'POST');
      expect(post?.path).toBe('/api/v1/chart/data');
      expect(JSON.parse(post?.body ?? '')).toMatchObject({
        datasource: { id: 1, type: 'table' },
        result_format: 'json',
        result_type: 'full',
        queries: [
          {
            columns: [{ label: 'week', timeGrain: 'P1W', columnType: 'BASE_AXIS' }],
            filters: [{ col: 'week', op: 'TEMPORAL_RANGE', val: 'No filter' }],
          },
        ],
      });
    });
  test('big_number_total has no axis', async () => expect((await read(40)).series).toEqual({ score: [{ period: today, v: 3.25 }] }));
  test.each([
    [5, 'pie'],
    [41, 'echarts_timeseries_line'],
  ])('chart %i (%s) cannot be built', async (id, kind) => {
    expect(await failure(read(id))).toMatchObject({ code: 'noSavedQuery', detail: { kind } });
    expect(server.seen.every((s) => s.method === 'GET')).toBe(true);
  });
});

describe('failures have names', () => {
  const cases: [Trouble, string][] = [
    ['signedOut', 'signedOut'],
    ['noRight', 'noRight'],
    ['notFound', 'notFound'],
    ['badQuery', 'refused'],
    ['pending', 'pending'],
    ['serverError', 'refused'],
    ['html', 'notJson'],
    ['cut', 'notJson'],
    ['redirect', 'signedOut'],
    ['hangUp', 'offline'],
  ];
  test.each(cases)('%s is %s', async (trouble, code) => {
    server.setTrouble(trouble);
    expect((await failure(read(1))).code).toBe(code);
  });
  test('no answer in time is slow', async () => {
    server.setTrouble('silent');
    expect((await failure(read(1, { limitMs: 50 }))).code).toBe('slow');
  });
  test('a caller who gives up is no failure of the source', async () => {
    server.setTrouble('silent');
    const stop = new AbortController();
    const reading = read(1, { signal: stop.signal });
    stop.abort(new Error('closed'));
    await expect(reading).rejects.toThrow('closed');
  });
  test('no server is offline', async () => expect((await failure(read(1, { baseUrl: 'http://127.0.0.1:1' }))).code).toBe('offline'));
  test('no session', async () => {
    server.signOutAll();
    expect((await failure(read(1))).code).toBe('signedOut');
  });
  test('another person’s dataset and an unknown chart look the same', async () => {
    expect((await failure(read(4))).code).toBe('notFound');
    expect((await failure(read(999))).code).toBe('notFound');
  });
  test('a signed-in person whom the source does not name still reads', async () => {
    const table = await read(1, {
      fetch: (url, init) =>
        addressOf(url).endsWith('/me/') ? Promise.resolve(new Response('<!doctype html>', { status: 404 })) : withCookie(url, init),
    });
    expect(table.account).toBeNull();
  });
  test('settings that cannot be read stop the reading: how dates are read depends on them', async () => {
    const broken: typeof fetch = (url, init) =>
      addressOf(url).endsWith('/chart/1') ? Promise.resolve(new Response('{"result":[]}')) : withCookie(url, init);
    expect(await failure(read(1, { fetch: broken }))).toMatchObject({ code: 'refused' });
  });
  test('a chart id is data, not a path', async () => {
    await failure(read('1/../2?x='));
    expect(server.seen.some((s) => s.path.startsWith('/api/v1/chart/1%2F'))).toBe(true);
  });
});

describe('what rows can look like', () => {
  const from = async (rows: Record<string, unknown>[]) => {
    rowsOf9 = rows;
    return read(9);
  };
  test('none', async () => {
    rowsOf9 = [];
    expect((await failure(read(9))).code).toBe('empty');
  });
  test('only empty values', async () => {
    rowsOf9 = [{ week: ms('2026-11-16'), score: null }];
    expect((await failure(read(9))).code).toBe('empty');
  });
  test('texts, gaps and missing dates are left out and counted', async () => {
    const table = await from([
      { week: ms('2026-11-02'), score: 'n/a' },
      { week: ms('2026-11-09'), score: '3.5' },
      { week: null, score: 9 },
      { week: ms('2026-11-16'), score: null },
      { week: 'soon', score: 1 },
    ]);
    expect(table.series).toEqual({ score: [{ period: '2026-11-09', v: 3.5 }] });
    expect(table.notes).toEqual(
      expect.arrayContaining([
        { code: 'textValues', count: 1 },
        { code: 'rowsLeftOut', count: 2 },
      ]),
    );
  });
  test('two values for one period: the last is taken and counted, nothing is added up', async () => {
    const table = await from([
      { week: ms('2026-11-09'), score: 1 },
      { week: ms('2026-11-09'), score: 2 },
      { week: ms('2026-11-16'), score: 5 },
    ]);
    expect(table.series.score).toEqual([
      { period: '2026-11-09', v: 2 },
      { period: '2026-11-16', v: 5 },
    ]);
    expect(table.notes).toEqual([{ code: 'duplicatePeriods', count: 1 }]);
  });
  test('rows in no order are put in order', async () => {
    const table = await from([
      { week: ms('2026-11-16'), score: 5 },
      { week: ms('2026-11-02'), score: 3 },
      { week: ms('2026-11-09'), score: 4 },
    ]);
    expect(table.series.score?.map((p) => p.v)).toEqual([3, 4, 5]);
  });
  test('of several times of one day the latest counts, in whatever order the rows come', async () => {
    const table = await from([
      { week: ms('2026-11-09') + 9 * 3_600_000, score: 9 },
      { week: ms('2026-11-09') + 3_600_000, score: 1 },
      { week: ms('2026-11-10'), score: 5 },
    ]);
    expect(table.series.score?.[0]).toEqual({ period: '2026-11-09', v: 9 });
  });
  test('as many rows as the query may give: said', async () => {
    const table = await read(8);
    expect(table.series.score).toHaveLength(5);
    expect(table.notes).toEqual([{ code: 'rowLimit', count: 5 }]);
  });
  test('a database in another zone gives local midnights as instants: the date stays', async () => {
    const berlin = ['2026-10-12T22:00Z', '2026-10-19T22:00Z', '2026-10-26T23:00Z', '2026-11-02T23:00Z'].map((at, score) => ({
      week: Date.parse(at),
      score,
    }));
    expect((await from(berlin)).series.score?.map((p) => p.period)).toEqual(['2026-10-13', '2026-10-20', '2026-10-27', '2026-11-03']);
  });
  test('dates to come are left out and counted', async () => {
    const table = await from([
      { week: ms('2026-11-23'), score: 1 },
      { week: ms('2026-11-30'), score: 2 },
    ]);
    expect(table.series.score).toEqual([{ period: '2026-11-23', v: 1 }]);
    expect(table.notes).toEqual([{ code: 'futureDates', count: 1 }]);
  });
  test('100,000 rows: the newest 5,000 periods, the rest counted', async () => {
    const table = await from(Array.from({ length: 100_000 }, (_, i) => ({ week: ms(today) - i * 86_400_000, score: i })));
    expect(table.series.score).toHaveLength(5000);
    expect(table.series.score?.at(-1)).toEqual({ period: today, v: 0 });
    expect(table.notes).toEqual([{ code: 'rowsLeftOut', count: 95_000 }]);
    expect(table.cadence).toBe('day');
  });
  test('values are kept to 15 significant digits; larger than 2^53 is no value', async () => {
    const table = await from([
      { week: ms('2026-11-09'), score: 0.1234567890123456 },
      { week: ms('2026-11-16'), score: 1e300 },
    ]);
    expect(table.series.score).toEqual([{ period: '2026-11-09', v: 0.123456789012346 }]);
  });
});
