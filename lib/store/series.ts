import { daysOf, runsOf } from '@/lib/model/rules/day-runs';
import type { Chunk } from '@/lib/model/schema/metric';
import type { LocalDate } from '@/lib/model/schema/scalars';
import { narrowed, numbersOf, type Numbers } from './numbers';
import type { SeriesRow } from './rows';

/** The newest reading of a period. */
export type SeriesPoint = { period: LocalDate; v: number; num?: number; den?: number };

/** The points of a row, ascending. */
export function pointsOf({ days, v, num, den }: SeriesRow): SeriesPoint[] {
  const [values, nums, dens] = [numbersOf(v), num && numbersOf(num), den && numbersOf(den)];
  return daysOf(days).map((period, i) => {
    const point: SeriesPoint = { period, v: values[i]! };
    const [n, d] = [nums?.[i] ?? Number.NaN, dens?.[i] ?? Number.NaN];
    if (!Number.isNaN(n)) point.num = n;
    if (!Number.isNaN(d)) point.den = d;
    return point;
  });
}

const packed = (points: SeriesPoint[], name: 'num' | 'den'): Numbers | null =>
  points.some((p) => p[name] !== undefined) ? narrowed(points.map((p) => p[name] ?? Number.NaN)) : null;

type Latest = { at: string; via: string; point: SeriesPoint | null };

const isLater = (a: { at: string; via: string }, b: { at: string; via: string }): boolean => {
  const [x, y] = [Date.parse(a.at), Date.parse(b.at)]; // instants may be written with or without seconds
  return x === y ? a.via > b.via : x > y;
};

/** What counts of a chunk: per period the latest reading, at equal instants the greater way of reading. A null point: taken back. */
export function latestOf(chunk: Chunk): Map<LocalDate, Latest> {
  const latest = new Map<LocalDate, Latest>();
  for (const { period, via, at, value } of chunk.readings) {
    const known = latest.get(period);
    if (!period.startsWith(chunk.month) || (known && isLater(known, { at, via }))) continue;
    latest.set(period, { at, via, point: value && { period, ...value } });
  }
  return latest;
}

/** The row with the months of these chunks replaced by what the chunks now say; all belong to the row's series. A hidden chunk says nothing. */
export function withChunks(row: SeriesRow | undefined, chunks: { plain: Chunk; hidden: boolean }[]): SeriesRow {
  const months = new Set(chunks.map((c) => c.plain.month));
  const latest = chunks.filter((c) => !c.hidden).flatMap((c) => [...latestOf(c.plain).values()]);
  const others = row ? pointsOf(row).filter((p) => !months.has(p.period.slice(0, 7))) : [];
  const points = [...others, ...latest.map((l) => l.point).filter((p) => p !== null)].sort((a, b) => (a.period < b.period ? -1 : 1));
  const { metricId, reader, account } = chunks[0]!.plain;
  const newest = latest.reduce((at, l) => (at === '' || Date.parse(l.at) > Date.parse(at) ? l.at : at), row?.newest ?? '');
  return {
    metric: metricId,
    reader,
    account,
    days: runsOf(points.map((p) => p.period)),
    v: narrowed(points.map((p) => p.v)),
    num: packed(points, 'num'),
    den: packed(points, 'den'),
    newest,
    ...(row?.looked === undefined ? {} : { looked: row.looked }),
  };
}
