import type { Alignment } from '@/lib/model/schema/alignment';
import type { Metric } from '@/lib/model/schema/metric';
import type { Outcome } from '@/lib/model/schema/outcome';

/** A whole outcome as in the worked example of the facts: 20 % less, 4.0 → 3.2 per 1,000 parcels. */
export const outcome: Outcome = {
  id: 'o1',
  direction: 'reduce',
  metricId: 'm1',
  change: { kind: 'relative', amount: 20 },
  baseline: { value: 4, from: '2025-12-15', to: '2026-05-31' },
  dueDate: '2027-03-31',
  businessUnit: 'field',
  owner: 'manager',
  delegates: ['deputy'],
  status: 'active',
};

export const metric: Metric = {
  id: 'm1',
  name: 'Damaged-package complaints',
  definition: 'damage complaints ÷ parcels delivered × 1,000',
  kind: 'rate',
  unit: 'per 1,000 parcels',
  cadence: 'week',
  calendar: 'iso',
  maturityDays: 7,
  aggregation: 'ratio',
  betterWhen: 'lower',
  definitionChanges: [],
  source: { kind: 'typed' },
  shared: false,
};

export const alignment: Alignment = {
  id: 'al1',
  courseId: 'c1',
  outcomeId: 'o1',
  rationale: 'Packing check scanned before loading',
  influences: [],
  shape: 'levelAndSlope',
  lagPeriods: 4,
  exclusions: [],
  contribution: 'medium',
  proposedBy: 'designer',
  proposedAt: '2026-05-20T08:00:00.000Z',
};
