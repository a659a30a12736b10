import type { Become, CollectionState, Held, Key, OpaqueRow } from '@/lib/store/replica';
import type { RemoteRecord, Tombstone } from './contract';
import { incoming, stampsOf, type Incoming } from './incoming';
import { fetched, rivalsOf, type Rivals } from './rivals';
import { apartKey, keyText, knownOf, settling, type Session } from './session';
import { settle, settleErased, type Version } from './settle';

/* Takes in what was read as it stands in a collection: records, tombstones, and what is unusable, in one transaction. */

export const isErased = (r: RemoteRecord | Tombstone): r is Tombstone => 'erased' in r;
const isVersion = (one: Incoming): one is { version: Version } => 'version' in one;

/** What a record that an administrator erased becomes; where a draft of it still stands, that one shows again. */
function erasedOf(s: Session, held: Held, tombstone: Tombstone, { name, cursor }: CollectionState, rivals: Rivals): Become | null {
  const become = settleErased(held, { collection: name, at: tombstone.at, fresh: tombstone.at > cursor }, s.now());
  const rival = become?.rec === null ? rivals.get(keyText(held.key)) : undefined;
  if (!become || !rival) return become;
  return { ...become, ...settle({ key: held.key, rec: undefined, out: undefined }, rival, settling(s, true)) };
}

/** `next`: what is known of the collection then. `serverNow`: by the storage's clock, as it said with the answer. */
export async function take(
  s: Session,
  name: string,
  read: readonly (RemoteRecord | Tombstone)[],
  { next, serverNow = s.serverNow }: { next?: CollectionState; serverNow?: number } = {},
): Promise<void> {
  const state = knownOf(s, name);
  const tombstones = read.filter(isErased);
  const all = await Promise.all(read.filter((r): r is RemoteRecord => !isErased(r)).map((r) => incoming(name, r, s.layout, s.now())));
  const versions = all.filter(isVersion).map(({ version }) => version);
  const put = all.flatMap((one): OpaqueRow[] => (isVersion(one) ? [] : [one.opaque]));
  const remove = [...versions.map((v) => v.record.id), ...tombstones.map((t) => t.id)]
    .map((id) => ({ collection: name, id }))
    .filter((row) => s.opaque.has(apartKey(row)));
  const gone = tombstones.flatMap((t) => s.layout.typesOf(name).map((type) => ({ key: { type, id: t.id }, t })));
  const goneKeys = gone.map((g) => g.key);
  const rivals = await rivalsOf(s, name, goneKeys);

  const keys = [...versions.map(({ record }): Key => ({ type: record.t, id: record.id })), ...goneKeys];
  await s.replica.change(keys, (held) => ({
    rows: held.flatMap((row, i) => {
      const version = versions[i];
      return (version ? settle(row, version, settling(s, true)) : erasedOf(s, row, gone[i - versions.length]!.t, state, rivals)) ?? [];
    }),
    opaque: { put, remove },
    ...(next && { collections: [next] }),
    seen: { stamps: versions.flatMap((v) => stampsOf(v.record)), serverNow },
  }));
  if (next) s.known.set(name, next);
  for (const row of put) s.opaque.set(apartKey(row), row.at);
  for (const row of remove) s.opaque.delete(apartKey(row));
}

/** Reads named records as they stand there for everybody, and takes them in. Gives those that are there; null: the collection is closed to us, or gone. */
export async function takeNamed(s: Session, name: string, ids: readonly string[]): Promise<ReadonlySet<string> | null> {
  if (ids.length === 0) return new Set();
  const found = await fetched(s, name, ids);
  if (found) await take(s, name, found);
  return found && new Set(found.map((r) => r.id));
}
