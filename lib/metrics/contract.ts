import type { Cadence, SourceRef } from '@/lib/model/schema/metric';
import type { LocalDate, Instant } from '@/lib/model/schema/scalars';

/** One home of the names under which reading a metric can fail. Each has its sentence and hint in the catalogue (`failure_<code>`). */
export const failureCodes = [
  'signedOut', 'noRight', 'notFound', 'changedShape', 'noSavedQuery', 'offline', 'slow',
  'pending', // the source works on it (202): ask again later
  'refused', // the source answered with an error of its own
  'notJson', // a page instead of data: usually a sign-in page of a proxy
  'noPermission', // the browser has not been asked to allow reading this site
  'empty', // no rows
  'tooLarge',
] as const;
export type FailureCode = (typeof failureCodes)[number];

/** `detail` holds what the sentence names: expected and found columns, the status, a count. Never a value of the series. */
export class SourceFailure extends Error {
  constructor(readonly code: FailureCode, readonly detail: Record<string, string> = {}) {
    super(code);
    this.name = 'SourceFailure';
  }
}

export type Point = { period: LocalDate; v: number; num?: number; den?: number };

/** What a chart gave, before anything is kept. */
export type SourceTable = {
  title: string;
  at: Instant;
  /** Who the source took us for, as it says itself; null where it does not tell. Hashed before it is kept. */
  account: string | null;
  /** Columns that can be a value, in the source's order. */
  valueColumns: string[];
  timeColumn: string | null;
  /** From the spacing of the periods; null when there are fewer than two. */
  cadence: Cadence | null;
  /** Series per value column, ascending by period, one value per period. */
  series: Record<string, Point[]>;
  /** Periods whose value is not final: the last one, when it ends after today. */
  partial: LocalDate[];
  /** What was noticed and how it was decided: duplicate periods, text values skipped, dates in the future, rows left out. */
  notes: { code: 'duplicatePeriods' | 'textValues' | 'futureDates' | 'rowsLeftOut' | 'noTimeColumn' | 'builtQuery'; count: number }[];
  unitGuess: { unit: string; kind: 'rate' | 'count' | 'share' | 'money' | 'duration' | 'score' } | null;
};

export interface MetricSource<K extends SourceRef['kind'] = SourceRef['kind']> {
  kind: K;
  name: string;
  /** Reads a chart. `baseUrl` is the installation's address with scheme, without a trailing slash. Throws SourceFailure. */
  table(ask: { baseUrl: string; ref: string; today: LocalDate; signal: AbortSignal; fetch: typeof fetch }): Promise<SourceTable>;
}
