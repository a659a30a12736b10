import type { IDBPTransaction } from 'idb';
import { keptOf, type Kept, type StoredRecord } from '@/lib/model/rules/fields';
import type { Chunk } from '@/lib/model/schema/metric';
import type { RecordType } from '@/lib/model/schema/records';
import type { Database } from './database';
import { storeFailure } from './failure';
import { memoryOf } from './memory';
import { indexStrings } from './index-strings';
import type { RecRow, Tables } from './rows';
import { withChunks } from './series';

export const stores = ['rec', 'out', 'done', 'meta', 'series'] as const;
export type WriteTransaction = IDBPTransaction<Tables, typeof stores, 'readwrite'>;

/** Runs `act` in one transaction over all stores. Whatever it throws takes everything back and comes out as StoreFailure. */
export async function inTransaction<R>(
  db: Database,
  durability: 'strict' | 'relaxed',
  act: (tx: WriteTransaction) => Promise<R>,
): Promise<R> {
  const ended = memoryOf(db).writeBegins();
  try {
    return await carryOut(db, durability, act);
  } finally {
    ended();
  }
}

async function carryOut<R>(db: Database, durability: 'strict' | 'relaxed', act: (tx: WriteTransaction) => Promise<R>): Promise<R> {
  let tx: WriteTransaction;
  try {
    tx = db.transaction(stores, 'readwrite', { durability });
  } catch (error) {
    throw storeFailure(error); // the connection is closing
  }
  tx.done.catch(() => {}); // awaited below; this keeps an abort from being reported twice
  try {
    const result = await act(tx);
    await tx.done;
    return result;
  } catch (error) {
    try {
      tx.abort();
    } catch {
      // it has ended by itself
    }
    throw storeFailure(error instanceof DOMException && tx.error ? tx.error : error); // why the browser ended it says more than what failed after
  }
}

/** The rows that one transaction has read and changed; written together by `flush`. */
export class Rows {
  private readonly rec = new Map<string, RecRow | undefined>();
  private readonly changed = new Map<string, RecRow>();

  constructor(private readonly tx: WriteTransaction) {}

  /** Reads rows that will be asked for, all at once. */
  async fetch(keys: readonly { type: RecordType; id: string }[]): Promise<void> {
    const store = this.tx.objectStore('rec');
    await Promise.all(keys.map(async ({ type, id }) => this.rec.set(`${type}/${id}`, await store.get([type, id]))));
  }

  get(type: RecordType, id: string): StoredRecord | undefined {
    return this.rec.get(`${type}/${id}`)?.record;
  }

  /** Puts a record in the place of the one that was read; `kept` is its plain form. */
  put<T extends RecordType>(type: T, record: StoredRecord, kept: Kept<T>): void {
    const key = `${type}/${record.id}`;
    const before = this.rec.get(key);
    const row: RecRow = {
      type,
      id: record.id,
      record,
      home: before?.home ?? null,
      base: before?.base ?? null,
      seen: before?.seen ?? null,
      ix: indexStrings(type, kept.plain),
    };
    this.rec.set(key, row);
    this.changed.set(key, row);
  }

  /** Writes what changed: records, the series that chunks belong to and, if `share`, what is to be shared. */
  async flush(now: string, share: boolean): Promise<void> {
    const rec = this.tx.objectStore('rec');
    const rows = [...this.changed.values()];
    await Promise.all([
      ...rows.map(async (row) => rec.put(row)), // async: what one throws at once must not leave the others unheard
      ...(share ? rows.map((row) => this.queue(row, now)) : []),
      this.flushSeries(rows.filter((row) => row.type === 'chunk')),
    ]);
  }

  /** Takes a month that is being erased out of its series; an empty series goes. */
  async forgetMonth(chunk: Chunk): Promise<void> {
    const store = this.tx.objectStore('series');
    const key: [string, string, string] = [chunk.metricId, chunk.reader, chunk.account];
    const row = withChunks(await store.get(key), [{ plain: chunk, hidden: true }]);
    await (row.days.first === null ? store.delete(key) : store.put(row));
  }

  private async queue({ type, id }: RecRow, now: string): Promise<void> {
    const out = this.tx.objectStore('out');
    const before = await out.get([type, id]);
    await out.put({ type, id, since: before?.since ?? now, tries: 0, next: 0, state: 'waiting' });
  }

  private async flushSeries(rows: RecRow[]): Promise<void> {
    const store = this.tx.objectStore('series');
    const bySeries = Map.groupBy(
      rows.map((row) => keptOf('chunk', row.record)),
      ({ plain }) => [plain.metricId, plain.reader, plain.account].join('\n'),
    );
    await Promise.all(
      [...bySeries.values()].map(async (chunks) => {
        const { metricId, reader, account } = chunks[0]!.plain;
        await store.put(withChunks(await store.get([metricId, reader, account]), chunks));
      }),
    );
  }
}
