import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countAtEnd, countFrom, daysOf, runsOf } from '@/lib/model/rules/day-runs';
import { dateOf } from '@/lib/model/rules/days';

/** Ascending days, none twice: mostly in even steps, as periods are, some with holes. */
const days = fc
  .tuple(fc.integer({ min: -700_000, max: 2_000_000 }), fc.array(fc.constantFrom(1, 1, 1, 7, 7, 28, 31, 400), { maxLength: 60 }))
  .map(([first, steps]) => {
    const numbers = [first];
    for (const step of steps) numbers.push(numbers.at(-1)! + step);
    return numbers.map(dateOf);
  });

describe('days as runs', () => {
  it('are a few numbers where the days come evenly', () => {
    expect(runsOf(['2026-01-05', '2026-01-12', '2026-01-19', '2026-02-02', '2026-02-09'])).toEqual({
      first: '2026-01-05',
      steps: [7, 2, 14, 1, 7, 1],
    });
    expect(runsOf([])).toEqual({ first: null, steps: [] });
  });

  it('give back the very days, over leap days and turns of the year', () => {
    const months = ['2027-12-01', '2028-01-01', '2028-02-01', '2028-03-01', '2028-04-01'];
    expect(daysOf(runsOf(months))).toEqual(months);
    expect(daysOf(runsOf([]))).toEqual([]);
    fc.assert(
      fc.property(days, (some) => {
        expect(daysOf(runsOf(some))).toEqual(some);
      }),
    );
  });

  it('are counted from a day on without being written out', () => {
    fc.assert(
      fc.property(days, fc.nat(), fc.integer({ min: -2, max: 2 }), (some, pick, beside) => {
        const from = dateOf(Math.round(Date.parse(`${some[pick % some.length]}T00:00:00Z`) / 86_400_000) + beside);
        expect(countFrom(runsOf(some), from)).toBe(some.filter((day) => day >= from).length);
      }),
    );
    expect(countFrom(runsOf([]), '2026-01-01')).toBe(0);
  });

  it('are counted from the end back, and no further than needed', () => {
    fc.assert(
      fc.property(days, fc.nat(), (some, pick) => {
        const bound = some[pick % some.length]!;
        const asked: string[] = [];
        const count = countAtEnd(runsOf(some), (day) => asked.push(day) > 0 && day > bound);
        expect(count).toBe(some.filter((day) => day > bound).length);
        expect(asked).toEqual(some.filter((day) => day >= bound).toReversed());
      }),
    );
    expect(countAtEnd(runsOf(['2026-01-05', '2026-01-12']), () => true)).toBe(2);
    expect(countAtEnd(runsOf([]), () => true)).toBe(0);
  });
});
