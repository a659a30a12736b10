import type { Become, CollectionState, Held, Key } from '@/lib/store/replica';
import { EngineFailure } from './contract';
import { quarantined } from './quarantine';
import { apartKey, keepKnown, knownOf, parted, type Session } from './session';
import { mayWrite, repairRow } from './settle';
import { take, takeNamed } from './take';

/* Compares a collection whole with what is known of it (facts: sync §4.3). Finds what no pull shows: a record that was written with a time of
 * the past, one that the storage lost. Deletes nothing of its own. */

const atOnce = 200;

/** A record that the storage had and has no more, without a tombstone. Nobody erased it, unless that is longer ago than the storage remembers. */
function lacking(s: Session, state: CollectionState, { key, rec, out }: Held, base: number): Become[] {
  if (!rec || rec.base !== base || rec.home !== state.name) return [];
  const lost = { ...rec, base: null };
  if (!out && !mayWrite(s.rights, state.name)) return [{ key, rec: lost }];
  const row = out ?? repairRow(rec.type, rec.id, s.now());
  return [{ key, rec: lost, out: state.outlived ? quarantined(row, 'onlyHere', s.now()) : row }];
}

async function listed(s: Session, name: string): ReturnType<Session['engine']['list']> {
  try {
    return await s.engine.list(name);
  } catch (error) {
    if (error instanceof EngineFailure && error.code === 'forbidden') await keepKnown(s, [{ ...knownOf(s, name), forbidden: true }]);
    throw error;
  }
}

async function compare(s: Session, name: string): Promise<void> {
  const there = await listed(s, name);
  const ours = await s.replica.based(name, s.layout.typesOf(name)); // after the list: what it lacks, it lacks
  const bases = new Map(ours.map((row) => [row.key.id, row.base]));
  const sent = (await s.replica.waiting()).filter(({ out }) => out.home === name);
  const concerned = new Set([...bases.keys(), ...sent.map(({ out }) => out.id)]);

  const erased = there.filter((row) => row.erased && concerned.has(row.id));
  for (const some of parted(erased, atOnce))
    await take(
      s,
      name,
      some.map(({ id, at }) => ({ id, at, erased: true })),
    );

  const other = there.filter(
    ({ id, at, erased: gone }) => !gone && bases.get(id) !== at && s.opaque.get(apartKey({ collection: name, id })) !== at,
  );
  for (const some of parted(other, atOnce))
    await takeNamed(
      s,
      name,
      some.map((row) => row.id),
    );

  const state = knownOf(s, name);
  const known = new Set(there.map((row) => row.id));
  const lost = ours.filter((row) => !known.has(row.key.id));
  for (const some of parted(lost, atOnce))
    await s.replica.change(
      some.map((row): Key => row.key),
      (held) => ({ rows: held.flatMap((row, i) => lacking(s, state, row, some[i]!.base)) }),
    );

  const { suspect: _, outlived: __, ...sound } = state;
  const highest = there.reduce((most, { at }) => Math.max(most, at), 0);
  await keepKnown(s, [{ ...sound, highest, cursor: Math.min(state.cursor, highest), total: null, gone: 0 }]);
}

/** Checks a collection; one that is closed to us, or gone, is left for another time. */
export async function check(s: Session, name: string): Promise<void> {
  try {
    await compare(s, name);
  } catch (error) {
    if (!(error instanceof EngineFailure) || !['forbidden', 'missing', 'sinceRefused'].includes(error.code)) throw error;
    if (error.code === 'missing') s.missing.add(name);
  }
}

/** Does the storage have fewer records than what was erased explains? Asked rarely; a storage that does not say is believed. */
export async function count(s: Session, name: string): Promise<void> {
  let total: number | null;
  try {
    total = await s.engine.count(name);
  } catch (error) {
    if (error instanceof EngineFailure && error.code !== 'signedOut' && error.code !== 'ended') return;
    throw error;
  }
  if (total === null) return;
  const state = knownOf(s, name);
  const fell = state.total !== null && total < state.total - (state.gone ?? 0);
  await keepKnown(s, [{ ...state, total, gone: 0, ...(fell && { suspect: true }) }]);
}
