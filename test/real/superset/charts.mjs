// The charts that the tests need: name, kind, data, form parameters, and the query saved with it: the editor's (`editor`), one
// without its reshaping as other tools and older versions save it (`plain`), or none. Plain Node ≥ 20.

const metric = (sqlExpression, label) => ({
  expressionType: 'SQL',
  sqlExpression,
  label,
  hasCustomLabel: true,
  optionName: `metric_${label.replaceAll(/\W+/g, '_').toLowerCase()}`,
});
const anyTime = (column) => ({
  expressionType: 'SIMPLE',
  subject: column,
  operator: 'TEMPORAL_RANGE',
  comparator: 'No filter',
  clause: 'WHERE',
});

const complaints = metric('ROUND(SUM(damaged) * 1000.0 / SUM(parcels), 2)', 'Complaints per 1,000 parcels');
const csat = metric('AVG(score)', 'CSAT');
const turnover = metric('ROUND(SUM(leavers) * 100.0 / SUM(headcount), 2)', 'Voluntary turnover');

/** The form parameters of a chart, as Superset's own editor keeps them. */
const total = (of, column) => ({
  metric: of,
  adhoc_filters: [anyTime(column)],
  header_font_size: 0.4,
  subheader_font_size: 0.15,
  y_axis_format: 'SMART_NUMBER',
  time_format: 'smart_date',
});
const trend = (of, column, grain) => ({
  ...total(of, column),
  x_axis: column,
  time_grain_sqla: grain,
  show_trend_line: true,
  start_y_axis_at_zero: true,
  rolling_type: 'None',
  aggregation: 'LAST_VALUE',
});
const series = (of, column, grain, rest = {}) => ({
  x_axis: column,
  time_grain_sqla: grain,
  x_axis_sort_asc: true,
  metrics: [of],
  groupby: [],
  adhoc_filters: [anyTime(column)],
  order_desc: true,
  row_limit: 10_000,
  truncate_metric: true,
  show_empty_columns: true,
  comparison_type: 'values',
  y_axis_format: 'SMART_NUMBER',
  ...rest,
});

const mood = series(metric('MAX(mood)', 'Mood'), 'week', 'P1W');
const score = series(metric('AVG(score)', 'Score'), 'week', 'P1W', { groupby: ['team'] });

const chart = (key, name, viz, dataset, params, saved = null) => ({ key, name, viz, dataset, params, saved });

/** Each saved kind has a twin without a saved query, so that a query built from its parameters can be compared with the saved one. */
const kinds = (suffix, saved) => [
  chart(
    `total${suffix}`,
    saved ? 'Damaged-package complaints' : 'Damaged-package complaints, all weeks',
    'big_number_total',
    'complaints_weekly',
    total(complaints, 'week'),
    saved,
  ),
  chart(
    `trend${suffix}`,
    saved ? 'Complaints, latest week' : 'Complaints, latest week (new)',
    'big_number',
    'complaints_weekly',
    trend(complaints, 'week', 'P1W'),
    saved,
  ),
  chart(
    `line${suffix}`,
    saved ? 'Complaints per week' : 'Complaints per week (new)',
    'echarts_timeseries_line',
    'complaints_weekly',
    series(complaints, 'week', 'P1W'),
    saved,
  ),
  chart(
    `bar${suffix}`,
    saved ? 'CSAT per week' : 'CSAT per week (new)',
    'echarts_timeseries_bar',
    'csat_weekly',
    series(csat, 'week', 'P1W'),
    saved,
  ),
];

export const charts = [
  ...kinds('', 'editor'),
  ...kinds('Unsaved', null),
  chart('turnover', 'Voluntary turnover', 'echarts_timeseries_line', 'turnover_monthly', series(turnover, 'month', 'P1M'), 'editor'),
  chart('table', 'Complaints by region', 'table', 'complaints_weekly', {
    query_mode: 'aggregate',
    groupby: ['region'],
    metrics: [complaints],
    adhoc_filters: [],
    row_limit: 1000,
    server_page_length: 10,
  }),
  chart('compared', 'Complaints against the year before', 'pop_kpi', 'complaints_weekly', {
    metric: complaints,
    adhoc_filters: [{ ...anyTime('week'), comparator: '2026-08-01 : 2026-11-23' }],
    time_compare: ['1 year ago'],
    y_axis_format: 'SMART_NUMBER',
  }),
  chart('untitled', 'Untitled', 'big_number_total', 'csat_weekly', total(csat, 'week'), 'editor'),
  // What goes wrong with numbers
  chart('mood', 'Mood per week', 'echarts_timeseries_line', 'mood_weekly', mood, 'plain'),
  chart('moodFails', 'Mood per week, averaged', 'echarts_timeseries_line', 'mood_weekly', mood, 'editor'), // Superset answers 500: a mean of texts
  chart('twice', 'Score per week, by team', 'echarts_timeseries_line', 'score_twice', score, 'editor'), // one column per team
  chart('twicePlain', 'Score per week and team', 'echarts_timeseries_line', 'score_twice', score, 'plain'), // two rows per week
  chart(
    'several',
    'Parcels and complaints',
    'echarts_timeseries_line',
    'complaints_weekly',
    { ...series(complaints, 'week', 'P1W'), metrics: [metric('SUM(parcels)', 'Parcels'), complaints] },
    'editor',
  ),
  chart(
    'big',
    'Sensor readings',
    'echarts_timeseries_line',
    'readings_big',
    series(metric('AVG(value)', 'Reading'), 'at', undefined, { row_limit: 100_000 }),
    'editor',
  ),
  chart(
    'none',
    'Nothing in range',
    'echarts_timeseries_line',
    'csat_weekly',
    { ...series(csat, 'week', 'P1W'), adhoc_filters: [{ expressionType: 'SQL', sqlExpression: 'score > 1000', clause: 'WHERE' }] },
    'editor',
  ),
  chart(
    'broken',
    'Query that fails',
    'echarts_timeseries_line',
    'csat_weekly',
    series(metric('SUM(no_such_column)', 'Broken'), 'week', 'P1W'),
    'editor',
  ),
  chart(
    'planned',
    'Planned volume',
    'echarts_timeseries_bar',
    'plan_monthly',
    series(metric('SUM(planned)', 'Planned'), 'month', 'P1M'),
    'editor',
  ),
  chart('berlin', 'CSAT per week, server in Berlin', 'echarts_timeseries_line', 'csat_berlin', series(csat, 'week', 'P1W'), 'editor'),
];
