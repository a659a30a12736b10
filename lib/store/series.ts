import type { Chunk } from '@/lib/model/schema/metric';
import type { LocalDate } from '@/lib/model/schema/scalars';
import type { SeriesRow } from './rows';

/** The newest reading of a period. */
export type SeriesPoint = { period: LocalDate; v: number; num?: number; den?: number };

const width = 10; // of `2026-10-05`

const part = (values: Float64Array | null, i: number): number | undefined => {
  const value = values?.[i];
  return value === undefined || Number.isNaN(value) ? undefined : value;
};

/** The points of a row, ascending. A plain loop: a view unpacks tens of thousands. */
export function pointsOf({ periods, v, num, den }: SeriesRow): SeriesPoint[] {
  const points: SeriesPoint[] = [];
  for (let i = 0; i < v.length; i++) {
    const point: SeriesPoint = { period: periods.slice(i * width, (i + 1) * width), v: v[i]! };
    if (num || den) {
      const [n, d] = [part(num, i), part(den, i)];
      if (n !== undefined) point.num = n;
      if (d !== undefined) point.den = d;
    }
    points.push(point);
  }
  return points;
}

const packed = (points: SeriesPoint[], name: 'num' | 'den'): Float64Array | null =>
  points.some((p) => p[name] !== undefined) ? Float64Array.from(points, (p) => p[name] ?? Number.NaN) : null;

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
    periods: points.map((p) => p.period).join(''),
    v: Float64Array.from(points, (p) => p.v),
    num: packed(points, 'num'),
    den: packed(points, 'den'),
    newest,
    ...(row?.looked === undefined ? {} : { looked: row.looked }),
  };
}
