import * as z from 'zod/mini';
import '@/lib/model/schema/scalars'; // sets zod's jitless mode
import { SourceFailure, type MetricSource, type SourceAsk, type SourceTable } from './contract';
import { askJson, type Answer } from './request';
import { chartParams, queryContext, queryFacts, type ChartParams } from './superset-query';
import { readTable, type Columns, type Row } from './table';
import { guessUnit, showsPercent } from './unit-guess';

/** Answers of Superset 4.1 to 6.1 (facts: real-systems §1.5); loose, because only these parts are relied on. */
const dataAnswer = z.looseObject({
  result: z.array(
    z.looseObject({
      colnames: z.optional(z.array(z.string())),
      coltypes: z.optional(z.array(z.number())),
      data: z.nullish(z.array(z.looseObject({}))),
      status: z.nullish(z.string()),
      /** Rows that the database gave, before the query's own reshaping. */
      sql_rowcount: z.nullish(z.number()),
    }),
  ),
});
const chartAnswer = z.looseObject({
  result: z.looseObject({
    slice_name: z.nullish(z.string()),
    viz_type: z.nullish(z.string()),
    params: z.nullish(z.string()),
    query_context: z.nullish(z.string()),
  }),
});
const meAnswer = z.looseObject({ result: z.looseObject({ id: z.nullish(z.number()), username: z.nullish(z.string()) }) });

/** `saved`: the query that Superset keeps with the chart; null: none. */
type Chart = { title: string; kind: string; params: ChartParams | null; saved: unknown };
const coltype = { number: 0, text: 1, time: 2 } as const;

/** A status that is no success, as a name. 404 also stands for a chart whose dataset this person may not read. */
function failureOf(status: number): SourceFailure {
  if (status === 401) return new SourceFailure('signedOut');
  if (status === 403) return new SourceFailure('noRight');
  if (status === 404) return new SourceFailure('notFound');
  if (status === 202) return new SourceFailure('pending');
  return new SourceFailure('refused', { status: String(status) });
}

/** Kind, settings and saved query: how the data are to be read depends on them. Throws SourceFailure. */
function readChart(answer: Answer): Chart {
  if (answer.status !== 200) throw failureOf(answer.status);
  const read = chartAnswer.safeParse(answer.body);
  if (!read.success) throw new SourceFailure('refused', { status: 'shape' });
  const { slice_name, viz_type, params, query_context } = read.data.result;
  const parsed = chartParams.safeParse(fromText(params));
  return {
    title: slice_name ?? '',
    kind: viz_type ?? '',
    params: parsed.success ? parsed.data : null,
    saved: query_context ? (fromText(query_context) ?? {}) : null,
  };
}

/** Superset keeps settings as JSON in a text; null: there is none, or it is broken. */
function fromText(text: string | null | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}

/** The first result that has a time column, else the first: a big number's further results are totals for its headline. */
function resultOf(body: unknown): { columns: Columns; rows: Row[]; given: number } {
  const read = dataAnswer.safeParse(body);
  if (!read.success) throw new SourceFailure('refused', { status: 'shape' });
  const whole = read.data.result.filter((r) => r.colnames && r.coltypes && r.status !== 'failed');
  const result = whole.find((r) => r.coltypes?.includes(coltype.time)) ?? whole[0];
  if (!result) throw new SourceFailure(read.data.result.length === 0 ? 'empty' : 'refused', { status: 'failed' });
  const names = result.colnames ?? [];
  const ofType = (type: number) => names.filter((_, i) => result.coltypes?.[i] === type);
  return {
    columns: { names, numbers: ofType(coltype.number), time: ofType(coltype.time)[0] ?? null, texts: ofType(coltype.text) },
    rows: result.data ?? [],
    given: result.sql_rowcount ?? result.data?.length ?? 0,
  };
}

/** Who the source takes us for: its number, which stays when a person is renamed. Null: it does not tell (a public dashboard). */
async function whoAmI(url: string, fetch: SourceAsk['fetch'], signal: AbortSignal): Promise<string | null> {
  try {
    const answer = await askJson(url, { fetch, signal });
    const read = meAnswer.safeParse(answer.status === 200 ? answer.body : null);
    return read.success ? String(read.data.result.id ?? read.data.result.username ?? '') || null : null;
  } catch (error) {
    if (error instanceof SourceFailure) return null; // the data say what is wrong
    throw error;
  }
}

async function read(ask: SourceAsk, signal: AbortSignal): Promise<SourceTable> {
  const root = `${ask.baseUrl}/api/v1`;
  const ref = encodeURIComponent(ask.ref);
  const [data, details, me] = await Promise.all([
    askJson(`${root}/chart/${ref}/data/?format=json&type=full`, { fetch: ask.fetch, signal }),
    askJson(`${root}/chart/${ref}`, { fetch: ask.fetch, signal }),
    whoAmI(`${root}/me/`, ask.fetch, signal),
  ]);
  if (data.status !== 200 && data.status !== 400) throw failureOf(data.status);
  const chart = readChart(details);

  let answer = data;
  let query = chart.saved;
  const built = data.status === 400 && query === null;
  if (built) {
    query = chart.params ? queryContext(chart.kind, chart.params) : null;
    if (!query) throw new SourceFailure('noSavedQuery', { kind: chart.kind });
    answer = await askJson(`${root}/chart/data`, { fetch: ask.fetch, signal, post: query });
  }
  if (answer.status !== 200) throw failureOf(answer.status);

  const { columns, rows, given } = resultOf(answer.body);
  const { truncated, rowLimit } = queryFacts(query ?? { queries: [{ extras: { time_grain_sqla: chart.params?.time_grain_sqla } }] });
  const format = chart.params?.y_axis_format;
  const scale = ask.scale ?? (showsPercent(format) ? 100 : 1);
  const table = readTable(rows, columns, { today: ask.today, scale, truncated });
  const notes = [...table.notes];
  if (given >= rowLimit) notes.push({ code: 'rowLimit', count: rowLimit });
  if (built) notes.push({ code: 'builtQuery', count: 1 });
  if (scale === 100) notes.push({ code: 'timesHundred', count: table.valueColumns.length });
  return {
    ...table,
    title: chart.title,
    at: new Date().toISOString(),
    account: me,
    notes,
    scale,
    unitGuess: guessUnit({
      format,
      currency: chart.params?.currency_format?.symbol,
      column: table.valueColumns[0] ?? '',
      title: chart.title,
    }),
  };
}

/**
 * Apache Superset, read with the session that the person already has there: the chart's saved query, else one built from its
 * settings. A dashboard's own filters are not applied (6.1 has no way to ask for them).
 */
export const superset: MetricSource<'superset'> = {
  kind: 'superset',
  name: 'Superset',
  async table(ask) {
    const limit = AbortSignal.timeout(ask.limitMs ?? 15_000);
    try {
      return await read(ask, AbortSignal.any([ask.signal, limit]));
    } catch (error) {
      if (limit.aborted && !ask.signal.aborted) throw new SourceFailure('slow');
      throw error;
    }
  },
};
