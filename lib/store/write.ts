import { plainJson } from '@/lib/model/rules/canonical';
import { envelopeVersion, type StoredRecord } from '@/lib/model/rules/fields';
import { appendedIdOf } from '@/lib/model/rules/identity';
import { shapes } from '@/lib/model/rules/shapes';
import { clockAfter, nextStamp } from '@/lib/model/rules/stamps';
import type { AppendedRecord, MutableRecord, Stamp } from '@/lib/model/schema/envelope';
import { applied, checked } from './apply';
import type { AppendOnlyType, Change, Touched } from './change';
import type { Database } from './database';
import { StoreFailure, storeFailure } from './failure';
import { inTransaction, Rows, type WriteTransaction } from './transaction';

/** This device's clock: the last stamp given or seen. In memory, and in `meta` with every write. */
export type Clock = { readonly device: string; last: Stamp | undefined; readonly now: () => number };

export type Written<R> = { result: R; touched: Touched[]; repeated: boolean };

const keysOf = (changes: readonly Change[]): Touched[] => changes.flatMap((c) => ('append' in c ? [] : [{ type: c.type, id: c.id }]));

function tick(clock: Clock): Stamp {
  clock.last = nextStamp(clock.last, clock.now(), clock.device);
  return clock.last;
}

/** Makes the append-only records before the transaction: hashing inside would let it end. */
async function appendedBy(changes: readonly Change[], clock: Clock): Promise<AppendedRecord[]> {
  const out: AppendedRecord[] = [];
  for (const change of changes) {
    if (!('append' in change)) continue;
    const { required, optional } = shapes[change.type];
    const names = Object.keys(change.append).filter((name) => name !== 'id');
    const unknown = names.find((name) => !required.includes(name) && !optional.includes(name));
    if (unknown !== undefined) throw new StoreFailure('badInput', { type: change.type, field: unknown, reason: 'unknown' });
    const plain = plainJson(Object.fromEntries(names.map((name) => [name, change.append[name]]))) as Record<string, unknown>;
    const content = { ...plain, t: change.type, n: envelopeVersion, s: tick(clock) };
    const record = { ...content, id: await appendedIdOf(content) };
    checked(change.type, record);
    out.push(record);
  }
  return out;
}

/** Remembers a finished write and the clock, in the same transaction. */
export async function conclude(tx: WriteTransaction, clock: Clock, write: string, result: unknown): Promise<void> {
  await tx.objectStore('done').put({ write, result, at: clock.now() });
  if (clock.last) await tx.objectStore('meta').put({ key: 'clock', value: clock.last });
}

/** The clock cannot have run behind what this database has stored. */
export async function catchUp(tx: WriteTransaction, clock: Clock): Promise<void> {
  const stored = await tx.objectStore('meta').get('clock');
  if (stored && (clock.last === undefined || stored.value > clock.last)) clock.last = stored.value;
}

/**
 * Carries out a write in one transaction over records, outbox, series, clock and the memory of writes; `strict`: the answer comes when
 * it is on the disk. A write id seen before changes nothing and gives the first result. Throws StoreFailure.
 */
export async function writeChanges<R>(
  db: Database,
  clock: Clock,
  write: string,
  changes: readonly Change[],
  result: R,
): Promise<Written<R>> {
  const appended = await appendedBy(changes, clock).catch((error: unknown) => {
    throw storeFailure(error);
  });
  return inTransaction(db, 'strict', async (tx) => {
    const seen = await tx.objectStore('done').get(write);
    if (seen) return { result: seen.result as R, touched: [], repeated: true };
    await catchUp(tx, clock);
    const rows = new Rows(tx);
    await rows.fetch(keysOf(changes));
    const own = tick(clock);
    const touched: Touched[] = [];
    const put = (type: Touched['type'], record: StoredRecord): void => {
      rows.put(type, record, checked(type, record));
      touched.push({ type, id: record.id });
    };
    for (const record of appended) put(record.t as AppendOnlyType, record);
    const after = new Map<string, MutableRecord>();
    for (const change of changes) {
      if ('append' in change) continue;
      const key = `${change.type}/${change.id}`;
      const record = applied(after.get(key) ?? rows.get(change.type, change.id), change, own, clock.device);
      if (record) after.set(key, record);
    }
    for (const record of after.values()) put(record.t as Touched['type'], record);
    for (const record of after.values())
      for (const cell of Object.values(record.f)) clock.last = clockAfter(clock.last, cell.s, clock.now());
    await rows.flush(new Date(clock.now()).toISOString(), true);
    await conclude(tx, clock, write, result);
    return { result, touched, repeated: false };
  });
}
