import { openDB, type IDBPDatabase } from 'idb';
import { beforeEach, describe, expect, it } from 'vitest';
import browser from 'webextension-polyfill';
import { openDatabase } from '@/lib/store/database';
import { steps } from '@/lib/store/migrations/steps';
import type { Step } from '@/lib/store/migrations/step';
import { seriesOf } from '@/lib/store/observations';
import { openWorkspace } from '@/lib/store/workspace';
import { newWrite, outcomeSet } from './fresh';
import { thaw, withRaw, type Frozen } from './thaw';
import { frozen01 } from './frozen/01-first-stores';
import { frozen02 } from './frozen/02-runs-of-days';
import { frozen03 } from './frozen/03-shared-storage';

/** One per released step: what its version of the database holds. */
const frozen: readonly Frozen[] = [frozen01, frozen02, frozen03];

let name: string;
beforeEach(() => {
  name = `test-${crypto.randomUUID()}`;
});

const layoutOf = (db: IDBPDatabase): Pick<Frozen, 'version' | 'stores'> => {
  const tx = [...db.objectStoreNames].length > 0 ? db.transaction([...db.objectStoreNames]) : undefined;
  return {
    version: db.version,
    stores: Object.fromEntries(
      [...db.objectStoreNames].map((store) => {
        const { keyPath, indexNames } = tx!.objectStore(store);
        const indexes = [...indexNames].map((index) => {
          const { keyPath: of, multiEntry } = tx!.objectStore(store).index(index);
          return [index, { keyPath: of, multiEntry }];
        });
        return [store, { keyPath, indexes: Object.fromEntries(indexes) }];
      }),
    ) as Frozen['stores'],
  };
};

const rowsOf = async (db: IDBPDatabase): Promise<Record<string, unknown[]>> =>
  Object.fromEntries(await Promise.all([...db.objectStoreNames].map(async (store) => [store, await db.getAll(store)] as const)));

const bytes = (rows: Record<string, readonly unknown[]>): string =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(rows)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([store, all]) => [store, all.map((row) => JSON.stringify(row)).sort()]),
    ),
  );

describe('steps', () => {
  it('each have a frozen example of the version they lead to', () => {
    expect(frozen.map((f) => f.version)).toEqual(steps.map((_, i) => i + 1));
  });

  it.each(frozen.map((f) => [f.version, f] as const))('lead from nothing to version %i as it was released', async (version, example) => {
    (await openDatabase(name, undefined, steps.slice(0, version))).close();
    expect(await withRaw(name, layoutOf)).toEqual({ version: example.version, stores: example.stores });
  });

  it.each(frozen.map((f) => [f.version, f] as const))(
    'bring the example of version %i to the newest, and it reads as it should',
    async (_, example) => {
      await thaw(name, example);
      await browser.storage.local.set({ workspace: name, device: '0000000a' });
      const ws = await openWorkspace();
      expect(await ws.read('outcome', '7a11')).toMatchObject({
        hidden: true,
        first: '0199ee000002-0000-0000000a',
        last: '0199ee000005-0000-0000000a',
        plain: {
          direction: 'reduce',
          metricId: '5f0c',
          status: 'active',
          change: { kind: 'points', amount: 1.5 },
          owner: 'manager',
          delegates: ['deputy'],
        },
      });
      expect((await ws.find('outcome', 'outcome/metric/5f0c')).map((k) => k.plain.id)).toEqual(['7a11']);
      expect(await seriesOf(ws, '5f0c', { reader: 'local:0000000a', account: 'none' })).toEqual({
        reader: 'local:0000000a',
        account: 'none',
        seenAt: '2026-10-14T06:00:00.000Z',
        points: [{ period: '2026-10-05', v: 5.9, num: 59, den: 1000 }],
      });
      expect(await ws.write('first', [{ type: 'outcome', id: 'never', set: outcomeSet }], null)).toEqual({ id: '7a11' });
      expect(await ws.waiting()).toBe(2); // the frozen one and the local actor
      await ws.write(newWrite(), [{ type: 'outcome', id: '7a11', set: { scope: 'north' } }], null);
      expect((await ws.read('outcome', '7a11'))!.last > '0199ee000007-0000-0000000a').toBe(true);
      ws.close();
    },
  );
});

describe('a step that fails', () => {
  const adds: Step = { name: '02-adds', run: (db) => void db.createObjectStore('extra') };
  const rewrites: Step = {
    name: '03-rewrites',
    async run(_, tx) {
      for (const row of await tx.objectStore('rec').getAll()) await tx.objectStore('rec').put({ ...row, ix: [] });
      tx.objectStore('rec').deleteIndex('ix');
    },
  };
  const failing = (run: Step['run']): Step => ({ name: '04-fails', run });
  const throws = failing(() => {
    throw new Error('a bug');
  });
  const rejects = failing(async (_, tx) => {
    await tx.objectStore('rec').get(['outcome', '7a11']);
    throw new Error('a bug after reading');
  });
  const refused = failing(async (_, tx) => {
    await tx.objectStore('rec').put({ no: 'key' });
  });

  it.each([
    ['throws', throws],
    ['rejects later', rejects],
    ['asks for what the database refuses', refused],
  ])('when it %s: the data and the schema of all steps before it stay as they were, and it is named', async (_, step) => {
    await thaw(name, frozen01);
    const before = await withRaw(name, rowsOf);
    const opening = openDatabase(name, undefined, [...steps, adds, rewrites, step]);
    await expect(opening).rejects.toMatchObject({ name: 'StoreFailure', code: 'storageBroken', detail: { step: '04-fails' } });
    expect(await withRaw(name, layoutOf)).toEqual({ version: 1, stores: frozen01.stores });
    expect(bytes(await withRaw(name, rowsOf))).toBe(bytes(before));
    (await openDatabase(name)).close(); // the version before still works on them
  });

  it('says so at opening the workspace, and the next try with a mended step goes through', async () => {
    await thaw(name, frozen01);
    await browser.storage.local.set({ workspace: name, device: '0000000a' });
    await expect(openWorkspace({ steps: [...steps, throws] })).rejects.toMatchObject({
      code: 'storageBroken',
      detail: { step: '04-fails' },
    });
    const ws = await openWorkspace({ steps: [...steps, adds] });
    expect(await ws.read('metric', '5f0c')).toMatchObject({ plain: { name: 'Scrap rate' } });
    ws.close();
    expect((await withRaw(name, layoutOf)).version).toBe(steps.length + 1);
  });

  it('on the first run leaves nothing behind', async () => {
    await expect(openDatabase(name, undefined, [...steps, throws])).rejects.toMatchObject({ code: 'storageBroken' });
    expect((await indexedDB.databases()).map((db) => db.name)).not.toContain(name);
  });
});

describe('other versions', () => {
  it('leaves a database of a newer version alone', async () => {
    const newer = await openDB(name, steps.length + 1, { upgrade: (db) => void db.createObjectStore('theirs') });
    await newer.put('theirs', 1, 'a');
    newer.close();
    await expect(openDatabase(name)).rejects.toMatchObject({ code: 'storageBroken', detail: { step: 'newer' } });
    expect(await withRaw(name, (db) => db.get('theirs', 'a'))).toBe(1);
  });

  it('says when somebody holds an older version open and does not let go', async () => {
    const held = await openDB(name, 1);
    const later: Step = { name: '02-later', run: () => {} };
    await expect(openDatabase(name, undefined, [...steps, later])).rejects.toMatchObject({
      code: 'storageBroken',
      detail: { step: 'blocked' },
    });
    held.close();
  });

  it('lets go when a newer version wants the database, and tells its holder', async () => {
    const lost = new Promise<void>((resolve) => {
      void openDatabase(name, resolve);
    });
    await withRaw(name, (db) => db.version);
    const later: Step = { name: '02-later', run: () => {} };
    (await openDatabase(name, undefined, [...steps, later])).close();
    await lost;
    expect((await withRaw(name, layoutOf)).version).toBe(steps.length + 1);
  });
});
