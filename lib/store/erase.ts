import { isMutable, keptOf } from '@/lib/model/rules/fields';
import type { Touched } from './change';
import type { Database } from './database';
import { inTransaction, Rows } from './transaction';
import { conclude, type Clock } from './write';

/**
 * Removes records for good, with their outbox entries; a series goes with its last chunk. Nothing that depends on them is looked for: the
 * caller has named it before. Gives the number removed, and what was removed. A write id seen before removes nothing.
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
    const rows = new Rows(tx);
    await rows.fetch(records);
    const present = records.filter(({ type, id }) => rows.get(type, id) !== undefined);
    const touched = [...new Map(present.map((r) => [`${r.type}/${r.id}`, r])).values()];
    for (const { type, id } of touched) {
      const record = rows.get(type, id)!;
      if (type === 'chunk' && isMutable(record)) await rows.forgetMonth(keptOf('chunk', record).plain);
    }
    await Promise.all(
      touched.map(async ({ type, id }) => {
        await tx.objectStore('rec').delete([type, id]);
        await tx.objectStore('out').delete([type, id]);
      }),
    );
    await conclude(tx, clock, write, touched.length);
    return { erased: touched.length, touched };
  });
}
