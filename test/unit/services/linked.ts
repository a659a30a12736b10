import { afterAll, beforeAll, beforeEach } from 'vitest';
import browser from 'webextension-polyfill';
import { tag } from '@/lib/services/alignments';
import { courseView } from '@/lib/services/courses';
import { outside } from '@/lib/services/outside';
import { underWay } from '@/lib/services/reading-state';
import type { Workspace } from '@/lib/store/workspace';
import { startSuperset, type SupersetServer } from '@/test/support/superset-server';
import { addOutcome, bi, freshProfile, newWrite, openCourse } from './fresh';

export const hour = 3_600_000;
const columns = [
  { name: 'week', type: 2 as const },
  { name: 'score', type: 0 as const },
  { name: 'other', type: 0 as const },
];
const params = { x_axis: 'week', time_grain_sqla: 'P1W', metrics: ['score', 'other'], groupby: [] };

/** Epoch ms of the Monday `n` weeks before the present one. */
export const weekOf = (n: number): number => Date.parse('2026-11-23T00:00:00Z') - n * 7 * 24 * hour;
export const source = { kind: 'superset', site: bi, ref: '31', column: 'score', scale: 1 } as const;
export const settled = (): Promise<unknown> => Promise.all(underWay.values());

type At = {
  ws: Workspace;
  clock: { now: number };
  mayRead: { value: boolean };
  server: SupersetServer;
  /** Of whom the source takes us for. */
  cookie: string;
  /** What the charts give. */
  rows: Record<string, unknown>[];
  /** How often a chart's data were asked for. */
  reads(): number;
  /** A tagged course whose metric reads the chart; `look` is a view of it, `lookAgain` one after its reading has ended. */
  linked(metric?: Record<string, unknown>): ReturnType<typeof linked>;
};

async function linked(at: At, metric: Record<string, unknown> = {}) {
  const course = await openCourse();
  const made = await addOutcome(at.ws, { metric: { source, maturityDays: 0, ...metric } });
  await tag(at.ws, { write: newWrite(), course, choice: { kind: 'outcome', id: made.outcomeId } });
  const look = async () => (await courseView(at.ws, { course })).tags[0]!.series;
  const lookAgain = async () => {
    await look();
    await settled();
    return look();
  };
  return { ...made, course, look, lookAgain };
}

/** A Superset with two charts, and before each test a profile that may read it. */
export function linkedSource(): At {
  const at = {} as At;
  at.reads = () => at.server.seen.filter((s) => s.path.includes('/data/')).length;
  at.linked = (metric) => linked(at, metric);
  beforeAll(async () => {
    at.server = await startSuperset({
      users: { ada: 'x', ben: 'x' },
      datasets: [{ id: 1, columns, rows: () => at.rows }],
      charts: [
        { id: 31, name: 'Damage complaints', kind: 'echarts_timeseries_line', dataset: 1, params, savedQuery: true },
        { id: 32, name: 'Other', kind: 'echarts_timeseries_line', dataset: 1, params, savedQuery: true },
      ],
    });
  });
  afterAll(() => at.server.close());
  beforeEach(async () => {
    Object.assign(at, await freshProfile());
    await browser.storage.local.set({ [`base:${bi}`]: at.server.url });
    at.cookie = at.server.cookieFor('ada');
    outside.fetch = (url, init) => fetch(url, { ...init, headers: { ...(init?.headers as Record<string, string>), cookie: at.cookie } });
    at.server.setTrouble('none');
    at.server.seen.length = 0;
    at.rows = [0, 1, 2, 3].map((n) => ({ week: weekOf(n), score: 4 - n / 10, other: n }));
  });
  return at;
}
