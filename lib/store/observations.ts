import { round15 } from '@/lib/model/rules/canonical';
import { chunkIdOf } from '@/lib/model/rules/identity';
import type { Instant, LocalDate } from '@/lib/model/schema/scalars';
import type { Reading } from '@/lib/model/schema/metric';
import type { Change } from './change';
import type { SeriesRow } from './rows';
import { pointsOf, type SeriesPoint } from './series';
import type { Look, Workspace } from './workspace';

/** Who read, and through which account of the source (a keyed hash, `none` where there is no account). */
export type SeriesKey = { reader: string; account: string };

/** Values as they were read. A null value takes a period's reading back. */
export type NewPoint = { period: LocalDate; v: number | null; num?: number; den?: number };

/** One series: readings of one reader through one account, never mixed with another's. */
export type Series = SeriesKey & {
  points: SeriesPoint[];
  /** When the source was last read, as far as this device knows. */
  seenAt: Instant;
};

const readingOf = (point: NewPoint): Reading | null => {
  if (point.v === null) return null;
  const reading: Reading = { v: round15(point.v) };
  if (point.num !== undefined) reading.num = round15(point.num);
  if (point.den !== undefined) reading.den = round15(point.den);
  return reading;
};

const sameReading = (a: SeriesPoint | undefined, b: Reading | null): boolean =>
  a === undefined || b === null ? a === undefined && b === null : a.v === b.v && a.num === b.num && a.den === b.den;

const rowOf = (rows: SeriesRow[], { reader, account }: SeriesKey): SeriesRow | undefined =>
  rows.find((row) => row.reader === reader && row.account === account);

/**
 * Keeps what differs from the newest reading of its period, as new entries beside the old ones: nothing is overwritten, the newest counts.
 * Values are rounded to 15 significant digits. Of two points of one period the later in the list counts. `via` names the
 * way of reading (`superset`, `typed`). Gives the number of readings kept; a write id seen before keeps nothing again.
 * Throws StoreFailure('badInput') for values that are not finite.
 */
export async function keepReadings(
  ws: Workspace,
  write: string,
  metric: string,
  from: SeriesKey & { via: string; at: Instant; points: readonly NewPoint[] },
): Promise<number> {
  const row = rowOf(await ws.view((look) => look.series(metric)), from);
  const newest = new Map((row ? pointsOf(row) : []).map((point) => [point.period, point]));
  const wanted = new Map(from.points.map((point) => [point.period, readingOf(point)]));
  const differing = [...wanted].filter(([period, reading]) => !sameReading(newest.get(period), reading));
  const at = laterThan(row?.newest, from.at);
  const changes: Change[] = [];
  for (const [month, readings] of Map.groupBy(differing, ([period]) => period.slice(0, 7))) {
    const { reader, account } = from;
    const cells = Object.fromEntries(readings.map(([period, reading]) => [`${period}|${from.via}|${at}`, reading]));
    changes.push({
      type: 'chunk',
      id: await chunkIdOf(metric, month, reader, account),
      set: { metricId: metric, month, reader, account, ...cells },
    });
  }
  const kept = await ws.write(write, changes, differing.length);
  await ws.noteLooked(metric, from.reader, from.account, from.at);
  return kept;
}

/** An instant in one form, after the newest that is kept: else a clock that was set back would let an older reading count, and equal ones would collide. */
function laterThan(newest: Instant | undefined, at: Instant): Instant {
  const ms = Math.max(Date.parse(at), newest ? Date.parse(newest) + 1 : 0);
  return new Date(ms).toISOString();
}

const seriesIn = (row: SeriesRow): Series => ({
  reader: row.reader,
  account: row.account,
  points: pointsOf(row),
  seenAt: row.looked !== undefined && Date.parse(row.looked) > Date.parse(row.newest) ? row.looked : row.newest,
});

/** The series of one reader through one account; undefined if nothing was ever read so. `at` may be a Look, to stay in its transaction. */
export async function seriesOf(at: Workspace | Look, metric: string, key: SeriesKey): Promise<Series | undefined> {
  const row = rowOf(await rowsAt(at, metric), key);
  return row && seriesIn(row);
}

/** All series of a metric, the one seen last first. */
export async function allSeriesOf(at: Workspace | Look, metric: string): Promise<Series[]> {
  return (await rowsAt(at, metric)).map(seriesIn).sort((a, b) => Date.parse(b.seenAt) - Date.parse(a.seenAt));
}

const rowsAt = (at: Workspace | Look, metric: string): Promise<SeriesRow[]> =>
  'view' in at ? at.view((look) => look.series(metric)) : at.series(metric);
