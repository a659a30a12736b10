import { offsetOf } from '@/lib/store/clock';
import type { CollectionState, Held, Key, ReplicaState } from '@/lib/store/replica';
import { withSample } from './clock-offset';
import { EngineFailure, type Generation, type Hello } from './contract';
import { freed, isDue } from './quarantine';
import { apartKey, newState, parted, type Replicating, type Session } from './session';

/* The first step of a cycle: who is signed in, whether it is the storage that we knew, what it has (facts: sync §4.3 step 1). */

/** Somebody else is signed in than the one whose database this is. */
export class OtherUser extends Error {
  override name = 'OtherUser';
}

const rowsAtOnce = 500;

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.toSorted().every((name, i) => name === b.toSorted()[i]);

/** Not read since before the storage forgot tombstones: what it lacks may have been erased. */
const isOutlived = ({ pulledAt, outlived }: CollectionState, offset: number, { purgedBefore }: Generation): boolean =>
  outlived === true || (purgedBefore !== null && pulledAt !== null && pulledAt + offset < purgedBefore);

/**
 * Another life of the storage (a restored backup, a new start): nothing that was known of it holds, every record stays. What stood where is
 * still known, so that a draft is not taken for what was adopted. Repeated from the start if it is cut.
 */
async function beginAgain(s: Session): Promise<void> {
  for (const keys of parted(await s.replica.keys(), rowsAtOnce)) {
    await s.replica.change(keys, (held) => ({
      rows: held.flatMap(({ key, rec }) => (rec && rec.base !== null ? [{ key, rec: { ...rec, base: null } }] : [])),
    }));
  }
  const apart = (await s.replica.opaque()).map(({ collection, id }) => ({ collection, id }));
  const fresh = [...s.known.values()].map((state): CollectionState => ({
    ...newState(state.name),
    ...(isOutlived(state, s.offset, s.life) && { outlived: true }),
  }));
  const state = { generation: s.life.id, sweep: true, mark: null, markAt: null, settled: false };
  await s.replica.change([], () => ({ rows: [], opaque: { remove: apart }, collections: fresh, state }));
  for (const one of fresh) s.known.set(one.name, one);
  s.opaque.clear();
}

/** Rows that were refused may pass now: other rights, or another day. */
function freedRows(held: Held[], otherRights: boolean, now: number) {
  return held.flatMap(({ key, out }) =>
    out && (isDue(out, now) || (otherRights && out.state === 'quarantined' && out.code === 'forbidden')) ? [{ key, out: freed(out) }] : [],
  );
}

/** What of the known collections changes before anything is read: rights, purged tombstones, a mark of its life that is gone. */
function startingStates(s: Session, otherRights: boolean): CollectionState[] {
  const lostLife = s.before.generation !== null && s.life.id === null;
  return s.names.flatMap((name) => {
    const was = s.known.get(name);
    if (!was) return [];
    const { forbidden, ...rest } = was;
    const outlived = isOutlived(was, s.offset, s.life);
    const now: CollectionState = {
      ...rest,
      ...(forbidden && !otherRights && { forbidden }),
      ...((outlived || lostLife) && { suspect: true }),
      ...(outlived && { outlived: true }),
    };
    return JSON.stringify(now) === JSON.stringify(was) ? [] : [now];
  });
}

async function look(r: Replicating, before: ReplicaState, hello: Hello, offset: number): Promise<Session> {
  const life = await r.engine.generation();
  const names = r.layout.collections(await r.engine.collections());
  const known = new Map((await r.replica.collections()).map((state) => [state.name, state]));
  return {
    ...r,
    before,
    life,
    names,
    there: new Set(names),
    rights: r.layout.rightsOf(hello.principals),
    offset,
    serverNow: hello.serverNow ?? r.now() + offset,
    known,
    opaque: new Map((await r.replica.opaque()).map((row) => [apartKey(row), row.at])),
    missing: new Set(),
    asked: null,
    full: before.trouble?.code === 'storageFull',
  };
}

/** Throws EngineFailure; `ended` where the storage asks clients to stop; OtherUser. */
export async function begin(r: Replicating, before: ReplicaState): Promise<Session> {
  const sent = r.now();
  const hello = await r.engine.hello();
  if (hello.user !== r.user) throw new OtherUser(hello.user);
  const offsets = withSample(before.offsets, hello.serverNow, sent, r.now());
  await r.replica.change([], () => ({ rows: [], state: { offsets, alerts: hello.alerts } }));
  const stop = hello.alerts.find((alert) => alert.hard);
  if (stop) throw new EngineFailure('ended', stop.message);
  const s = await look(r, before, hello, offsetOf(offsets) ?? 0);

  if (before.generation !== null && s.life.id !== null && s.life.id !== before.generation) await beginAgain(s);
  const otherRights = !sameSet(before.principals, hello.principals);
  const states = startingStates(s, otherRights);
  const stuck = (await r.replica.waiting()).filter(({ out }) => out.state === 'quarantined');
  const keys = stuck.map(({ out }): Key => ({ type: out.type, id: out.id }));
  await r.replica.change(keys, (held) => ({
    rows: freedRows(held, otherRights, r.now()),
    collections: states,
    state: {
      ...(otherRights && { principals: hello.principals }),
      ...((otherRights || s.names.some((name) => !s.known.has(name))) && { sweep: true }),
      ...(s.life.id !== null && { generation: s.life.id }),
    },
  }));
  for (const state of states) s.known.set(state.name, state);
  return s;
}
