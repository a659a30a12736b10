/**
 * Numbers in the least room that holds each of them exactly: number i is `of[i] / over`. Readings are mostly decimals of a few digits,
 * so that eight bytes each would be mostly nothing; and what a view reads is garbage afterwards, whose collection people wait for.
 */
export type Numbers = { of: Int8Array | Int16Array | Int32Array | Float64Array; over: number };

const powers = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];

/** NaN is kept too. */
export function narrowed(values: readonly number[]): Numbers {
  for (const over of powers) {
    const whole = Int32Array.from(values, (v) => Math.round(v * over));
    if (values.every((v, i) => Object.is(whole[i]! / over, v))) return { of: narrower(whole), over };
  }
  return { of: Float64Array.from(values), over: 1 };
}

function narrower(whole: Int32Array): Int8Array | Int16Array | Int32Array {
  const within = (bound: number) => whole.every((n) => n >= -bound && n < bound);
  return within(0x80) ? Int8Array.from(whole) : within(0x80_00) ? Int16Array.from(whole) : whole;
}

/** Made at its length at once: an array that grows to thousands leaves three times its size behind. */
export function numbersOf({ of, over }: Numbers): number[] {
  // oxlint-disable-next-line unicorn/no-new-array
  const values = new Array<number>(of.length);
  for (let i = 0; i < of.length; i += 1) values[i] = of[i]! / over;
  return values;
}
