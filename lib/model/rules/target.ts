import type { Outcome } from '../schema/outcome';
import { round15 } from './canonical';

export type Aim = Pick<Outcome, 'direction' | 'change' | 'baseline'>;

/**
 * The level to be reached by the due date, in the metric's unit; null while a part of it is missing. Never stored. A relative change is a
 * share of the baseline's size, so that a reduction also lowers a negative baseline. To maintain is to stay at the baseline, or at the level given.
 */
export function targetLevel({ direction, change, baseline }: Aim): number | null {
  if (change?.kind === 'level') return round15(change.amount);
  if (direction === 'maintain') return baseline ? round15(baseline.value) : null;
  if (!change || !baseline) return null;
  const size = change.kind === 'relative' ? (Math.abs(baseline.value) * change.amount) / 100 : change.amount;
  return tidy(direction === 'reduce' ? baseline.value - size : baseline.value + size);
}

/** 71 + 4.1 is 75.1 for people, not 75.1 and fourteen more digits: twelve are more than anybody measures. */
const tidy = (n: number): number => Number(n.toPrecision(12));
