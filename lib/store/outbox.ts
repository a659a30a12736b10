import type { RecordType } from '@/lib/model/schema/records';
import type { Touched } from './change';
import type { Database } from './database';
import { named } from './failure';
import { bySince, waitingRow } from './out-rows';
import { RowSet } from './row-set';
import { goneCodes, type OutRow, type RecRow } from './rows';
import { inTransaction } from './transaction';

type RecKey = { type: RecordType; id: string };

/** A row that cannot be shared as it is, with the record as it now is; none: the storage refuses to erase it. */
export type Stuck = { out: OutRow; rec: RecRow | undefined };

/** What people see and do of what is not shared. Its calls throw StoreFailure. */
export interface Outbox {
  /** `waiting`: saved here and not shared yet. `stuck`: in quarantine; not among the waiting. */
  counts(): Promise<{ waiting: number; stuck: number }>;
  /** The quarantine, the oldest first. */
  stuck(): Promise<Stuck[]>;
  /** Lets rows of the quarantine be sent again; one whose record is gone from the storage makes it there anew. Gives their number; others are left as they are. */
  retry(keys: readonly RecKey[]): Promise<number>;
  /**
   * Gives up what is in quarantine. Where the storage is known to have the record, its version is read and taken at the next cycle; where
   * not, the record goes from this device. Gives the number of rows; others are left as they are.
   */
  discard(keys: readonly RecKey[]): Promise<number>;
}

type Act = (row: OutRow, rec: RecRow | undefined, rows: RowSet) => OutRow | null;

const retried: Act = (row, rec, rows) => {
  if (!rec && !row.erase) return null;
  if (!goneCodes.has(row.code ?? '')) return waitingRow(row, row.since, row);
  if (rec) rows.putRow({ ...rec, home: null, base: null, seen: null });
  return waitingRow(row, row.since);
};

const discarded: Act = (row, rec, rows) => {
  const home = row.erase ? row.home : (rec?.home ?? undefined);
  if (home !== undefined && !goneCodes.has(row.code ?? ''))
    return { type: row.type, id: row.id, since: row.since, tries: 0, next: 0, state: 'discarded', home };
  if (rec) rows.remove(rec);
  return null;
};

async function forEachStuck(db: Database, keys: readonly RecKey[], act: Act): Promise<Touched[]> {
  return inTransaction(db, 'strict', async (tx) => {
    const store = tx.objectStore('out');
    const rows = new RowSet(tx);
    const one = [...new Map(keys.map(({ type, id }) => [`${type}/${id}`, { type, id }])).values()];
    const [outs] = await Promise.all([Promise.all(one.map(({ type, id }) => store.get([type, id]))), rows.fetch(one)]);
    const stuck = outs.filter((row) => row?.state === 'quarantined') as OutRow[];
    await Promise.all(
      stuck.map(async (row) => {
        const next = act(row, rows.row(row.type, row.id), rows);
        await (next ? store.put(next) : store.delete([row.type, row.id]));
      }),
    );
    await rows.flush();
    return stuck.map(({ type, id }) => ({ type, id }));
  });
}

/** The outbox of a database; `tell` is told what an act touched. */
export function outboxOf(db: () => Promise<Database>, tell: (touched: Touched[]) => void): Outbox {
  const acts = async (keys: readonly RecKey[], act: Act): Promise<number> => {
    const touched = await forEachStuck(await db(), keys, act);
    tell(touched);
    return touched.length;
  };
  return {
    counts: () =>
      named(async () => {
        const { store } = (await db()).transaction('out');
        const state = store.index('state');
        const [all, stuck, given] = await Promise.all([store.count(), state.count('quarantined'), state.count('discarded')]);
        return { waiting: all - stuck - given, stuck };
      }),
    stuck: () =>
      named(async () => {
        const tx = (await db()).transaction(['out', 'rec']);
        const rows = await tx.objectStore('out').index('state').getAll('quarantined');
        const rec = tx.objectStore('rec');
        return Promise.all(rows.sort(bySince).map(async (out) => ({ out, rec: await rec.get([out.type, out.id]) })));
      }),
    retry: (keys) => acts(keys, retried),
    discard: (keys) => acts(keys, discarded),
  };
}
