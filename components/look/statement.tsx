import type { Metric } from '@/lib/model/schema/metric';
import type { Outcome } from '@/lib/model/schema/outcome';
import { targetLevel } from '@/lib/model/rules/target';
import { dayText } from './dates';
import { alike, figure, plainFigure, withUnit } from './figures';
import { t, tn } from './words';

type Spoken = Pick<Outcome, 'direction' | 'change' | 'scope' | 'baseline' | 'dueDate' | 'margin'>;
type Names = { unitName?: string };

/** A name in the middle of a sentence: `Damaged-package complaints` loses its capital, `CSAT` keeps it. */
const inSentence = (name: string): string => (/^\p{Lu}\p{Ll}/u.test(name) ? name.charAt(0).toLocaleLowerCase() + name.slice(1) : name);

/** The change as people say it: `20 %`, `4 points`, `2 days`, or the level itself. */
export function changeText(outcome: Spoken, metric: Pick<Metric, 'unit'>): string | null {
  const { change } = outcome;
  if (!change) return null;
  if (change.kind === 'relative') return t('percent', plainFigure(change.amount));
  if (change.kind === 'points') return tn('points', change.amount);
  return figure(change.amount, metric);
}

/**
 * The outcome's statement in two parts: what and how much (read first), level and date (read second). A relative change
 * always comes with the computed level.
 */
export function statementText(outcome: Spoken, metric: Pick<Metric, 'name' | 'unit'>, { unitName }: Names = {}): { strong: string; level: string } {
  const place = outcome.scope || unitName;
  const amount = changeText(outcome, metric);
  const to = outcome.change?.kind === 'level' || outcome.direction === 'maintain';
  const key = `statement_${outcome.direction}${place ? 'In' : ''}${amount === null ? '' : to ? 'To' : 'By'}` as const;
  const fill = [inSentence(metric.name), ...(place ? [place] : []), ...(amount === null ? [] : [amount])];
  const target = targetLevel(outcome);
  const from = outcome.baseline?.value;
  const level = [
    amount === null ? t('statement_open')
    : to && from !== undefined ? t('statement_from', figure(from, metric))
    : !to && from !== undefined && target !== null ? t('statement_levels', ...levelPair(from, target, metric))
    : null,
    outcome.dueDate && t('statement_due', dayText(outcome.dueDate, { year: true })),
  ];
  return { strong: t(key, ...fill), level: level.filter((part) => typeof part === 'string').join(' ') };
}

/** Baseline and target with the same decimals; the unit stands once, behind the target. */
export function levelPair(from: number, target: number, metric: Pick<Metric, 'unit'>): [string, string] {
  const [before = '', after = ''] = alike(from, target);
  return [before, withUnit(after, metric.unit)];
}

/** The statement as it is drawn everywhere. */
export function Statement({ outcome, metric, unitName }: { outcome: Spoken; metric: Pick<Metric, 'name' | 'unit'> } & Names) {
  const { strong, level } = statementText(outcome, metric, { unitName });
  return (
    <>
      {strong} {level !== '' && <span className="level">{level}</span>}
    </>
  );
}
