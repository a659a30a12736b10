import { next } from '@/lib/model/rules/periods';
import type { Cadence } from '@/lib/model/schema/metric';
import type { LocalDate } from '@/lib/model/schema/scalars';

export type Slot<P> = { period: LocalDate; point?: P };

const isWeekend = (date: LocalDate): boolean => [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay());

/**
 * The points in their places, with an empty slot for each period that is missing between them. Daily series that never
 * hold a weekend are working days: their weekends are no gaps. Points off the cadence keep their own slot.
 */
export function slots<P extends { period: LocalDate }>(points: readonly P[], cadence: Cadence): Slot<P>[] {
  const workdays = cadence === 'day' && points.length > 1 && !points.some((point) => isWeekend(point.period));
  const all: Slot<P>[] = [];
  for (const [i, point] of points.entries()) {
    const previous = points[i - 1];
    for (let at = previous && next(previous.period, cadence); at !== undefined && at < point.period; at = next(at, cadence))
      if (!(workdays && isWeekend(at))) all.push({ period: at });
    all.push({ period: point.period, point });
  }
  return all;
}
