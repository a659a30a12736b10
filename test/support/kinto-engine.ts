import type { Who } from './kinto-rights';
import { error, replyTo, type Reply } from './kinto-errors';
import { resource } from './kinto-routes';
import type { Ask, Change, Context } from './kinto-target';
import { type Database, type State } from './kinto-tables';
import { Transaction } from './kinto-transaction';
import { readJson } from './kinto-text';

/* A head of the model of Kinto: one HTTP request to its answer and the transaction that stands behind it. */

export type Settings = {
  batchMaxRequests: number;
  paginateBy: number;
  /** Paths whose changes leave no history: `/buckets/b/collections/c`. */
  historyExcludes: readonly string[];
};
export type Request = { method: string; path: string; headers: Readonly<Record<string, string>>; body?: string };
/** `transaction` has not ended yet. */
export type Answered = { reply: Reply; transaction: Transaction };

export const adminUser = 'account:admin';
const everyone = ['system.Everyone'];

export class Head {
  /** By the value of the header Authorization. */
  readonly signIns = new Map<string, string>();
  private principals = { version: -1, of: new Map<string, Set<string>>() };
  private entries = 0;

  constructor(
    private readonly database: Database,
    private readonly now: () => number,
    private readonly settings: Settings,
    /** Says of a write whether another one is in its way that the model has no writer for. */
    private readonly collides: () => boolean,
  ) {}

  /** Answers; `replica`: from this copy, where nothing can be written. */
  answer(request: Request, replica?: State): Answered {
    const transaction = new Transaction(this.database, replica);
    const read = request.body === undefined ? { ok: true as const, value: undefined, poison: false } : readJson(request.body);
    if (!read.ok) {
      const details = [{ location: 'body', name: '', description: `Invalid JSON: ${read.message}` }];
      return { reply: error(400, { message: `Invalid JSON: ${read.message}`, details }), transaction };
    }
    const user = this.signIns.get(request.headers.authorization ?? '') ?? null;
    const who: Who = { user, principals: this.principalsOf(user, transaction) };
    const context: Context = {
      tx: transaction,
      now: this.now(),
      paginateBy: this.settings.paginateBy,
      bucketCreators: [adminUser],
      changes: [],
      collides: this.collides,
    };
    const ask = askOf(request.method, request.path, request.headers, read.value, read.poison, who);
    let reply: Reply;
    try {
      reply = this.route(context, ask);
      if (reply.status < 400) this.remember(context.changes, who, transaction);
    } catch (failure) {
      reply = replyTo(failure);
    }
    return { reply, transaction };
  }

  private principalsOf(user: string | null, transaction: Transaction): ReadonlySet<string> {
    if (this.principals.version !== this.database.groups) this.principals = { version: this.database.groups, of: new Map() };
    const kept = this.principals.of.get(user ?? '');
    if (kept) return kept;
    const groups: string[] = [];
    if (user !== null)
      for (const key of this.database.state.tables.keys())
        if (key.endsWith('/groups'))
          for (const group of transaction.rows(key))
            if ((group.data?.members as string[] | undefined)?.includes(user)) groups.push(`${key}/${group.id}`);
    const principals = new Set(user === null ? everyone : [user, ...groups, 'system.Authenticated', ...everyone]);
    this.principals.of.set(user ?? '', principals);
    return principals;
  }

  private route(context: Context, ask: Ask): Reply {
    if (ask.path.startsWith('/buckets')) return resource(context, ask);
    if (ask.path === '/batch' && ask.method === 'POST') return this.batch(context, ask);
    if (ask.path === '/' && ask.method === 'GET') return this.root(ask.who);
    if (ask.path === '/__heartbeat__') return { status: 200, body: { storage: true, permission: true, cache: true }, headers: {} };
    if (ask.path.startsWith('/accounts/') && ask.method === 'PUT') return this.account(ask);
    return error(404, { errno: 111, message: 'The resource you are looking for could not be found.' });
  }

  private root({ user, principals }: Who): Reply {
    const body = {
      project_name: 'kinto',
      project_version: '26.5.0',
      http_api_version: '1.23',
      settings: { explicit_permissions: true, readonly: false, batch_max_requests: this.settings.batchMaxRequests },
      ...(user !== null && { user: { id: user, principals: [...principals] } }),
      capabilities: { accounts: {}, history: {}, schema: {}, permissions_endpoint: {} },
    };
    return { status: 200, body, headers: {} };
  }

  private account(ask: Ask): Reply {
    if (!ask.who.principals.has(adminUser)) return error(ask.who.user === null ? 401 : 403);
    const name = ask.path.slice('/accounts/'.length);
    const { password } = (ask.body as { data: { password: string } }).data;
    const user = `account:${name}`;
    const known = [...this.signIns].filter(([, of]) => of === user);
    if (known.length > 0 && ask.headers['if-none-match'] === '*') return error(412);
    for (const [header] of known) this.signIns.delete(header);
    this.signIns.set(`Basic ${btoa(`${name}:${password}`)}`, user);
    return { status: known.length > 0 ? 200 : 201, body: { data: { id: name, last_modified: this.now() } }, headers: {} };
  }

  /** One after the other in one transaction. A collision undoes what came before it, and the answers to that stay as they were. */
  private batch(context: Context, ask: Ask): Reply {
    type Sub = { method?: string; path?: string; headers?: Record<string, string>; body?: unknown };
    const { requests, defaults = {} } = ask.body as { requests: Sub[]; defaults?: Sub };
    const most = this.settings.batchMaxRequests;
    if (requests.length > most) return error(400, { message: `Number of requests is limited to ${most}` });
    const responses: object[] = [];
    for (const sub of requests) {
      const { method = 'GET', path = '/', headers = {}, body } = { ...defaults, ...sub };
      const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
      const inner = askOf(method, path.replace(/^\/v1/, ''), lower, body, ask.suspect, ask.who);
      if (inner.path === '/batch') return error(400, { message: 'requests in body: Recursive call on /batch endpoint is forbidden.' });
      let reply: Reply;
      try {
        reply = this.route(context, inner);
      } catch (failure) {
        reply = replyTo(failure);
        if (reply.status >= 500) throw failure;
        if (reply.status === 409) context.tx.abort();
      }
      if (reply.status === 304) return error(500);
      responses.push({ status: reply.status, path: `/v1${inner.path}`, headers: reply.headers, body: reply.body });
    }
    return { status: 200, body: { responses }, headers: {} };
  }

  /** History is written at the end, also of what a collision has undone: it then tells of what never was. */
  private remember(changes: readonly Change[], { user }: Who, transaction: Transaction): void {
    const order = ['create', 'update', 'delete'];
    const sorted = changes.length < 2 ? changes : [...changes].sort((a, b) => order.indexOf(a.action) - order.indexOf(b.action));
    for (const { kind, action, uri, id, row } of sorted) {
      const [, , bucket, , collection] = uri.split('/');
      const collectionUri = `/buckets/${bucket}/collections/${collection}`;
      if (this.settings.historyExcludes.some((path) => path === uri || path === collectionUri || path === `/buckets/${bucket}`)) continue;
      const within = [
        transaction.acl(`/buckets/${bucket}`),
        ...(kind === 'record' ? [transaction.acl(collectionUri)] : []),
        transaction.acl(uri),
      ];
      const readers = new Set(within.flatMap((acl) => [...(acl.read ?? []), ...(acl.write ?? [])]));
      const entry = `00000000-0000-4000-8000-${String(this.entries++).padStart(12, '0')}`;
      transaction.put(`/buckets/${bucket}/history`, entry, {
        date: new Date(this.now()).toISOString(),
        action,
        uri,
        user_id: user ?? 'system.Everyone',
        resource_name: kind,
        ...(kind === 'record' && { collection_id: collection }),
        [`${kind}_id`]: id,
        target: { data: row.view, permissions: transaction.acl(uri) },
      });
      transaction.setAcl(`/buckets/${bucket}/history/${entry}`, { read: [...readers] });
    }
  }
}

const noQuery = new URLSearchParams();
function askOf(method: string, address: string, headers: Ask['headers'], body: unknown, suspect: boolean, who: Who): Ask {
  const at = address.indexOf('?');
  return {
    method,
    path: at < 0 ? address : address.slice(0, at),
    query: at < 0 ? noQuery : new URLSearchParams(address.slice(at + 1)),
    headers,
    body,
    suspect,
    who,
  };
}
