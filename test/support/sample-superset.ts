import { sampleDashboard, sampleSeries, type SampleValue } from '../../lib/services/sample-data.ts';
import type { ServedChart, ServedColumn, ServedDataset } from './superset-server.ts';

/*
 * Charts and datasets behind the demo's dashboard (test/fixtures/superset, dashboard 12). The two that the sample workspace speaks of give
 * its figures; the others are here so that each tile of the page answers as it would in Superset.
 */
const time: ServedColumn = { name: 'week', type: 2 };
const number = (name: string): ServedColumn => ({ name, type: 0 });
const at = (date: string): number => Date.parse(`${date}T00:00:00Z`);

const weekly = (id: number, column: string, values: () => SampleValue[]): ServedDataset => ({
  id,
  columns: [time, number(column)],
  rows: () => values().map(({ period, v }) => ({ week: at(period), [column]: v })),
});

/** Invented, repeatable: a level, a slow wave and a little unrest. */
const invented = (level: number, wave: number): SampleValue[] =>
  sampleSeries
    .resolution()
    .map(({ period }, i) => ({ period, v: Math.round((level + wave * Math.sin(i / 4) + (wave / 3) * Math.sin(i * 2.7)) * 10) / 10 }));

const { damage, resolution } = sampleDashboard;
const depots = ['North', 'South', 'West'];

export const sampleDatasets: ServedDataset[] = [
  weekly(1, damage.column, sampleSeries.damage),
  weekly(2, resolution.column, sampleSeries.resolution),
  weekly(3, 'on_time_pct', () => invented(92, 1.2)),
  weekly(4, 'parcels_thousand', () => invented(42, 4)),
  { id: 5, columns: [number('scrap_pct')], rows: () => [{ scrap_pct: 1.8 }] },
  {
    id: 6,
    columns: [time, { name: 'depot', type: 1 }, number('parcels')],
    rows: () => depots.flatMap((depot, d) => invented(14 + d, 1).map(({ period, v }) => ({ week: at(period), depot, parcels: v }))),
  },
  {
    id: 7,
    columns: [{ name: 'reason', type: 1 }, number('complaints')],
    rows: () => [
      { reason: 'Crushed', complaints: 412 },
      { reason: 'Wet', complaints: 96 },
      { reason: 'Opened', complaints: 57 },
    ],
  },
];

const overTime = { x_axis: time.name, time_grain_sqla: 'P1W', groupby: [] as string[], adhoc_filters: [], row_limit: 10_000 };
const line = (metric: string) => ({ ...overTime, metrics: [metric] });

export const sampleCharts: ServedChart[] = [
  { id: damage.chart, name: damage.name, kind: 'echarts_timeseries_line', dataset: 1, params: line(damage.column), savedQuery: true },
  {
    id: 32,
    name: 'On-time delivery, %',
    kind: 'big_number',
    dataset: 3,
    params: { ...overTime, metric: 'on_time_pct' },
    savedQuery: false,
  },
  {
    id: 33,
    name: 'Parcels by depot',
    kind: 'echarts_timeseries_bar',
    dataset: 6,
    params: { ...line('parcels'), groupby: ['depot'] },
    savedQuery: true,
  },
  {
    id: resolution.chart,
    name: resolution.name,
    kind: 'echarts_timeseries_line',
    dataset: 2,
    params: line(resolution.column),
    savedQuery: false,
  },
  {
    id: 35,
    name: 'Complaints by reason',
    kind: 'pie',
    dataset: 7,
    params: { groupby: ['reason'], metric: 'complaints' },
    savedQuery: false,
  },
  { id: 36, name: 'Scrap rate, %', kind: 'big_number_total', dataset: 5, params: { metric: 'scrap_pct' }, savedQuery: true },
  { id: 37, name: 'Parcels handled, thousand', kind: 'echarts_area', dataset: 4, params: line('parcels_thousand'), savedQuery: true },
];
