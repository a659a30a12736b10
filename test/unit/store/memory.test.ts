import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Workspace } from '@/lib/store/workspace';
import { alignmentSet, freshWorkspace, metricSet, newWrite, outcomeSet } from './fresh';

let ws: Workspace;
beforeEach(async () => {
  ws = await freshWorkspace();
  await ws.write(
    newWrite(),
    [
      { type: 'outcome', id: 'o1', set: outcomeSet },
      { type: 'metric', id: 'm1', set: metricSet },
    ],
    null,
  );
  await ws.write(newWrite(), [{ type: 'alignment', id: 'a1', set: alignmentSet }], null);
});
afterEach(() => vi.restoreAllMocks());

const scope = async () => (await ws.read('outcome', 'o1'))?.plain.scope;
const rename = (to: string) => ws.write(newWrite(), [{ type: 'outcome', id: 'o1', set: { scope: to } }], null);

test('the catalogue is read once, tags each time', async () => {
  await ws.readMany('outcome', ['o1']);
  await ws.readMany('metric', ['m1']);
  const get = vi.spyOn(IDBObjectStore.prototype, 'get');
  expect((await ws.read('outcome', 'o1'))?.plain.id).toBe('o1');
  expect((await ws.read('metric', 'm1'))?.plain.id).toBe('m1');
  expect(get).not.toHaveBeenCalled();
  await ws.read('alignment', 'a1');
  await ws.read('alignment', 'a1');
  expect(get).toHaveBeenCalledTimes(2);
});

test('what was written is read by whoever asks after it, a write of something else too', async () => {
  await scope();
  await rename('north');
  expect(await scope()).toBe('north');
  await ws.write(newWrite(), [{ type: 'outcome', id: 'o1', hide: true }], null);
  expect(await ws.read('outcome', 'o1')).toMatchObject({ hidden: true });
  await ws.erase(newWrite(), [{ type: 'outcome', id: 'o1' }]);
  expect(await ws.read('outcome', 'o1')).toBeUndefined();
});

test('a view that began before a write sees all of it as it was, and leaves nothing old behind', async () => {
  await rename('south');
  await scope();
  let written: Promise<unknown> | undefined;
  const seen = await ws.view(async (at) => {
    await at.read('metric', 'm1');
    written = rename('north');
    return [(await at.read('outcome', 'o1'))?.plain.scope, (await at.read('outcome', 'o1'))?.plain.scope];
  });
  expect(seen).toEqual(['south', 'south']);
  await written;
  expect(await scope()).toBe('north');
});

test('views and writes that run into each other never leave an old state to be found', async () => {
  for (let round = 0; round < 20; round += 1) {
    const before = [scope(), scope()];
    const writing = rename(`round ${round}`);
    const meanwhile = [scope(), scope()];
    await writing;
    expect(await scope()).toBe(`round ${round}`);
    await Promise.all([...before, ...meanwhile]);
    expect(await scope()).toBe(`round ${round}`);
  }
});

test('a write that failed leaves what was there', async () => {
  await rename('south');
  await expect(ws.write(newWrite(), [{ type: 'outcome', id: 'o1', set: { scope: 3 } }], null)).rejects.toMatchObject({ code: 'badInput' });
  expect(await scope()).toBe('south');
  await ws.read('outcome', 'o1');
  const get = vi.spyOn(IDBObjectStore.prototype, 'get');
  await scope();
  expect(get).not.toHaveBeenCalled();
});

test('nobody can change what others will be given', async () => {
  await scope();
  const kept = await ws.read('outcome', 'o1');
  expect(() => Object.assign(kept!.plain, { scope: 'mine' })).toThrow(TypeError);
});
