import { packed, type Point } from '@/lib/messaging/points';
import type { CourseView, SeriesView, TagView } from '@/lib/messaging/views';
import type { Alignment } from '@/lib/model/schema/alignment';
import type { Launch } from '@/lib/model/schema/course';
import type { Metric } from '@/lib/model/schema/metric';
import type { Outcome } from '@/lib/model/schema/outcome';

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
export function weekly(
  n: number,
  start: string,
  { stepAt = Infinity, level = 4, after = 3.3, missing = -1, partial = true } = {},
): Point[] {
  return Array.from({ length: n }, (_, i) => ({
    period: new Date(Date.parse(start) + i * 7 * day).toISOString().slice(0, 10),
    v: Number(((i < stepAt ? level : after) + wave(i)).toFixed(2)),
    ...(partial && i === n - 1 ? { partial: true as const } : {}),
  })).filter((_, i) => i !== missing);
}

export const series: SeriesView = {
  metric: complaints,
  points: packed(weekly(49, '2025-12-15', { stepAt: 25, missing: 35 })),
  source: {
    kind: 'superset',
    name: 'Superset',
    site: 'superset:bi.example.org',
    chartTitle: 'Complaints',
    seenAt: '2026-11-19T08:00:00Z',
    otherAccounts: 0,
  },
  refreshing: false,
};

export const launch: Launch = { key: 'l1', date: '2026-06-03', audience: 'all depots' };
export const baseline = { value: 4, from: '2025-12-15', to: '2026-05-31' };

export const outcome: Outcome = {
  id: 'outcome:complaints',
  direction: 'reduce',
  metricId: complaints.id,
  change: { kind: 'relative', amount: 20 },
  businessUnit: 'unit:field',
  owner: 'actor:field',
  dueDate: '2027-03-31',
  baseline,
  delegates: [],
  status: 'active',
  templateId: 'damagedPackageComplaints',
};

export const alignment: Alignment = {
  id: 'alignment:complaints',
  courseId: 'course:pack',
  outcomeId: outcome.id,
  rationale: 'Packing check scanned before loading',
  influences: [],
  shape: 'levelAndSlope',
  lagPeriods: 4,
  exclusions: [],
  contribution: 'medium',
  reviewDate: '2026-11-30',
  proposedBy: 'local:1',
  proposedAt: '2026-05-20T08:00:00Z',
};

export const tag: TagView = {
  alignment,
  outcome,
  ownerName: 'Field operations manager',
  unitName: 'Field operations',
  goalText: 'Reliable delivery',
  status: { state: 'agreed', since: '2026-05-28T08:00:00Z', by: 'Field operations manager', asked: true },
  series,
  launches: [launch],
};

const contacts: Metric = {
  ...complaints,
  id: 'metric:fcr',
  name: 'First-contact resolution',
  unit: '%',
  kind: 'share',
  cadence: 'month',
  betterWhen: 'higher',
  source: { kind: 'typed' },
};
export const contactTag: TagView = {
  ...tag,
  alignment: { ...alignment, id: 'alignment:fcr', outcomeId: 'outcome:fcr', rationale: '' },
  outcome: {
    ...outcome,
    id: 'outcome:fcr',
    metricId: contacts.id,
    direction: 'increase',
    change: { kind: 'points', amount: 4 },
    baseline: { value: 71, from: '2025-12-01', to: '2026-05-31' },
    templateId: 'firstContactResolution',
  },
  ownerName: 'Support lead',
  unitName: 'Support',
  goalText: undefined,
  status: { state: 'proposed', since: '2026-11-13T08:00:00Z', asked: true },
  series: {
    metric: contacts,
    points: packed(
      Array.from({ length: 18 }, (_, i) => ({
        period: new Date(Date.UTC(2025, 5 + i, 1)).toISOString().slice(0, 10),
        v: Number((70 + i * 0.2 + wave(i) * 4).toFixed(1)),
        ...(i === 17 ? { partial: true as const } : {}),
      })),
    ),
    source: { kind: 'typed', name: '', seenAt: '2026-11-12T08:00:00Z', otherAccounts: 0 },
    refreshing: false,
  },
};

export const view: CourseView = {
  course: {
    id: 'course:pack',
    site: 'moodle:lms.example.org',
    nativeId: '42',
    title: 'Pack it right',
    url: 'https://lms.example.org/course/view.php?id=42',
    aliases: [],
    launches: [launch],
  },
  known: true,
  launchHint: '2026-06-03',
  tags: [tag],
  me: { id: 'local:1', name: 'Course designer' },
  store: { waiting: 3, shared: false },
  open: [],
  folded: false,
  hidden: [],
  sample: false,
};
