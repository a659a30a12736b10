import type { Cadence } from '../schema/metric';
import type { LocalDate } from '../schema/scalars';

/** How a metric divides time: its cadence, and on which day its weeks start. */
export type Rhythm = { cadence: Cadence; calendar: 'iso' | 'us' };

const lengthOf: Record<Cadence, Temporal.DurationLike> = {
  day: { days: 1 },
  week: { weeks: 1 },
  month: { months: 1 },
  quarter: { months: 3 },
};

/** First day of the period that holds a date. ISO weeks start on Monday, US weeks on Sunday; quarters in January, April, July, October. */
export function startOf(date: LocalDate, { cadence, calendar }: Rhythm): LocalDate {
  const day = Temporal.PlainDate.from(date);
  if (cadence === 'day') return date;
  if (cadence === 'week') return day.subtract({ days: calendar === 'iso' ? day.dayOfWeek - 1 : day.dayOfWeek % 7 }).toString();
  const month = cadence === 'month' ? day.month : day.month - ((day.month - 1) % 3);
  return day.with({ month, day: 1 }).toString();
}

/** First day of the period that comes `n` periods after the one that starts at `start`. */
export function next(start: LocalDate, cadence: Cadence, n = 1): LocalDate {
  const step = Temporal.Duration.from(lengthOf[cadence]);
  return Temporal.PlainDate.from(start)
    .add({ days: step.days * n, weeks: step.weeks * n, months: step.months * n })
    .toString();
}

/** Last day of the period that starts at `start`. */
export const lastDayOf = (start: LocalDate, cadence: Cadence): LocalDate => dayBefore(next(start, cadence));

export const dayBefore = (date: LocalDate): LocalDate => Temporal.PlainDate.from(date).subtract({ days: 1 }).toString();

/** Is a period's value not final on `today`: is it still running, or are its metric's days of maturity not over? */
export const isPartial = (start: LocalDate, cadence: Cadence, today: LocalDate, maturityDays = 0): boolean =>
  Temporal.PlainDate.from(next(start, cadence)).add({ days: maturityDays }).toString() > today;
