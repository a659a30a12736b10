import type { Metric } from '../schema/metric';
import type { Outcome } from '../schema/outcome';
import type { LocalDate } from '../schema/scalars';
import { namesActivity, namesCurrency, namesLearning, namesMoney, namesTwoResults } from './lint-words';
import { dayBefore, lastDayOf, next, startOf } from './periods';
import { targetLevel } from './target';

/** The rules of a well-formed outcome (facts: domain §2.1). Each code has its sentence in the catalogue, `lintKey`. */
export const lintCodes = [
  'direction-conflict',
  'two-outcomes',
  'ambiguous-percent',
  'short-baseline',
  'stale-baseline',
  'contaminated-baseline',
  'no-change',
  'impossible',
  'no-owner',
  'too-soon',
  'learning-not-business',
  'activity-not-result',
  'no-currency',
  'absolute-target',
] as const;
export type LintCode = (typeof lintCodes)[number];
export type LintField = 'direction' | 'metricId' | 'change' | 'baseline' | 'owner' | 'businessUnit' | 'dueDate';

export type Finding = {
  code: LintCode;
  /** An error keeps an outcome from leaving draft; a warning is said and may stay. */
  level: 'error' | 'warning';
  /** Where it is shown. */
  field: LintField;
  /** What the sentence names, in its order. */
  dates?: LocalDate[];
  values?: number[];
};

export type LintContext = {
  firstLaunch?: LocalDate;
  /** Periods between launch and the first in which the number could move. Absent: none. */
  lagPeriods?: number;
  today: LocalDate;
};

type Ask = { outcome: LintedOutcome; metric: LintedMetric; context: LintContext; target: number | null };
type LintedOutcome = Pick<Outcome, 'direction' | 'change' | 'baseline' | 'businessUnit' | 'owner' | 'dueDate' | 'absoluteReason'>;
type LintedMetric = Pick<Metric, 'name' | 'kind' | 'unit' | 'cadence' | 'calendar' | 'betterWhen' | 'range' | 'possible'>;
type Rule = (ask: Ask) => Finding | Finding[] | null;

const isPercent = (unit: string): boolean => /%|\bper ?cent\b/i.test(unit);

const directionConflict: Rule = ({ outcome: { direction, baseline }, metric: { betterWhen, range } }) => {
  const away =
    betterWhen === 'inRange'
      ? range !== undefined &&
        baseline !== undefined &&
        ((direction === 'reduce' && baseline.value < range.low) || (direction === 'increase' && baseline.value > range.high))
      : (direction === 'reduce' && betterWhen === 'higher') || (direction === 'increase' && betterWhen === 'lower');
  return away ? { code: 'direction-conflict', level: 'error', field: 'direction' } : null;
};

/** On a percentage a change “by 4 %” may mean a share of the baseline or points: it has to be said as one of the two. */
const ambiguousPercent: Rule = ({ outcome: { change, direction }, metric }) =>
  change?.kind === 'absolute' && direction !== 'maintain' && isPercent(metric.unit)
    ? { code: 'ambiguous-percent', level: 'error', field: 'change', values: [change.amount] }
    : null;

const shortBaseline: Rule = ({ outcome: { baseline }, metric }) => {
  if (!baseline) return null;
  const first = startOf(baseline.from, metric);
  const whole = first === baseline.from ? first : next(first, metric.cadence);
  return lastDayOf(whole, metric.cadence) > baseline.to
    ? { code: 'short-baseline', level: 'error', field: 'baseline', dates: [baseline.from, baseline.to] }
    : null;
};

const staleBaseline: Rule = ({ outcome: { baseline }, context: { firstLaunch, today } }) => {
  if (!baseline) return null;
  const until = Temporal.PlainDate.from(baseline.to).add({ months: 12 }).toString();
  return until < (firstLaunch ?? today) ? { code: 'stale-baseline', level: 'warning', field: 'baseline', dates: [baseline.to] } : null;
};

const contaminatedBaseline: Rule = ({ outcome: { baseline }, metric, context: { firstLaunch } }) => {
  if (!baseline || firstLaunch === undefined) return null;
  const latest = dayBefore(startOf(firstLaunch, metric));
  return baseline.to > latest ? { code: 'contaminated-baseline', level: 'error', field: 'baseline', dates: [firstLaunch, latest] } : null;
};

const noChange: Rule = ({ outcome: { direction, baseline }, target }) => {
  if (!baseline || target === null || direction === 'maintain') return null;
  const none = direction === 'reduce' ? target >= baseline.value : target <= baseline.value;
  return none ? { code: 'no-change', level: 'error', field: 'change', values: [baseline.value, target] } : null;
};

/** What a value can be: what the metric says, else what its kind says. */
function possibleOf({ possible, kind, unit }: LintedMetric): { low?: number; high?: number } {
  if (possible) return possible;
  if (kind === 'share') return { low: 0, high: isPercent(unit) ? 100 : 1 };
  return kind === 'money' || kind === 'score' ? {} : { low: 0 };
}

const impossible: Rule = ({ metric, target }) => {
  if (target === null) return null;
  const { low = -Infinity, high = Infinity } = possibleOf(metric);
  return target < low || target > high ? { code: 'impossible', level: 'error', field: 'change', values: [target] } : null;
};

const noOwner: Rule = ({ outcome }) =>
  (['owner', 'businessUnit'] as const).filter((field) => !outcome[field]).map((field) => ({ code: 'no-owner', level: 'error', field }));

const tooSoon: Rule = ({ outcome: { dueDate }, metric, context: { firstLaunch, lagPeriods = 0 } }) => {
  if (dueDate === undefined || firstLaunch === undefined) return null;
  const earliest = next(firstLaunch, metric.cadence, lagPeriods + 1);
  return dueDate <= earliest ? { code: 'too-soon', level: 'error', field: 'dueDate', dates: [dueDate, earliest] } : null;
};

const noCurrency: Rule = ({ metric: { kind, name, unit } }) => {
  const money = kind === 'money' || (namesMoney(name) && (unit === '' || /^(?:thousands?|millions?|k|m)$/i.test(unit)));
  return money && !namesCurrency(unit) ? { code: 'no-currency', level: 'error', field: 'metricId' } : null;
};

const absoluteTarget: Rule = ({ outcome: { absoluteReason }, metric: { unit }, target }) =>
  !absoluteReason && (target === 0 || (target === 100 && isPercent(unit)))
    ? { code: 'absolute-target', level: 'warning', field: 'change', values: [target] }
    : null;

/** A rule about the metric's name alone. */
const ofName =
  (code: LintCode, level: Finding['level'], says: (name: string) => boolean): Rule =>
  ({ metric }) =>
    says(metric.name) ? { code, level, field: 'metricId' } : null;

const rules: readonly Rule[] = [
  directionConflict,
  ofName('two-outcomes', 'warning', namesTwoResults), // words alone: “and” may belong to one name
  ofName('activity-not-result', 'error', namesActivity),
  ofName('learning-not-business', 'error', (name) => namesLearning(name) && !namesActivity(name)),
  noCurrency,
  ambiguousPercent,
  noChange,
  impossible,
  absoluteTarget,
  shortBaseline,
  staleBaseline,
  contaminatedBaseline,
  noOwner,
  tooSoon,
];

/** What is to be mended or looked at, in the order of the form. What is only blank is not a finding, except owner and unit (`blanks`). */
export function lint(outcome: LintedOutcome, metric: LintedMetric, context: LintContext): Finding[] {
  const ask: Ask = { outcome, metric, context, target: targetLevel(outcome) };
  return rules.flatMap((rule) => rule(ask) ?? []);
}

/** What has to be filled before the statement is valid (facts: domain §2.2), besides owner and unit. */
export function blanks({ direction, change, baseline, dueDate }: LintedOutcome): ('change' | 'baseline' | 'dueDate')[] {
  const steady = direction === 'maintain' && baseline !== undefined;
  return [
    ...(change || steady ? [] : (['change'] as const)),
    ...(baseline ? [] : (['baseline'] as const)),
    ...(dueDate ? [] : (['dueDate'] as const)),
  ];
}

type Underscored<S extends string> = S extends `${infer A}-${infer B}` ? `${A}_${Underscored<B>}` : S;

/** The catalogue key of a finding's sentence; its `dates` and then its `values` fill it in order. */
export const lintKey = <C extends LintCode>(code: C): `lint_${Underscored<C>}` =>
  `lint_${code.replaceAll('-', '_')}` as `lint_${Underscored<C>}`;
