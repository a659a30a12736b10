import { renamed } from '@/components/look/renamed';
import type { Named } from '@/lib/messaging/names';
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
  /** Position and unit by name: what is not there yet is made by the background. */
  ownerName: string;
  unitName: string;
  shared: boolean;
};

export type DraftField = 'name' | 'unit' | 'betterWhen' | 'range' | 'maturity';
export type DraftError = 'nameMissing' | 'unitMissing' | 'betterMissing' | 'rangeMissing' | 'rangeTurned' | 'maturityWrong';
export type DraftErrors = Partial<Record<DraftField, DraftError>>;

export const emptyDraft = (): MetricDraft => ({
  name: '',
  definition: '',
  kind: 'rate',
  unit: '',
  cadence: 'week',
  calendar: 'iso',
  low: '',
  high: '',
  maturity: '0',
  ownerName: '',
  unitName: '',
  shared: false,
});

export const draftOf = (metric: Metric, { ownerName = '', unitName = '' }: Named): MetricDraft => ({
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
  ownerName,
  unitName,
  shared: metric.shared,
});

/** How typed-in values of one period make a longer one, by the kind of quantity. */
export const aggregationOf: Record<Metric['kind'], Metric['aggregation']> = {
  rate: 'ratio',
  share: 'ratio',
  count: 'sum',
  money: 'sum',
  duration: 'mean',
  score: 'mean',
};

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

/** The fields of a draft without errors, as the record holds them; undefined takes a field away. Owner and unit travel as names. */
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
    shared: draft.shared,
  } satisfies Partial<Metric>;
}

/** Names that were typed, for a KPI that is made: nothing where nothing was. */
export const namesOf = ({ ownerName, unitName }: MetricDraft): Named => ({
  ownerName: ownerName.trim() || undefined,
  unitName: unitName.trim() || undefined,
});

export type MetricChanges = Named & { set: Partial<ReturnType<typeof fieldsOf>> };

/** Only what differs from the record; null: nothing, and a form that changes nothing writes nothing. */
export function changesOf(draft: MetricDraft, metric: Metric, names: Named): MetricChanges | null {
  const before = fieldsOf(draftOf(metric, names));
  const after = fieldsOf(draft);
  const keys = (Object.keys(after) as (keyof typeof after)[]).filter((key) => JSON.stringify(after[key]) !== JSON.stringify(before[key]));
  const set = Object.fromEntries(keys.map((key) => [key, after[key]]));
  const ownerName = renamed(draft.ownerName, names.ownerName);
  const unitName = renamed(draft.unitName, names.unitName);
  return keys.length === 0 && ownerName === undefined && unitName === undefined ? null : { set, ownerName, unitName };
}
