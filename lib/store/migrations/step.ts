import type { IDBPDatabase, IDBPTransaction } from 'idb';

export type UpgradeTransaction = IDBPTransaction<unknown, string[], 'versionchange'>;

/**
 * One step of the schema: from version n − 1 to n. It may only await requests of `tx`. All steps of an upgrade run in one
 * transaction: if one throws, nothing of any step stays.
 */
export type Step = {
  /** Named in the failure that people are told of. */
  name: string;
  run: (db: IDBPDatabase<unknown>, tx: UpgradeTransaction) => void | Promise<void>;
};
