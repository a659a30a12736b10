import type { Baseline } from '../schema/outcome';
import type { LocalDate } from '../schema/scalars';
import { round15 } from './canonical';
import { lastDayOf, type Rhythm } from './periods';

/** The mean of a stretch of periods: `from` and `to` are the starts of its first and last period. */
export type Level = { mean: number; n: number; from: LocalDate; to: LocalDate };
type Seen = { period: LocalDate; v: number; partial?: boolean };

const levelOf = (points: readonly Seen[]): Level | null => {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return null;
  return { mean: round15(points.reduce((sum, p) => sum + p.v, 0) / points.length), n: points.length, from: first.period, to: last.period };
};

/**
 * The levels before and since the first launch, side by side; nothing is claimed about them. Before: the periods inside the baseline's
 * dates, else all that ended before the launch day. Since: from the first period that starts on or after it; the period that
 * holds the launch belongs to neither. Partial periods are left out. Without a launch only the level before is given. `points` ascend.
 */
export function levelsAround(
  points: readonly Seen[],
  launches: readonly { date: LocalDate }[],
  baseline: Pick<Baseline, 'from' | 'to'> | undefined,
  { cadence }: Pick<Rhythm, 'cadence'>,
): { before: Level | null; since: Level | null } {
  const complete = points.filter((p) => p.partial !== true);
  const launch = launches.map((l) => l.date).sort()[0];
  const lastDay = (p: Seen): LocalDate => lastDayOf(p.period, cadence);
  const inBaseline = (p: Seen): boolean => baseline !== undefined && p.period >= baseline.from && lastDay(p) <= baseline.to;
  const beforeLaunch = (p: Seen): boolean => launch === undefined || lastDay(p) < launch;
  return {
    before: levelOf(complete.filter(baseline ? inBaseline : beforeLaunch)),
    since: launch === undefined ? null : levelOf(complete.filter((p) => p.period >= launch)),
  };
}
