import type { ChartView } from '@/lib/messaging/views';
import type { SourceTable } from '@/lib/metrics/contract';
import type { Metric } from '@/lib/model/schema/metric';

/** Invented tile, KPI and readings of the chart's side. */
export const at = { site: 'superset:bi.example.org', dashboard: '7', tile: '12' };
export const tile = {
  site: at.site,
  dashboard: at.dashboard,
  id: at.tile,
  title: 'First-contact resolution, %',
  kind: 'echarts_timeseries_line',
  ref: '42',
};
export const unlinked: ChartView = { tile, candidates: [], me: { id: 'local:1', name: 'BU leader' }, sample: false };
export const resolution: Metric = {
  id: 'm2',
  name: 'First-contact resolution',
  definition: '',
  kind: 'rate',
  unit: '%',
  cadence: 'week',
  calendar: 'iso',
  maturityDays: 0,
  aggregation: 'mean',
  betterWhen: 'higher',
  definitionChanges: [],
  source: { kind: 'typed' },
  shared: false,
};
export const sameName: ChartView = {
  ...unlinked,
  candidates: [
    { id: 'm2', name: 'First-contact resolution', unit: '%', ownerName: 'Support lead', sameName: true },
    { id: 'm3', name: 'Repeat contacts', unit: '%', sameName: false },
  ],
};

const weeks = ['2026-10-26', '2026-11-02', '2026-11-09'];
export const table: SourceTable = {
  title: 'FCR by week',
  at: '2026-11-19T09:58:00Z',
  account: 'lead',
  valueColumns: ['fcr_share'],
  timeColumn: 'week',
  cadence: 'week',
  series: { fcr_share: weeks.map((period, i) => ({ period, v: 71 + i })) },
  partial: [],
  notes: [],
  scale: 100,
  unitGuess: { unit: '%', kind: 'rate' },
};
export const columns: SourceTable = {
  ...table,
  valueColumns: ['resolved', 'contacts'],
  series: { resolved: weeks.map((period, i) => ({ period, v: 710 + i })), contacts: weeks.map((period, i) => ({ period, v: 1000 + i })) },
  scale: 1,
  unitGuess: null,
};
