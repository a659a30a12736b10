import * as z from 'zod/mini';
import '@/lib/model/schema/scalars'; // sets zod's jitless mode

/**
 * A chart without a saved query: builds the query that Superset's own page would send, from the chart's `params`, for kinds
 * whose page does no arithmetic on the answer that we would have to repeat. Shape of params and query: Superset 6.1
 * (facts: real-systems §1.4), compared in the real run with the saved query of the same chart.
 */
const timeseries = ['line', 'bar', 'smooth', 'step', 'scatter', 'area'].map((kind) => `echarts_timeseries_${kind}`);
export const buildable: readonly string[] = ['big_number_total', 'big_number', 'echarts_timeseries', 'echarts_area', ...timeseries];

/** A saved metric's name, or one written in the chart. */
const metricOf = z.union([z.string(), z.looseObject({ label: z.optional(z.string()) })]);
const columnOf = z.union([z.string(), z.looseObject({ sqlExpression: z.string(), label: z.optional(z.string()) })]);
const comparator = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])),
]);
const adhocFilter = z.discriminatedUnion('expressionType', [
  z.looseObject({
    expressionType: z.literal('SIMPLE'),
    clause: z.optional(z.string()),
    subject: z.string(),
    operator: z.string(),
    comparator: z.optional(comparator),
  }),
  z.looseObject({ expressionType: z.literal('SQL'), clause: z.optional(z.string()), sqlExpression: z.nullish(z.string()) }),
]);

export const chartParams = z.looseObject({
  datasource: z.string().check(z.regex(/^\d+__\w+$/)),
  metric: z.nullish(metricOf),
  metrics: z.nullish(z.union([z.array(metricOf), metricOf])),
  groupby: z.nullish(z.array(columnOf)),
  x_axis: z.nullish(columnOf),
  granularity_sqla: z.nullish(z.string()),
  time_grain_sqla: z.nullish(z.string()),
  time_range: z.nullish(z.string()),
  adhoc_filters: z.nullish(z.array(adhocFilter)),
  row_limit: z.nullish(z.union([z.number(), z.string()])),
  limit: z.nullish(z.union([z.number(), z.string()])),
  timeseries_limit_metric: z.nullish(metricOf),
  y_axis_format: z.nullish(z.string()),
  currency_format: z.nullish(z.looseObject({ symbol: z.nullish(z.string()) })),
  // Arithmetic after the query, or more queries than one. Whoever uses these gets no built query.
  rolling_type: z.nullish(z.string()),
  resample_rule: z.nullish(z.string()),
  resample_method: z.nullish(z.string()),
  contributionMode: z.nullish(z.string()),
  forecastEnabled: z.nullish(z.boolean()),
  time_compare: z.nullish(z.union([z.string(), z.array(z.string())])),
});
export type ChartParams = z.infer<typeof chartParams>;

const none = (value: string | null | undefined): boolean => !value || value === 'None';

/** What matters of a query, saved or built: whether it truncates times to periods, and how many rows it may give (without a number: as many as the installation allows). */
const asked = z.looseObject({
  queries: z.array(
    z.looseObject({
      row_limit: z.nullish(z.union([z.number(), z.string()])),
      extras: z.nullish(z.looseObject({ time_grain_sqla: z.nullish(z.string()) })),
      columns: z.nullish(z.array(z.union([z.string(), z.looseObject({ timeGrain: z.nullish(z.string()) })]))),
    }),
  ),
});

export function queryFacts(query: unknown): { truncated: boolean; rowLimit: number } {
  const read = asked.safeParse(query);
  const first = read.success ? read.data.queries[0] : undefined;
  const grains = [first?.extras?.time_grain_sqla, ...(first?.columns ?? []).map((c) => (typeof c === 'string' ? null : c.timeGrain))];
  return { truncated: grains.some((grain) => !!grain), rowLimit: Number(first?.row_limit) || Infinity };
}

/** Does the chart's page change the answer before it draws it (rolling mean, share of the total, comparison with another time)? */
function changesAnswer(params: ChartParams): boolean {
  return (
    !none(params.rolling_type) ||
    !none(params.resample_rule) ||
    !none(params.resample_method) ||
    !none(params.contributionMode) ||
    params.forecastEnabled === true ||
    (params.time_compare?.length ?? 0) > 0
  );
}

const unary = ['IS NULL', 'IS NOT NULL', 'IS TRUE', 'IS FALSE'];

function filtersOf(params: ChartParams) {
  const filters: { col: string; op: string; val?: z.infer<typeof comparator> }[] = [];
  const having: string[] = [];
  const where: string[] = [];
  for (const filter of params.adhoc_filters ?? []) {
    if (filter.expressionType === 'SIMPLE') {
      if (filter.clause === 'HAVING') return null; // never made by the page; what it would mean is not known
      filters.push({
        col: filter.subject,
        op: filter.operator,
        ...(unary.includes(filter.operator) ? {} : { val: filter.comparator ?? null }),
      });
    } else if (filter.sqlExpression) {
      (filter.clause === 'HAVING' ? having : where).push(`(${filter.sqlExpression})`);
    }
  }
  return {
    filters,
    extras: { ...(having.length ? { having: having.join(' AND ') } : {}), ...(where.length ? { where: where.join(' AND ') } : {}) },
  };
}

/** The axis as Superset's page sends it: with its grain, so that the answer has one row per period. */
function axisOf(params: ChartParams) {
  if (!params.x_axis) return null;
  const written = typeof params.x_axis === 'string' ? { sqlExpression: params.x_axis, label: params.x_axis } : params.x_axis;
  return {
    ...written,
    label: written.label ?? written.sqlExpression,
    expressionType: 'SQL',
    columnType: 'BASE_AXIS',
    ...(params.time_grain_sqla ? { timeGrain: params.time_grain_sqla } : {}),
  };
}

/**
 * The query context of a chart, or null where none can be built: another kind, a kind whose page changes the answer, no metric,
 * or a time chart without a time axis.
 */
export function queryContext(vizType: string, params: ChartParams) {
  if (!buildable.includes(vizType) || changesAnswer(params)) return null;
  const [id, type] = params.datasource.split('__') as [string, string];
  const single = vizType.startsWith('big_number');
  const metrics = single ? [params.metric].filter((m) => m != null) : [params.metrics ?? []].flat();
  const read = filtersOf(params);
  if (metrics.length === 0 || !read) return null;

  const total = vizType === 'big_number_total';
  const axis = total ? null : axisOf(params);
  if (!total && !axis && !params.granularity_sqla) return null;
  const groups = single ? [] : (params.groupby ?? []);
  const limit = Number(params.limit ?? 0);
  const rows = Number(params.row_limit ?? 0);
  const query = {
    columns: [...(axis ? [axis] : []), ...groups],
    metrics,
    filters: read.filters,
    extras: { ...read.extras, ...(params.time_grain_sqla && !total ? { time_grain_sqla: params.time_grain_sqla } : {}) },
    ...(params.time_range ? { time_range: params.time_range } : {}),
    ...(params.granularity_sqla ? { granularity: params.granularity_sqla } : {}),
    ...(total || axis ? {} : { is_timeseries: true }),
    ...(rows > 0 ? { row_limit: rows } : {}),
    ...(groups.length
      ? {
          series_columns: groups,
          ...(limit > 0 ? { series_limit: limit } : {}),
          ...(params.timeseries_limit_metric ? { series_limit_metric: params.timeseries_limit_metric } : {}),
        }
      : {}),
    // A row limit leaves out the oldest periods. (The page itself orders by value, which would leave out the lowest.)
    ...(axis ? { orderby: [[axis.label, false]] } : {}),
  };
  return { datasource: { id: Number(id), type }, force: false, queries: [query], result_format: 'json', result_type: 'full' };
}
