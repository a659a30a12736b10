import { describe, expect, it } from 'vitest';
import { finishedFrom, packed, unpacked, type PackedPoints, type Point } from '@/lib/messaging/points';
import { dateOf, dayNumber } from '@/lib/model/rules/days';

const points: Point[] = [
  { period: '2026-06-01', v: 4.1 },
  { period: '2026-06-08', v: 4 },
  { period: '2026-06-22', v: 3.25, partial: true },
  { period: '2026-06-29', v: -1e-7, partial: true },
];
/** As a port hands it over. */
const sent = (of: PackedPoints): PackedPoints => JSON.parse(JSON.stringify(of)) as PackedPoints;

describe('points of a view', () => {
  it('come out of the port as they went in', () => {
    expect(unpacked(sent(packed(points)))).toEqual(points);
    expect(unpacked(sent(packed([])))).toEqual([]);
  });

  it('are unpacked once for each view', () => {
    const view = packed(points);
    expect(unpacked(view)).toBe(unpacked(view));
    expect(unpacked(sent(view))).not.toBe(unpacked(view));
  });

  it('are counted from a day on, finished ones alone', () => {
    expect(finishedFrom(packed(points), '2026-06-01')).toBe(2);
    expect(finishedFrom(packed(points), '2026-06-02')).toBe(1);
    expect(finishedFrom(packed(points), '2026-06-22')).toBe(0);
    expect(finishedFrom(packed(points), '2026-08-01')).toBe(0);
    expect(finishedFrom(packed([]), '2026-06-01')).toBe(0);
  });

  it('are a fraction of what an object for each would be', () => {
    const years = Array.from({ length: 2500 }, (_, i): Point => ({ period: dateOf(dayNumber('2019-08-26') + i), v: (i % 97) / 10 }));
    expect(JSON.stringify(packed(years)).length * 5).toBeLessThan(JSON.stringify(years).length);
  });
});
