import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepReadings, seriesOf } from '@/lib/store/observations';
import type { OutRow } from '@/lib/store/rows';
import type { Workspace } from '@/lib/store/workspace';
import { add, freshWorkspace, heldOf, metricSet, newWrite, outcomeSet, setOut, shareAs } from './fresh';

let ws: Workspace;
let atStart: number;
beforeEach(async () => {
  ws = await freshWorkspace();
  atStart = await ws.waiting();
});
afterEach(() => ws.close());

const o = (id: string) => ({ type: 'outcome', id }) as const;
const make = (...ids: string[]): Promise<unknown> =>
  ws.write(
    newWrite(),
    ids.map((id) => add('outcome', id, outcomeSet)),
    null,
  );
const stick = (id: string, more: Partial<OutRow> = {}): Promise<void> =>
  setOut(ws, 'outcome', id, { state: 'quarantined', code: 'forbidden', message: 'not allowed', tries: 3, next: 99, unequal: 2, ...more });
const held = (id: string) => heldOf(ws, 'outcome', id);
const bare = (id: string, more: Partial<OutRow>) => ({ type: 'outcome', id, since: expect.any(String), tries: 0, next: 0, ...more });

describe('counts', () => {
  it('tell what waits from what is stuck; what was given up is neither', async () => {
    await make('o1', 'o2', 'o3', 'o4');
    await setOut(ws, 'outcome', 'o1', { state: 'sent' });
    await stick('o2');
    await setOut(ws, 'outcome', 'o3', { state: 'discarded', home: 'there' });
    expect(await ws.outbox.counts()).toEqual({ waiting: atStart + 2, stuck: 1 });
    expect(await ws.waiting()).toBe(atStart + 2);
  });
});

describe('the quarantine', () => {
  it('lists what is stuck, the oldest first, with the record as it is now; none for what is to be erased', async () => {
    await make('o1', 'o2', 'o3');
    await stick('o1', { since: '2026-11-25T09:00:00.000Z' });
    await stick('o2', { since: '2026-11-25T08:00:00.000Z', code: 'invalid' });
    await ws.replica.change([o('o3')], ([now]) => ({
      rows: [
        {
          key: now!.key,
          rec: null,
          out: { ...now!.out!, since: '2026-11-25T10:00:00.000Z', state: 'quarantined', code: 'forbidden', erase: true, home: 'there' },
        },
      ],
    }));
    const stuck = await ws.outbox.stuck();
    expect(stuck.map((s) => [s.out.id, s.out.code])).toEqual([
      ['o2', 'invalid'],
      ['o1', 'forbidden'],
      ['o3', 'forbidden'],
    ]);
    expect(stuck.map((s) => s.rec?.id)).toEqual(['o2', 'o1', undefined]);
  });

  it.each(['forbidden', 'invalid', 'tooLarge'])('ends with a change of the record where that may help (%s)', async (code) => {
    await make('o1');
    await stick('o1', { code, home: 'there' });
    await ws.write(newWrite(), [add('outcome', 'o1', { scope: 'north' })], null);
    expect((await held('o1')).out).toEqual(bare('o1', { state: 'waiting', home: 'there' }));
  });

  it.each(['erased', 'onlyHere'])('stays through a change where a person has to decide (%s)', async (code) => {
    await make('o1');
    await stick('o1', { code });
    const before = (await held('o1')).out;
    await ws.write(newWrite(), [add('outcome', 'o1', { scope: 'north' })], null);
    expect((await held('o1')).out).toEqual(before);
    expect((await ws.read('outcome', 'o1'))!.plain.scope).toBe('north');
  });
});

describe('a change of what waits', () => {
  it('keeps since when, forgets the tries and what the storage lost', async () => {
    await make('o1');
    await setOut(ws, 'outcome', 'o1', { since: '2026-11-01T08:00:00.000Z', state: 'sent', tries: 4, next: 7, repair: true, home: 'there' });
    await ws.write(newWrite(), [add('outcome', 'o1', { scope: 'north' })], null);
    expect((await held('o1')).out).toEqual(bare('o1', { since: '2026-11-01T08:00:00.000Z', state: 'waiting', home: 'there' }));
  });

  it('takes back a giving up that was not carried out yet', async () => {
    await make('o1');
    await setOut(ws, 'outcome', 'o1', { since: '2026-11-01T08:00:00.000Z', state: 'discarded', home: 'there' });
    await ws.write(newWrite(), [add('outcome', 'o1', { scope: 'north' })], null);
    const { out } = await held('o1');
    expect(out).toEqual(bare('o1', { state: 'waiting', home: 'there' }));
    expect(out!.since > '2026-11-01T08:00:00.000Z').toBe(true);
  });

  it('does not forget that the record is to be erased there first', async () => {
    await make('o1');
    await setOut(ws, 'outcome', 'o1', { erase: true, home: 'there', state: 'quarantined', code: 'forbidden' });
    await ws.write(newWrite(), [add('outcome', 'o1', { scope: 'north' })], null);
    expect((await held('o1')).out).toEqual(bare('o1', { state: 'waiting', erase: true, home: 'there' }));
  });
});

describe('retrying', () => {
  it('lets what is stuck wait again, and leaves the rest', async () => {
    await make('o1', 'o2', 'o3');
    await shareAs(ws, 'outcome', 'o1', 'there', 7);
    await stick('o1', { home: 'there' });
    await setOut(ws, 'outcome', 'o2', { state: 'sent', tries: 1 });
    const before = await held('o2');
    expect(await ws.outbox.retry([o('o1'), o('o1'), o('o2'), o('nobody')])).toBe(1);
    expect(await held('o1')).toMatchObject({ rec: { home: 'there', base: 7 }, out: bare('o1', { state: 'waiting', home: 'there' }) });
    expect((await held('o1')).out).not.toHaveProperty('code');
    expect(await held('o2')).toEqual(before);
    expect(await ws.outbox.counts()).toEqual({ waiting: atStart + 3, stuck: 0 });
  });

  it.each(['erased', 'onlyHere'])('makes anew what is gone from the storage (%s)', async (code) => {
    await make('o1');
    await shareAs(ws, 'outcome', 'o1', 'there');
    await stick('o1', { code, home: 'there' });
    expect(await ws.outbox.retry([o('o1')])).toBe(1);
    const { rec, out } = await held('o1');
    expect(rec).toMatchObject({ home: null, base: null, seen: null });
    expect(out).toEqual(bare('o1', { state: 'waiting' }));
  });

  it('goes on with an erasure, and ends a row whose record is gone otherwise', async () => {
    const stuck = { state: 'quarantined', code: 'forbidden' } as const;
    await setOut(ws, 'outcome', 'o1', { erase: true, home: 'there', ...stuck });
    await setOut(ws, 'outcome', 'o2', stuck);
    expect(await ws.outbox.retry([o('o1'), o('o2')])).toBe(2);
    expect((await held('o1')).out).toEqual(bare('o1', { state: 'waiting', erase: true, home: 'there' }));
    expect((await held('o2')).out).toBeUndefined();
  });

  it('tells open views', async () => {
    await make('o1');
    await stick('o1');
    const told: unknown[] = [];
    ws.onWritten((touched) => told.push(touched));
    await ws.outbox.retry([o('o1'), o('nobody')]);
    expect(told).toEqual([[o('o1')]]);
  });
});

describe('discarding', () => {
  it('leaves a mark that the storage’s version is to be taken, where it has one', async () => {
    await make('o1', 'o2');
    await shareAs(ws, 'outcome', 'o1', 'there', 7);
    await stick('o1', { home: 'elsewhere' });
    expect(await ws.outbox.discard([o('o1'), o('o2')])).toBe(1);
    const { rec, out } = await held('o1');
    expect(rec).toMatchObject({ home: 'there', base: 7 });
    expect(out).toEqual(bare('o1', { state: 'discarded', home: 'there' }));
    expect(await ws.outbox.counts()).toEqual({ waiting: atStart + 1, stuck: 0 });
    expect((await held('o2')).out).toMatchObject({ state: 'waiting' });
  });

  it('removes a record that the storage was never known to have, though it was sent', async () => {
    await make('o1');
    await stick('o1', { home: 'there' });
    await ws.outbox.discard([o('o1')]);
    expect(await held('o1')).toMatchObject({ rec: undefined, out: undefined });
  });

  it.each(['erased', 'onlyHere'])('removes a record that is gone from the storage (%s)', async (code) => {
    await make('o1');
    await shareAs(ws, 'outcome', 'o1', 'there');
    await stick('o1', { code, home: 'there' });
    await ws.outbox.discard([o('o1')]);
    expect(await held('o1')).toMatchObject({ rec: undefined, out: undefined });
  });

  it('brings back from the storage what was to be erased there', async () => {
    await setOut(ws, 'outcome', 'o1', { erase: true, home: 'there', state: 'quarantined', code: 'forbidden' });
    await ws.outbox.discard([o('o1')]);
    expect(await ws.replica.waiting()).toContainEqual({ out: bare('o1', { state: 'discarded', home: 'there' }), rec: undefined });
  });

  it('takes a month of readings out of its series', async () => {
    await ws.write(newWrite(), [add('metric', 'm1', { ...metricSet, shared: true })], null);
    const from = { reader: ws.me, account: 'none' };
    await keepReadings(ws, newWrite(), 'm1', {
      ...from,
      via: 'typed',
      at: '2026-11-20T08:00:00.000Z',
      points: [
        { period: '2026-10-05', v: 1 },
        { period: '2026-11-02', v: 2 },
      ],
    });
    const chunk = (await ws.replica.waiting()).find((w) => w.rec?.type === 'chunk' && w.rec.id.includes('2026-10'))!.out;
    await setOut(ws, 'chunk', chunk.id, { state: 'quarantined', code: 'invalid' });
    await ws.outbox.discard([{ type: 'chunk', id: chunk.id }]);
    expect((await seriesOf(ws, 'm1', from))!.points.map((p) => p.period)).toEqual(['2026-11-02']);
  });

  it('twice is once', async () => {
    await make('o1');
    await shareAs(ws, 'outcome', 'o1', 'there');
    await stick('o1');
    await ws.outbox.discard([o('o1')]);
    const before = await held('o1');
    expect(await ws.outbox.discard([o('o1')])).toBe(0);
    expect(await held('o1')).toEqual(before);
  });
});
