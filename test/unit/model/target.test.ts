import { describe, expect, it } from 'vitest';
import { targetLevel, type Aim } from '@/lib/model/rules/target';

const aim = (
  direction: Aim['direction'],
  kind: NonNullable<Aim['change']>['kind'] | null,
  amount: number,
  baseline: number | null,
): Aim => ({
  direction,
  ...(kind === null ? {} : { change: { kind, amount } }),
  ...(baseline === null ? {} : { baseline: { value: baseline, from: '2026-01-05', to: '2026-03-29' } }),
});

describe('target level', () => {
  it.each<[string, Aim, number | null]>([
    ['20 % less of 4.0', aim('reduce', 'relative', 20, 4), 3.2],
    ['20 % more of 4.0', aim('increase', 'relative', 20, 4), 4.8],
    ['4 points more of 71 %', aim('increase', 'points', 4, 71), 75],
    ['4 points less of 20 %', aim('reduce', 'points', 4, 20), 16],
    ['0.6 less of 4.0', aim('reduce', 'absolute', 0.6, 4), 3.4],
    ['to 1.8', aim('reduce', 'level', 1.8, 2.4), 1.8],
    ['to 1.8 without a baseline', aim('reduce', 'level', 1.8, null), 1.8],
    ['to zero', aim('reduce', 'level', 0, 2), 0],
    ['a reduction of a negative baseline goes down', aim('reduce', 'relative', 20, -10), -12],
    ['an increase of a negative baseline goes up', aim('increase', 'relative', 20, -10), -8],
    ['no digits of the machine', aim('increase', 'absolute', 0.1, 0.2), 0.3],
    ['hold the baseline', aim('maintain', null, 0, 97.5), 97.5],
    ['hold a level', aim('maintain', 'level', 98, 97.5), 98],
    ['hold nothing known', aim('maintain', null, 0, null), null],
    ['no change yet', aim('reduce', null, 0, 4), null],
    ['no baseline yet', aim('reduce', 'relative', 20, null), null],
  ])('%s', (_, of, level) => {
    expect(targetLevel(of)).toBe(level);
  });
});
