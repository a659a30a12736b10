import type { LocalDate } from '@/lib/model/schema/scalars';
import { dateOf, dayNumber } from '@/lib/model/rules/days';

export type TimeTick = { day: number; kind: 'day' | 'month' | 'monthYear' | 'year' };

const monthStep = [1, 2, 3, 6, 12, 24, 60, 120, 240] as const;
const dayStep = [1, 2, 7, 14] as const;

/**
 * Where the time axis is labelled: months at round steps, the year at the first label and at each January; days when the
 * whole span is short. `room` is how many labels fit.
 */
export function timeTicks(from: number, to: number, room: number): TimeTick[] {
  const fit = Math.max(2, room);
  const span = to - from;
  if (span < 62) {
    const step = dayStep.find((days) => span / days <= fit) ?? 14;
    const count = Math.floor(span / step);
    return Array.from({ length: count + 1 }, (_, i) => ({ day: from + i * step, kind: 'day' }));
  }
  const step = monthStep.find((months) => span / (30.4 * months) <= fit) ?? 240;
  const first = new Date(`${dateOf(from)}T00:00:00Z`);
  let month = first.getUTCFullYear() * 12 + first.getUTCMonth();
  month = Math.ceil((first.getUTCDate() > 1 ? month + 1 : month) / step) * step;
  const ticks: TimeTick[] = [];
  for (; ; month += step) {
    const day = dayNumber(monthStart(month));
    if (day > to) return ticks;
    const newYear = ticks.length === 0 || Math.floor(month / 12) !== Math.floor((month - step) / 12);
    ticks.push({ day, kind: step >= 12 ? 'year' : newYear ? 'monthYear' : 'month' });
  }
}

const monthStart = (month: number): LocalDate => dateOf(Math.round(Date.UTC(Math.floor(month / 12), month % 12, 1) / 86_400_000));
