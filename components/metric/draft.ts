import { readNumber } from '@/lib/metrics/typed-number';
import type { Metric } from '@/lib/model/schema/metric';

/** A KPI while it is typed: numbers are still text, and what nobody chose yet is absent. */
export type MetricDraft = {
  name: string;
  definition: string;
  kind: Metric['kind'];
  unit: string;
  cadence: Metric['cadence'];
  calendar: Metric['calendar'];
  betterWhen?: Metric['betterWhen'];
  low: string;
  high: string;
  maturity: string;
  owner: string;
  businessUnit: string;
  shared: boolean;
};

export type DraftField = 'name' | 'unit' | 'betterWhen' | 'range' | 'maturity';
export type DraftError = 'nameMissing' | 'unitMissing' | 'betterMissing' | 'rangeMissing' | 'rangeTurned' | 'maturityWrong';
export type DraftErrors = Partial<Record<DraftField, DraftError>>;

export const draftOf = (metric: Metric): MetricDraft => ({
  name: metric.name,
  definition: metric.definition,
  kind: metric.kind,
  unit: metric.unit,
  cadence: metric.cadence,
  calendar: metric.calendar,
  betterWhen: metric.betterWhen,
  low: metric.range ? String(metric.range.low) : '',
  high: metric.range ? String(metric.range.high) : '',
  maturity: String(metric.maturityDays),
  owner: metric.owner ?? '',
  businessUnit: metric.businessUnit ?? '',
  shared: metric.shared,
});

const numberOf = (text: string): number | null => {
  const read = readNumber(text);
  return read !== null && read !== 'missing' && 'value' in read ? read.value : null;
};

/** A unit may be empty only where things are counted or scored. */
const unitless: readonly Metric['kind'][] = ['count', 'score'];

export function errorsOf(draft: MetricDraft): DraftErrors {
  const errors: DraftErrors = {};
  if (draft.name.trim() === '') errors.name = 'nameMissing';
  if (draft.unit.trim() === '' && !unitless.includes(draft.kind)) errors.unit = 'unitMissing';
  if (draft.betterWhen === undefined) errors.betterWhen = 'betterMissing';
  if (draft.betterWhen === 'inRange') {
    const [low, high] = [numberOf(draft.low), numberOf(draft.high)];
    if (low === null || high === null) errors.range = 'rangeMissing';
    else if (low >= high) errors.range = 'rangeTurned';
  }
  if (!/^\d{1,3}$/.test(draft.maturity.trim())) errors.maturity = 'maturityWrong';
  return errors;
}

/** The fields of a draft without errors, as the record holds them; undefined takes a field away. */
export function fieldsOf(draft: MetricDraft) {
  const [low, high] = [numberOf(draft.low), numberOf(draft.high)];
  return {
    name: draft.name.trim(),
    definition: draft.definition.trim(),
    kind: draft.kind,
    unit: draft.unit.trim(),
    cadence: draft.cadence,
    calendar: draft.calendar,
    betterWhen: draft.betterWhen ?? 'higher',
    range: draft.betterWhen === 'inRange' && low !== null && high !== null ? { low, high } : undefined,
    maturityDays: Number(draft.maturity),
    owner: draft.owner || undefined,
    businessUnit: draft.businessUnit || undefined,
    shared: draft.shared,
  } satisfies Partial<Metric>;
}

/** Only what differs from the record: a form that changes nothing writes nothing. */
export function changesOf(draft: MetricDraft, metric: Metric): Partial<ReturnType<typeof fieldsOf>> {
  const before = fieldsOf(draftOf(metric));
  const after = fieldsOf(draft);
  const keys = (Object.keys(after) as (keyof typeof after)[]).filter((key) => JSON.stringify(after[key]) !== JSON.stringify(before[key]));
  return Object.fromEntries(keys.map((key) => [key, after[key]]));
}
