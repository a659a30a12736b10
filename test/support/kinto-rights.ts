import type { Transaction } from './kinto-transaction';

/* Who may do what in the model of Kinto (kinto/authorization.py, kinto/core/authorization.py). */

export type Kind = 'bucket' | 'group' | 'collection' | 'record' | 'history';
export type Who = { user: string | null; principals: ReadonlySet<string> };

type Granters = Partial<Record<Kind, readonly string[]>>;
/** What grants a permission: rights on the object itself, or on what it stands in. */
const tree: Record<Kind, Record<string, Granters>> = {
  bucket: {
    write: { bucket: ['write'] },
    read: { bucket: ['write', 'read'] },
    'read:attributes': { bucket: ['write', 'read', 'collection:create', 'group:create'] },
    'group:create': { bucket: ['write', 'group:create'] },
    'collection:create': { bucket: ['write', 'collection:create'] },
  },
  group: { write: { bucket: ['write'], group: ['write'] }, read: { bucket: ['write', 'read'], group: ['write', 'read'] } },
  collection: {
    write: { bucket: ['write'], collection: ['write'] },
    read: { bucket: ['write', 'read'], collection: ['write', 'read'] },
    'read:attributes': { bucket: ['write', 'read'], collection: ['write', 'read', 'record:create'] },
    'record:create': { bucket: ['write'], collection: ['write', 'record:create'] },
  },
  record: {
    write: { bucket: ['write'], collection: ['write'], record: ['write'] },
    read: { bucket: ['write', 'read'], collection: ['write', 'read'], record: ['write', 'read'] },
  },
  history: { read: { bucket: ['write', 'read'], history: ['write', 'read'] }, write: { bucket: ['write'], history: ['write'] } },
};

/** Paths, from the object up: `/buckets/b/collections/c/records/r`. */
const pathsOf = (path: string): Partial<Record<Kind, string>> => {
  const parts = path.split('/');
  const upTo = (length: number): string => parts.slice(0, length).join('/');
  return {
    bucket: upTo(3),
    ...(parts[3] === 'groups' && { group: upTo(5) }),
    ...(parts[3] === 'history' && { history: upTo(5) }),
    ...(parts[3] === 'collections' && { collection: upTo(5), record: upTo(7) }),
  };
};

const holds = (granted: readonly string[] | undefined, who: Who): boolean =>
  granted?.some((principal) => who.principals.has(principal)) === true;

/** Is the permission granted by the object at `path` or by what it stands in? */
export function granted(tx: Transaction, who: Who, kind: Kind, path: string, permission: string): boolean {
  const paths = pathsOf(path);
  return Object.entries(tree[kind][permission] ?? {}).some(([of, rights]) => {
    const acl = tx.acl(paths[of as Kind] ?? '');
    return rights.some((right) => holds(acl[right], who));
  });
}

/** May it be read alone? Whoever may make something in it may read its attributes. */
export const readable = (tx: Transaction, who: Who, kind: Kind, path: string): boolean =>
  granted(tx, who, kind, path, tree[kind]['read:attributes'] ? 'read:attributes' : 'read');

/** Ids in a list that this person may read by themselves; of a collection to make something in it is enough. */
export function sharedIn(tx: Transaction, who: Who, kind: Kind, list: string): Set<string> {
  const rights = kind === 'collection' ? ['write', 'read', 'record:create'] : ['write', 'read'];
  const ids = new Set<string>();
  for (const [uri, acl] of tx.aclsUnder(`${list}/`)) {
    const id = uri.slice(list.length + 1);
    if (!id.includes('/') && rights.some((right) => holds(acl[right], who))) ids.add(id);
  }
  return ids;
}

/** Right given to the very object, for what `read` and lists of others' grants do not tell. */
export const grantedThere = (tx: Transaction, who: Who, path: string, right: string): boolean => holds(tx.acl(path)[right], who);
