import type { Metric } from '@/lib/model/schema/metric';
import { amountOf, statementParts, type Fill, type Spoken } from '@/lib/model/rules/statement';
import { dayText } from './dates';
import { alike, figure, plainFigure, withUnit } from './figures';
import { t, tn } from './words';

type Names = { unitName?: string };

/** A name in the middle of a sentence: `Damaged-package complaints` loses its capital, `CSAT` keeps it. */
const inSentence = (name: string): string => (/^\p{Lu}\p{Ll}/u.test(name) ? name.charAt(0).toLocaleLowerCase() + name.slice(1) : name);

type Unit = Pick<Metric, 'unit'>;

/** What a text of the catalogue is filled with, in the person's language. */
function written(fill: Fill, metric: Unit): string[] {
  if (fill.as === 'metric') return [inSentence(fill.text)];
  if (fill.as === 'place') return [fill.text];
  if (fill.as === 'date') return [dayText(fill.date, { year: true })];
  if (fill.as === 'levels') return levelPair(fill.from, fill.to, metric);
  if (fill.as === 'percent') return [t('percent', plainFigure(fill.v))];
  return [fill.as === 'points' ? tn('points', fill.v) : figure(fill.v, metric)];
}

/** The change as people say it: `20 %`, `4 points`, `2 days`, or the level itself. */
export function changeText(outcome: Spoken, metric: Unit): string | null {
  const amount = amountOf(outcome);
  return amount && written(amount.fill, metric).join('');
}

/**
 * The outcome's statement in two parts: what and how much (read first), level and date (read second). A relative change
 * always comes with the computed level.
 */
export function statementText(
  outcome: Spoken,
  metric: Pick<Metric, 'name' | 'unit'>,
  names: Names = {},
): { strong: string; level: string } {
  const { strong, level } = statementParts(outcome, metric, names);
  const text = ({ key, fill }: typeof strong | (typeof level)[number]): string => t(key, ...fill.flatMap((each) => written(each, metric)));
  return { strong: text(strong), level: level.map(text).join(' ') };
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
