import type { Cadence, SourceRef } from '@/lib/model/schema/metric';
import type { LocalDate, Instant } from '@/lib/model/schema/scalars';

/** One home of the names under which reading a metric can fail. Each has its sentence and hint in the catalogue (`failure_<code>`). */
export const failureCodes = [
  'signedOut',
  'noRight',
  'notFound',
  'changedShape',
  'noSavedQuery',
  'offline',
  'slow',
  'pending', // the source works on it (202): ask again later
  'refused', // the source answered with an error of its own
  'notJson', // a page instead of data: usually a sign-in page of a proxy
  'noPermission', // the browser has not been asked to allow reading this site
  'empty', // no rows
  'noNumbers', // rows, but no column of numbers
  'noDates', // several rows, but no column of dates
  'otherCadence', // its periods are shorter than the metric's: putting them together would be a claim
  'tooLarge',
] as const;
export type FailureCode = (typeof failureCodes)[number];

/** `detail` holds what the sentence names: expected and found columns, the status, a count. Never a value of the series. */
export class SourceFailure extends Error {
  constructor(
    readonly code: FailureCode,
    readonly detail: Record<string, string> = {},
  ) {
    super(code);
    this.name = 'SourceFailure';
  }
}

export const noteCodes = [
  'duplicatePeriods', // several rows for one period: the last of them was taken
  'textValues', // cells of a number column that hold text: left out
  'futureDates', // periods that start after today: left out
  'rowsLeftOut', // rows without a date, and periods older than the newest 5,000
  'noTimeColumn', // one value without a date: it stands for today's period
  'rowLimit', // the query got as many rows as it may: periods may be missing, not only old ones
  'builtQuery', // the chart has no saved query: one was built from its settings
  'timesHundred', // the chart shows fractions as per cent: values were multiplied by 100
] as const;
export type NoteCode = (typeof noteCodes)[number];

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
  notes: { code: NoteCode; count: number }[];
  /** What the source's numbers were multiplied with: 100 where the chart shows fractions as per cent, else 1. Keep it as the source's `scale`. */
  scale: number;
  unitGuess: { unit: string; kind: 'rate' | 'count' | 'share' | 'money' | 'duration' | 'score' } | null;
};

export type SourceAsk = {
  baseUrl: string;
  ref: string;
  today: LocalDate;
  /** The factor decided when the chart was linked; absent: by the chart's format as it is now. */
  scale?: number;
  signal: AbortSignal;
  fetch: typeof fetch;
  /** For the whole reading, in ms; absent: 15 s. */
  limitMs?: number;
};

export interface MetricSource<K extends SourceRef['kind'] = SourceRef['kind']> {
  kind: K;
  name: string;
  /** Reads a chart. `baseUrl` is the installation's address with scheme, without a trailing slash. Throws SourceFailure. */
  table(ask: SourceAsk): Promise<SourceTable>;
}
