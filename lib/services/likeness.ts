import type { Metric } from '@/lib/model/schema/metric';

/** Words of a text as they are compared: lower case, without marks and punctuation. */
export const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .match(/[\p{L}\p{N}]+/gu) ?? [];

/** Words that charts and KPIs share without being alike. */
const empty = new Set([
  'the',
  'of',
  'in',
  'by',
  'per',
  'and',
  'a',
  'an',
  'for',
  'to',
  'on',
  'rate',
  'weekly',
  'monthly',
  'daily',
  'week',
  'month',
  'day',
  'total',
  'average',
  'avg',
  'mean',
  'number',
  'count',
]);

/** Metrics whose name is that of a chart (same words in any order), then those that share telling words with it, best first. */
export function likeness(title: string, metrics: readonly Metric[]): { metric: Metric; same: boolean }[] {
  const words = new Set(wordsOf(title));
  const whole = [...words].sort().join(' ');
  return metrics
    .map((metric) => {
      const own = new Set(wordsOf(metric.name));
      const telling = [...own].filter((word) => !empty.has(word));
      const shared = telling.filter((word) => words.has(word)).length;
      const same = whole !== '' && [...own].sort().join(' ') === whole;
      return {
        metric,
        same,
        score: same ? 1 : telling.length === 0 ? 0 : shared / new Set([...telling, ...[...words].filter((w) => !empty.has(w))]).size,
      };
    })
    .filter(({ same, score }) => same || score >= 0.3)
    .sort((a, b) => Number(b.same) - Number(a.same) || b.score - a.score || (a.metric.name < b.metric.name ? -1 : 1));
}
