// Long: the samples of one page of views.
import type { Catalogue, ImportPreview } from '@/lib/messaging/names';
import type { ChartView, PopupView } from '@/lib/messaging/views';
import type { SourceTable } from '@/lib/metrics/contract';
import type { Alignment } from '@/lib/model/schema/alignment';
import type { Course } from '@/lib/model/schema/course';
import type { Metric } from '@/lib/model/schema/metric';
import type { Outcome } from '@/lib/model/schema/outcome';
import { baseline, complaints, series, weekly } from './samples';

/** Invented data for our own pages and the chart's side. */
export const site = {
  key: 'moodle:lms.example.org',
  product: 'moodle',
  kind: 'lms',
  origin: 'https://lms.example.org',
  pattern: 'https://lms.example.org/*',
} as const;
export const biSite = {
  key: 'superset:bi.example.org',
  product: 'superset',
  kind: 'bi',
  origin: 'https://bi.example.org',
  pattern: 'https://bi.example.org/*',
} as const;

const popupBase: PopupView = {
  host: 'lms.example.org',
  state: 'off',
  product: 'Moodle',
  site,
  checks: [],
  tiles: [],
  store: { waiting: 0, shared: false },
  canShowHere: false,
};
const course = { kind: 'course', title: 'Pack it right', shown: true, tags: 1 } as const;

export const popups: Record<string, PopupView> = {
  off: popupBase,
  on: { ...popupBase, state: 'on', recognised: course },
  paused: { ...popupBase, state: 'paused' },
  policy: { ...popupBase, state: 'restricted', checks: [{ code: 'policy', ok: false }] },
  restricted: { ...popupBase, host: '', state: 'restricted', site: undefined },
  unknown: {
    ...popupBase,
    host: 'training.example.org',
    state: 'unknownProduct',
    site: undefined,
    checks: [{ code: 'product', ok: false }],
  },
  noCourse: {
    ...popupBase,
    state: 'on',
    checks: [
      { code: 'product', ok: true, detail: 'Moodle' },
      { code: 'page', ok: false, detail: 'siteHome' },
    ],
  },
  learner: {
    ...popupBase,
    state: 'on',
    recognised: { ...course, shown: false, why: 'learner' },
    checks: [
      { code: 'product', ok: true, detail: 'Moodle' },
      { code: 'page', ok: true, detail: 'course' },
      { code: 'role', ok: false, detail: 'learner' },
    ],
  },
  showHere: { ...popupBase, state: 'on', canShowHere: true, recognised: { ...course, shown: false, why: 'unknownRole' } },
  noPlace: {
    ...popupBase,
    state: 'on',
    recognised: { ...course, shown: false, why: 'noHello' },
    checks: [
      { code: 'product', ok: true, detail: 'Moodle' },
      { code: 'page', ok: true, detail: 'course' },
      { code: 'frame', ok: false },
    ],
  },
  dashboard: {
    ...popupBase,
    host: 'bi.example.org',
    site: biSite,
    product: 'Superset',
    state: 'on',
    recognised: { kind: 'dashboard', title: 'Field operations, weekly', shown: true, tiles: 4 },
    tiles: [
      { id: '1', title: 'Damage complaints per 1,000', linked: true },
      { id: '2', title: 'On-time delivery, %', linked: false },
      { id: '3', title: '', linked: false },
      { id: '4', title: 'First-contact resolution of all contacts by depot and by week, %', linked: false },
    ],
  },
};

const outcome: Outcome = {
  id: 'o1',
  direction: 'reduce',
  metricId: complaints.id,
  change: { kind: 'relative', amount: 20 },
  baseline,
  dueDate: '2027-03-31',
  delegates: [],
  status: 'active',
  owner: 'a1',
  businessUnit: 'field-operations',
};
const alignment = (id: string, courseId: string): Alignment => ({
  id,
  courseId,
  outcomeId: 'o1',
  rationale: 'Right void fill',
  influences: [],
  shape: 'level',
  lagPeriods: 4,
  exclusions: [],
  contribution: 'medium',
  proposedBy: 'local:1',
  proposedAt: '2026-05-02T09:00:00Z',
});
const courseOf = (id: string, title: string): Course => ({
  id,
  site: 'moodle:lms.example.org',
  nativeId: id,
  title,
  url: `https://lms.example.org/course/view.php?id=${id}`,
  aliases: [],
  launches: [],
});

const tile = {
  site: biSite.key,
  dashboard: '7',
  id: '42',
  title: 'Damage complaints per 1,000',
  kind: 'echarts_timeseries_line',
  ref: '42',
};
const chartBase: ChartView = { tile, candidates: [], me: { id: 'local:1', name: 'Learning designer' }, sample: false };
const linked: NonNullable<ChartView['linked']> = {
  linkId: 'k1',
  series,
  outcomes: [{ outcome, ownerName: 'Field operations manager', unitName: 'Field operations' }],
  courses: [
    {
      alignment: alignment('l1', '4'),
      course: courseOf('4', 'Pack it right'),
      status: { state: 'agreed', asked: true, since: '2026-05-12T09:00:00Z', by: 'Field operations manager' },
      launches: [{ key: 'x', date: '2026-06-03', audience: 'all depots' }],
      outcomeId: 'o1',
    },
    {
      alignment: alignment('l2', '5'),
      course: courseOf('5', 'Void fill in practice'),
      status: { state: 'agreed', asked: true },
      launches: [{ key: 'y', date: '2026-06-03', audience: 'north' }],
      outcomeId: 'o1',
    },
    {
      alignment: alignment('l3', '6'),
      course: courseOf('6', 'Loading safely'),
      status: { state: 'proposed', asked: true, since: '2026-11-12T09:00:00Z' },
      launches: [],
      outcomeId: 'o1',
    },
  ],
};
const fcr: Metric = {
  ...complaints,
  id: 'm2',
  name: 'First-contact resolution',
  unit: '%',
  kind: 'rate',
  betterWhen: 'higher',
  source: { kind: 'typed' },
};

export const table: SourceTable = {
  title: 'First-contact resolution, %',
  at: '2026-11-19T09:58:00Z',
  account: 'lead',
  valueColumns: ['fcr_share'],
  timeColumn: 'week',
  cadence: 'week',
  series: { fcr_share: weekly(40, '2026-02-16', { level: 71, after: 72.9, stepAt: 20 }).map(({ period, v }) => ({ period, v })) },
  partial: ['2026-11-16'],
  notes: [{ code: 'timesHundred', count: 1 }],
  scale: 100,
  unitGuess: { unit: '%', kind: 'rate' },
};
const unlinked: ChartView = { ...chartBase, tile: { ...tile, id: '12', title: 'First-contact resolution, %' } };
const columns: SourceTable = {
  ...table,
  valueColumns: ['resolved', 'contacts', 'fcr_share'],
  series: { resolved: table.series.fcr_share ?? [], contacts: table.series.fcr_share ?? [], fcr_share: table.series.fcr_share ?? [] },
  notes: [{ code: 'duplicatePeriods', count: 2 }],
  scale: 1,
};

export type ChartState = {
  view: ChartView;
  read?: { table: SourceTable } | { trouble: { code: string; detail: Record<string, string> } } | 'never';
  metrics?: Metric[];
};
export const charts: Record<string, ChartState> = {
  linked: { view: { ...chartBase, linked } },
  signedOut: {
    view: {
      ...chartBase,
      linked: { ...linked, series: { ...series, trouble: { code: 'signedOut', detail: {}, at: '2026-11-19T08:00:00Z' } } },
    },
  },
  noCourses: { view: { ...chartBase, sample: true, linked: { ...linked, outcomes: [], courses: [] } } },
  severalOutcomes: {
    view: {
      ...chartBase,
      linked: {
        ...linked,
        outcomes: [
          ...linked.outcomes,
          { outcome: { ...outcome, id: 'o2', change: { kind: 'level', amount: 3 }, baseline: undefined }, ownerName: 'Depot lead' },
        ],
      },
    },
  },
  sameName: {
    view: {
      ...unlinked,
      candidates: [
        { id: 'm2', name: 'First-contact resolution', unit: '%', ownerName: 'Support lead', sameName: true },
        { id: 'm3', name: 'Repeat contacts', unit: '%', ownerName: 'Support lead', sameName: false },
      ],
    },
    read: { table },
    metrics: [fcr],
  },
  newKpi: { view: unlinked, read: { table } },
  columns: { view: unlinked, read: { table: columns } },
  reading: { view: unlinked, read: 'never' },
  noPermission: { view: unlinked, read: { trouble: { code: 'noPermission', detail: {} } } },
  noSavedQuery: { view: unlinked, read: { trouble: { code: 'noSavedQuery', detail: { kind: 'pie' } } } },
};

export const catalogue: Catalogue = {
  outcomes: [
    { ...outcome, hidden: false, tags: 2 },
    {
      ...outcome,
      id: 'o2',
      metricId: 'm2',
      direction: 'increase',
      change: { kind: 'points', amount: 4 },
      baseline: { value: 71, from: '2025-12-15', to: '2026-05-31' },
      owner: undefined,
      hidden: false,
      tags: 0,
      status: 'draft',
      dueDate: undefined,
    },
    { ...outcome, id: 'o3', change: { kind: 'level', amount: 3 }, hidden: true, tags: 0 },
  ],
  metrics: [
    { ...complaints, hidden: false, owner: 'a1' },
    { ...fcr, hidden: false, definition: 'contacts with no repeat in 7 days ÷ contacts handled' },
  ],
  courses: [
    {
      ...courseOf('4', 'Pack it right'),
      launches: [
        { key: 'x', date: '2026-06-03' },
        { key: 'y', date: '2026-09-01' },
      ],
      hidden: false,
      tags: 2,
    },
    {
      ...courseOf('5', 'Data protection basics'),
      policy: { kind: 'noneByDesign', reason: 'Statutory', by: 'local:1', at: '2026-05-02T09:00:00Z' },
      hidden: false,
      tags: 0,
    },
    { ...courseOf('6', 'Leading small teams'), hidden: false, tags: 0 },
  ],
  links: [
    {
      id: 'k1',
      site: biSite.key,
      dashboard: '7',
      tile: '42',
      metricId: complaints.id,
      title: 'Damage complaints per 1,000',
      hidden: false,
    },
  ],
  sites: [
    { id: 's1', product: 'moodle', host: 'lms.example.org', kind: 'lms', enabledAt: '2026-05-02T09:00:00Z', paused: false, granted: true },
    { id: 's2', product: 'superset', host: 'bi.example.org', kind: 'bi', enabledAt: '2026-05-02T09:00:00Z', paused: true, granted: true },
    {
      id: 's3',
      product: 'kolibri',
      host: 'kolibri.example.org',
      kind: 'lms',
      enabledAt: '2026-05-02T09:00:00Z',
      paused: false,
      granted: false,
    },
  ],
  actors: [{ id: 'a1', name: 'Field operations manager', kind: 'position', roles: ['owner'], aliases: [] }],
  units: [{ id: 'field-operations', name: 'Field operations', calendar: 'iso' }],
  goals: [],
  me: { id: 'local:1', name: 'Learning designer' },
  store: { waiting: 12, shared: false },
  sample: true,
};

export const many: Catalogue = {
  ...catalogue,
  outcomes: Array.from({ length: 10_000 }, (_, i) => ({ ...outcome, id: `n${i}`, scope: `Depot ${i}`, hidden: false, tags: i % 4 })),
};

export const preview: ImportPreview = {
  ok: true,
  version: 1,
  counts: {
    outcome: { new: 2, changed: 1, same: 30, older: 0 },
    metric: { new: 1, changed: 0, same: 12, older: 2 },
    chunk: { new: 0, changed: 0, same: 240, older: 0 },
  },
  differences: [
    { type: 'outcome', id: 'o1', name: 'Damaged-package complaints', field: 'dueDate', here: '31 Mar 2027', there: '30 Jun 2027' },
  ],
  basis: '0a'.repeat(32),
};
