import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { levelsAround } from '@/lib/model/rules/levels';
import { dayBefore, isPartial, lastDayOf, next, startOf, type Rhythm } from '@/lib/model/rules/periods';
import { localDate, props } from './arbitraries';

const rhythm = fc.record({
  cadence: fc.constantFrom('day' as const, 'week' as const, 'month' as const, 'quarter' as const),
  calendar: fc.constantFrom('iso' as const, 'us' as const),
});

describe('periods', () => {
  it.each<[string, Rhythm, string, string]>([
    ['2026-11-25', { cadence: 'day', calendar: 'iso' }, '2026-11-25', '2026-11-26'],
    ['2026-11-25', { cadence: 'week', calendar: 'iso' }, '2026-11-23', '2026-11-30'],
    ['2026-11-22', { cadence: 'week', calendar: 'iso' }, '2026-11-16', '2026-11-23'], // a Sunday
    ['2026-11-22', { cadence: 'week', calendar: 'us' }, '2026-11-22', '2026-11-29'],
    ['2026-11-28', { cadence: 'week', calendar: 'us' }, '2026-11-22', '2026-11-29'], // a Saturday
    ['2027-01-01', { cadence: 'week', calendar: 'iso' }, '2026-12-28', '2027-01-04'], // 2026-W53
    ['2024-02-29', { cadence: 'month', calendar: 'iso' }, '2024-02-01', '2024-03-01'],
    ['2026-12-31', { cadence: 'month', calendar: 'us' }, '2026-12-01', '2027-01-01'],
    ['2026-12-31', { cadence: 'quarter', calendar: 'iso' }, '2026-10-01', '2027-01-01'],
    ['2026-02-28', { cadence: 'quarter', calendar: 'iso' }, '2026-01-01', '2026-04-01'],
  ])('%s in %j starts on %s, the next on %s', (date, of, start, after) => {
    expect(startOf(date, of)).toBe(start);
    expect(next(start, of.cadence)).toBe(after);
  });

  it('hold the date, follow each other without a gap, and count back as they count on', () => {
    fc.assert(
      fc.property(localDate, rhythm, fc.integer({ min: 1, max: 60 }), (date, of, n) => {
        const start = startOf(date, of);
        const after = next(start, of.cadence);
        expect(start <= date && date < after).toBe(true);
        expect(startOf(start, of)).toBe(start);
        expect(startOf(after, of)).toBe(after);
        expect(startOf(lastDayOf(start, of.cadence), of)).toBe(start);
        expect(lastDayOf(start, of.cadence)).toBe(dayBefore(after));
        expect(next(next(start, of.cadence, n), of.cadence, -n)).toBe(start);
      }),
      props,
    );
  });

  it('are partial until they are over and mature', () => {
    expect(isPartial('2026-11-16', 'week', '2026-11-22')).toBe(true);
    expect(isPartial('2026-11-16', 'week', '2026-11-23')).toBe(false);
    expect(isPartial('2026-11-16', 'week', '2026-11-29', 7)).toBe(true);
    expect(isPartial('2026-11-16', 'week', '2026-11-30', 7)).toBe(false);
    expect(isPartial('2026-10-01', 'quarter', '2026-12-31')).toBe(true);
    expect(isPartial('2030-01-01', 'month', '2026-11-25')).toBe(true);
  });
});

describe('levels before and since the launch', () => {
  const weeks = (from: string, values: number[]) => values.map((v, i) => ({ period: next(from, 'week', i), v }));
  const week = { cadence: 'week' } as const;
  const points = weeks('2026-05-04', [4, 5, 3, 4, 9, 3, 2, 1]); // the week of 1 June holds the launch

  it('leaves the period of the launch out of both', () => {
    expect(levelsAround(points, [{ date: '2026-06-03' }], undefined, week)).toEqual({
      before: { mean: 4, n: 4, from: '2026-05-04', to: '2026-05-25' },
      since: { mean: 2, n: 3, from: '2026-06-08', to: '2026-06-22' },
    });
  });
  it('counts the period that starts on the launch day as since', () => {
    expect(levelsAround(points, [{ date: '2026-06-01' }], undefined, week).since).toMatchObject({ n: 4, from: '2026-06-01' });
  });
  it('takes the baseline’s dates where there are some, whole periods only', () => {
    expect(levelsAround(points, [{ date: '2026-06-03' }], { from: '2026-05-11', to: '2026-05-30' }, week).before).toEqual({
      mean: 4,
      n: 2,
      from: '2026-05-11',
      to: '2026-05-18',
    });
    expect(levelsAround(points, [{ date: '2026-06-03' }], { from: '2025-01-01', to: '2025-12-31' }, week).before).toBeNull();
  });
  it('uses the first of several launches, whatever their order', () => {
    expect(levelsAround(points, [{ date: '2026-06-20' }, { date: '2026-06-03' }], undefined, week).since).toMatchObject({ n: 3 });
  });
  it('leaves partial periods out', () => {
    const running = points.map((p, i) => (i === 7 ? { ...p, partial: true as const } : p));
    expect(levelsAround(running, [{ date: '2026-06-03' }], undefined, week).since).toMatchObject({ mean: 2.5, n: 2 });
  });
  it('without a launch knows only what was before, without points nothing', () => {
    expect(levelsAround(points, [], undefined, week)).toMatchObject({ before: { n: 8 }, since: null });
    expect(levelsAround([], [{ date: '2026-06-03' }], undefined, week)).toEqual({ before: null, since: null });
    expect(levelsAround(points, [{ date: '2027-01-01' }], undefined, week).since).toBeNull();
  });
  it('gives a mean that can be stored', () => {
    expect(levelsAround(weeks('2026-05-04', [0.1, 0.2]), [], undefined, week).before?.mean).toBe(0.15);
  });
});
