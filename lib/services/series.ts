import { packed, type PackedPoints } from '@/lib/messaging/points';
import type { SeriesView } from '@/lib/messaging/views';
import { countAtEnd } from '@/lib/model/rules/day-runs';
import { isPartial } from '@/lib/model/rules/periods';
import type { Metric, SourceRef } from '@/lib/model/schema/metric';
import type { Instant } from '@/lib/model/schema/scalars';
import { numbersOf } from '@/lib/store/numbers';
import type { SeriesRow } from '@/lib/store/rows';
import type { Look } from '@/lib/store/workspace';
import { sourceOf, today } from './outside';
import type { ReadingState } from './reading-state';

type Remote = Exclude<SourceRef, { kind: 'typed' }>;

/** Stands for whom a source that does not tell takes us for. */
export const unknownPerson = 'unknown';

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
export const accountFor = (source: SourceRef, person = unknownPerson): string =>
  source.kind === 'typed' ? typedAccount : `${person}.${sourceMark(source)}`;

/** Was it read as somebody else than whom the source takes this person for now? Not known: no. */
export const isEarlier = (account: string, person: string | undefined): boolean =>
  person !== undefined && !account.startsWith(`${person}.`);

const isOf = (source: SourceRef, account: string): boolean =>
  source.kind === 'typed' ? account === typedAccount : account.endsWith(`.${sourceMark(source)}`);

/** A metric with its kept series that is shown, as it is stored: a view hands its days on as they are. */
export type KeptSeries = {
  metric: Metric;
  /** Absent: nothing was ever read of its present source. */
  shown?: SeriesRow;
  /** Name of the reader; absent: this person. */
  readerName?: string;
  otherAccounts: number;
};

/** When a series was last read, as far as this device knows. */
export const seenAt = ({ newest, looked }: SeriesRow): Instant =>
  looked !== undefined && Date.parse(looked) > Date.parse(newest) ? looked : newest;

/**
 * Which one series is shown: of the metric's present source, this person's own through the account seen last, else the one that
 * another reader saw last. Series are never mixed. `otherAccounts` counts this reader's further ones.
 */
export function chosenRow(metric: Metric, rows: readonly SeriesRow[], me: string): { row: SeriesRow; otherAccounts: number } | undefined {
  const fits = rows.filter((row) => isOf(metric.source, row.account)).sort((a, b) => Date.parse(seenAt(b)) - Date.parse(seenAt(a)));
  const row = fits.find(({ reader }) => reader === me) ?? fits[0];
  return row && { row, otherAccounts: fits.filter(({ reader }) => reader === row.reader).length - 1 };
}

/** What is shown of a metric's values, of all its rows; a look into the same transaction names another reader. */
export async function shownSeries(at: Look, metric: Metric, rows: readonly SeriesRow[], me: string): Promise<KeptSeries> {
  const chosen = chosenRow(metric, rows, me);
  if (!chosen) return { metric, otherAccounts: 0 };
  const { row, otherAccounts } = chosen;
  const readerName = row.reader === me ? undefined : ((await at.read('actor', row.reader))?.plain.name ?? row.reader);
  return { metric, shown: row, readerName, otherAccounts };
}

/** Reads what is shown of a metric's values within one transaction. */
export const keptSeries = async (at: Look, metric: Metric, me: string): Promise<KeptSeries> =>
  shownSeries(at, metric, await at.series(metric.id), me);

/** Periods ascend: only the last ones can be unfinished, and asking each of thousands would cost more than all the rest of a view. */
function pointsOf(row: SeriesRow | undefined, { cadence, maturityDays }: Metric): PackedPoints {
  if (!row) return packed([]);
  const now = today();
  return { days: row.days, v: numbersOf(row.v), unfinished: countAtEnd(row.days, (start) => isPartial(start, cadence, now, maturityDays)) };
}

/** The view of a metric's values: the last good ones, their age, and what the newest attempt ran into. */
export function seriesView({ metric, shown, readerName, otherAccounts }: KeptSeries, state: ReadingState): SeriesView {
  const { source } = metric;
  const earlier = shown && readerName === undefined && source.kind !== 'typed' && isEarlier(shown.account, state.person);
  return {
    metric,
    points: pointsOf(shown, metric),
    source: {
      kind: source.kind,
      name: source.kind === 'typed' ? '' : (sourceOf(source.site)?.name ?? source.kind),
      ...(source.kind === 'typed' ? {} : { site: source.site, ...(source.chartTitle ? { chartTitle: source.chartTitle } : {}) }),
      ...(shown ? { seenAt: seenAt(shown) } : {}),
      ...(readerName === undefined ? {} : { reader: readerName }),
      otherAccounts,
      ...(earlier ? { earlierAccount: true } : {}),
    },
    ...(state.trouble ? { trouble: state.trouble } : {}),
    refreshing: state.refreshing,
  };
}
