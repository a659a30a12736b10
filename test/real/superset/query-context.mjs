// The query that Superset 6.1's own editor makes from a chart's form parameters and saves with it, for the kinds in charts.mjs.
// superset-saved.test.ts compares it with what the product sends. Plain Node ≥ 20.

const labelOf = (of) => (typeof of === 'string' ? of : of.label);

/** Turns long rows into one row per time with one column per metric (and per value of the other dimensions). */
const pivot = (axis, metrics, groupby, dropMissing) => [
  {
    operation: 'pivot',
    options: {
      index: [axis],
      columns: groupby,
      aggregates: Object.fromEntries(metrics.map((of) => [labelOf(of), { operator: 'mean' }])),
      drop_missing_columns: dropMissing,
    },
  },
  ...(groupby.length > 0 && metrics.length === 1
    ? [{ operation: 'rename', options: { columns: { [labelOf(metrics[0])]: null }, level: 0, inplace: true } }]
    : []),
  { operation: 'flatten' },
];

/** @returns the query context (an object; Superset keeps it as text) of a chart with these form parameters; `saved: 'plain'` leaves the rows as the database gives them. */
export function queryContext({ viz, params, saved }, dataset) {
  const timed = viz === 'big_number' || viz.startsWith('echarts_timeseries');
  const lines = viz.startsWith('echarts_timeseries');
  const metrics = params.metrics ?? [params.metric];
  const groupby = params.groupby ?? [];
  const filters = params.adhoc_filters
    .filter((f) => f.expressionType === 'SIMPLE')
    .map((f) => ({ col: f.subject, op: f.operator, val: f.comparator }));
  const where = params.adhoc_filters
    .filter((f) => f.expressionType === 'SQL')
    .map((f) => `(${f.sqlExpression})`)
    .join(' AND ');
  const grain = timed && params.time_grain_sqla ? params.time_grain_sqla : undefined;
  const axis = {
    ...(grain && { timeGrain: grain }),
    columnType: 'BASE_AXIS',
    sqlExpression: params.x_axis,
    label: params.x_axis,
    expressionType: 'SQL',
    isColumnReference: true,
  };
  const query = {
    filters,
    extras: { ...(grain && { time_grain_sqla: grain }), having: '', where },
    applied_time_extras: {},
    columns: timed ? [axis, ...groupby] : [],
    metrics,
    ...(lines && { orderby: [[metrics[0], false]] }),
    annotation_layers: [],
    ...(lines && { row_limit: params.row_limit, series_columns: groupby }),
    series_limit: 0,
    group_others_when_limit_reached: false,
    order_desc: true,
    url_params: {},
    custom_params: {},
    custom_form_data: {},
    ...(lines && { time_offsets: [] }),
    ...(timed && saved !== 'plain' && { post_processing: pivot(params.x_axis, metrics, groupby, !lines) }),
  };
  return {
    datasource: { id: dataset, type: 'table' },
    force: false,
    queries: [query],
    form_data: { ...params, viz_type: viz, datasource: `${dataset}__table`, force: false, result_format: 'json', result_type: 'full' },
    result_format: 'json',
    result_type: 'full',
  };
}
