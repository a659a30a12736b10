import type { Step, UpgradeTransaction } from './step';

type Cells = { f?: Record<string, { v: unknown }> };
type Out = { type: string; id: string };

const cell = (row: unknown, name: string): unknown => (row as { record?: Cells } | undefined)?.record?.f?.[name]?.v;

/** Readings wait only where their metric is shared: until now, all did. */
async function takeOut(tx: UpgradeTransaction): Promise<void> {
  const [rec, out] = [tx.objectStore('rec'), tx.objectStore('out')];
  for (const { type, id } of (await out.getAll()) as Out[]) {
    if (type !== 'chunk') continue;
    const metric: unknown = await rec.get(['metric', String(cell(await rec.get([type, id]), 'metricId'))]);
    if (cell(metric, 'shared') !== true || cell(metric, 'x') === true) await out.delete!([type, id]);
  }
}

/** What is known of a storage and what came from it unusable; where each record stands there; and rows of the outbox by their state. */
export const sharedStorage: Step = {
  name: '03-shared-storage',
  async run(db, tx) {
    db.createObjectStore('opaque', { keyPath: ['collection', 'id'] });
    db.createObjectStore('collections', { keyPath: 'name' });
    tx.objectStore('out').createIndex!('state', 'state');
    await takeOut(tx);
    for (let at = await tx.objectStore('rec').openCursor(); at; at = await at.continue())
      await at.update!({ ...(at.value as object), home: null });
  },
};
