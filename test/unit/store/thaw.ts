import { openDB, type IDBPDatabase } from 'idb';

/** What a version of the database holds. */
export type Frozen = {
  version: number;
  stores: Record<string, { keyPath: string | readonly string[]; indexes: Record<string, { keyPath: string; multiEntry: boolean }> }>;
  rows: Record<string, readonly unknown[]>;
};
/** Makes the database of a frozen example with the browser's own means: no step is asked. */
export async function thaw(name: string, example: Frozen): Promise<void> {
  const db = await openDB(name, example.version, {
    upgrade(raw) {
      for (const [store, { keyPath, indexes }] of Object.entries(example.stores)) {
        const made = raw.createObjectStore(store, { keyPath: typeof keyPath === 'string' ? keyPath : [...keyPath] });
        for (const [index, { keyPath: of, multiEntry }] of Object.entries(indexes)) made.createIndex(index, of, { multiEntry });
      }
    },
  });
  for (const [store, rows] of Object.entries(example.rows)) for (const row of rows) await db.put(store, row);
  db.close();
}

export const withRaw = async <R>(name: string, look: (db: IDBPDatabase) => Promise<R> | R): Promise<R> => {
  const db = await openDB(name);
  try {
    return await look(db);
  } finally {
    db.close();
  }
};
