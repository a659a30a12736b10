import type { Metric } from '../schema/metric';
import type { Direction, Outcome } from '../schema/outcome';
import type { LocalDate } from '../schema/scalars';
import { targetLevel } from './target';

/** What an outcome has to be known of to be said. */
export type Spoken = Pick<Outcome, 'direction' | 'change' | 'scope' | 'baseline' | 'dueDate'>;

/** What a catalogue text is filled with; the view writes it by the person's language. `levels` fills two places with the same decimals. */
export type Fill =
  | { as: 'metric'; text: string }
  | { as: 'place'; text: string }
  | { as: 'percent' | 'points' | 'value'; v: number }
  | { as: 'levels'; from: number; to: number }
  | { as: 'date'; date: LocalDate };

type Amount = 'By' | 'To' | '';
export type StatementKey = `statement_${Direction}${'In' | ''}${Amount}`;
export type LevelKey = 'statement_open' | 'statement_from' | 'statement_levels' | 'statement_due';

/** `strong`: what and how much, read first. `level`: levels and date, read after it. Words stand in the catalogue alone. */
export type StatementParts = { strong: { key: StatementKey; fill: Fill[] }; level: { key: LevelKey; fill: Fill[] }[] };

/** How much, as it is said: a share of the baseline, points, an amount or a level in the unit. To maintain is to stay at a level. */
export function amountOf({ direction, change, baseline }: Spoken): { to: boolean; fill: Extract<Fill, { v: number }> } | null {
  if (change?.kind === 'level') return { to: true, fill: { as: 'value', v: change.amount } };
  if (direction === 'maintain') return baseline ? { to: true, fill: { as: 'value', v: baseline.value } } : null;
  if (!change) return null;
  return {
    to: false,
    fill: { as: change.kind === 'relative' ? 'percent' : change.kind === 'points' ? 'points' : 'value', v: change.amount },
  };
}

function levels(outcome: Spoken, to: boolean | undefined): StatementParts['level'] {
  const { baseline, direction } = outcome;
  if (to === undefined) return [{ key: 'statement_open', fill: [] }];
  if (!baseline || (direction === 'maintain' && outcome.change?.kind !== 'level')) return [];
  if (to) return [{ key: 'statement_from', fill: [{ as: 'value', v: baseline.value }] }];
  const target = targetLevel(outcome);
  return target === null ? [] : [{ key: 'statement_levels', fill: [{ as: 'levels', from: baseline.value, to: target }] }];
}

/**
 * The statement of an outcome (facts: domain §2.2) as catalogue texts and what fills them: “Reduce {metric} in {place} by {amount}”, then the
 * levels and the date. The computed level always stands beside a change. `unitName` is the place when the outcome names none of its own.
 */
export function statementParts(outcome: Spoken, metric: Pick<Metric, 'name'>, { unitName }: { unitName?: string } = {}): StatementParts {
  const place = outcome.scope || unitName;
  const amount = amountOf(outcome);
  return {
    strong: {
      key: `statement_${outcome.direction}${place ? 'In' : ''}${amount ? (amount.to ? 'To' : 'By') : ''}`,
      fill: [
        { as: 'metric', text: metric.name },
        ...(place ? [{ as: 'place' as const, text: place }] : []),
        ...(amount ? [amount.fill] : []),
      ],
    },
    level: [
      ...levels(outcome, amount?.to),
      ...(outcome.dueDate ? [{ key: 'statement_due' as const, fill: [{ as: 'date' as const, date: outcome.dueDate }] }] : []),
    ],
  };
}
