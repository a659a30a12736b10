import type { Key } from '@/lib/store/replica';
import { EngineFailure, type RemoteRecord } from './contract';
import { incoming } from './incoming';
import { keyText, type Session } from './session';
import type { Version } from './settle';

/** Versions by `type/id` that count once what stood elsewhere is gone. */
export type Rivals = ReadonlyMap<string, Version>;

/** Other collections that may hold the same ids. */
const rivalNames = (s: Session, name: string): string[] => {
  const types = new Set(s.layout.typesOf(name));
  return s.names.filter((other) => other !== name && s.layout.typesOf(other).some((type) => types.has(type)));
};

/**
 * What stands elsewhere under the ids of records that are erased here: it was read before and not taken in, so it is read again, before the
 * erasure is noted. Asked only of records that we have.
 */
export async function rivalsOf(s: Session, name: string, keys: readonly Key[]): Promise<Rivals> {
  const found = new Map<string, Version>();
  const ours = (await s.replica.read(keys)).filter(({ rec, out }) => rec?.home === name && !out?.erase).map(({ key }) => key.id);
  if (ours.length === 0) return found;
  for (const other of rivalNames(s, name)) {
    for (const remote of (await fetched(s, other, ours)) ?? []) {
      const read = await incoming(other, remote, s.layout, s.now());
      if (!('version' in read)) continue;
      const { record } = read.version;
      const key = keyText({ type: record.t, id: record.id });
      const before = found.get(key);
      if (!before || s.layout.precedence(other, record) > s.layout.precedence(before.collection, before.record))
        found.set(key, read.version);
    }
  }
  return found;
}

/** Named records of a collection; null: it is closed to us, or gone. */
export async function fetched(s: Session, name: string, ids: readonly string[]): Promise<RemoteRecord[] | null> {
  try {
    return await s.engine.fetch(name, ids);
  } catch (error) {
    if (error instanceof EngineFailure && (error.code === 'forbidden' || error.code === 'missing')) return null;
    throw error;
  }
}
