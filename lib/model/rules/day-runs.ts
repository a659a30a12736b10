import type { LocalDate } from '../schema/scalars';
import { dateOf, dayNumber } from './days';

/**
 * Days in ascending order, as the first and the way from each to the next: `steps` holds, in turn, a number of days and how often it
 * comes in a row. A year of weeks is `{ first: '2026-01-05', steps: [7, 51] }`. Periods written out are ten bytes each, more than
 * their values. No day at all: `first` is null.
 */
export type DayRuns = { first: LocalDate | null; steps: number[] };

/** `days` ascending, none twice. */
export function runsOf(days: readonly LocalDate[]): DayRuns {
  const steps: number[] = [];
  let before: number | undefined;
  for (const day of days.map(dayNumber)) {
    if (before !== undefined) {
      const step = day - before;
      if (steps.at(-2) === step) steps.push(steps.pop()! + 1);
      else steps.push(step, 1);
    }
    before = day;
  }
  return { first: days[0] ?? null, steps };
}

export function daysOf({ first, steps }: DayRuns): LocalDate[] {
  if (first === null) return [];
  const days = [first];
  let day = dayNumber(first);
  for (let i = 0; i < steps.length; i += 2)
    for (let times = steps[i + 1]!; times > 0; times -= 1) {
      day += steps[i]!;
      days.push(dateOf(day));
    }
  return days;
}

/** Number of days that are `from` or later; no day is written out for it. */
export function countFrom({ first, steps }: DayRuns, from: LocalDate): number {
  if (first === null) return 0;
  const bound = dayNumber(from);
  let day = dayNumber(first);
  let count = day >= bound ? 1 : 0;
  for (let i = 0; i < steps.length; i += 2) {
    const [step, times] = [steps[i]!, steps[i + 1]!];
    day += step * times;
    if (day >= bound) count += Math.min(times, Math.floor((day - bound) / step) + 1);
  }
  return count;
}

/** Number of days at the end for all of which something holds; asked from the last one back, until it does not. */
export function countAtEnd({ first, steps }: DayRuns, holds: (day: LocalDate) => boolean): number {
  if (first === null) return 0;
  let day = dayNumber(first);
  for (let i = 0; i < steps.length; i += 2) day += steps[i]! * steps[i + 1]!;
  let count = 0;
  for (let i = steps.length - 2; i >= 0; i -= 2)
    for (let times = steps[i + 1]!; times > 0; times -= 1) {
      if (!holds(dateOf(day))) return count;
      count += 1;
      day -= steps[i]!;
    }
  return holds(first) ? count + 1 : count;
}
