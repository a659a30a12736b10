import { describe, expect, test, vi } from 'vitest';
import { packed, unpacked } from '@/lib/messaging/points';
import { tag } from '@/lib/services/alignments';
import { onChanged } from '@/lib/services/changed';
import { courseView } from '@/lib/services/courses';
import { metricChange } from '@/lib/services/outcomes';
import { refresh } from '@/lib/services/readings';
import { StoreFailure } from '@/lib/store/failure';
import { addOutcome, bi, newWrite } from './fresh';
import { hour, linkedSource, settled, source, weekOf } from './linked';

const at = linkedSource();

describe('a view refreshes, nothing else does', () => {
  test('first what is kept, at once; then the newer view is announced', async () => {
    const { look } = await at.linked();
    const told = vi.fn();
    const stop = onChanged(told);
    expect(await look()).toMatchObject({ points: packed([]), refreshing: true });
    await settled();
    expect(told).toHaveBeenCalled();
    stop();
    const now = await look();
    expect(unpacked(now.points)).toEqual([
      { period: '2026-11-02', v: 3.7 },
      { period: '2026-11-09', v: 3.8 },
      { period: '2026-11-16', v: 3.9 },
      { period: '2026-11-23', v: 4, partial: true },
    ]);
    expect(now).toMatchObject({
      refreshing: false,
      source: { kind: 'superset', name: 'Superset', site: bi, otherAccounts: 0, seenAt: expect.any(String) },
    });
    expect(now.source.reader).toBeUndefined();
    expect(now.trouble).toBeUndefined();
  });

  test('not again within six hours, then again; daily within one hour', async () => {
    const { lookAgain, metricId } = await at.linked();
    await lookAgain();
    at.clock.now += 5.9 * hour;
    await lookAgain();
    expect(at.reads()).toBe(1);
    at.clock.now += 0.2 * hour;
    await lookAgain();
    expect(at.reads()).toBe(2);
    at.rows = [0, 1, 2].map((n) => ({ week: weekOf(0) - n * 24 * hour, score: n, other: n }));
    await metricChange(at.ws, { write: newWrite(), id: metricId, set: { cadence: 'day' } });
    at.clock.now += 1.1 * hour;
    await lookAgain();
    expect(at.reads()).toBe(3);
  });

  test('at once on demand', async () => {
    const { metricId, lookAgain } = await at.linked();
    await lookAgain();
    await refresh(at.ws, { metricId, force: false });
    expect(at.reads()).toBe(1);
    await refresh(at.ws, { metricId, force: true });
    await settled();
    expect(at.reads()).toBe(2);
  });

  test('many views and two metrics of one chart: one request', async () => {
    const { look, course } = await at.linked();
    const other = await addOutcome(at.ws, { metric: { source: { ...source, column: 'other' }, maturityDays: 0 } });
    await tag(at.ws, { write: newWrite(), course, choice: { kind: 'outcome', id: other.outcomeId } });
    await Promise.all([look(), look(), look()]);
    await settled();
    expect(at.reads()).toBe(1);
    expect((await courseView(at.ws, { course })).tags.map((t) => t.series.points.v.at(-1))).toEqual([4, 0]);
  });

  test('without the permission there is no request, and the view says so until it is there', async () => {
    at.mayRead.value = false;
    const { look, lookAgain, metricId } = await at.linked();
    expect(await lookAgain()).toMatchObject({ points: packed([]), refreshing: false, trouble: { code: 'noPermission' } });
    await refresh(at.ws, { metricId, force: true });
    await settled();
    expect(at.server.seen).toEqual([]);
    at.mayRead.value = true;
    expect((await look()).refreshing).toBe(true);
    await settled();
    expect((await look()).trouble).toBeUndefined();
  });

  test('permission withdrawn: the last good values stay', async () => {
    const { lookAgain } = await at.linked();
    await lookAgain();
    at.mayRead.value = false;
    expect(await lookAgain()).toMatchObject({ trouble: { code: 'noPermission' }, points: { v: { length: 4 } } });
  });
});

describe('failures', () => {
  test.each([
    ['signedOut', 'signedOut'],
    ['noRight', 'noRight'],
    ['notFound', 'notFound'],
    ['pending', 'pending'],
    ['html', 'notJson'],
    ['hangUp', 'offline'],
  ] as const)('%s: the last good values stay with their age', async (trouble, code) => {
    const { look, lookAgain } = await at.linked();
    const good = await lookAgain();
    at.clock.now += 7 * hour;
    at.server.setTrouble(trouble);
    const bad = await lookAgain();
    expect(bad.trouble).toMatchObject({ code, at: new Date(at.clock.now).toISOString() });
    expect(bad.source.seenAt).toBe(good.source.seenAt);
    expect(bad.points.v).toEqual(good.points.v);
    at.server.setTrouble('none');
    at.clock.now += 59_000;
    expect((await look()).refreshing).toBe(false); // not hammered
    at.clock.now += 2_000;
    expect((await lookAgain()).trouble).toBeUndefined();
  });

  test('a renamed column is named, and nothing is read in its place', async () => {
    const { lookAgain } = await at.linked({ source: { ...source, column: 'avg_score' } });
    expect(await lookAgain()).toMatchObject({
      points: packed([]),
      trouble: { code: 'changedShape', detail: { expected: 'avg_score', found: 'score, other' } },
    });
  });

  test('a chart of shorter periods than the KPI’s is not put together by us', async () => {
    const { lookAgain } = await at.linked({ cadence: 'month' });
    expect(await lookAgain()).toMatchObject({ points: packed([]), trouble: { code: 'otherCadence' } });
  });

  test('a store that cannot keep the readings does not make the view ask the source in a loop', async () => {
    const { look } = await at.linked();
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const write = vi.spyOn(at.ws, 'write').mockImplementation(() => Promise.reject(new StoreFailure('storageFull')));
    const stop = onChanged(() => void look()); // what a panel does
    await look();
    await settled().catch(() => {});
    expect((await look()).refreshing).toBe(false);
    expect(at.reads()).toBe(1);
    expect(warned).toHaveBeenCalledWith(expect.any(String), expect.objectContaining({ code: 'storageFull' }));
    stop();
    write.mockRestore();
    warned.mockRestore();
  });
});
