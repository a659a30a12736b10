import type { IncomingMessage, ServerResponse } from 'node:http';

/*
 * What a Superset 6.1 answers, from written data (facts: real-systems §1.5, and recorded answers of the product): results, and each way to
 * fail. Used by superset-server.ts.
 */
export type ServedColumn = { name: string; type: 0 | 1 | 2 | 3 };
export type ServedDataset = { id: number; columns: ServedColumn[]; rows: () => Record<string, unknown>[] };
export type ServedChart = {
  id: number;
  name: string;
  kind: string;
  dataset: number;
  /** As Superset keeps it; which columns an answer has follows from `x_axis`, `groupby`, `metric` and `metrics`. */
  params: Record<string, unknown>;
  savedQuery: boolean;
  /** Users who may read the dataset; absent: everyone who is signed in. Others get 404, as from Superset. */
  readers?: string[];
};
export type Trouble =
  | 'none'
  | 'signedOut' // 401
  | 'noRight' // 403
  | 'notFound' // 404
  | 'badQuery' // 400 although the query is saved
  | 'pending' // 202
  | 'serverError' // 500
  | 'html' // 200 with a page
  | 'cut' // JSON cut in half
  | 'redirect' // 302 to another host's sign-in
  | 'silent' // never answers
  | 'hangUp'; // closes the connection
export type Seen = { method: string; path: string; headers: IncomingMessage['headers']; body: string; user: string | null };
export const json = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
};
export const html = (response: ServerResponse, status: number, body: string, headers: Record<string, string> = {}): void => {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers });
  response.end(body);
};
const labelOf = (value: unknown): string => {
  if (typeof value === 'string') return value;
  const { label, sqlExpression } = value as { label?: string; sqlExpression?: string };
  return label ?? sqlExpression ?? '';
};

/** What a query asks for, by label: axis, groups, metrics. */
export function labelsOfQuery(query: { columns?: unknown[]; metrics?: unknown[] }): string[] {
  return [...(query.columns ?? []), ...(query.metrics ?? [])].map(labelOf);
}

export function labelsOfParams(params: Record<string, unknown>): string[] {
  return [params.x_axis, params.groupby, params.metric, params.metrics]
    .flat()
    .filter((v) => v != null)
    .map(labelOf);
}

/** One result with Superset's own members; time values are epoch milliseconds as floats. */
export function resultOf(dataset: ServedDataset, labels: string[], rowLimit?: number) {
  const columns = labels.map((label) => dataset.columns.find(({ name }) => name === label)).filter((column) => column !== undefined);
  const data = dataset
    .rows()
    .slice(0, rowLimit)
    .map((row) => Object.fromEntries(columns.map(({ name }) => [name, row[name] ?? null])));
  return {
    result: [
      {
        cache_key: 'c0ffee',
        cached_dttm: null,
        cache_timeout: 300,
        is_cached: null,
        status: 'success',
        rowcount: data.length,
        sql_rowcount: data.length,
        from_dttm: null,
        to_dttm: null,
        label_map: {},
        query: 'SELECT …',
        annotation_data: {},
        applied_filters: [],
        rejected_filters: [],
        colnames: columns.map(({ name }) => name),
        indexnames: data.map((_, i) => i),
        coltypes: columns.map(({ type }) => (data.length === 0 && type === 0 ? 1 : type)),
        data, // without rows a value counts as text
      },
    ],
  };
}

/** True: the switch has answered. */
export function troubled(response: ServerResponse, trouble: Trouble): boolean {
  switch (trouble) {
    case 'none':
      return false;
    case 'signedOut':
      json(response, 401, { msg: 'Missing Authorization Header' });
      break;
    case 'noRight':
      json(response, 403, { message: 'Forbidden' });
      break;
    case 'notFound':
      json(response, 404, { message: 'Not found' });
      break;
    case 'badQuery':
      json(response, 400, { message: 'Error: column "score" does not exist' });
      break;
    case 'pending':
      json(response, 202, { channel_id: 'a', job_id: 'b', user_id: '1', status: 'pending', errors: [], result_url: null });
      break;
    case 'serverError':
      html(response, 500, '<h1>Internal Server Error</h1>');
      break;
    case 'html':
      html(response, 200, '<!doctype html><title>Sign in</title>');
      break;
    case 'cut':
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"result":[{"colnames":["week","score"],"colty');
      break;
    case 'redirect':
      response.writeHead(302, { location: 'http://sso.localhost:9/authorize' }).end();
      break;
    case 'silent':
      break;
    case 'hangUp':
      response.destroy();
      break;
  }
  return true;
}
