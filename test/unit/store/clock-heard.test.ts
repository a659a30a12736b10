import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { partsOf } from '@/lib/model/rules/stamps';
import { openWorkspace, type Workspace } from '@/lib/store/workspace';
import { add, freshWorkspace, newWrite } from './fresh';

let ws: Workspace;
beforeEach(async () => {
  ws = await freshWorkspace();
});
afterEach(() => ws.close());

const t0 = Date.UTC(2026, 10, 25);
const stampAt = (ms: number): string => `${ms.toString(16).padStart(12, '0')}-0000-0000000b`;

describe('the clock, once others are heard,', () => {
  const note = (stamps: string[], serverNow: number): Promise<void> =>
    ws.replica.change([], () => ({ rows: [], seen: { stamps, serverNow } }));
  const offsets = (all: number[]): Promise<void> => ws.replica.change([], () => ({ rows: [], state: { offsets: all } }));
  const nextStamp = async (): Promise<string> => {
    const id = crypto.randomUUID();
    await ws.write(newWrite(), [add('goal', id, { text: 'x' })], null);
    return (await ws.read('goal', id))!.last;
  };
  const at = async (now: () => number): Promise<void> => {
    ws.close();
    ws = await freshWorkspace({ now });
  };
  const hour = 3_600_000;

  it('runs behind no stamp that was seen, after a restart too', async () => {
    await at(() => t0);
    await note([stampAt(t0 + hour), stampAt(t0 + 2 * hour), stampAt(t0 - hour)], t0);
    expect((await nextStamp()) > stampAt(t0 + 2 * hour)).toBe(true);
    await note([stampAt(t0 + 3 * hour)], t0);
    ws.close();
    ws = await openWorkspace({ now: () => t0 });
    expect((await nextStamp()) > stampAt(t0 + 3 * hour)).toBe(true);
  });

  it('is not set back by another connection that has seen less', async () => {
    await at(() => t0);
    const other = await openWorkspace({ now: () => t0 });
    await note([stampAt(t0 + 2 * hour)], t0);
    await other.replica.change([], () => ({ rows: [], seen: { stamps: [stampAt(t0 + hour)], serverNow: t0 } }));
    other.close();
    ws.close();
    ws = await openWorkspace({ now: () => t0 });
    expect((await nextStamp()) > stampAt(t0 + 2 * hour)).toBe(true);
  });

  it('does not follow stamps more than a day ahead of the storage’s', async () => {
    await at(() => t0 + 40 * hour);
    await note([stampAt(t0 + 47 * hour)], t0);
    expect(partsOf(await nextStamp()).ms).toBe(t0 + 40 * hour);
    await note([stampAt(t0 + 46 * hour), stampAt(t0 + 900 * hour)], t0 + 24 * hour);
    expect((await nextStamp()) > stampAt(t0 + 46 * hour)).toBe(true);
    await note([stampAt(t0 + 47 * hour)], t0 + 24 * hour);
    expect((await nextStamp()) > stampAt(t0 + 47 * hour)).toBe(true);
  });

  it('is set right by the middle of what answers said, after a restart too', async () => {
    await at(() => t0);
    await offsets([5000, 900_000, 6000]);
    expect(partsOf(await nextStamp()).ms).toBe(t0 + 6000);
    await offsets([60_000, 62_000]);
    expect(partsOf(await nextStamp()).ms).toBe(t0 + 61_000);
    ws.close();
    ws = await openWorkspace({ now: () => t0 + 1000 });
    expect(partsOf(await nextStamp()).ms).toBe(t0 + 62_000);
  });

  it('ten years ahead goes on by the storage’s time once that is heard, and still writes over its own fields', async () => {
    const years = 3652 * 24 * hour;
    await at(() => t0 + years);
    await ws.write(newWrite(), [add('goal', 'g1', { text: 'early' })], null);
    const ahead = (await ws.read('goal', 'g1'))!.last;
    expect(partsOf(ahead).ms).toBe(t0 + years);
    await offsets([-years]);
    const stamps = [await nextStamp(), await nextStamp()];
    expect(stamps.map((s) => partsOf(s).ms)).toEqual([t0, t0]);
    expect(stamps[1]! > stamps[0]!).toBe(true);
    await ws.write(newWrite(), [add('goal', 'g1', { text: 'late' })], null);
    expect(await ws.read('goal', 'g1')).toMatchObject({ plain: { text: 'late' } });
    expect((await ws.read('goal', 'g1'))!.last > ahead).toBe(true);
    const after = await nextStamp();
    expect(partsOf(after).ms).toBe(t0);
    expect(after > stamps[1]!).toBe(true);
  });

  it('gives no stamp twice in a write of both kinds after it was set back', async () => {
    const years = 3652 * 24 * hour;
    await at(() => t0 + years);
    await nextStamp();
    await offsets([-years]);
    const review = {
      alignmentId: 'al1',
      by: 'a1',
      verdict: 'cannotTell',
      words: 'x',
      at: '2026-11-30T10:00:00.000Z',
      covers: 'a'.repeat(64),
    };
    await ws.write(newWrite(), [{ type: 'review', append: review }, add('goal', 'g1', { text: 'x' })], null);
    const [said, goal] = [(await ws.all('review'))[0]!.last, (await ws.read('goal', 'g1'))!.last];
    expect(said).not.toBe(goal);
  });
});
