import { openDB, type IDBPDatabase } from 'idb';
import { beforeEach, describe, expect, it } from 'vitest';
import browser from 'webextension-polyfill';
import { openDatabase } from '@/lib/store/database';
import { steps } from '@/lib/store/migrations/steps';
import type { Step } from '@/lib/store/migrations/step';
import { seriesOf } from '@/lib/store/observations';
import { openWorkspace } from '@/lib/store/workspace';
import { newWrite, outcomeSet } from './fresh';
import { frozen01 } from './frozen/01-first-stores';
import { frozen02 } from './frozen/02-runs-of-days';
import { frozen03 } from './frozen/03-shared-storage';

type Frozen = {
  version: number;
  stores: Record<string, { keyPath: string | readonly string[]; indexes: Record<string, { keyPath: string; multiEntry: boolean }> }>;
  rows: Record<string, readonly unknown[]>;
};
/** One per released step: what its version of the database holds. */
const frozen: readonly Frozen[] = [frozen01, frozen02, frozen03];

let name: string;
beforeEach(() => {
  name = `test-${crypto.randomUUID()}`;
});

/** Makes the database of a frozen example with the browser's own means: no step is asked. */
async function thaw(example: Frozen): Promise<void> {
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

const withRaw = async <R>(look: (db: IDBPDatabase) => Promise<R> | R): Promise<R> => {
  const db = await openDB(name);
  try {
    return await look(db);
  } finally {
    db.close();
  }
};

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
    expect(await withRaw(layoutOf)).toEqual({ version: example.version, stores: example.stores });
  });

  it.each(frozen.map((f) => [f.version, f] as const))(
    'bring the example of version %i to the newest, and it reads as it should',
    async (_, example) => {
      await thaw(example);
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

describe('the step to a shared storage', () => {
  const [metric, , chunk] = frozen02.rows.rec;
  const out = { type: 'chunk', id: chunk.id, since: '2026-10-12T06:00:00.000Z', tries: 0, next: 0, state: 'waiting' };
  const said = (cells: Record<string, boolean>) => ({
    ...metric,
    record: {
      ...metric.record,
      f: {
        ...metric.record.f,
        ...Object.fromEntries(Object.entries(cells).map(([field, v]) => [field, { v, s: '0199ee000008-0000-0000000a' }])),
      },
    },
  });

  it.each([
    ['takes readings of a metric that is not shared out of the outbox', {}, 1],
    ['leaves those of a shared one', { shared: true }, 2],
    ['takes those of a shared one that was deleted out', { shared: true, x: true }, 1],
  ])('%s', async (_, cells, left) => {
    await thaw({ ...frozen02, rows: { ...frozen02.rows, rec: [said(cells), chunk], out: [...frozen02.rows.out, out] } });
    (await openDatabase(name)).close();
    expect(await withRaw((db) => db.count('out'))).toBe(left);
  });

  it('says of records known before that they stand nowhere yet, and leaves what it does not know as it is', async () => {
    await thaw(frozen02);
    (await openDatabase(name)).close();
    const rows = await withRaw((db) => db.getAll('rec') as Promise<{ id: string; home: unknown }[]>);
    expect(rows).toEqual(frozen02.rows.rec.map((row) => ({ ...row, home: null })).toSorted((a, b) => (a.type < b.type ? -1 : 1)));
  });
});

it('what was known of a storage is known', async () => {
  await thaw(frozen03);
  await browser.storage.local.set({ workspace: name, device: '0000000a' });
  const ws = await openWorkspace();
  expect(await ws.outbox.counts()).toEqual({ waiting: 2, stuck: 1 });
  expect((await ws.outbox.stuck()).map((s) => s.out)).toEqual([frozen03.rows.out[1]]);
  expect(await ws.replica.state()).toEqual(frozen03.rows.meta[1].value);
  expect(await ws.replica.opaque()).toEqual(frozen03.rows.opaque);
  expect(await ws.replica.collections()).toEqual(frozen03.rows.collections);
  expect(await ws.replica.based('metrics')).toEqual([{ key: { type: 'metric', id: '5f0c' }, base: 1_795_562_478_857 }]);
  ws.close();
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
    await thaw(frozen01);
    const before = await withRaw(rowsOf);
    const opening = openDatabase(name, undefined, [...steps, adds, rewrites, step]);
    await expect(opening).rejects.toMatchObject({ name: 'StoreFailure', code: 'storageBroken', detail: { step: '04-fails' } });
    expect(await withRaw(layoutOf)).toEqual({ version: 1, stores: frozen01.stores });
    expect(bytes(await withRaw(rowsOf))).toBe(bytes(before));
    (await openDatabase(name)).close(); // the version before still works on them
  });

  it('says so at opening the workspace, and the next try with a mended step goes through', async () => {
    await thaw(frozen01);
    await browser.storage.local.set({ workspace: name, device: '0000000a' });
    await expect(openWorkspace({ steps: [...steps, throws] })).rejects.toMatchObject({
      code: 'storageBroken',
      detail: { step: '04-fails' },
    });
    const ws = await openWorkspace({ steps: [...steps, adds] });
    expect(await ws.read('metric', '5f0c')).toMatchObject({ plain: { name: 'Scrap rate' } });
    ws.close();
    expect((await withRaw(layoutOf)).version).toBe(steps.length + 1);
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
    expect(await withRaw((db) => db.get('theirs', 'a'))).toBe(1);
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
    await withRaw((db) => db.version);
    const later: Step = { name: '02-later', run: () => {} };
    (await openDatabase(name, undefined, [...steps, later])).close();
    await lost;
    expect((await withRaw(layoutOf)).version).toBe(steps.length + 1);
  });
});
