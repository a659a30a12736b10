import type { IDBPTransaction } from 'idb';
import { keptOf, Misfit, type Kept, type StoredRecord } from '@/lib/model/rules/fields';
import type { RecordType } from '@/lib/model/schema/records';
import type { Database } from './database';
import { storeFailure } from './failure';
import { memoryOf, type Memory } from './memory';
import type { RecRow, SeriesRow, Tables } from './rows';

const readable = ['rec', 'series'] as const;
type ReadTransaction = IDBPTransaction<Tables, typeof readable, 'readonly'>;

/** Called once for each stored record that does not fit its type. The record stays where it is. */
export type ReportMisfit = (misfit: Misfit) => void;

/** Reading within one transaction: a consistent state, one round trip for everything asked at once. */
export interface Look {
  /** Hidden records are given too. */
  read<T extends RecordType>(type: T, id: string): Promise<Kept<T> | undefined>;
  readMany<T extends RecordType>(type: T, ids: readonly string[]): Promise<(Kept<T> | undefined)[]>;
  /** Records under one string of the index (index-strings.ts). */
  find<T extends RecordType>(type: T, ix: string): Promise<Kept<T>[]>;
  all<T extends RecordType>(type: T): Promise<Kept<T>[]>;
  /** All series of a metric, one per reader and account. */
  series(metric: string): Promise<SeriesRow[]>;
  /** Envelopes as they are stored. */
  envelopes(keys: readonly { type: RecordType; id: string }[]): Promise<(StoredRecord | undefined)[]>;
}

export class Looking implements Look {
  constructor(
    private readonly tx: ReadTransaction,
    private readonly report: ReportMisfit,
    private readonly memory: ReturnType<Memory['during']>,
  ) {}

  private kept<T extends RecordType>(type: T, row: RecRow | undefined): Kept<T> | undefined {
    if (!row) return undefined;
    try {
      return keptOf(type, row.record);
    } catch (error) {
      if (!(error instanceof Misfit)) throw error;
      this.report(error);
      return undefined;
    }
  }

  private keptAll<T extends RecordType>(type: T, rows: RecRow[]): Kept<T>[] {
    return rows.map((row) => this.kept(type, row)).filter((kept) => kept !== undefined);
  }

  async read<T extends RecordType>(type: T, id: string): Promise<Kept<T> | undefined> {
    const known = this.memory.get(type, id);
    if (known) return known;
    const kept = this.kept(type, await this.tx.objectStore('rec').get([type, id]));
    if (kept) this.memory.keep(kept, type);
    return kept;
  }

  readMany<T extends RecordType>(type: T, ids: readonly string[]): Promise<(Kept<T> | undefined)[]> {
    return Promise.all(ids.map((id) => this.read(type, id)));
  }

  async find<T extends RecordType>(type: T, ix: string): Promise<Kept<T>[]> {
    return this.keptAll(type, await this.tx.objectStore('rec').index('ix').getAll(ix));
  }

  async all<T extends RecordType>(type: T): Promise<Kept<T>[]> {
    return this.keptAll(type, await this.tx.objectStore('rec').getAll(ofType(type)));
  }

  series(metric: string): Promise<SeriesRow[]> {
    return this.tx.objectStore('series').getAll(IDBKeyRange.bound([metric], [metric, []]));
  }

  envelopes(keys: readonly { type: RecordType; id: string }[]): Promise<(StoredRecord | undefined)[]> {
    return Promise.all(keys.map(async ({ type, id }) => (await this.tx.objectStore('rec').get([type, id]))?.record));
  }
}

/** All keys [type, id] of a type: an array sorts after every string. */
const ofType = (type: RecordType): IDBKeyRange => IDBKeyRange.bound([type], [type, []]);

/** Runs `look` in one read-only transaction. It may await nothing but what it asks of the Look. Throws StoreFailure. */
export async function lookInto<R>(db: Database, report: ReportMisfit, look: (at: Look) => Promise<R>): Promise<R> {
  try {
    const memory = memoryOf(db).during();
    const tx = db.transaction(readable, 'readonly');
    tx.done.catch(() => {}); // a failed request says it itself
    return await look(new Looking(tx, report, memory));
  } catch (error) {
    throw error instanceof DOMException ? storeFailure(error) : error;
  }
}

const page = 500;

async function pageFrom(db: Database, range: IDBKeyRange | null): Promise<RecRow[]> {
  try {
    return await db.getAll('rec', range, page);
  } catch (error) {
    throw storeFailure(error);
  }
}

/** All records whole, by type and id. Pages are read one after another: each record is whole, the sum is not one moment. */
export async function* dumpOf(db: () => Promise<Database>): AsyncGenerator<StoredRecord> {
  let range: IDBKeyRange | null = null;
  for (;;) {
    const rows: RecRow[] = await pageFrom(await db(), range);
    for (const row of rows) yield row.record;
    const last = rows.at(-1);
    if (!last || rows.length < page) return;
    range = IDBKeyRange.lowerBound([last.type, last.id], true);
  }
}
