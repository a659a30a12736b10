const first = 2_000;
const longest = 15 * 60_000;
/** No storage keeps us away for longer, whatever it asks for; nor does a clock that was set back. */
const mostAsked = 24 * 60 * 60_000;

/** Ms to stay away after `failures` failures in a row: full jitter below a doubling bound, and never less than the storage asked for. */
export function backOff(failures: number, random: () => number, asked: number | null): number {
  const bound = Math.min(longest, first * 2 ** Math.min(failures, 20));
  return Math.max(Math.round(random() * bound), Math.min(asked ?? 0, mostAsked));
}

/** Is it too early? `notBefore` was written by a clock that may have been set back since. */
export const isEarly = (now: number, notBefore: number): boolean => now < notBefore && notBefore <= now + mostAsked;

/** Ms until a batch that met another writer is sent again; the n-th time, from 0. */
export const shortPause = (n: number, random: () => number): number => Math.round(random() * 200 * 2 ** n);
