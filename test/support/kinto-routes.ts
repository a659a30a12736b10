import { BadParameter, listOf } from './kinto-lists';
import { granted, grantedThere, readable, sharedIn, type Kind, type Who } from './kinto-rights';
import { allowed } from './kinto-schema';
import { Collision, DatabaseError, type Acl, type Content, type Row, type Transaction } from './kinto-tables';
import { frozen, hasNul } from './kinto-text';

/* One request on a bucket, group, collection or record, or a list of them, in the model of Kinto (kinto/core/resource). */

export type Reply = { status: number; body?: unknown; headers: Record<string, string> };
export type Ask = {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Readonly<Record<string, string>>;
  body: unknown;
  /** There may be a U+0000 in it. */ suspect: boolean;
  who: Who;
};
/** A change that goes into the history when the request ends. */
export type Change = { kind: Kind; action: 'create' | 'update' | 'delete'; uri: string; id: string; row: Row };
export type Context = {
  tx: Transaction;
  now: number;
  paginateBy: number;
  /** Who may make buckets. */
  bucketCreators: readonly string[];
  changes: Change[];
  /** Is another writer in the way of this write? */
  collides: () => boolean;
};

export class Refused extends Error {
  constructor(readonly reply: Reply) {
    super(String(reply.status));
  }
}

const titles: Record<number, [number, string, string?]> = {
  400: [107, 'Invalid parameters'],
  401: [104, 'Unauthorized', 'Please authenticate yourself to use this endpoint.'],
  403: [121, 'Forbidden', 'This user cannot access this resource.'],
  404: [110, 'Not Found'],
  405: [115, 'Method Not Allowed', 'Method not allowed on this endpoint.'],
  409: [122, 'Conflict', 'Integrity constraint violated, please retry.'],
  412: [114, 'Precondition Failed', 'Resource was modified meanwhile'],
  429: [117, 'Too Many Requests'],
  500: [999, 'Internal Server Error', 'A programmatic error occurred, developers have been informed.'],
  503: [201, 'Service Unavailable', 'Service temporary unavailable due to overloading or maintenance, please retry later.'],
};

/** An error as Kinto says it. */
export function error(status: number, more: { errno?: number; message?: string; details?: unknown; etag?: number } = {}): Reply {
  const [errno, title, message] = titles[status]!;
  const { etag, ...said } = more;
  return {
    status,
    body: { code: status, errno, error: title, ...(message && { message }), ...said },
    headers: {
      ...((status === 409 || status === 503) && { 'retry-after': '3' }),
      ...(etag !== undefined && { etag: `"${etag}"` }),
    },
  };
}
const refuse = (status: number, more?: Parameters<typeof error>[1]): never => {
  throw new Refused(error(status, more));
};
const invalid = (name: string | null, description: string, location = 'body'): never =>
  refuse(400, {
    message:
      name === null ? `${location}: ${description}` : description.includes(name) ? description : `${name} in ${location}: ${description}`,
    details: [{ location, name, description }],
  });

const idShape = /^[a-zA-Z0-9][a-zA-Z0-9_-]*$/;
const kinds: Record<string, Kind> = {
  buckets: 'bucket',
  groups: 'group',
  collections: 'collection',
  records: 'record',
  history: 'history',
};
const rightsOf: Record<Kind, readonly string[]> = {
  bucket: ['read', 'write', 'group:create', 'collection:create'],
  group: ['read', 'write'],
  collection: ['read', 'write', 'record:create'],
  record: ['read', 'write'],
  history: ['read', 'write'],
};

type Target = { kind: Kind; /** Of the list. */ key: string; parent: string; id: string | null; uri: string };

/** What a path names; null: nothing that the model knows. */
function targetOf(path: string): Target | null {
  const parts = path.split('/');
  const [, first, , second, , third] = parts;
  const fits =
    first === 'buckets' &&
    (parts.length <= 3 ||
      (parts.length <= 5 && (second === 'collections' || second === 'groups' || (second === 'history' && parts.length === 4))) ||
      (parts.length <= 7 && second === 'collections' && third === 'records'));
  if (!fits) return null;
  const kind = kinds[third ?? second ?? first]!;
  const single = parts.length % 2 === 1;
  const key = single ? path.slice(0, path.lastIndexOf('/')) : path;
  return { kind, key, parent: key.slice(0, key.lastIndexOf('/')), id: single ? parts.at(-1)! : null, uri: path };
}

const quoted = (text: string | undefined, name: string): number | '*' | null => {
  if (text === undefined) return null;
  if (text === '*') return '*';
  const digits = /^"(\d+)"$/.exec(text)?.[1];
  if (digits === undefined) invalid(name, 'The value should be integer between double quotes.', 'header');
  return Number(digits);
};

/** Shows grants to whom the object's own `write` names. */
const annotated = ({ tx, who, uri }: { tx: Transaction; who: Who; uri: string }): Acl =>
  grantedThere(tx, who, uri, 'write') ? tx.acl(uri) : {};

/** Answers one request. Throws Refused, Collision, DatabaseError. */
export function resource(context: Context, ask: Ask): Reply {
  const { tx } = context;
  const target = targetOf(ask.path);
  if (!target) return error(404, { errno: 111, message: 'The resource you are looking for could not be found.' });
  const { kind, key, id, uri } = target;
  const list = id === null;
  const methods = list
    ? kind === 'bucket'
      ? []
      : ['GET', 'HEAD']
    : kind === 'bucket'
      ? ['GET', 'PUT', 'PATCH']
      : ['GET', 'PUT', 'PATCH', 'DELETE'];
  if (!methods.includes(ask.method)) throw new Error(`the model does not know ${ask.method} ${ask.path}`);
  const writes = ask.method !== 'GET' && ask.method !== 'HEAD';

  if (kind === 'record' && writes) collectionOf(context, target); // looked for before rights are
  const existing = list ? undefined : tx.get(key, id);
  const safe = ask.headers['if-none-match'] === '*';
  const permission = !writes ? 'read' : ask.method === 'PUT' && (!existing || safe) ? 'create' : 'write';
  const ids = permit(context, ask.who, target, permission, existing);
  if (kind === 'record' && !writes) collectionOf(context, target);
  if (list) return plural(context, ask, key, ids);

  if (!idShape.test(id)) invalid(null, 'Invalid object id', 'path');
  if (!existing && ask.method !== 'PUT') refuse(404, { details: { id, resource_name: kind } });
  condition(tx, ask, key, existing);
  if (ask.method === 'GET') {
    const same = quoted(ask.headers['if-none-match'], 'If-None-Match') === existing!.at;
    return same ? { status: 304, headers: { etag: `"${existing!.at}"` } } : single(tx, ask.who, uri, existing!, 200);
  }
  if (ask.method === 'DELETE') return erased(context, target, existing!);
  return written(context, ask, target, existing);
}

/** The collection that records stand in. */
function collectionOf({ tx }: Context, { parent }: Target): Row {
  const id = parent.slice(parent.lastIndexOf('/') + 1);
  return tx.get(parent.slice(0, parent.lastIndexOf('/')), id) ?? refuse(404, { errno: 111, details: { id, resource_name: 'collection' } });
}

/** Refuses what is not granted. Gives the ids that a list is narrowed to; null: all. */
function permit(
  { tx, bucketCreators }: Context,
  who: Who,
  target: Target,
  permission: string,
  existing: Row | undefined,
): Set<string> | null {
  const { kind, key, parent, id, uri } = target;
  const parentKind: Kind = kind === 'record' ? 'collection' : 'bucket';
  const deny = (): never => refuse(who.user === null ? 401 : 403);
  if (permission === 'create') {
    if (kind === 'bucket') return bucketCreators.some((p) => who.principals.has(p)) ? null : deny();
    return granted(tx, who, parentKind, parent, `${kind}:create`) ? null : deny();
  }
  if (id !== null) {
    // What is not there may be written by whoever may read the list: to be told that it is not there.
    if (permission === 'write' && !existing) return kind !== 'bucket' && granted(tx, who, parentKind, parent, 'read') ? null : deny();
    return (permission === 'read' ? readable(tx, who, kind, uri) : granted(tx, who, kind, uri, permission)) ? null : deny();
  }
  if (granted(tx, who, parentKind, parent, 'read')) return null;
  const shared = sharedIn(tx, who, kind, key);
  if (shared.size > 0 || grantedThere(tx, who, parent, `${kind}:create`)) return shared;
  return deny();
}

function plural({ tx, now, paginateBy }: Context, ask: Ask, key: string, ids: Set<string> | null): Reply {
  const at = tx.touch(key);
  const headers: Record<string, string> = { etag: `"${at}"` };
  const match = quoted(ask.headers['if-none-match'], 'If-None-Match');
  if (match === at) return { status: 304, headers };
  try {
    const { data, more, total } = listOf(tx, key, ask.query, { now, paginateBy, ids });
    if (ask.method === 'HEAD') return { status: 200, headers: { ...headers, 'total-objects': String(total) } };
    return { status: 200, body: { data }, headers: more ? { ...headers, 'next-page': 'by-token' } : headers };
  } catch (wrong) {
    if (!(wrong instanceof BadParameter)) throw wrong;
    return invalid(wrong.parameter, wrong.message, 'querystring');
  }
}

function condition(tx: Transaction, ask: Ask, key: string, existing: Row | undefined): void {
  const match = quoted(ask.headers['if-match'], 'If-Match');
  const none = quoted(ask.headers['if-none-match'], 'If-None-Match');
  const holds =
    none === '*' && existing ? false : match !== null && !existing ? false : typeof match === 'number' ? existing!.at === match : true;
  if (holds) return;
  refuse(412, existing ? { details: { existing: existing.view }, etag: existing.at } : { etag: tx.touch(key) });
}

const single = (tx: Transaction, who: Who, uri: string, row: Row, status: number): Reply => ({
  status,
  body: { permissions: annotated({ tx, who, uri }), data: row.view },
  headers: { etag: `"${row.at}"` },
});

function erased({ tx, changes }: Context, { kind, key, id, uri }: Target, existing: Row): Reply {
  tx.setAcl(uri, null);
  const row = tx.erase(key, id!);
  if (kind !== 'record') tx.dropUnder(uri);
  tx.touch(key);
  changes.push({ kind, action: 'delete', uri, id: existing.id, row });
  return { status: 200, body: { data: row.view }, headers: { etag: `"${row.at}"` } };
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function written(context: Context, ask: Ask, target: Target, existing: Row | undefined): Reply {
  const { tx, changes } = context;
  const { kind, key, uri } = target;
  const id = target.id!;
  const body = isObject(ask.body) ? ask.body : {};
  const sent = isObject(body.data) ? body.data : undefined;
  const before = existing?.data ?? {};
  if (ask.method === 'PATCH' && !sent && !isObject(body.permissions)) invalid('data', 'Provide at least one of data or permissions');
  const { id: named = id, last_modified: asked, ...data } = ask.method === 'PATCH' ? { ...before, ...sent } : (sent ?? before);
  if (named !== id) invalid('id', 'Object id does not match existing object');
  const given = typeof asked === 'number' && Number.isInteger(asked) && !(existing && asked <= existing.at) ? asked : undefined;
  const content = checked(context, target, data);
  if (ask.suspect && hasNul(content)) throw new DatabaseError('poison');
  if (context.collides()) throw new Collision();
  const row = tx.put(key, id, frozen(content), given);
  grant(context, ask, target);
  tx.touch(key);
  changes.push({ kind, action: existing ? 'update' : 'create', uri, id, row });
  return single(tx, ask.who, uri, row, existing ? 200 : 201);
}

/** Holds content to the schemas of its collection and bucket; a record is given the collection's time as the version of its schema. */
function checked(context: Context, target: Target, data: Content): Content {
  const { tx } = context;
  const bucketId = target.uri.split('/')[2]!;
  const refuseIf = (schema: unknown): void => {
    if (isObject(schema) && !allowed(target.id!, data, schema)) invalid('data', 'does not fit the schema');
  };
  let content = data;
  if (target.kind === 'record') {
    const collection = collectionOf(context, target);
    refuseIf(collection.data!.schema);
    if (isObject(collection.data!.schema)) content = { ...data, schema: collection.at };
  }
  if (target.kind === 'group') {
    const members = data.members ?? [];
    if (!Array.isArray(members)) invalid('members', 'not a list');
    const bad = (members as unknown[]).find((m) => typeof m !== 'string' || m.startsWith('/buckets/') || m === 'system.Everyone');
    if (bad !== undefined) invalid('members', `${JSON.stringify(bad)} is not a valid user ID.`);
    content = { ...data, members };
  }
  if (target.kind !== 'bucket') refuseIf(tx.get('/buckets', bucketId)?.data?.[`${target.kind}:schema`]);
  return content;
}

/** Grants as they are asked for; whoever writes an object may from then on. */
function grant({ tx }: Context, ask: Ask, { kind, uri }: Target): void {
  const { permissions } = (ask.body ?? {}) as { permissions?: Record<string, readonly string[]> };
  const asked = isObject(permissions) && Object.keys(permissions).length > 0 ? (permissions as Acl) : null;
  const unknown = Object.keys(asked ?? {}).find((right) => !rightsOf[kind].includes(right));
  if (unknown !== undefined) invalid(`permissions.${unknown}`, 'is not a permission');
  const acl = asked && ask.method === 'PUT' ? { ...asked } : { ...tx.acl(uri), ...asked };
  const me = ask.who.user ?? 'system.Everyone';
  const write = acl.write ?? [];
  tx.setAcl(uri, clean({ ...acl, write: write.includes(me) ? write : [...write, me] }));
}
const clean = (acl: Acl): Acl => Object.fromEntries(Object.entries(acl).filter(([, who]) => who.length > 0));

/** What a failure inside a request becomes. */
export function replyTo(failure: unknown): Reply {
  if (failure instanceof Refused) return failure.reply;
  if (failure instanceof Collision) return error(409);
  if (failure instanceof DatabaseError) return error(failure.kind === 'first' || failure.kind === 'range' ? 500 : 503);
  throw failure;
}
