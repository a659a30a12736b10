import { invalid, refuse, error, type Reply } from './kinto-errors';
import { BadParameter, listOf } from './kinto-lists';
import { granted, grantedThere, readable, sharedIn, type Kind, type Who } from './kinto-rights';
import type { Row } from './kinto-tables';
import { collectionOf, targetOf, type Ask, type Context, type Target } from './kinto-target';
import type { Transaction } from './kinto-transaction';
import { erased, single, written } from './kinto-writes';

/* One request on a bucket, group, collection or record, or a list of them, in the model of Kinto (kinto/core/resource). */

const idShape = /^[a-zA-Z0-9][a-zA-Z0-9_-]*$/;
const quoted = (text: string | undefined, name: string): number | '*' | null => {
  if (text === undefined) return null;
  if (text === '*') return '*';
  const digits = /^"(\d+)"$/.exec(text)?.[1];
  if (digits === undefined) invalid(name, 'The value should be integer between double quotes.', 'header');
  return Number(digits);
};

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
