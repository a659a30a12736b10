import type { Touched } from './change';
import type { Clock } from './clock';
import type { Database } from './database';
import { RowSet } from './row-set';
import type { OutRow, RecRow } from './rows';
import { inTransaction } from './transaction';
import { conclude } from './write';

/** What is left to do of a record that goes: nothing where it never left the device. */
function left(row: RecRow, before: OutRow | undefined, since: string): OutRow | null {
  const home = row.home ?? before?.home;
  return home === undefined ? null : { type: row.type, id: row.id, since, tries: 0, next: 0, state: 'waiting', erase: true, home };
}

/**
 * Removes records for good; a series goes with its last chunk. What stands in a shared storage, or may stand there, is erased there at the
 * next cycle: until then a row of the outbox says so. Nothing that depends on them is looked for: the caller has named it before. Gives
 * the number removed, and what was removed. A write id seen before removes nothing.
 */
export async function eraseRecords(
  db: Database,
  clock: Clock,
  write: string,
  records: readonly Touched[],
): Promise<{ erased: number; touched: Touched[] }> {
  return inTransaction(db, 'strict', async (tx) => {
    const seen = await tx.objectStore('done').get(write);
    if (seen) return { erased: seen.result as number, touched: [] };
    const rows = new RowSet(tx);
    await rows.fetch(records);
    const present = new Map(records.flatMap(({ type, id }) => rows.row(type, id) ?? []).map((row) => [`${row.type}/${row.id}`, row]));
    const out = tx.objectStore('out');
    const since = new Date(clock.now()).toISOString();
    await Promise.all(
      [...present.values()].map(async (row) => {
        const key: [typeof row.type, string] = [row.type, row.id];
        rows.remove(row);
        const rest = left(row, await out.get(key), since);
        await (rest ? out.put(rest) : out.delete(key));
      }),
    );
    await rows.flush();
    await conclude(tx, clock, write, present.size);
    return { erased: present.size, touched: [...present.values()].map(({ type, id }) => ({ type, id })) };
  });
}
