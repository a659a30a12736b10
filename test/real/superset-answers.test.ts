// What Superset answers to the requests that the extension makes, to the digit: a change of the product shows here first.
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { signedIn } from './signin.mjs';
import { charts } from './superset/charts.mjs';
import { queryContext } from './superset/query-context.mjs';
import { expected } from './superset/series.mjs';

type Row = Record<string, number | string | null>;
type Answer = { colnames: string[]; coltypes: number[]; data: Row[]; rowcount: number };
type Jar = Awaited<ReturnType<typeof signedIn>>;
type Point = { start: string; value: number | string | null };

const real = inject('real').superset;
let admin: Jar;
let viewer: Jar;
beforeAll(async () => {
  admin = await signedIn(real, 'admin');
  viewer = await signedIn(real, 'viewer');
});

const idOf = (key: string) => real.ids.charts[key]?.id ?? 0;
const addressOf = (key: string) => `/api/v1/chart/${idOf(key)}/data/?format=json&type=full`;
const answerOf = async (response: Response): Promise<Answer> => {
  expect(response.status).toBe(200);
  const { result } = (await response.json()) as { result: [Answer] };
  return result[0];
};
const read = async (jar: Jar, key: string) => answerOf(await jar.send('GET', addressOf(key)));
const dayOf = (value: unknown) => new Date(Number(value)).toISOString().slice(0, 10);
const pointsOf = ({ colnames, coltypes, data }: Answer): Point[] => {
  const time = colnames[coltypes.indexOf(2)] ?? '';
  const value = colnames.find((name) => name !== time) ?? '';
  return data.map((row) => ({ start: dayOf(row[time]), value: row[value] ?? null })).sort((a, b) => a.start.localeCompare(b.start));
};
/** The query that a chart's parameters stand for, as anyone may post it. */
const built = (key: string) => {
  const chart = charts.find((one) => one.key === key);
  if (!chart) throw new Error(key);
  return { ...queryContext(chart, real.ids.datasets[chart.dataset]), form_data: undefined };
};

it('is the pinned version', () => expect(real.version).toBe('6.1.0'));

describe('saved queries', () => {
  it.each([
    ['trend', 'admin', expected.complaints],
    ['line', 'admin', expected.complaints],
    ['line', 'viewer', expected.complaintsEu],
    ['bar', 'admin', expected.csat],
    ['bar', 'viewer', expected.csat],
    ['turnover', 'admin', expected.turnover],
    ['planned', 'admin', expected.planned],
    ['mood', 'admin', expected.mood],
  ] as const)('gives the figures of "%s" to the %s', async (key, who, points) => {
    expect(pointsOf(await read(who === 'admin' ? admin : viewer, key))).toEqual(points);
  });

  it('has no time column in a total', async () => {
    const { coltypes, data } = await read(admin, 'total');
    expect(coltypes).toEqual([0]);
    expect(data).toHaveLength(1);
  });

  it('gives one column per team, or two rows per week', async () => {
    expect((await read(admin, 'twice')).colnames).toEqual(['week', 'Day', 'Night']);
    const plain = await read(admin, 'twicePlain');
    expect(plain.colnames).toEqual(['week', 'team', 'Score']);
    const rows = plain.data.map((row) => ({ start: dayOf(row.week), series: row.team, value: row.Score }));
    expect(new Set(rows.map((row) => JSON.stringify(row)))).toEqual(new Set(expected.twice.map((row) => JSON.stringify(row))));
  });

  it('orders several values by name, not as the chart has them', async () => {
    expect((await read(admin, 'several')).colnames).toEqual(['week', 'Complaints per 1,000 parcels', 'Parcels']);
  });

  it('calls the value of an empty answer a text', async () => {
    const { data, coltypes } = await read(admin, 'none');
    expect(data).toEqual([]);
    expect(coltypes).toEqual([2, 1]);
  });

  it('gives instants instead of days when the database is not on UTC', async () => {
    const { data } = await read(admin, 'berlin');
    const hours = new Set(data.map((row) => new Date(Number(row.week)).getUTCHours()));
    expect(hours).toEqual(new Set([22, 23]));
    const rounded = data.map((row) => dayOf(Number(row.week) + 2 * 3_600_000));
    expect(rounded).toEqual(expected.csat.map((point) => point.start));
  });

  it('gives a hundred thousand rows', async () => {
    const { data, rowcount } = await read(admin, 'big');
    expect(rowcount).toBe(expected.big.rows);
    expect(data[70_001]).toEqual({ at: Date.parse(`${expected.big.from}Z`) + 70_001 * 60_000, Reading: expected.big.at(70_001) });
  });
});

describe('no saved query', () => {
  it.each(['totalUnsaved', 'trendUnsaved', 'lineUnsaved', 'barUnsaved', 'table', 'compared'])('refuses to read "%s"', async (key) => {
    expect((await admin.send('GET', addressOf(key))).status).toBe(400);
    const { result } = (await (await admin.send('GET', `/api/v1/chart/${idOf(key)}`)).json()) as {
      result: { query_context: null; params: string };
    };
    expect(result.query_context).toBeNull();
    expect(JSON.parse(result.params)).toHaveProperty('adhoc_filters');
  });

  it.each([
    ['total', 'totalUnsaved'],
    ['trend', 'trendUnsaved'],
    ['line', 'lineUnsaved'],
    ['bar', 'barUnsaved'],
  ])('answers a posted query like the saved one of "%s", by the cookie alone', async (saved, twin) => {
    const posted = await answerOf(
      await viewer.send('POST', '/api/v1/chart/data', { json: built(twin), headers: { origin: 'chrome-extension://aaaa' } }),
    );
    const stored = await read(viewer, saved);
    expect([posted.colnames, posted.coltypes, posted.data]).toEqual([stored.colnames, stored.coltypes, stored.data]);
  });
});

describe('refusals', () => {
  const status = async (jar: Jar, key: string) => (await jar.send('GET', addressOf(key))).status;
  it('401 for nobody, with a message under "msg"', async () => {
    const response = await fetch(new URL(addressOf('line'), real.address));
    expect(response.status).toBe(401);
    expect(await response.json()).toHaveProperty('msg');
  });
  it('404 for what the viewer may not see, as for what is not there', async () => {
    expect(await status(viewer, 'turnover')).toBe(404);
    expect(await status(viewer, 'no such chart')).toBe(404);
    expect(await status(admin, 'turnover')).toBe(200);
  });
  it('403 for a posted query on such data', async () => {
    expect((await viewer.send('POST', '/api/v1/chart/data', { json: built('turnover') })).status).toBe(403);
  });
  it('400 for a query that fails', async () => expect(await status(admin, 'broken')).toBe(400));
  it('500 as a page when reshaping fails', async () => {
    const response = await admin.send('GET', addressOf('moodFails'));
    expect(response.status).toBe(500);
    expect(response.headers.get('content-type')).toContain('text/html');
  });
  it('a redirect to the sign-in page for a dashboard and nobody', async () => {
    const response = await fetch(new URL('/superset/dashboard/field-operations/', real.address), { redirect: 'manual' });
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toContain('/login/?next=');
  });
});
