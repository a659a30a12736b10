import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { narrowed, numbersOf } from '@/lib/store/numbers';

describe('numbers in the least room', () => {
  it.each([
    ['small whole ones', [0, -128, 127], Int8Array, 1],
    ['larger ones', [128], Int16Array, 1],
    ['one decimal', [70.2, 71, 73.9], Int16Array, 10],
    ['two decimals of a negative', [-3.97], Int16Array, 100],
    ['thousands with decimals', [123_456.78], Int32Array, 100],
    ['too large for whole ones', [2 ** 31], Float64Array, 1],
    ['more digits than six', [0.1234567], Float64Array, 1],
    ['a third', [1 / 3, 2], Float64Array, 1],
    ['a missing one among them', [1, Number.NaN], Float64Array, 1],
    ['zero below zero', [-0], Float64Array, 1],
    ['none', [], Int8Array, 1],
  ] as const)('%s', (_, values, kind, over) => {
    const kept = narrowed(values);
    expect(kept).toMatchObject({ over });
    expect(kept.of).toBeInstanceOf(kind);
    expect(numbersOf(kept)).toEqual(values);
  });

  it('are always exactly the numbers they were', () => {
    const decimal = fc.tuple(fc.integer(), fc.constantFrom(1, 10, 100, 1e4, 1e6, 1e8)).map(([n, by]) => n / by);
    fc.assert(
      fc.property(fc.oneof(fc.array(decimal), fc.array(fc.double())), (values) => {
        const back = numbersOf(narrowed(values));
        expect(back.length).toBe(values.length);
        expect(back.every((v, i) => Object.is(v, values[i]))).toBe(true);
      }),
    );
  });
});
