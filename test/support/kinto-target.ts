import { refuse } from './kinto-errors';
import type { Kind, Who } from './kinto-rights';
import type { Row } from './kinto-tables';
import type { Transaction } from './kinto-transaction';

/* What a request to the model of Kinto is about, and what it is answered with the help of. */

export type Ask = {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Readonly<Record<string, string>>;
  body: unknown;
  /** There may be a U+0000 in it. */
  suspect: boolean;
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

const kinds: Record<string, Kind> = {
  buckets: 'bucket',
  groups: 'group',
  collections: 'collection',
  records: 'record',
  history: 'history',
};
/** `key`: path of the list; `id` null: the list itself. */
export type Target = { kind: Kind; key: string; parent: string; id: string | null; uri: string };

/** What a path names; null: nothing that the model knows. */
export function targetOf(path: string): Target | null {
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

/** The collection that records stand in. */
export function collectionOf({ tx }: Context, { parent }: Target): Row {
  const id = parent.slice(parent.lastIndexOf('/') + 1);
  return tx.get(parent.slice(0, parent.lastIndexOf('/')), id) ?? refuse(404, { errno: 111, details: { id, resource_name: 'collection' } });
}
