import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  html,
  json,
  labelsOfParams,
  labelsOfQuery,
  resultOf,
  troubled,
  type Seen,
  type ServedChart,
  type ServedDataset,
  type Trouble,
} from './superset-answers.ts';

/**
 * Answers Superset 6.1's real routes (facts: real-systems §1.4–1.6) from written data: sign-in by form, dashboard pages that the
 * caller renders, chart and data routes, and a switch for every way in which they fail. It computes nothing: the rows of a
 * dataset are already one per period, filters and grains of a query are accepted and not applied.
 */
export type { ServedChart, ServedColumn, ServedDataset, Trouble } from './superset-answers.ts';
type Page = { type: string; body: string | Buffer };

export type SupersetOptions = {
  charts: ServedChart[];
  datasets: ServedDataset[];
  /** Password by user name. */
  users: Record<string, string>;
  port?: number;
  /** Sub-path of the installation, `/analytics`. */
  root?: string;
  /** Page of a dashboard for a signed-in user; null: 404. */
  dashboard?: (slug: string, user: string) => string | null;
  /** Any other path (`/static/…`), without the root; null: 404. */
  file?: (path: string) => Page | null;
};
export type SupersetServer = {
  url: string;
  port: number;
  seen: Seen[];
  /** For data routes; of one chart, or of all. */
  setTrouble(trouble: Trouble, chart?: number): void;
  /** Ends every session, as a time-out would. */
  signOutAll(): void;
  /** Signs in without the form; gives the Cookie header. */
  cookieFor(user: string): string;
  close(): Promise<void>;
};

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

/** Starts on 127.0.0.1 (reach it as bi.localhost too); `close` ends it with all connections. */
export async function startSuperset(options: SupersetOptions): Promise<SupersetServer> {
  const root = options.root ?? '';
  const sessions = new Map<string, string>();
  const troubles = new Map<number | 'all', Trouble>();
  const seen: Seen[] = [];

  const userOf = (request: IncomingMessage): string | null => {
    const session = /(?:^|;\s*)session=([^;]+)/.exec(request.headers.cookie ?? '')?.[1];
    return session ? (sessions.get(session) ?? null) : null;
  };
  const signIn = (user: string): string => {
    const session = randomBytes(16).toString('hex');
    sessions.set(session, user);
    return session;
  };

  const numberOf = (user: string): number => Object.keys(options.users).indexOf(user) + 1;
  const readable = (chart: ServedChart, user: string): boolean => chart.readers?.includes(user) ?? true;

  function api(path: string, request: { method: string; body: string; user: string | null }, response: ServerResponse): void {
    const { method, body, user } = request;
    const id = Number(/^\/api\/v1\/chart\/(\d+)/.exec(path)?.[1] ?? Number.NaN);
    const isData = /^\/api\/v1\/chart\/(\d+\/)?data\/?$/.test(path);
    if (isData && troubled(response, troubles.get(id) ?? troubles.get('all') ?? 'none')) return;
    if (!user) return json(response, 401, { msg: 'Missing Authorization Header' });
    if (path === '/api/v1/me/')
      return json(response, 200, {
        result: {
          id: numberOf(user),
          username: user,
          first_name: user,
          last_name: '',
          email: `${user}@example.test`,
          is_active: true,
          is_anonymous: false,
        },
      });
    if (path === '/api/v1/chart/data' && method === 'POST') {
      const query = JSON.parse(body) as {
        datasource: { id: number };
        queries: { columns?: unknown[]; metrics?: unknown[]; row_limit?: number }[];
      };
      const dataset = options.datasets.find((d) => d.id === query.datasource.id);
      if (!dataset || !options.charts.some((c) => c.dataset === dataset.id && readable(c, user)))
        return json(response, 403, {
          errors: [
            {
              message: 'This endpoint requires the datasource permission',
              error_type: 'DATASOURCE_SECURITY_ACCESS_ERROR',
              level: 'warning',
              extra: {},
            },
          ],
        });
      return json(response, 200, resultOf(dataset, labelsOfQuery(query.queries[0] ?? {}), query.queries[0]?.row_limit));
    }
    const chart = options.charts.find((c) => c.id === id);
    const dataset = options.datasets.find((d) => d.id === chart?.dataset);
    if (!chart || !dataset || !readable(chart, user)) return json(response, 404, { message: 'Not found' });
    if (isData) {
      if (!chart.savedQuery) return json(response, 400, { message: 'Chart has no query context saved. Please save the chart again.' });
      return json(response, 200, resultOf(dataset, labelsOfParams(chart.params), Number(chart.params.row_limit) || undefined));
    }
    if (/^\/api\/v1\/chart\/\d+\/?$/.test(path)) {
      const params = { viz_type: chart.kind, datasource: `${dataset.id}__table`, ...chart.params };
      const { row_limit, time_grain_sqla } = chart.params;
      const query = {
        ...(row_limit ? { row_limit } : {}),
        extras: { ...(time_grain_sqla ? { time_grain_sqla } : {}), having: '', where: '' },
        columns: [],
      };
      const saved = chart.savedQuery
        ? JSON.stringify({
            datasource: { id: dataset.id, type: 'table' },
            force: false,
            queries: [query],
            result_format: 'json',
            result_type: 'full',
          })
        : null;
      return json(response, 200, {
        id: chart.id,
        result: {
          id: chart.id,
          slice_name: chart.name,
          viz_type: chart.kind,
          params: JSON.stringify(params),
          query_context: saved,
          dashboards: [],
          owners: [],
        },
      });
    }
    return json(response, 404, { message: 'Not found' });
  }

  async function signInRoute(request: { method: string; body: string }, url: URL, response: ServerResponse): Promise<void> {
    if (request.method === 'POST') {
      const form = new URLSearchParams(request.body);
      const user = form.get('username') ?? '';
      if (options.users[user] !== undefined && options.users[user] === form.get('password')) {
        const next = url.searchParams.get('next') ?? `${root}/superset/welcome/`;
        response
          .writeHead(302, {
            location: next.startsWith('/') ? next : `${root}/`,
            'set-cookie': `session=${signIn(user)}; HttpOnly; Path=/; SameSite=Lax`,
          })
          .end();
        return;
      }
    }
    html(
      response,
      200,
      '<!doctype html><html lang="en"><title>Superset</title><body><div id="app"></div><form method="post"><input id="csrf_token" name="csrf_token" type="hidden" value="invented"><label>Username <input id="username" name="username"></label><label>Password <input id="password" name="password" type="password"></label><button>Sign in</button></form>',
    );
  }

  const server = createServer((request, response) => {
    void (async () => {
      const url = new URL(request.url ?? '/', 'http://bi.localhost');
      const body = await bodyOf(request);
      const user = userOf(request);
      const method = request.method ?? 'GET';
      if (root && !url.pathname.startsWith(`${root}/`)) return html(response, 404, '<h1>Not Found</h1>');
      const path = url.pathname.slice(root.length);
      seen.push({ method, path: path + url.search, headers: request.headers, body, user });
      if (path === '/health') return html(response, 200, 'OK');
      if (path === '/login/') return signInRoute({ method, body }, url, response);
      if (path.startsWith('/api/')) return api(path, { method, body, user }, response);
      const slug = /^\/(?:superset\/)?dashboard\/([^/]+)\/$/.exec(path)?.[1];
      if (slug) {
        if (!user) return void response.writeHead(302, { location: `${root}/login/?next=${encodeURIComponent(url.pathname)}` }).end();
        const page = options.dashboard?.(slug, user);
        if (page == null) return html(response, 404, '<h1>Not Found</h1>');
        return html(response, 200, page.replace(/(&quot;userId&quot;:)\d+/, `$1${numberOf(user)}`)); // the page and /me/ are of one person
      }
      const file = options.file?.(path);
      if (!file) return html(response, 404, '<h1>Not Found</h1>');
      response.writeHead(200, { 'content-type': file.type }).end(file.body);
    })().catch((error: unknown) => {
      if (!response.headersSent) html(response, 500, String(error));
      else response.destroy();
    });
  });
  await new Promise<void>((done, failed) => server.once('error', failed).listen(options.port ?? 0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}${root}`,
    port,
    seen,
    setTrouble: (trouble, chart) => void troubles.set(chart ?? 'all', trouble),
    signOutAll: () => sessions.clear(),
    cookieFor: (user) => `session=${signIn(user)}`,
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
