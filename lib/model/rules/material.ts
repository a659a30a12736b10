import type { Alignment } from '../schema/alignment';
import type { Metric } from '../schema/metric';
import type { Outcome } from '../schema/outcome';
import { canonicalJson } from './canonical';
import { sha256Hex } from './hash';
import { targetLevel } from './target';

/**
 * Exactly what a decision is about and what the consent frame shows: facts sync §4.1, and what the statement and the lag say beside it (the
 * outcome's scope and margin, the metric's name and cadence), so that nothing that is read can change under a signature.
 * The course's title and launches are context and stand outside.
 */
export const materialFields = {
  alignment: ['courseId', 'outcomeId', 'rationale', 'leadingIndicator', 'shape', 'lagPeriods', 'contribution', 'reviewDate'],
  outcome: ['metricId', 'direction', 'change', 'scope', 'baseline', 'margin', 'dueDate', 'businessUnit', 'owner'],
  metric: ['name', 'definition', 'unit', 'per', 'cadence', 'betterWhen'],
} as const satisfies { alignment: (keyof Alignment)[]; outcome: (keyof Outcome)[]; metric: (keyof Metric)[] };

export type Material = {
  alignment: Pick<Alignment, (typeof materialFields.alignment)[number]>;
  outcome: Pick<Outcome, (typeof materialFields.outcome)[number]> & { target?: number };
  metric: Pick<Metric, (typeof materialFields.metric)[number]>;
};

const pick = <T extends object, K extends keyof T>(from: T, names: readonly K[]): Pick<T, K> =>
  Object.fromEntries(names.filter((name) => from[name] !== undefined).map((name) => [name, from[name]])) as Pick<T, K>;

/** The material of an alignment as it stands, with the computed target. */
export function material(alignment: Alignment, outcome: Outcome, metric: Metric): Material {
  const target = targetLevel(outcome);
  return {
    alignment: pick(alignment, materialFields.alignment),
    outcome: { ...pick(outcome, materialFields.outcome), ...(target === null ? {} : { target }) },
    metric: pick(metric, materialFields.metric),
  };
}

/** What a sign-off of this material covers: SHA-256 of its canonical JSON, 64 hex digits. */
export const covers = (of: Material): Promise<string> => sha256Hex(canonicalJson(of));
