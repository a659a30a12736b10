import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OutRow } from '@/lib/store/rows';
import type { Workspace } from '@/lib/store/workspace';
import { add, freshWorkspace, heldOf, newWrite, outcomeSet, setOut, shareAs } from './fresh';

let ws: Workspace;
let atStart: number;
beforeEach(async () => {
  ws = await freshWorkspace();
  atStart = await ws.waiting();
});
afterEach(() => ws.close());

const o1 = { type: 'outcome', id: 'o1' } as const;
const make = (): Promise<unknown> => ws.write(newWrite(), [add('outcome', 'o1', outcomeSet)], null);
const erase = (): Promise<number> => ws.erase(newWrite(), [o1]);
const held = () => heldOf(ws, 'outcome', 'o1');
const row = (more: Partial<OutRow>) => ({ ...o1, since: expect.any(String), tries: 0, next: 0, ...more });

describe('erasing', () => {
  it('leaves nothing of a record that never left the device', async () => {
    await make();
    expect(await erase()).toBe(1);
    expect(await held()).toMatchObject({ rec: undefined, out: undefined });
    expect(await ws.waiting()).toBe(atStart);
  });

  it.each([
    ['stands in the storage', () => shareAs(ws, 'outcome', 'o1', 'there')],
    ['may stand there, since it was sent', () => setOut(ws, 'outcome', 'o1', { state: 'sent', home: 'there', tries: 1 })],
    [
      'is stuck, and stands there',
      async () => {
        await shareAs(ws, 'outcome', 'o1', 'there');
        await setOut(ws, 'outcome', 'o1', { state: 'quarantined', code: 'forbidden', home: 'elsewhere' });
      },
    ],
  ])('of one that %s: waits until it is erased there too', async (_, stand) => {
    await make();
    await stand();
    await erase();
    expect(await ws.read('outcome', 'o1')).toBeUndefined();
    expect(await ws.replica.waiting()).toContainEqual({
      out: row({ state: 'waiting', erase: true, home: 'there' }),
      rec: undefined,
    });
    expect(await ws.waiting()).toBe(atStart + 1);
  });

  it('holds for a record that is made anew before that, and erased again', async () => {
    await make();
    await shareAs(ws, 'outcome', 'o1', 'there');
    await erase();
    await make();
    expect(await held()).toMatchObject({ rec: { home: null, base: null }, out: { erase: true, home: 'there', state: 'waiting' } });
    await erase();
    expect(await held()).toMatchObject({ rec: undefined, out: { erase: true, home: 'there' } });
  });

  it('holds for a file that brings the record back', async () => {
    await make();
    await shareAs(ws, 'outcome', 'o1', 'there');
    const records = await Array.fromAsync(ws.dump());
    await erase();
    await ws.load(newWrite(), records);
    expect(await held()).toMatchObject({ rec: { home: null, base: null }, out: { erase: true, home: 'there' } });
  });
});
