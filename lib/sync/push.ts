import type { Become, Held, Key } from '@/lib/store/replica';
import { takeAnswers, type Sent } from './answers';
import { shortPause } from './backoff';
import type { PushAnswer, PushEntry } from './contract';
import { fingerprint } from './fingerprint';
import { planned, type Item } from './plan';
import { overlap, pull } from './pull';
import { quarantined } from './quarantine';
import { keyText, type Session } from './session';

/* Sends what waits, one collection at a time (facts: sync §4.3 steps 2 and 3, §4.4). */

const mostBusy = 5;
/** Of a batch that failed while the storage lives: so many, and the rest waits for the next cycle. */
const mostFailed = 3;
/** So many failures in ever smaller batches, the last alone: the storage cannot keep this record. */
const mostTries = 5;

export type Pushed = {
  /** Collections that something was sent to. */
  to: Set<string>;
  /** Rows that met their own words there. */
  equal: Map<string, Key[]>;
  /** Entries sent. */
  sent: number;
  failed: boolean;
  /** Rows that wait for something else than the storage. */
  waits: number;
};

/** How many go together: half as many after each failure, so that one that cannot be kept soon stands alone. */
const roomFor = (tries: number, limit: number): number => Math.max(1, limit >> tries);

/** The next of a collection's items that go together, those that failed least first. */
function batchOf(items: readonly Item[], limit: number): Item[] {
  const sorted = items.toSorted((a, b) => a.tries - b.tries);
  const batch: Item[] = [];
  for (const item of sorted) {
    if (batch.length >= roomFor(item.tries, limit)) break;
    batch.push(item);
  }
  return batch;
}

type Ready = { entry: PushEntry; sent: Sent };

/** Notes where rows are sent, before they are, and gives what is sent: the records as they are now. One that was changed since it was planned goes another time. */
async function readied(s: Session, name: string, items: readonly Item[]): Promise<Ready[]> {
  const ready: Ready[] = [];
  const entryOf = ({ key, rec, out }: Held, { print }: Item): Ready | null => {
    if (!out || (out.state !== 'waiting' && out.state !== 'sent')) return null;
    if (out.erase) return print === null ? { entry: { id: key.id, content: null, base: null }, sent: { key, print } } : null;
    if (!rec || fingerprint(rec.record) !== print) return null;
    return { entry: { id: key.id, content: rec.record, base: rec.home === name ? rec.base : null }, sent: { key, print } };
  };
  await s.replica.change(
    items.map((item) => item.key),
    (held) => ({
      rows: held.flatMap((row, i): Become[] => {
        const one = entryOf(row, items[i]!);
        if (!one) return [];
        ready.push(one);
        const known = row.out!.state === 'sent' && row.out!.home === name;
        return known ? [] : [{ key: row.key, out: { ...row.out!, state: 'sent', home: name } }];
      }),
    }),
    'strict',
  );
  return ready;
}

/** A batch failed though the storage lives: its rows go in smaller ones; one that failed often and alone is what cannot be kept. */
async function failed(s: Session, sent: readonly Sent[], message: string): Promise<void> {
  const row = ({ key, out }: Held): Become[] => {
    if (!out || out.state === 'quarantined') return [];
    const tries = out.tries + 1;
    if (sent.length > 1 || tries < mostTries) return [{ key, out: { ...out, tries } }];
    return [{ key, out: out.repair ? null : quarantined(out, 'keepsFailing', s.now(), message) }];
  };
  await s.replica.change(
    sent.map(({ key }) => key),
    (held) => ({ rows: held.flatMap(row) }),
  );
}

const noteAsked = (s: Session, ms: number | null): void => {
  if (ms !== null) s.asked = Math.max(s.asked ?? 0, ms);
};

/** Sends a batch, again and smaller while it collides with another writer. Null: nothing of it was left to send. */
async function send(s: Session, name: string, items: readonly Item[], pushed: Pushed) {
  let limit = items.length;
  for (let busy = 0; ; busy++) {
    const tried = items.slice(0, limit);
    const ready = await readied(s, name, tried);
    if (ready.length === 0) return { tried, sent: [], answer: null };
    pushed.to.add(name);
    pushed.sent += ready.length;
    const answer: PushAnswer = await s.engine.push(
      name,
      ready.map((r) => r.entry),
    );
    const sent = ready.map((r) => r.sent);
    if (answer.kind === 'each' || answer.because === 'failed' || busy === mostBusy) return { tried, sent, answer };
    limit = Math.max(1, limit >> 1);
    await s.wait(shortPause(busy, s.random));
    await pull(s, name, overlap);
  }
}

/** Sends what waits; every row once. Throws EngineFailure where the storage does not answer at all. */
export async function push(s: Session): Promise<Pushed> {
  const pushed: Pushed = { to: new Set(), equal: new Map(), sent: 0, failed: false, waits: 0 };
  const done = new Set<string>();
  let failures = 0;
  const { items, waits } = await planned(s);
  pushed.waits = waits;
  for (const [name, all] of Map.groupBy(items, (item) => item.to)) {
    for (;;) {
      const batch = batchOf(
        all.filter((item) => !done.has(keyText(item.key))),
        s.engine.maxEntries,
      );
      if (batch.length === 0 || s.missing.has(name)) break;
      const { tried, sent, answer } = await send(s, name, batch, pushed);
      for (const { key } of tried) done.add(keyText(key));
      if (answer?.kind === 'each') {
        const equal = await takeAnswers(s, name, sent, answer.results);
        pushed.equal.set(name, [...(pushed.equal.get(name) ?? []), ...equal]);
      } else if (answer) {
        pushed.failed = true;
        noteAsked(s, answer.retryAfter);
        if (answer.because === 'busy') break;
        await s.engine.hello(); // throws, if it is the storage that fails, and not these records
        await failed(s, sent, answer.message);
        failures += 1;
        if (failures === mostFailed) return pushed;
        break;
      }
    }
  }
  return pushed;
}
