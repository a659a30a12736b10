import { countFrom, daysOf, runsOf, type DayRuns } from '@/lib/model/rules/day-runs';
import type { LocalDate } from '@/lib/model/schema/scalars';

/** The value of a period. `partial`: the period is not over, or its value may still change. */
export type Point = { period: LocalDate; v: number; partial?: true };

/**
 * Points as they travel in a view. A view of ten tags carries tens of thousands: an object for each is garbage where it is made and most
 * of the bytes on the port. Plain JSON, since ports carry nothing else.
 */
export type PackedPoints = {
  /** Starts of the periods; a missing period is absent. */
  days: DayRuns;
  /** The values beside them. */
  v: number[];
  /** How many of the last periods are unfinished. */
  unfinished: number;
};

/** Points, ascending and the unfinished ones last, as a view carries them. */
export const packed = (points: readonly Point[]): PackedPoints => ({
  days: runsOf(points.map((point) => point.period)),
  v: points.map((point) => point.v),
  unfinished: points.filter((point) => point.partial).length,
});

const known = new WeakMap<PackedPoints, readonly Point[]>();

/** The points of a view, ascending. Unpacked once for each view that came, at the first use: a row that is not drawn costs nothing. */
export function unpacked(of: PackedPoints): readonly Point[] {
  let points = known.get(of);
  if (!points) {
    const finished = of.v.length - of.unfinished;
    points = daysOf(of.days).map((period, i): Point => (i < finished ? { period, v: of.v[i]! } : { period, v: of.v[i]!, partial: true }));
    known.set(of, points);
  }
  return points;
}

/** Number of finished periods that start on a day or later. */
export const finishedFrom = ({ days, unfinished }: PackedPoints, day: LocalDate): number => Math.max(0, countFrom(days, day) - unfinished);
