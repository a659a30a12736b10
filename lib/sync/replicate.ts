import { StoreFailure } from '@/lib/store/failure';
import type { Key, ReplicaState } from '@/lib/store/replica';
import { backOff, isEarly } from './backoff';
import { begin, OtherUser } from './begin';
import { check, count } from './check';
import { EngineFailure } from './contract';
import { due } from './poll';
import { overlap, pull, wideOverlap } from './pull';
import { push } from './push';
import { keepKnown, knownOf, type Replicating, type Session } from './session';
import { sweep } from './sweep';
import { takeNamed } from './take';

/*
 * One cycle between this device and the storage (facts: sync §4.3). Whoever calls it holds the lock: one cycle at a time. Every step ends in
 * one transaction and depends on no answer that may be lost, so that a cycle that is cut anywhere is only repeated.
 */

export type Asked = {
  /** Somebody waits for it: whatever the last failure said. */
  now?: boolean;
  /** Compare everything whole. */
  check?: boolean;
};

export type Report = {
  /** `early`: after failures, not yet; `failed`: state.trouble says why; `open`: something that could be sent still waits. */
  outcome: 'shared' | 'open' | 'failed' | 'early';
  /** Entries sent. */
  sent: number;
};

export type { Replicating } from './session';

const hour = 60 * 60_000;
const week = 7 * 24 * hour;
const mostRounds = 3;

/** A clock that was set back makes it due too. */
const isTime = (now: number, last: number | null, every: number): boolean => last === null || now - last >= every || now < last;

/** Reads what a person gave up a change for, and takes it. What is not there, or not to be used, goes from here too. */
async function giveBack(s: Session): Promise<void> {
  const rows = (await s.replica.waiting()).filter(({ out }) => out.state === 'discarded');
  for (const [home, some] of Map.groupBy(rows, ({ out, rec }) => rec?.home ?? out.home ?? null)) {
    const ids = some.map(({ out }) => out.id);
    if (home !== null && (!s.there.has(home) || !(await takeNamed(s, home, ids)))) continue;
    await s.replica.change(
      some.map(({ out }): Key => ({ type: out.type, id: out.id })),
      (held) => ({ rows: held.flatMap(({ key, out }) => (out?.state === 'discarded' ? [{ key, rec: null, out: null }] : [])) }),
    );
  }
}

/** What showed us our own words in an answer to a push, read as it stands there for everybody. */
async function confirm(s: Session, equal: ReadonlyMap<string, readonly Key[]>): Promise<void> {
  for (const [name, keys] of equal) {
    const open = (await s.replica.read(keys)).filter(({ out, rec }) => out && rec?.home === name);
    await takeNamed(
      s,
      name,
      open.map(({ key }) => key.id),
    );
  }
}

/** Only readings, which are much, and can be had again. */
const holdsReadings = (s: Session, name: string): boolean => s.layout.typesOf(name).every((type) => type === 'chunk');

/** A device without room takes in no readings, but everything else (facts: sync §4.4). */
async function pullReadings(s: Session, name: string, back: number): Promise<void> {
  try {
    await pull(s, name, back);
  } catch (error) {
    if (!(error instanceof StoreFailure) || error.code !== 'storageFull') throw error;
    s.full = true;
  }
}

async function pullAll(s: Session, names: Iterable<string>, back: number): Promise<void> {
  const wanted = new Set(names);
  for (const name of s.names.filter((one) => wanted.has(one))) {
    if (!holdsReadings(s, name)) await pull(s, name, back);
    else if (!s.full) await pullReadings(s, name, back);
  }
}

/** Every record that waits is sent, and read back; what the reading brings may have to be sent again. */
async function exchange(s: Session, first: ReadonlySet<string>): Promise<{ sent: number; open: boolean }> {
  let sent = 0;
  let open = false;
  for (let round = 0; round < mostRounds; round++) {
    const pushed = await push(s);
    sent += pushed.sent;
    await pullAll(s, round === 0 ? first.union(pushed.to) : pushed.to, overlap);
    await confirm(s, pushed.equal);
    open = (await s.replica.waiting()).filter(({ out }) => out.state === 'waiting' || out.state === 'sent').length > pushed.waits;
    if (!open || pushed.failed) break;
  }
  return { sent, open };
}

/** Once an hour everything is read with a longer overlap; once a week, and where something looks wrong, it is compared whole. */
async function lookAround(s: Session, asked: Asked): Promise<void> {
  const { lastWide, lastCheck } = s.before;
  if (isTime(s.now(), lastWide, hour)) {
    const started = s.now();
    s.full = false; // once an hour it is tried again
    if (lastWide !== null) await pullAll(s, s.names, wideOverlap); // the first time everything was just read
    for (const name of s.names) if (!knownOf(s, name).forbidden) await count(s, name);
    await keepKnown(s, [], { lastWide: started });
  }
  const whole = asked.check === true || (lastCheck !== null && isTime(s.now(), lastCheck, week));
  const started = s.now();
  for (const name of s.names) if (whole || knownOf(s, name).suspect) await check(s, name);
  if (whole || lastCheck === null) await keepKnown(s, [], { lastCheck: started });
}

async function cycle(s: Session, asked: Asked): Promise<Report> {
  const first = await due(s);
  // What the storage may have erased longer ago than it remembers is found before anything is sent that would bring it back.
  for (const name of s.names) if (knownOf(s, name).outlived && knownOf(s, name).pulledAt !== null) await check(s, name);
  const unread = s.names.filter((name) => knownOf(s, name).pulledAt === null);
  await pullAll(s, unread, overlap);
  await giveBack(s);
  if ((await s.replica.state()).sweep) await sweep(s);
  const { sent, open } = await exchange(s, first.difference(new Set(unread)));
  await lookAround(s, asked);
  const late = !open && (await exchange(s, new Set())); // what looking around brought
  return { outcome: (late ? late.open : open) ? 'open' : 'shared', sent: sent + (late ? late.sent : 0) };
}

type Failure = { code: string; message: string; retryAfter: number | null };

function failureOf(error: unknown): Failure {
  if (error instanceof EngineFailure) return { code: error.code, message: error.message, retryAfter: error.retryAfter };
  if (error instanceof StoreFailure) return { code: error.code, message: error.message, retryAfter: null };
  if (error instanceof OtherUser) return { code: 'otherUser', message: error.message, retryAfter: null };
  throw error;
}

const troubleOf = (before: ReplicaState, code: string, message: string, now: number): ReplicaState['trouble'] => ({
  code,
  message,
  since: before.trouble?.code === code ? before.trouble.since : new Date(now).toISOString(),
});

/** What is kept of a cycle that came to its end. */
async function conclude(s: Session, report: Report): Promise<void> {
  const now = s.now();
  const { backoff, alerts } = s.engine.notices();
  const failures = report.outcome === 'shared' ? 0 : s.before.failures + 1;
  const pause = report.outcome === 'shared' ? 0 : backOff(failures, s.random, s.asked);
  const [missing] = s.missing;
  const trouble = s.full ? ['storageFull', ''] : missing === undefined ? null : ['notArranged', missing];
  await keepKnown(s, [], {
    lastCycle: now,
    failures,
    notBefore: now + Math.max(pause, backoff ?? 0),
    trouble: trouble && troubleOf(s.before, trouble[0]!, trouble[1]!, now),
    alerts,
    ...(report.outcome === 'shared' && (await s.replica.waiting()).length === 0 && { sharedAt: now }),
  });
}

/** Makes one cycle. Failures of the storage or the store are kept in the state, with the time before which it makes no sense to try again. */
export async function replicate(r: Replicating, asked: Asked = {}): Promise<Report> {
  const before = await r.replica.state();
  if (asked.now !== true && isEarly(r.now(), before.notBefore)) return { outcome: 'early', sent: 0 };
  try {
    const s = await begin(r, before);
    const report = await cycle(s, asked);
    await conclude(s, report);
    return report;
  } catch (error) {
    const { code, message, retryAfter } = failureOf(error);
    const failures = before.failures + 1;
    const now = r.now();
    await r.replica.change([], () => ({
      rows: [],
      state: { failures, notBefore: now + backOff(failures, r.random, retryAfter), trouble: troubleOf(before, code, message, now) },
    }));
    return { outcome: 'failed', sent: 0 };
  }
}
