import { fieldNumber, fieldText } from '@/components/look/number-field';
import { renamed } from '@/components/look/renamed';
import { aggregationOf } from '@/components/metric/draft';
import type { In, Named, NewMetric, NewOutcome } from '@/lib/messaging/names';
import { lint, type Finding, type LintContext } from '@/lib/model/rules/lint';
import type { Cadence, Metric } from '@/lib/model/schema/metric';
import type { Change, Direction, Outcome } from '@/lib/model/schema/outcome';

/** What stands in the form, as it was typed. */
export type Draft = {
  direction: Direction;
  /** A KPI of the catalogue; absent: a new one from the fields below. */
  metric?: Metric;
  name: string;
  definition: string;
  unit: string;
  kind: Metric['kind'];
  cadence: Cadence;
  betterWhen: Metric['betterWhen'];
  changeKind?: Change['kind'];
  amount: string;
  baselineValue: string;
  baselineFrom: string;
  baselineTo: string;
  scope: string;
  unitName: string;
  ownerName: string;
  dueDate: string;
  absoluteReason: string;
};

export const emptyDraft = (name: string): Draft => ({
  direction: 'reduce',
  name,
  definition: '',
  unit: '',
  kind: 'rate',
  cadence: 'week',
  betterWhen: 'lower',
  amount: '',
  baselineValue: '',
  baselineFrom: '',
  baselineTo: '',
  scope: '',
  unitName: '',
  ownerName: '',
  dueDate: '',
  absoluteReason: '',
});

export function draftOf(outcome: Outcome, metric: Metric, names: { ownerName?: string; unitName?: string }): Draft {
  const { baseline, change } = outcome;
  return {
    ...emptyDraft(metric.name),
    direction: outcome.direction,
    metric,
    changeKind: change?.kind,
    amount: change ? fieldText(change.amount) : '',
    baselineValue: baseline ? fieldText(baseline.value) : '',
    baselineFrom: baseline?.from ?? '',
    baselineTo: baseline?.to ?? '',
    scope: outcome.scope ?? '',
    unitName: names.unitName ?? '',
    ownerName: names.ownerName ?? '',
    dueDate: outcome.dueDate ?? '',
    absoluteReason: outcome.absoluteReason ?? '',
  };
}

export function metricOf(draft: Draft): NewMetric | Metric {
  if (draft.metric) return draft.metric;
  return {
    name: draft.name.trim(),
    definition: draft.definition.trim(),
    kind: draft.kind,
    unit: draft.unit.trim(),
    cadence: draft.cadence,
    calendar: 'iso',
    maturityDays: 0,
    aggregation: aggregationOf[draft.kind],
    betterWhen: draft.betterWhen,
    source: { kind: 'typed' },
  };
}

/** The place of an id that the background makes. */
const toCome = 'new';

/** The outcome as the form says it; what is not filled is absent. Owner and unit travel as names. */
export function outcomeOf(draft: Draft): NewOutcome {
  const amount = fieldNumber(draft.amount);
  const value = fieldNumber(draft.baselineValue);
  return {
    direction: draft.direction,
    metricId: draft.metric?.id ?? toCome,
    change: draft.changeKind !== undefined && typeof amount === 'number' ? { kind: draft.changeKind, amount } : undefined,
    baseline:
      typeof value === 'number' && draft.baselineFrom !== '' && draft.baselineTo !== ''
        ? { value, from: draft.baselineFrom, to: draft.baselineTo }
        : undefined,
    scope: draft.scope.trim() || undefined,
    dueDate: draft.dueDate || undefined,
    absoluteReason: draft.absoluteReason.trim() || undefined,
  };
}

/** What makes the outcome whose fields stand in the form, and its KPI where that is new. A draft that is whole becomes active. */
export const additionOf = (draft: Draft, whole: boolean): Omit<In<'panel/outcomeAdd'>, 'write' | 'course'> => ({
  outcome: { ...outcomeOf(draft), status: whole ? 'active' : 'draft' },
  metric: draft.metric ? undefined : metricOf(draft),
  ownerName: draft.ownerName.trim() || undefined,
  unitName: draft.unitName.trim() || undefined,
});

/** The same for an outcome that is there: its KPI stays, names travel where they differ, and what is saved as a draft is one again. */
export function changeOf(draft: Draft, whole: boolean, outcome: Outcome, names: Named): Omit<In<'panel/outcomeChange'>, 'write'> {
  const { metricId: _same, ...set } = outcomeOf(draft);
  return {
    id: outcome.id,
    set: { ...set, ...(whole ? (outcome.status === 'draft' ? { status: 'active' as const } : {}) : { status: 'draft' as const }) },
    ownerName: renamed(draft.ownerName, names.ownerName),
    unitName: renamed(draft.unitName, names.unitName),
  };
}

/** What is to be mended. A name that is filled stands for the owner or unit that the background will make of it. */
export function findingsIn(draft: Draft, context: LintContext): Finding[] {
  const named = { owner: draft.ownerName.trim() ? toCome : undefined, businessUnit: draft.unitName.trim() ? toCome : undefined };
  return lint({ ...outcomeOf(draft), ...named }, metricOf(draft), context);
}

/** Fields whose text is no number, or a half-filled baseline: the statement cannot be made of them. */
export function unreadable(draft: Draft): ('amount' | 'baselineValue' | 'baselineDates' | 'name')[] {
  const dates = [draft.baselineFrom, draft.baselineTo].filter(Boolean).length;
  const value = fieldNumber(draft.baselineValue);
  const half = (value !== undefined || dates > 0) && (value === undefined || dates < 2);
  const amount = fieldNumber(draft.amount);
  return [
    ...(draft.metric === undefined && draft.name.trim() === '' ? (['name'] as const) : []),
    ...(amount === null || (amount !== undefined && amount < 0 && draft.changeKind !== 'level') ? (['amount'] as const) : []),
    ...(value === null ? (['baselineValue'] as const) : []),
    ...(half || (dates === 2 && draft.baselineFrom > draft.baselineTo) ? (['baselineDates'] as const) : []),
  ];
}
