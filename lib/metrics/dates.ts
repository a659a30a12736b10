import type { LocalDate } from '@/lib/model/schema/scalars';

const hour = 3_600_000;
const day = 24 * hour;
const timeOfDay = (ms: number): number => ((ms % day) + day) % day;
const isTime = (cell: unknown): cell is number => typeof cell === 'number' && Number.isFinite(cell) && Math.abs(cell) < 8.64e15;

/**
 * The calendar date of a source's time value. Epoch milliseconds stand for naive local time written as UTC, so the UTC date is
 * the period's local date, without any conversion (DESIGN §12 Dates); texts give the date they begin with. Null: no date.
 */
export function dateOf(cell: unknown): LocalDate | null {
  if (isTime(cell)) {
    const text = new Date(cell).toISOString();
    return /^\d{4}-/.test(text) ? text.slice(0, 10) : null;
  }
  const match = typeof cell === 'string' ? /^(\d{4}-\d{2}-\d{2})(?:[T ]|$)/.exec(cell) : null;
  return match?.[1] && !Number.isNaN(Date.parse(match[1])) ? match[1] : null;
}

/** From here on a time of day is a midnight to come: zones east of UTC reach +14, zones west in use end at −10 (and −11, with few people). */
const upFrom = 11 * hour;

/**
 * How the dates of a column are read. A database server in another zone than UTC truncates a date to an *instant*, local midnight: all
 * values of the column then stand at one time of day, or at two an hour apart (summer and winter), such as 22:00 and 23:00 UTC for Berlin
 * (seen in Superset 6.1 with PostgreSQL). Only such a column, and only of a query that truncates, is taken to the nearest midnight.
 */
export function dateReader(cells: readonly unknown[], truncated: boolean): (cell: unknown) => LocalDate | null {
  const times = new Set<number>();
  if (truncated) for (const cell of cells) if (isTime(cell) && times.size < 3) times.add(timeOfDay(cell));
  const [a, b] = [...times];
  const apart = a === undefined || b === undefined ? 0 : Math.min(timeOfDay(a - b), timeOfDay(b - a));
  if (times.size === 0 || times.size > 2 || apart > hour || (b === undefined && a === 0)) return dateOf;
  return (cell) => dateOf(isTime(cell) && timeOfDay(cell) >= upFrom ? cell + day - timeOfDay(cell) : cell);
}
