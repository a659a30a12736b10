import type { SeriesView } from '@/lib/messaging/views';
import type { Launch } from '@/lib/model/schema/course';
import type { Metric } from '@/lib/model/schema/metric';

/** Invented data for the gallery and for tests of views. Deterministic: no clock, no chance. */
export const now = new Date('2026-11-19T10:00:00Z');

export const complaints: Metric = {
  id: 'metric:complaints',
  name: 'Damaged-package complaints',
  definition: 'Damage complaints per 1,000 parcels delivered, counted by delivery week.',
  kind: 'rate',
  unit: 'per 1,000 parcels',
  cadence: 'week',
  calendar: 'iso',
  maturityDays: 7,
  aggregation: 'ratio',
  betterWhen: 'lower',
  definitionChanges: [],
  source: { kind: 'superset', site: 'superset:bi.example.org', ref: '42', column: 'complaints_per_1000', chartTitle: 'Complaints' },
  shared: false,
};

const day = 86_400_000;
/** A wave without chance: the same figures on every machine. */
const wave = (i: number) => Math.sin(i * 2.1) * 0.22 + Math.sin(i * 0.7 + 1) * 0.12;

/** `n` weekly values from `start`, a step down at `stepAt`, one week missing, the last not complete. */
export function weekly(n: number, start: string, { stepAt = Infinity, level = 4, after = 3.3, missing = -1, partial = true } = {}): SeriesView['points'] {
  return Array.from({ length: n }, (_, i) => ({
    period: new Date(Date.parse(start) + i * 7 * day).toISOString().slice(0, 10),
    v: Number(((i < stepAt ? level : after) + wave(i)).toFixed(2)),
    ...(partial && i === n - 1 ? { partial: true as const } : {}),
  })).filter((_, i) => i !== missing);
}

export const series: SeriesView = {
  metric: complaints,
  points: weekly(49, '2025-12-15', { stepAt: 25, missing: 35 }),
  source: { kind: 'superset', name: 'Superset', site: 'superset:bi.example.org', chartTitle: 'Complaints', seenAt: '2026-11-19T08:00:00Z', otherAccounts: 0 },
  refreshing: false,
};

export const launch: Launch = { key: 'l1', date: '2026-06-03', audience: 'all depots' };
export const baseline = { value: 4, from: '2025-12-15', to: '2026-05-31' };
