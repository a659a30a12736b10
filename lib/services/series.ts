import type { SeriesView } from '@/lib/messaging/views';
import { isPartial } from '@/lib/model/rules/periods';
import type { Metric, SourceRef } from '@/lib/model/schema/metric';
import type { Instant } from '@/lib/model/schema/scalars';
import type { SeriesRow } from '@/lib/store/rows';
import { pointsOf, type SeriesPoint } from '@/lib/store/series';
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
const sourceMark = (source: Remote): string =>
  mark(JSON.stringify([source.kind, source.site, source.ref, source.column, source.scale ?? null]));

/**
 * The account of a reading as it is kept. `person`: keyed hash of who the source took us for; undefined where it does not tell.
 */
export const accountFor = (source: SourceRef, person?: string): string =>
  source.kind === 'typed' ? typedAccount : `${person ?? 'unknown'}.${sourceMark(source)}`;

const isOf = (source: SourceRef, account: string): boolean =>
  source.kind === 'typed' ? account === typedAccount : account.endsWith(`.${sourceMark(source)}`);

/** A metric with the keys of all its kept series, and the points of the one that is shown. */
export type KeptSeries = {
  metric: Metric;
  /** Absent: nothing was ever read of its present source. */
  shown?: { reader: string; account: string; seenAt: Instant; points: readonly SeriesPoint[] };
  /** Name of the reader; absent: this person. */
  readerName?: string;
  otherAccounts: number;
};

const seenAt = ({ newest, looked }: SeriesRow): Instant =>
  looked !== undefined && Date.parse(looked) > Date.parse(newest) ? looked : newest;

/**
 * Which one series is shown: of the metric's present source, this person's own through the account seen last, else the one that
 * another reader saw last. Series are never mixed, and only the shown one is unpacked. `otherAccounts` counts this reader's further ones.
 */
export function chosenRow(metric: Metric, rows: readonly SeriesRow[], me: string): { row: SeriesRow; otherAccounts: number } | undefined {
  const fits = rows.filter((row) => isOf(metric.source, row.account)).sort((a, b) => Date.parse(seenAt(b)) - Date.parse(seenAt(a)));
  const row = fits.find(({ reader }) => reader === me) ?? fits[0];
  return row && { row, otherAccounts: fits.filter(({ reader }) => reader === row.reader).length - 1 };
}

/** Reads what is shown of a metric's values within one transaction. */
export async function keptSeries(at: Look, metric: Metric, me: string): Promise<KeptSeries> {
  const chosen = chosenRow(metric, await at.series(metric.id), me);
  if (!chosen) return { metric, otherAccounts: 0 };
  const { row, otherAccounts } = chosen;
  const { reader, account } = row;
  const readerName = reader === me ? undefined : ((await at.read('actor', reader))?.plain.name ?? reader);
  return { metric, shown: { reader, account, seenAt: seenAt(row), points: pointsOf(row) }, readerName, otherAccounts };
}

/** The view of a metric's values: the last good ones, their age, and what the newest attempt ran into. */
export function seriesView({ metric, shown, readerName, otherAccounts }: KeptSeries, state: ReadingState): SeriesView {
  const { source } = metric;
  const points = [...(shown?.points ?? [])] as SeriesView['points'];
  const now = today();
  // Periods ascend: only the last ones can be unfinished, and asking each of thousands costs more than all the rest of a view.
  for (let i = points.length - 1; i >= 0; i--) {
    const point = points[i]!;
    if (!isPartial(point.period, metric.cadence, now, metric.maturityDays)) break;
    points[i] = { ...point, partial: true };
  }
  return {
    metric,
    points,
    source: {
      kind: source.kind,
      name: source.kind === 'typed' ? '' : (sourceOf(source.site)?.name ?? source.kind),
      ...(source.kind === 'typed' ? {} : { site: source.site, ...(source.chartTitle ? { chartTitle: source.chartTitle } : {}) }),
      ...(shown ? { seenAt: shown.seenAt } : {}),
      ...(readerName === undefined ? {} : { reader: readerName }),
      otherAccounts,
    },
    ...(state.trouble ? { trouble: state.trouble } : {}),
    refreshing: state.refreshing,
  };
}
