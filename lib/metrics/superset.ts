import * as z from 'zod/mini';
import '@/lib/model/schema/scalars'; // sets zod's jitless mode
import { SourceFailure, type MetricSource, type SourceAsk, type SourceTable } from './contract';
import { askJson, type Answer } from './request';
import { chartParams, queryContext, type ChartParams } from './superset-query';
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
    }),
  ),
});
const chartAnswer = z.looseObject({
  result: z.looseObject({ slice_name: z.nullish(z.string()), viz_type: z.nullish(z.string()), params: z.nullish(z.string()), query_context: z.nullish(z.string()) }),
});
const meAnswer = z.looseObject({ result: z.looseObject({ username: z.string() }) });

type Chart = { title: string; kind: string; params: ChartParams | null; saved: boolean };
const coltype = { number: 0, text: 1, time: 2 } as const;

/** A status that is no success, as a name. 404 also stands for a chart whose dataset this person may not read. */
function failureOf(status: number): SourceFailure {
  if (status === 401) return new SourceFailure('signedOut');
  if (status === 403) return new SourceFailure('noRight');
  if (status === 404) return new SourceFailure('notFound');
  return new SourceFailure('refused', { status: String(status) });
}

function readChart(answer: Answer): Chart | null {
  if (answer.status !== 200) return null;
  const read = chartAnswer.safeParse(answer.body);
  if (!read.success) return null;
  const { slice_name, viz_type, params, query_context } = read.data.result;
  let settings: unknown;
  try {
    settings = JSON.parse(params ?? 'null');
  } catch {
    settings = null;
  }
  const parsed = chartParams.safeParse(settings);
  return { title: slice_name ?? '', kind: viz_type ?? '', params: parsed.success ? parsed.data : null, saved: !!query_context };
}

/** The first result that has a time column, else the first: a big number's further results are totals for its headline. */
function resultOf(body: unknown): { columns: Columns; rows: Row[] } {
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
  };
}

async function read(ask: SourceAsk, signal: AbortSignal): Promise<SourceTable> {
  const root = `${ask.baseUrl}/api/v1`;
  const ref = encodeURIComponent(ask.ref);
  const optional = async (url: string): Promise<Answer> => {
    try {
      return await askJson(url, { fetch: ask.fetch, signal });
    } catch (error) {
      if (error instanceof SourceFailure) return { status: 0, body: null }; // title and account are extras; the data say what is wrong
      throw error;
    }
  };
  const [data, chartSeen, meSeen] = await Promise.all([
    askJson(`${root}/chart/${ref}/data/?format=json&type=full`, { fetch: ask.fetch, signal }),
    optional(`${root}/chart/${ref}`),
    optional(`${root}/me/`),
  ]);
  const chart = readChart(chartSeen);
  const me = meSeen.status === 200 ? meAnswer.safeParse(meSeen.body) : null;

  let answer = data;
  const built = data.status === 400 && !!chart && !chart.saved;
  if (data.status === 400 && !chart?.saved) {
    const query = chart?.params ? queryContext(chart.kind, chart.params) : null;
    if (!query) throw new SourceFailure('noSavedQuery', chart?.kind ? { kind: chart.kind } : {});
    answer = await askJson(`${root}/chart/data`, { fetch: ask.fetch, signal, post: query });
  }
  if (answer.status === 202) throw new SourceFailure('pending');
  if (answer.status !== 200) throw failureOf(answer.status);

  const { columns, rows } = resultOf(answer.body);
  const format = chart?.params?.y_axis_format;
  const scale = ask.scale ?? (showsPercent(format) ? 100 : 1);
  const table = readTable(rows, columns, { today: ask.today, scale });
  const notes = [...table.notes];
  if (built) notes.push({ code: 'builtQuery', count: 1 });
  if (scale === 100) notes.push({ code: 'timesHundred', count: table.valueColumns.length });
  const title = chart?.title ?? '';
  return {
    ...table,
    title,
    at: new Date().toISOString(),
    account: me?.success ? me.data.result.username : null,
    notes,
    scale,
    unitGuess: guessUnit({ format, currency: chart?.params?.currency_format?.symbol, column: table.valueColumns[0] ?? '', title }),
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
