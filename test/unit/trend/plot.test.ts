import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beside, spread } from '@/components/trend/labels';
import { layOut, rulesOf, type PlotInput } from '@/components/trend/plot';
import { slots } from '@/components/trend/sequence';
import { dateOf, dayNumber } from '@/lib/model/rules/days';
import { timeTicks } from '@/components/trend/ticks';
import { baseline, weekly } from '@/test/gallery/samples';

const input = (changes: Partial<PlotInput>): PlotInput => ({
  points: weekly(49, '2025-12-15', { stepAt: 25, missing: 35 }),
  cadence: 'week',
  launches: ['2026-06-03'],
  baseline,
  target: 3.2,
  width: 468,
  height: 168,
  margin: { left: 30, right: 80 },
  ...changes,
});
const moves = (path: string) => path.split('M').length - 1;

describe('the layout of a trend', () => {
  it('has nothing to draw without a point', () => {
    expect(layOut(input({ points: [] }))).toBeNull();
  });

  it('breaks the line at a missing period and marks it on the axis', () => {
    const plot = layOut(input({}));
    expect(plot?.places.filter((place) => !place.point).map((place) => place.period)).toEqual(['2026-08-17']);
    expect(moves(plot?.linePath ?? '')).toBe(2);
    expect(plot?.missingPath).toMatch(/^M[\d.]+ [\d.]+l5 5m0 -5l-5 5$/);
  });

  it('keeps a period that is not complete out of the line, on a stub from the one before', () => {
    const plot = layOut(input({}));
    expect(plot?.partials).toHaveLength(1);
    expect(plot?.partials[0]?.from?.x).toBe(plot?.latest?.x);
    expect(plot?.latest?.v).toBe(weekly(49, '2025-12-15', { stepAt: 25 })[47]?.v);
  });

  it('starts the target at the first launch and ends it at the right', () => {
    const plot = layOut(input({ launches: ['2026-09-01', '2026-06-03'] }));
    expect(plot?.target?.left).toBe(plot?.launches[0]?.x);
    expect(plot?.target?.right).toBe(plot?.box.right);
  });

  it('draws launches that are near, and names those that are far', () => {
    const plot = layOut(input({ launches: ['2026-06-03', '2026-12-24', '2021-01-01'] }));
    expect(plot?.launches.map((launch) => launch.date)).toEqual(['2026-06-03', '2026-12-24']);
    expect(plot?.outside).toEqual(['2021-01-01']);
  });

  it('stands a single point and a constant series in the middle of a span of their own', () => {
    for (const points of [weekly(1, '2026-05-04', { partial: false }), weekly(30, '2026-05-04').map((point) => ({ ...point, v: 7 }))]) {
      const plot = layOut(input({ points, target: undefined, baseline: undefined, launches: [] }));
      expect(plot?.latest?.y).toBeGreaterThan((plot?.box.top ?? 0) + 20);
      expect(plot?.latest?.y).toBeLessThan((plot?.box.bottom ?? 0) - 20);
    }
  });

  it('draws 500 points as one path for the line and none for crowded dots', () => {
    const plot = layOut(input({ points: weekly(500, '2017-05-01') }));
    expect(plot?.dense).toBe(true);
    expect(moves(plot?.linePath ?? '')).toBe(1);
    expect(plot?.dotsPath).toBe('');
    expect(plot?.places).toHaveLength(500);
  });

  it('stays inside its box with finite figures, whatever the values', () => {
    const value = fc.oneof(
      fc.double({ min: -1e15, max: 1e15, noNaN: true }),
      fc.double({ min: -1e-12, max: 1e-12, noNaN: true }),
      fc.constant(0),
      fc.integer(),
    );
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 60 }), fc.integer({ min: 200, max: 900 }), (values, width) => {
        const points = values.map((v, i) => ({ period: dateOf(20_000 + i * 7), v }));
        const plot = layOut(input({ points, width, target: undefined, baseline: undefined, launches: [] }));
        if (!plot) return false;
        const inside = plot.places.every(
          ({ x, y = 0 }) =>
            Number.isFinite(x) && x >= plot.box.left && x <= plot.box.right && y >= plot.box.top - 0.1 && y <= plot.box.bottom,
        );
        return inside && plot.rules.length <= 3 && !/NaN|Infinity/.test(plot.linePath + plot.dotsPath);
      }),
      { seed: 7 },
    );
  });

  it('takes at most three rules, and none of them is forced to zero', () => {
    for (const values of [
      [3, 5],
      [71, 75],
      [0.001, 0.0017],
      [1e9, 3e9],
      [-5, 5],
    ]) {
      const rules = rulesOf(values);
      expect(rules.length).toBeGreaterThan(0);
      expect(rules.length).toBeLessThanOrEqual(3);
    }
    expect(rulesOf([71, 75])).not.toContain(0);
  });
});

describe('periods in their places', () => {
  it('does not take the weekends of working days for gaps', () => {
    const days = ['2026-11-05', '2026-11-06', '2026-11-09', '2026-11-11'].map((period) => ({ period }));
    expect(slots(days, 'day').map((slot) => [slot.period, slot.point !== undefined])).toEqual([
      ['2026-11-05', true],
      ['2026-11-06', true],
      ['2026-11-09', true],
      ['2026-11-10', false],
      ['2026-11-11', true],
    ]);
    expect(slots([...days, { period: '2026-11-14' }], 'day').filter((slot) => !slot.point)).toHaveLength(5);
  });

  it('steps by months and quarters', () => {
    expect(slots([{ period: '2026-01-01' }, { period: '2026-04-01' }], 'month').map((slot) => slot.period)).toEqual([
      '2026-01-01',
      '2026-02-01',
      '2026-03-01',
      '2026-04-01',
    ]);
    expect(slots([{ period: '2026-01-01' }, { period: '2026-07-01' }], 'quarter')).toHaveLength(3);
  });

  it('labels months with the year at the first and at each January, days when the span is short', () => {
    const ticks = timeTicks(dayNumber('2025-12-15'), dayNumber('2027-02-01'), 20);
    expect(ticks.filter((tick) => tick.kind === 'monthYear').map((tick) => dateOf(tick.day))).toEqual(['2026-01-01', '2027-01-01']);
    expect(timeTicks(dayNumber('2026-05-04'), dayNumber('2026-05-20'), 6)[0]?.kind).toBe('day');
    expect(timeTicks(dayNumber('1990-01-01'), dayNumber('2026-01-01'), 8).every((tick) => tick.kind === 'year')).toBe(true);
  });
});

describe('labels', () => {
  it('stand at least the gap apart, in order and within the room', () => {
    const placed = spread([50, 52, 51], 13, 20, 140);
    const sorted = placed.toSorted((a, b) => a - b);
    expect(sorted[1]! - sorted[0]!).toBeGreaterThanOrEqual(13);
    expect(sorted[2]! - sorted[1]!).toBeGreaterThanOrEqual(13);
    expect(placed[0]).toBeLessThan(placed[2]!);
    expect(spread([139, 138], 13, 20, 140)).toEqual([140, 127]);
  });

  it('take the longest text that fits before the next line, else none', () => {
    const labels = beside(
      [
        { x: 100, texts: ['Launch 3 Jun', '3 Jun'] },
        { x: 160, texts: ['Launch 9 Jun', '9 Jun'] },
        { x: 165, texts: ['Launch 10 Jun'] },
      ],
      90,
      400,
      12,
    );
    expect(labels.map((label) => label?.text)).toEqual(['3 Jun', undefined, 'Launch 10 Jun']);
  });
});
