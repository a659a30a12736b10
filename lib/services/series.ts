import type { SeriesView } from '@/lib/messaging/views';
import { isPartial } from '@/lib/model/rules/periods';
import type { Metric, SourceRef } from '@/lib/model/schema/metric';
import { allSeriesOf, type Series } from '@/lib/store/observations';
import type { Look } from '@/lib/store/workspace';
import { sourceOf, today } from './outside';
import type { ReadingState } from './reading-state';

type Remote = Exclude<SourceRef, { kind: 'typed' }>;

/** Account of values that are typed in. */
export const typedAccount = 'none';

/** FNV-1a over UTF-16, twice with different starts: 16 hex digits. Tells sources apart, guards nothing; made at once, inside a transaction. */
function mark(text: string): string {
  const half = (start: number): string => {
    let hash = start;
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    return (hash >>> 0).toString(16).padStart(8, '0');
  };
  return half(0x811c9dc5) + half(0x9747b28c);
}

/** Which chart, column and factor: readings of another chart are another series, also when the same person reads it. */
const sourceMark = (source: Remote): string => mark(JSON.stringify([source.kind, source.site, source.ref, source.column, source.scale ?? null]));

/**
 * The account of a reading as it is kept. `person`: keyed hash of who the source took us for; undefined where it does not tell.
 */
export const accountFor = (source: SourceRef, person?: string): string => (source.kind === 'typed' ? typedAccount : `${person ?? 'unknown'}.${sourceMark(source)}`);

const isOf = (source: SourceRef, account: string): boolean => (source.kind === 'typed' ? account === typedAccount : account.endsWith(`.${sourceMark(source)}`));

/** A metric with all its kept series and the names of their readers. */
export type KeptSeries = { metric: Metric; all: Series[]; readers: Map<string, string> };

/** Reads all series of a metric within one transaction. */
export async function keptSeries(at: Look, metric: Metric): Promise<KeptSeries> {
  const all = await allSeriesOf(at, metric.id);
  const actors = await at.readMany('actor', [...new Set(all.map((s) => s.reader))]);
  return { metric, all, readers: new Map(actors.flatMap((a) => (a ? [[a.plain.id, a.plain.name]] : []))) };
}

/**
 * Which one series is shown: of the metric's present source, this person's own through the account seen last, else the one that
 * another reader saw last. Series are never mixed. `otherAccounts` counts this reader's further ones.
 */
export function chosenSeries({ metric, all }: Pick<KeptSeries, 'metric' | 'all'>, me: string): { series: Series; otherAccounts: number } | undefined {
  const fits = all.filter((s) => isOf(metric.source, s.account));
  const series = fits.find((s) => s.reader === me) ?? fits[0];
  return series && { series, otherAccounts: fits.filter((s) => s.reader === series.reader).length - 1 };
}

/** The view of a metric's values: the last good ones, their age, and what the newest attempt ran into. */
export function seriesView(kept: KeptSeries, me: string, state: ReadingState): SeriesView {
  const { metric } = kept;
  const { source } = metric;
  const chosen = chosenSeries(kept, me);
  const points = chosen?.series.points ?? [];
  const now = today();
  // periods ascend: only the last ones can be unfinished, and asking each of thousands costs more than all the rest of a view
  let final = points.length;
  while (final > 0 && isPartial(points[final - 1]!.period, metric.cadence, now, metric.maturityDays)) final -= 1;
  return {
    metric,
    points: points.map(({ period, v }, i) => (i < final ? { period, v } : { period, v, partial: true })),
    source: {
      kind: source.kind,
      name: source.kind === 'typed' ? '' : (sourceOf(source.site)?.name ?? source.kind),
      ...(source.kind === 'typed' ? {} : { site: source.site, ...(source.chartTitle ? { chartTitle: source.chartTitle } : {}) }),
      ...(chosen ? { seenAt: chosen.series.seenAt } : {}),
      ...(chosen && chosen.series.reader !== me ? { reader: kept.readers.get(chosen.series.reader) ?? chosen.series.reader } : {}),
      otherAccounts: chosen?.otherAccounts ?? 0,
    },
    ...(state.trouble ? { trouble: state.trouble } : {}),
    refreshing: state.refreshing,
  };
}
