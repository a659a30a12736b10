import { openDB, type IDBPDatabase } from 'idb';
import { StoreFailure, storeFailure } from './failure';
import { steps as allSteps } from './migrations/steps';
import type { Step, UpgradeTransaction } from './migrations/step';
import type { Tables } from './rows';

export type Database = IDBPDatabase<Tables>;

/**
 * Opens a database and brings its schema up to date, all steps in one transaction: when one fails, the data stay as they were and
 * StoreFailure('storageBroken', {step}) names it. A database of a newer version of the extension is left alone
 * (`step: 'newer'`), one that another page holds open in an older version is reported as `step: 'blocked'`.
 * `lost` is called when the browser closes the connection or a newer version wants the database: open it again at the next use.
 */
export async function openDatabase(name: string, lost: () => void = () => {}, steps: readonly Step[] = allSteps): Promise<Database> {
  let failed: { step: string; error: unknown } | undefined;
  let blocked: (failure: StoreFailure) => void = () => {};
  const whenBlocked = new Promise<never>((_, reject) => {
    blocked = reject;
  });

  const climb = async (raw: IDBPDatabase<unknown>, from: number, tx: UpgradeTransaction): Promise<void> => {
    for (const step of steps.slice(from)) {
      try {
        await step.run(raw, tx);
      } catch (error) {
        failed = { step: step.name, error };
        tx.abort();
        return;
      }
    }
  };

  const opening = openDB<Tables>(name, steps.length, {
    upgrade(db, from, _to, tx) {
      tx.done.catch(() => {}); // the open request itself reports it
      void climb(db as unknown as IDBPDatabase<unknown>, from, tx as unknown as UpgradeTransaction);
    },
    blocked: () => blocked(new StoreFailure('storageBroken', { step: 'blocked' })),
    blocking(_current, _wanted, event) {
      (event.target as IDBDatabase).close();
      lost();
    },
    terminated: lost,
  });
  try {
    return await Promise.race([opening, whenBlocked]);
  } catch (error) {
    void opening.then(
      (late) => late.close(),
      () => {},
    ); // blocked, and free again too late
    if (failed) throw new StoreFailure('storageBroken', { step: failed.step }, { cause: failed.error });
    if (error instanceof DOMException && error.name === 'VersionError')
      throw new StoreFailure('storageBroken', { step: 'newer' }, { cause: error });
    throw storeFailure(error);
  }
}
