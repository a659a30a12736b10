import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ix } from '@/lib/store/index-strings';
import { allSeriesOf, keepReadings, seriesOf, type NewPoint } from '@/lib/store/observations';
import type { Workspace } from '@/lib/store/workspace';
import { freshWorkspace, newWrite } from './fresh';

const me = { reader: 'local:0000000a', account: 'none' };
const seed = 20_261_125;
let ws: Workspace;
beforeEach(async () => {
  ws = await freshWorkspace();
});
afterEach(() => ws.close());

const keep = (points: NewPoint[], at: string, from: Partial<typeof me> & { via?: string } = {}): Promise<number> =>
  keepReadings(ws, newWrite(), 'm1', { ...me, via: 'superset', ...from, at, points });
const shown = async (from: Partial<typeof me> = {}) => (await seriesOf(ws, 'm1', { ...me, ...from }))?.points;
const readings = async () => (await ws.find('chunk', ix.chunksOfMetric('m1'))).flatMap((k) => k.plain.readings);
const t = (hour: number): string => `2026-11-20T${String(hour).padStart(2, '0')}:00:00.000Z`;

describe('keeping readings', () => {
  it('makes one chunk per month and gives the series back ascending', async () => {
    expect(
      await keep(
        [
          { period: '2026-11-02', v: 3.1 },
          { period: '2026-10-26', v: 3.4, num: 34, den: 10_000 },
          { period: '2026-10-05', v: 4 },
        ],
        t(8),
      ),
    ).toBe(3);
    expect(await shown()).toEqual([
      { period: '2026-10-05', v: 4 },
      { period: '2026-10-26', v: 3.4, num: 34, den: 10_000 },
      { period: '2026-11-02', v: 3.1 },
    ]);
    const chunks = await ws.find('chunk', ix.chunksOfMetric('m1'));
    expect(
      chunks
        .map((k) => k.plain)
        .map(({ id, month, metricId, reader, account }) => ({ id, month, metricId, reader, account }))
        .toSorted((a, b) => (a.month < b.month ? -1 : 1)),
    ).toEqual([
      { id: 'chunk:m1:2026-10:local:0000000a:none', month: '2026-10', metricId: 'm1', ...me },
      { id: 'chunk:m1:2026-11:local:0000000a:none', month: '2026-11', metricId: 'm1', ...me },
    ]);
    expect((await ws.view((at) => at.envelopes([{ type: 'chunk', id: 'chunk:m1:2026-11:local:0000000a:none' }])))[0]).toMatchObject({
      f: { [`2026-11-02|superset|${t(8)}`]: { v: { v: 3.1 } } },
    });
  });

  it('keeps only what differs from the newest reading of its period', async () => {
    await keep(
      [
        { period: '2026-10-05', v: 4 },
        { period: '2026-10-12', v: 3.9 },
      ],
      t(8),
    );
    const waiting = await ws.waiting();
    expect(
      await keep(
        [
          { period: '2026-10-05', v: 4 },
          { period: '2026-10-12', v: 3.9 },
        ],
        t(9),
      ),
    ).toBe(0);
    expect(await ws.waiting()).toBe(waiting);
    expect(await readings()).toHaveLength(2);
    expect(
      await keep(
        [
          { period: '2026-10-05', v: 4 },
          { period: '2026-10-12', v: 3.8 },
        ],
        t(10),
      ),
    ).toBe(1);
    expect(await shown()).toEqual([
      { period: '2026-10-05', v: 4 },
      { period: '2026-10-12', v: 3.8 },
    ]);
  });

  it('says when the source was last read, though nothing differed', async () => {
    await keep([{ period: '2026-10-05', v: 4 }], t(8));
    expect((await seriesOf(ws, 'm1', me))?.seenAt).toBe(t(8));
    await keep([{ period: '2026-10-05', v: 4 }], t(11));
    expect((await seriesOf(ws, 'm1', me))?.seenAt).toBe(t(11));
    await keep([{ period: '2026-10-12', v: 5 }], t(12));
    expect((await seriesOf(ws, 'm1', me))?.seenAt).toBe(t(12));
  });

  it('never overwrites: a restatement and a return to the earlier value are both kept', async () => {
    for (const [hour, v] of [
      [8, 4],
      [9, 3],
      [10, 4],
    ] as const)
      await keep([{ period: '2026-10-05', v }], t(hour));
    expect((await readings()).map((r) => r.value?.v)).toEqual([4, 3, 4]);
    expect(await shown()).toEqual([{ period: '2026-10-05', v: 4 }]);
  });

  it('refuses to overwrite a reading by its own name', async () => {
    await keep([{ period: '2026-10-05', v: 4 }], t(8));
    const over = ws.write(
      newWrite(),
      [{ type: 'chunk', id: 'chunk:m1:2026-10:local:0000000a:none', set: { [`2026-10-05|superset|${t(8)}`]: { v: 9 } } }],
      null,
    );
    await expect(over).rejects.toMatchObject({ code: 'badInput', detail: { reason: 'neverOverwritten' } });
  });

  it('lets the later count also when both are read within one instant, or the clock was set back', async () => {
    await keep([{ period: '2026-10-05', v: 4 }], t(8));
    await keep([{ period: '2026-10-05', v: 5 }], t(8));
    expect(await shown()).toEqual([{ period: '2026-10-05', v: 5 }]);
    await keep([{ period: '2026-10-05', v: 6 }], t(3));
    expect(await shown()).toEqual([{ period: '2026-10-05', v: 6 }]);
    expect(await readings()).toHaveLength(3);
  });

  it('takes a reading back without losing it, and puts it there again', async () => {
    await keep([{ period: '2026-10-05', v: 4 }], t(8), { via: 'typed' });
    expect(
      await keep(
        [
          { period: '2026-10-05', v: null },
          { period: '2026-10-12', v: null },
        ],
        t(9),
        { via: 'typed' },
      ),
    ).toBe(1);
    expect(await shown()).toEqual([]);
    expect((await readings()).map((r) => r.value)).toEqual([{ v: 4 }, null]);
    expect(await keep([{ period: '2026-10-05', v: 4 }], t(10), { via: 'typed' })).toBe(1);
    expect(await shown()).toEqual([{ period: '2026-10-05', v: 4 }]);
  });

  it('of two values for one period in a list keeps the later', async () => {
    expect(
      await keep(
        [
          { period: '2026-10-05', v: 4 },
          { period: '2026-10-05', v: 5 },
        ],
        t(8),
      ),
    ).toBe(1);
    expect(await shown()).toEqual([{ period: '2026-10-05', v: 5 }]);
  });

  it('never mixes readers, accounts or metrics', async () => {
    await keep([{ period: '2026-10-05', v: 1 }], t(8));
    await keep([{ period: '2026-10-05', v: 2 }], t(9), { account: 'hash-of-another' });
    await keep([{ period: '2026-10-05', v: 3 }], t(10), { reader: 'local:0000000b' });
    await keepReadings(ws, newWrite(), 'm2', { ...me, via: 'superset', at: t(11), points: [{ period: '2026-10-05', v: 4 }] });
    expect(await shown()).toEqual([{ period: '2026-10-05', v: 1 }]);
    expect(await shown({ account: 'hash-of-another' })).toEqual([{ period: '2026-10-05', v: 2 }]);
    expect(await shown({ reader: 'local:0000000b' })).toEqual([{ period: '2026-10-05', v: 3 }]);
    expect((await allSeriesOf(ws, 'm1')).map((s) => s.points[0]?.v)).toEqual([3, 2, 1]);
    expect(await seriesOf(ws, 'm1', { reader: 'nobody', account: 'none' })).toBeUndefined();
    expect(await ws.all('chunk')).toHaveLength(4);
  });

  it('rounds measured values to 15 digits, so that a second reading of the same differs in nothing', async () => {
    await keep([{ period: '2026-10-05', v: 0.1 + 0.2, num: 1 / 3, den: 2 / 3 }], t(8));
    expect(await shown()).toEqual([{ period: '2026-10-05', v: 0.3, num: 0.333333333333333, den: 0.666666666666667 }]);
    expect(await keep([{ period: '2026-10-05', v: 0.1 + 0.2, num: 1 / 3, den: 2 / 3 }], t(9))).toBe(0);
  });

  it('keeps a repeated write once', async () => {
    const write = newWrite();
    const once = () => keepReadings(ws, write, 'm1', { ...me, via: 'superset', at: t(8), points: [{ period: '2026-10-05', v: 4 }] });
    expect(await once()).toBe(1);
    expect(await once()).toBe(1);
    expect(await readings()).toHaveLength(1);
  });

  it.each([
    ['an infinite value', { period: '2026-10-05', v: Infinity }],
    ['not a number', { period: '2026-10-05', v: Number.NaN }],
    ['a day that does not exist', { period: '2026-02-30', v: 4 }],
  ])('refuses %s and keeps nothing', async (_, point) => {
    await expect(keep([{ period: '2026-10-12', v: 1 }, point], t(8))).rejects.toMatchObject({ code: 'badInput' });
    expect(await readings()).toEqual([]);
    expect(await shown()).toBeUndefined();
  });

  it('shows after any history what was last read of each period, and the series is what the chunks say', async () => {
    const period = fc.constantFrom('2026-09-28', '2026-10-05', '2026-10-12', '2026-11-02');
    const step = fc.array(fc.record({ period, v: fc.option(fc.integer({ min: 0, max: 3 })) }), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (history) => {
        const own = await freshWorkspace();
        const last = new Map<string, number>();
        for (const [i, points] of history.entries()) {
          await keepReadings(own, newWrite(), 'm1', { ...me, via: 'typed', at: t(i), points });
          for (const { period: p, v } of points) {
            if (v === null) last.delete(p);
            else last.set(p, v);
          }
        }
        const expected = [...last].map(([p, v]) => ({ period: p, v })).toSorted((a, b) => (a.period < b.period ? -1 : 1));
        expect((await seriesOf(own, 'm1', me))?.points ?? []).toEqual(expected);
        const records = await Array.fromAsync(own.dump());
        own.close();
        const other = await freshWorkspace();
        await other.load(newWrite(), records);
        expect((await seriesOf(other, 'm1', me))?.points ?? []).toEqual(expected);
        other.close();
      }),
      { seed, numRuns: 25 },
    );
  });
});

describe('erasing a month', () => {
  it('takes it out of the series; the last one takes the series', async () => {
    await keep(
      [
        { period: '2026-10-05', v: 4 },
        { period: '2026-11-02', v: 3 },
      ],
      t(8),
    );
    const chunks = (await ws.all('chunk'))
      .toSorted((a, b) => (a.plain.month < b.plain.month ? -1 : 1))
      .map((k) => ({ type: 'chunk' as const, id: k.plain.id }));
    await ws.erase(newWrite(), [chunks[0]!]);
    expect(await shown()).toEqual([{ period: '2026-11-02', v: 3 }]);
    await ws.erase(newWrite(), [chunks[1]!]);
    expect(await shown()).toBeUndefined();
  });
});
