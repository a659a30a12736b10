import { deleteDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { storeFailure, StoreFailure } from '@/lib/store/failure';
import { openWorkspace, type Workspace } from '@/lib/store/workspace';
import { add, databaseName, freshWorkspace, newWrite, outcomeSet } from './fresh';

let ws: Workspace;
beforeEach(async () => {
  ws = await freshWorkspace();
});
afterEach(() => {
  vi.restoreAllMocks();
  ws.close();
});

const full = () => new DOMException('No space left', 'QuotaExceededError');

/** Lets the nth put of a transaction on one store fail, as a full device does. */
function failPut(store: string, error: () => Error | DOMException): void {
  const put = IDBObjectStore.prototype.put;
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...args: Parameters<typeof put>) {
    if (this.name === store) throw error();
    return put.apply(this, args);
  });
}

describe('a device without room', () => {
  it.each(['rec', 'out', 'done', 'meta'])('is named when %s cannot be written, and nothing of the write stays', async (store) => {
    const waiting = await ws.waiting();
    const write = newWrite();
    failPut(store, full);
    await expect(ws.write(write, [add('outcome', 'o1', outcomeSet), add('goal', 'g1', { text: 'x' })], null)).rejects.toMatchObject({
      name: 'StoreFailure',
      code: 'storageFull',
    });
    vi.restoreAllMocks();
    expect(await ws.readMany('outcome', ['o1'])).toEqual([undefined]);
    expect(await ws.waiting()).toBe(waiting);
    expect(await ws.write(write, [add('outcome', 'o1', outcomeSet)], 'now')).toBe('now'); // the write was not remembered as done
    expect(await ws.read('outcome', 'o1')).toBeDefined();
  });

  it('is named when the browser finds out only at the end', async () => {
    const complete = IDBDatabase.prototype.transaction;
    vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (this: IDBDatabase, ...args: Parameters<typeof complete>) {
      const tx = complete.apply(this, args);
      if (args[1] === 'readwrite') {
        Object.defineProperty(tx, 'error', { get: full });
        const put = tx.objectStore('done').put;
        vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...put_: Parameters<typeof put>) {
          const request = put.apply(this, put_);
          if (this.name === 'done') request.addEventListener('success', () => tx.abort());
          return request;
        });
      }
      return tx;
    });
    await expect(ws.write(newWrite(), [add('outcome', 'o1', outcomeSet)], null)).rejects.toMatchObject({ code: 'storageFull' });
    vi.restoreAllMocks();
    expect(await ws.read('outcome', 'o1')).toBeUndefined();
  });

  it('tells nobody that something was written', async () => {
    const told = vi.fn();
    ws.onWritten(told);
    failPut('rec', full);
    await expect(ws.write(newWrite(), [add('outcome', 'o1', outcomeSet)], null)).rejects.toBeInstanceOf(StoreFailure);
    expect(told).not.toHaveBeenCalled();
  });

  it('stops a file, an erasure and a bulk load as a whole too', async () => {
    await ws.write(newWrite(), [add('goal', 'g0', { text: 'kept' })], null);
    failPut('done', full);
    const goal = { id: 'g1', t: 'goal', n: 1, f: { text: { v: 'x', s: '0199ee000001-0000-0000000a' } } };
    await expect(ws.load(newWrite(), [goal])).rejects.toMatchObject({ code: 'storageFull' });
    await expect(ws.erase(newWrite(), [{ type: 'goal', id: 'g0' }])).rejects.toMatchObject({ code: 'storageFull' });
    vi.restoreAllMocks();
    failPut('rec', full);
    await expect(ws.bulk([goal])).rejects.toMatchObject({ code: 'storageFull' });
    vi.restoreAllMocks();
    expect((await ws.all('goal')).map((k) => k.plain.id)).toEqual(['g0']);
  });
});

describe('a storage that does not answer', () => {
  it('is named with the browser’s own name of the error', async () => {
    failPut('rec', () => new DOMException('Internal error', 'UnknownError'));
    await expect(ws.write(newWrite(), [add('outcome', 'o1', outcomeSet)], null)).rejects.toMatchObject({
      code: 'storageBroken',
      detail: { cause: 'UnknownError' },
    });
  });

  it('is named for readers too', async () => {
    vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(() => {
      throw new DOMException('The connection is closing', 'InvalidStateError');
    });
    const broken = { code: 'storageBroken', detail: { cause: 'InvalidStateError' } };
    await expect(ws.read('outcome', 'o1')).rejects.toMatchObject(broken);
    await expect(ws.write(newWrite(), [], null)).rejects.toMatchObject(broken);
    await expect(ws.waiting()).rejects.toMatchObject(broken);
    await expect(ws.noteLooked('m1', 'r', 'none', '2026-11-20T08:00:00Z')).rejects.toMatchObject(broken);
    await expect(Array.fromAsync(ws.dump())).rejects.toMatchObject(broken);
  });

  it('that would not open is tried again at the next call', async () => {
    ws.close();
    const open = vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(() => {
      throw new DOMException('no', 'UnknownError');
    });
    await expect(openWorkspace()).rejects.toMatchObject({ code: 'storageBroken' });
    open.mockRestore();
    ws = await openWorkspace();
    expect(await ws.read('actor', ws.me)).toBeDefined();
  });

  it('that was cleared under us is opened again at the next use', async () => {
    const own = await freshWorkspace();
    await own.write(newWrite(), [add('outcome', 'o1', outcomeSet)], null);
    await deleteDB(await databaseName());
    expect(await own.read('outcome', 'o1')).toBeUndefined();
    await own.write(newWrite(), [add('outcome', 'o1', outcomeSet)], null);
    expect(await own.read('outcome', 'o1')).toBeDefined();
    own.close();
  });
});

it('a failure keeps its name and its cause', () => {
  const failure = new StoreFailure('badInput', { field: 'x' });
  expect(storeFailure(failure)).toBe(failure);
  const cause = full();
  expect(storeFailure(cause).cause).toBe(cause);
  expect(storeFailure('odd')).toMatchObject({ code: 'storageBroken', detail: { cause: 'unknown' } });
});

it('forgets the ids of writes after a month, not before', async () => {
  const day = 86_400_000;
  const start = Date.UTC(2026, 9, 1);
  ws.close();
  ws = await freshWorkspace({ now: () => start });
  await ws.write('w', [], 'first');
  for (const [after, result] of [
    [29, 'first'],
    [31, 'second'],
  ] as const) {
    ws.close();
    ws = await openWorkspace({ now: () => start + after * day });
    expect(await ws.write('w', [], 'second')).toBe(result);
  }
});
