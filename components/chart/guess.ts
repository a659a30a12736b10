import { emptyDraft, type MetricDraft } from '@/components/metric/draft';
import type { SourceTable } from '@/lib/metrics/contract';
import type { Metric } from '@/lib/model/schema/metric';

/** Words in names of numbers that people want small, and that they want large. Only a first idea: it is shown and can be changed. */
const low =
  /\b(complaints?|defects?|errors?|scrap|incidents?|accidents?|findings?|turnover|attrition|churn|absen\w+|costs?|time to|ramp time|wait\w*|delays?|late|returns?|rework|contact rate|tickets?|damage\w*|downtime|backlog|lead time|cycle time|overdue)\b/i;
const high =
  /\b(resolution|satisfaction|csat|nps|promoter|retention|revenue|sales|attach rate|conversion|on[- ]time|first[- ]time|yield|uptime|availability|productivity|margin|win rate|adoption|quality score|utili[sz]ation|throughput|compliance rate)\b/i;

/** Which way is better, from the name; undefined where both or neither are hinted at, so that the person decides. */
export function guessBetter(name: string): Metric['betterWhen'] | undefined {
  const [down, up] = [low.test(name), high.test(name)];
  return down === up ? undefined : down ? 'lower' : 'higher';
}

/** Weeks that start on a Sunday are US weeks; everything else is taken for ISO weeks. */
export function guessCalendar(periods: readonly string[]): Metric['calendar'] {
  const sundays = periods.filter((period) => new Date(`${period}T00:00:00Z`).getUTCDay() === 0).length;
  return periods.length > 0 && sundays === periods.length ? 'us' : 'iso';
}

const sums: readonly Metric['kind'][] = ['count', 'money'];
export const guessAggregation = (kind: Metric['kind']): Metric['aggregation'] => (sums.includes(kind) ? 'sum' : 'mean');

/** A first draft of a KPI from a tile's title and what its chart gave; `table` null where it could not be read. */
export function guessDraft(title: string, table: SourceTable | null, column: string | undefined): MetricDraft {
  const periods = table && column !== undefined ? (table.series[column] ?? []).map(({ period }) => period) : [];
  const unit = table?.unitGuess;
  const name = title.trim() || table?.title.trim() || '';
  return {
    ...emptyDraft(),
    name: name.slice(0, 200),
    kind: unit?.kind ?? 'count',
    unit: unit?.unit ?? '',
    cadence: table?.cadence ?? 'week',
    calendar: guessCalendar(periods),
    betterWhen: guessBetter(name),
  };
}
