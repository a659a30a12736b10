import { plainJson } from '@/lib/model/rules/canonical';
import { envelopeVersion, type StoredRecord } from '@/lib/model/rules/fields';
import { appendedIdOf } from '@/lib/model/rules/identity';
import { shapes } from '@/lib/model/rules/shapes';
import type { AppendedRecord, MutableRecord } from '@/lib/model/schema/envelope';
import { applied, checked } from './apply';
import type { AppendOnlyType, Change, Touched } from './change';
import { catchUp, heed, keepClock, nowBy, tick, type Clock } from './clock';
import type { Database } from './database';
import { StoreFailure, storeFailure } from './failure';
import { RowSet } from './row-set';
import type { Mine } from './sharing';
import { inTransaction, type WriteTransaction } from './transaction';

export type Written<R> = { result: R; touched: Touched[]; repeated: boolean };

const keysOf = (changes: readonly Change[]): Touched[] => changes.flatMap((c) => ('append' in c ? [] : [{ type: c.type, id: c.id }]));

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
  await keepClock(tx, clock);
}

/**
 * Carries out a write in one transaction over records, outbox, series, clock and the memory of writes; `strict`: the answer comes when
 * it is on the disk. A write id seen before changes nothing and gives the first result. Throws StoreFailure.
 */
export async function writeChanges<R>(
  db: Database,
  clock: Clock,
  mine: Mine,
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
    const rows = new RowSet(tx);
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
      heed(
        clock,
        Object.values(record.f).map((cell) => cell.s),
        nowBy(clock),
      );
    await rows.flush();
    await rows.queue(new Date(clock.now()).toISOString(), mine);
    await conclude(tx, clock, write, result);
    return { result, touched, repeated: false };
  });
}
