import { isMutable, isRecordType, keptOf, type StoredRecord } from '@/lib/model/rules/fields';
import { mergeRecords, sameRecord } from '@/lib/model/rules/merge';
import type { RecordType } from '@/lib/model/schema/records';
import type { Touched } from './change';
import { catchUp, heed, nowBy, type Clock } from './clock';
import type { Database } from './database';
import { StoreFailure } from './failure';
import { checkStored, type Refused } from './parse';
import { RowSet } from './row-set';
import type { Mine } from './sharing';
import { inTransaction } from './transaction';
import { conclude } from './write';

export type Loaded = {
  /** Records that are new or differ from what was here before. */
  written: number;
  /** Records that said nothing new. */
  same: number;
  refused: Refused[];
};

type Work = { loaded: Loaded; touched: Touched[] };

/** Asked inside the transaction, with a way to look up what is here of the records that come in: is it still what the caller knows? */
export type StillHolds = (here: (type: RecordType, id: string) => StoredRecord | undefined) => boolean;

const stampsOf = (record: StoredRecord): string[] => (isMutable(record) ? Object.values(record.f).map((cell) => cell.s) : [record.s]);

/**
 * Takes in records from a file or another device: each is checked, joined per field with what is here (model/rules/merge.ts) and,
 * where that changed anything, put in the outbox; all in one transaction. What does not pass is left out and named. Throws
 * StoreFailure('conflict'), having written nothing, where `holds` says no; a write that is repeated is not asked.
 */
export async function loadRecords(
  db: Database,
  clock: Clock,
  mine: Mine,
  write: string,
  raw: Iterable<unknown>,
  holds?: StillHolds,
): Promise<Work> {
  const refused: Refused[] = [];
  const incoming = new Map<string, StoredRecord>();
  for (const one of raw) {
    const checked = await checkStored(one);
    if ('refused' in checked) {
      refused.push(checked.refused);
      continue;
    }
    const key = `${checked.record.t}/${checked.record.id}`;
    const before = incoming.get(key);
    incoming.set(key, before ? mergeRecords(before, checked.record) : checked.record);
  }
  return inTransaction(db, 'strict', async (tx) => {
    const seen = await tx.objectStore('done').get(write);
    if (seen) return { loaded: seen.result as Loaded, touched: [] };
    await catchUp(tx, clock);
    const rows = new RowSet(tx);
    const records = [...incoming.values()];
    await rows.fetch(records.map((r) => ({ type: r.t as RecordType, id: r.id })));
    if (holds && !holds((type, id) => rows.get(type, id))) throw new StoreFailure('conflict', { reason: 'changed' });
    const touched: Touched[] = [];
    for (const record of records) {
      const type = record.t as RecordType;
      const before = rows.get(type, record.id);
      const after = before ? mergeRecords(before, record) : record;
      heed(clock, stampsOf(record), nowBy(clock));
      if (before && sameRecord(before, after)) continue;
      rows.put(type, after, keptOf(type, after));
      touched.push({ type, id: record.id });
    }
    const loaded: Loaded = { written: touched.length, same: records.length - touched.length, refused };
    await rows.flush();
    await rows.queue(new Date(clock.now()).toISOString(), mine);
    await conclude(tx, clock, write, loaded);
    return { loaded, touched };
  });
}

const batch = 2000;

/**
 * Puts in records that this device made itself and that are not here yet: not checked, not joined, not shared, in batches. For data made
 * in bulk (a benchmark's workspace); a file from outside goes through loadRecords. Gives the number of records.
 */
export async function loadBulk(db: Database, records: Iterable<StoredRecord> | AsyncIterable<StoredRecord>): Promise<number> {
  let waiting: StoredRecord[] = [];
  let count = 0;
  const flush = async (): Promise<void> => {
    await inTransaction(db, 'relaxed', async (tx) => {
      const rows = new RowSet(tx);
      for (const record of waiting) {
        if (!isRecordType(record.t)) throw new StoreFailure('badInput', { type: record.t, reason: 'unknownType' });
        rows.put(record.t, record, keptOf(record.t, record));
      }
      await rows.flush();
    });
    count += waiting.length;
    waiting = [];
  };
  for await (const record of records) {
    waiting.push(record);
    if (waiting.length === batch) await flush();
  }
  if (waiting.length > 0) await flush();
  return count;
}
