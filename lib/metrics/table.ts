import { isPartial } from '@/lib/model/rules/periods';
import type { Cadence } from '@/lib/model/schema/metric';
import type { LocalDate } from '@/lib/model/schema/scalars';
import { SourceFailure, type Point, type SourceTable } from './contract';
import { dateReader } from './dates';

/** The newest periods that are kept of one column: 5,000 days are 13 years. */
const mostPeriods = 5000;
/** A chart with more lines than this is not a KPI; lines after it are left out and counted. */
const mostSeries = 200;

const textOf = (cell: unknown): string =>
  typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean' ? String(cell) : '';

export type Columns = { names: string[]; numbers: string[]; time: string | null; texts: string[] };
export type Row = Record<string, unknown>;
type Read = Pick<SourceTable, 'valueColumns' | 'timeColumn' | 'cadence' | 'series' | 'partial' | 'notes'>;

/** A measured value as it can be stored: finite, 15 significant digits, within ±2^53. Null: it cannot. */
export function stored(value: number): number | null {
  const rounded = Number(value.toPrecision(15));
  return Number.isFinite(rounded) && Math.abs(rounded) <= 2 ** 53 ? rounded : null;
}

function numberOf(cell: unknown, scale: number): number | null {
  const value =
    typeof cell === 'number' ? cell : typeof cell === 'string' && /^[-+]?\d*\.?\d+(e[-+]?\d+)?$/i.test(cell) ? Number(cell) : null;
  return value === null ? null : stored(value * scale);
}

const dayNumber = (date: LocalDate): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000;

/** From the usual distance of neighbouring periods (the median, so that gaps do not mislead); null: fewer than two, or another distance. */
export function cadenceOfPeriods(ascending: LocalDate[]): Cadence | null {
  const gaps = ascending
    .slice(1)
    .map((date, i) => dayNumber(date) - dayNumber(ascending[i] as LocalDate))
    .sort((a, b) => a - b);
  const usual = gaps[Math.floor(gaps.length / 2)];
  if (usual === undefined) return null;
  if (usual <= 3) return 'day';
  if (usual >= 5 && usual <= 9) return 'week';
  if (usual >= 26 && usual <= 35) return 'month';
  return usual >= 85 && usual <= 95 ? 'quarter' : null;
}

class Notes {
  private readonly counts = new Map<SourceTable['notes'][number]['code'], number>();
  add(code: SourceTable['notes'][number]['code'], count = 1): void {
    if (count > 0) this.counts.set(code, (this.counts.get(code) ?? 0) + count);
  }
  get list(): SourceTable['notes'] {
    return [...this.counts].map(([code, count]) => ({ code, count }));
  }
}

/** One row without a date (a single big number): its values stand for today. */
function withoutTime(row: Row, columns: Columns, today: LocalDate, scale: number, notes: Notes): Read {
  const series: Record<string, Point[]> = {};
  for (const name of columns.numbers) {
    const v = numberOf(row[name], scale);
    if (v !== null) series[name] = [{ period: today, v }];
    else if (row[name] != null) notes.add('textValues');
  }
  if (Object.keys(series).length === 0) throw new SourceFailure('empty');
  notes.add('noTimeColumn');
  return { valueColumns: Object.keys(series), timeColumn: null, cadence: null, series, partial: [today], notes: notes.list };
}

/** Do several rows share a date? Then a text column tells lines apart (`region`), where there is one. */
function hasDoubleDates(rows: Row[], time: string): boolean {
  const seen = new Set<unknown>();
  return rows.some((row) => row[time] != null && seen.size === seen.add(row[time]).size);
}

/**
 * Turns rows into one series per value column. Nothing is added up and nothing averaged, which would be a claim: rows of
 * different lines become different columns, named as Superset names them when it pivots (`EU`, or `value, EU` when there are
 * several values), and of two values for one period of one line the later one is taken and counted (a source's rows are in no order to
 * rely on; of equal times the last row). `truncated`: the query asked for the starts of periods.
 * Throws SourceFailure `empty`, `noNumbers`, `noDates`.
 */
export function readTable(rows: Row[], columns: Columns, ask: { today: LocalDate; scale: number; truncated?: boolean }): Read {
  const { time } = columns;
  const notes = new Notes();
  if (rows.length === 0) throw new SourceFailure('empty');
  if (columns.numbers.length === 0) throw new SourceFailure('noNumbers', { found: columns.names.join(', ').slice(0, 200) });
  if (time === null) {
    if (rows.length > 1) throw new SourceFailure('noDates', { found: columns.names.join(', ').slice(0, 200) });
    return withoutTime(rows[0] as Row, columns, ask.today, ask.scale, notes);
  }

  const split = columns.texts.length > 0 && hasDoubleDates(rows, time);
  const read = dateReader(
    rows.map((row) => row[time]),
    ask.truncated ?? false,
  );
  const found = new Map<string, Map<LocalDate, { v: number; at: number }>>();
  for (const row of rows) {
    const period = read(row[time]);
    const at = typeof row[time] === 'number' ? row[time] : 0;
    if (period === null) {
      notes.add('rowsLeftOut');
      continue;
    }
    const line = split ? columns.texts.map((name) => textOf(row[name])).join(', ') : '';
    for (const column of columns.numbers) {
      const cell = row[column];
      if (cell == null) continue;
      const v = numberOf(cell, ask.scale);
      if (v === null) notes.add('textValues');
      else if (period > ask.today) notes.add('futureDates');
      else {
        const name = !split ? column : columns.numbers.length === 1 ? line : `${column}, ${line}`;
        let points = found.get(name);
        if (!points && found.size < mostSeries) found.set(name, (points = new Map()));
        if (!points) notes.add('rowsLeftOut');
        else {
          const before = points.get(period);
          if (before) notes.add('duplicatePeriods');
          if (!before || at >= before.at) points.set(period, { v, at });
        }
      }
    }
  }

  const series: Record<string, Point[]> = {};
  const periods = new Set<LocalDate>();
  for (const [name, points] of found) {
    const ascending = [...points].sort(([a], [b]) => (a < b ? -1 : 1)).map(([period, { v }]) => ({ period, v }));
    notes.add('rowsLeftOut', ascending.length - mostPeriods);
    series[name] = ascending.slice(-mostPeriods);
    for (const { period } of series[name]) periods.add(period);
  }
  if (periods.size === 0) throw new SourceFailure('empty');
  const ascending = [...periods].sort();
  const cadence = cadenceOfPeriods(ascending);
  return {
    valueColumns: Object.keys(series),
    timeColumn: time,
    cadence,
    series,
    partial: ascending.slice(-3).filter((period) => isPartial(period, cadence ?? 'day', ask.today)),
    notes: notes.list,
  };
}
