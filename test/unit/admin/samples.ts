import type { Catalogue } from '@/lib/messaging/names';
import type { Metric } from '@/lib/model/schema/metric';

/** An invented catalogue: each list holds one live record at least, some a deleted one. */
export const complaints: Metric = {
  id: 'm1', name: 'Damaged-package complaints', definition: 'complaints ÷ parcels × 1,000', kind: 'rate', unit: 'per 1,000 parcels', cadence: 'week', calendar: 'iso',
  maturityDays: 7, aggregation: 'ratio', betterWhen: 'lower', definitionChanges: [], source: { kind: 'typed' }, shared: false, owner: 'a1',
};
export const catalogue: Catalogue = {
  outcomes: [
    { id: 'o1', direction: 'reduce', metricId: 'm1', change: { kind: 'relative', amount: 20 }, baseline: { value: 4, from: '2025-12-15', to: '2026-05-31' }, dueDate: '2027-03-31', owner: 'a1', businessUnit: 'field-operations', delegates: [], status: 'active', hidden: false, tags: 2 },
    { id: 'o2', direction: 'increase', metricId: 'm2', delegates: [], status: 'draft', hidden: false, tags: 0 },
    { id: 'o3', direction: 'reduce', metricId: 'm1', scope: 'Depot north', delegates: [], status: 'retired', hidden: false, tags: 0 },
    { id: 'o4', direction: 'maintain', metricId: 'm1', scope: 'Depot south', delegates: [], status: 'active', hidden: true, tags: 1 },
  ],
  metrics: [
    { ...complaints, hidden: false },
    { ...complaints, id: 'm2', name: 'Résolution au premier contact', unit: '%', betterWhen: 'higher', owner: undefined, source: { kind: 'superset', site: 'superset:bi.example.org', ref: '42', column: 'fcr', chartTitle: 'FCR by week' }, hidden: false },
  ],
  courses: [
    { id: 'c1', site: 'moodle:lms.example.org', nativeId: '4', title: 'Pack it right', url: 'https://lms.example.org/course/view.php?id=4', aliases: [], launches: [{ key: 'x', date: '2026-09-01' }, { key: 'y', date: '2026-06-03' }], hidden: false, tags: 2 },
    { id: 'c2', site: 'moodle:lms.example.org', nativeId: '5', title: 'Data protection basics', url: 'https://lms.example.org/course/view.php?id=5', aliases: [], launches: [], policy: { kind: 'noneByDesign', reason: 'Statutory', by: 'local:1', at: '2026-05-02T09:00:00.000Z' }, hidden: false, tags: 0 },
  ],
  links: [{ id: 'k1', site: 'superset:bi.example.org', dashboard: '7', tile: '42', metricId: 'm2', title: 'FCR', hidden: false }],
  sites: [
    { id: 's1', product: 'moodle', host: 'lms.example.org', kind: 'lms', enabledAt: '2026-05-02T09:00:00.000Z', paused: false, granted: true },
    { id: 's2', product: 'superset', host: 'bi.example.org', kind: 'bi', enabledAt: '2026-05-02T09:00:00.000Z', paused: true, granted: true },
    { id: 's3', product: 'kolibri', host: 'kolibri.example.org', kind: 'lms', enabledAt: '2026-05-02T09:00:00.000Z', paused: false, granted: false },
  ],
  actors: [{ id: 'a1', name: 'Field operations manager', kind: 'position', roles: ['owner'], aliases: [] }],
  units: [{ id: 'field-operations', name: 'Field operations', calendar: 'iso' }],
  goals: [],
  me: { id: 'local:1', name: 'Learning designer' },
  store: { waiting: 0, shared: false },
  sample: false,
};
