import type { CallName, In } from '@/lib/messaging/names';

const write = '0b7f7a51-6f7e-4a53-9a57-0f5c1f6a2b10';
const course = 'course-a1b2c3';
const site = 'superset:bi.example.org/analytics';
const at = { site, dashboard: '12', tile: 'CHART-9x' };
const id = 'rec-1';
const metric = {
  name: 'Damaged-package complaints', definition: 'Complaints per parcel delivered', kind: 'rate', unit: 'per 1,000 parcels', per: 'parcel',
  cadence: 'week', calendar: 'iso', maturityDays: 7, aggregation: 'ratio', betterWhen: 'lower', range: { low: 1, high: 5 }, possible: { low: 0, high: 100 },
  source: { kind: 'superset', site, ref: '42', column: 'rate', scale: 100, dashboard: '12', chartTitle: 'Complaints' },
  businessUnit: 'field-ops', owner: 'actor-1', valuePerUnit: { amount: 12.5, currency: 'EUR', approvedBy: 'actor-1', at: '2026-10-12T06:00:00.000Z' }, templateId: 'complaints',
} as const;
const outcome = {
  direction: 'reduce', metricId: 'metric-1', change: { kind: 'relative', amount: 20 }, scope: 'Depot north', businessUnit: 'field-ops', dueDate: '2027-03-31',
  baseline: { value: 4.1, from: '2026-01-05', to: '2026-06-28' }, owner: 'actor-1', sponsor: 'actor-2', goalId: 'goal-1', priority: 1, margin: 0.2,
  risk: 'Peak season', notTraining: 'New packaging', absoluteReason: 'Law', templateId: 'complaints', status: 'active',
} as const;

/** One whole input per call, every optional member in it: what the generated ones are made from. */
export const samples: { [N in CallName]: In<N> } = {
  'page/arrived': {
    facts: {
      product: 'moodle', site: 'moodle:lms.example.org/moodle', kind: 'course', nativeId: '7', title: 'Pack it right', url: 'https://lms.example.org/moodle/course/view.php?id=7',
      role: 'staff', viewer: '23', launchHint: '2026-09-01', editing: false, theme: 'light', width: 814,
    },
  },
  'page/tilesSeen': { site, dashboard: '12', tiles: [{ id: 'CHART-9x', title: 'Complaints', kind: 'echarts_timeseries_line', ref: '42' }] },
  'page/chartOpened': { site, dashboard: '12', tile: { id: 'CHART-9x', title: 'Complaints', kind: 'big_number_total', ref: '42' }, theme: 'dark' },
  'page/frameSilent': { because: 'noHello' },
  'page/heightUsed': { site: 'moodle:lms.example.org/moodle', nativeId: '7', width: 814, height: 330 },
  'panel/courseView': { course },
  'panel/chartView': at,
  'panel/refresh': { metricId: 'metric-1', force: true },
  'panel/viewState': { course, open: ['rec-1', 'rec-2'], folded: true },
  'panel/outcomeSearch': { course, words: 'complaints', limit: 20 },
  'panel/tag': { write, course, choice: { kind: 'template', id: 'complaints' } },
  'panel/alignmentChange': {
    write, id,
    set: { rationale: 'Drivers pack by the four steps', shape: 'level', lagPeriods: 2, contribution: 'high', reviewDate: '2027-01-15', leadingIndicator: { metricId: 'metric-2' } },
  },
  'panel/alignmentAsk': { write, id },
  'panel/outcomeAdd': { write, outcome, metric, ownerName: 'Field operations manager', unitName: 'Field operations', course },
  'panel/outcomeChange': { write, id, set: outcome, ownerName: 'Field operations manager', unitName: 'Field operations' },
  'panel/metricChange': { write, id, set: { ...metric, shared: true } },
  'panel/valuesType': { write, metricId: 'metric-1', values: [{ period: '2026-09-07', v: 3.2 }, { period: '2026-09-14', v: null }] },
  'panel/launchSet': { write, course, key: 'launch-1', date: '2026-09-01', audience: 'Depot north', note: 'First group' },
  'panel/launchRemove': { write, course, key: 'launch-1' },
  'panel/coursePolicy': { write, course, policy: { kind: 'noneByDesign', reason: 'Required by law' } },
  'panel/hide': { write, type: 'alignment', id },
  'panel/restore': { write, type: 'outcome', id },
  'panel/chartRead': at,
  'panel/chartLink': { write, ...at, title: 'Complaints', metricId: 'metric-1', newMetric: metric, adoptSource: true, source: metric.source },
  'panel/chartUnlink': { write, linkId: 'link-1' },
  'panel/metricSearch': { words: 'complaints' },
  'panel/permissionWindow': { site },
  'panel/openAdmin': { hash: '#outcomes' },
  'own/popup': { tabId: 3 },
  'own/enableIntent': { site: 'moodle:lms.example.org/moodle', product: 'moodle', kind: 'lms', origin: 'https://lms.example.org', tabId: 3 },
  'own/disable': { site },
  'own/pause': { site, paused: true },
  'own/showHere': { tabId: 3 },
  'own/openMark': { tabId: 3, tile: 'CHART-9x' },
  'own/surfaceOf': { tabId: 3 },
  'own/series': { metricId: id },
  'own/catalogue': {},
  'own/dependents': { type: 'metric', id },
  'own/erase': { write, type: 'course', id },
  'own/export': {},
  'own/importPreview': { file: '{"throughline":1}' },
  'own/importApply': { write, file: '{"throughline":1}' },
  'own/me': {},
  'own/meRename': { write, name: 'Course designer' },
  'own/sampleLoad': { write, lms: 'lms.localhost:8700', bi: 'bi.localhost' },
  'own/sampleRemove': { write },
};
