import { invalid, type Reply } from './kinto-errors';
import { grantedThere, type Kind, type Who } from './kinto-rights';
import { allowed } from './kinto-schema';
import { Collision, DatabaseError, type Acl, type Content, type Row } from './kinto-tables';
import { collectionOf, type Ask, type Context, type Target } from './kinto-target';
import { frozen, hasNul } from './kinto-text';
import type { Transaction } from './kinto-transaction';

/* Writing one object of the model of Kinto: conditions were looked at before (kinto/core/resource, views/records.py). */

const rightsOf: Record<Kind, readonly string[]> = {
  bucket: ['read', 'write', 'group:create', 'collection:create'],
  group: ['read', 'write'],
  collection: ['read', 'write', 'record:create'],
  record: ['read', 'write'],
  history: ['read', 'write'],
};

/** Shows grants to whom the object's own `write` names. */
const annotated = ({ tx, who, uri }: { tx: Transaction; who: Who; uri: string }): Acl =>
  grantedThere(tx, who, uri, 'write') ? tx.acl(uri) : {};

export const single = (tx: Transaction, who: Who, uri: string, row: Row, status: number): Reply => ({
  status,
  body: { permissions: annotated({ tx, who, uri }), data: row.view },
  headers: { etag: `"${row.at}"` },
});

export function erased({ tx, changes }: Context, { kind, key, id, uri }: Target, existing: Row): Reply {
  tx.setAcl(uri, null);
  const row = tx.erase(key, id!);
  if (kind !== 'record') tx.dropUnder(uri);
  tx.touch(key);
  changes.push({ kind, action: 'delete', uri, id: existing.id, row });
  return { status: 200, body: { data: row.view }, headers: { etag: `"${row.at}"` } };
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

export function written(context: Context, ask: Ask, target: Target, existing: Row | undefined): Reply {
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
