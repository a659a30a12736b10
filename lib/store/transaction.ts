import type { IDBPTransaction } from 'idb';
import type { Database } from './database';
import { storeFailure } from './failure';
import { memoryOf } from './memory';
import type { Tables } from './rows';

export const stores = ['rec', 'out', 'done', 'meta', 'series', 'opaque', 'collections'] as const;
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
