import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockAfter, nextStamp, partsOf, stampOf, stampOver } from '@/lib/model/rules/stamps';
import { stamp as stampSchema } from '@/lib/model/schema/envelope';
import { device, props } from './arbitraries';

const ms = fc.integer({ min: 0, max: 2 ** 47 });
const count = fc.integer({ min: 0, max: 0xffff });
const stamp = fc.tuple(ms, count, device).map(([m, c, d]) => stampOf(m, c, d));

describe('stamps', () => {
  it('sort as text in the order of time, counter, device', () => {
    fc.assert(
      fc.property(ms, count, device, ms, count, device, (m1, c1, d1, m2, c2, d2) => {
        const inTime = m1 - m2 || c1 - c2 || (d1 < d2 ? -1 : d1 > d2 ? 1 : 0);
        const [a, b] = [stampOf(m1, c1, d1), stampOf(m2, c2, d2)];
        expect(a < b ? -1 : a > b ? 1 : 0).toBe(Math.sign(inTime));
        expect(partsOf(a)).toEqual({ ms: m1, count: c1, device: d1 });
        expect(stampSchema.safeParse(a).success).toBe(true);
      }),
      props,
    );
  });

  it('of one device always rise, whatever its clock does', () => {
    fc.assert(
      fc.property(fc.array(ms, { minLength: 2, maxLength: 40 }), device, (clock, own) => {
        let last: string | undefined;
        for (const now of clock) {
          const next = nextStamp(last, now, own);
          if (last !== undefined) expect(next > last).toBe(true);
          expect(partsOf(next).ms).toBeGreaterThanOrEqual(now);
          last = next;
        }
      }),
      props,
    );
  });

  it('carry a full counter into the next millisecond', () => {
    expect(nextStamp(stampOf(5, 0xffff, '0000000a'), 5, '0000000a')).toBe(stampOf(6, 0, '0000000a'));
  });

  it('over a field are later than the field, and stay ours when we are ahead', () => {
    fc.assert(
      fc.property(stamp, stamp, device, (own, field, mine) => {
        const over = stampOver(own, field, mine);
        expect(over > field && over >= own).toBe(true);
        if (own > field) expect(over).toBe(own);
        else expect(partsOf(over).device).toBe(mine);
      }),
      props,
    );
    expect(stampOver('a', undefined, '0000000a')).toBe('a');
  });

  it('move the clock forward only, and not when more than a day ahead', () => {
    const now = 1_000 * 86_400_000;
    const [early, late, mad] = [now - 5, now + 3_600_000, now + 86_400_001].map((at) => stampOf(at, 0, '0000000b')) as [
      string,
      string,
      string,
    ];
    expect(clockAfter(undefined, early, now)).toBe(early);
    expect(clockAfter(late, early, now)).toBe(late);
    expect(clockAfter(early, late, now)).toBe(late);
    expect(clockAfter(early, mad, now)).toBe(early);
    expect(clockAfter(undefined, mad, now)).toBeUndefined();
  });
});
