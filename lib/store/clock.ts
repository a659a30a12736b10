import { clockAfter, nextStamp, partsOf, stampOf } from '@/lib/model/rules/stamps';
import type { Stamp } from '@/lib/model/schema/envelope';
import type { WriteTransaction } from './transaction';

/** This device's clock: the last stamp given or seen. In memory, and in `meta` with every write. */
export type Clock = {
  readonly device: string;
  last: Stamp | undefined;
  readonly now: () => number;
  /** The storage's clock minus ours, ms; null: none was ever heard. */
  offset: number | null;
};

const day = 86_400_000;

/** Our clock as the storage would show it: ms since 1970. */
export const nowBy = (clock: Clock): number => clock.now() + (clock.offset ?? 0);

/** The middle of several differences between two clocks; null of none. */
export function offsetOf(offsets: readonly number[]): number | null {
  const sorted = offsets.toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? null : Math.round((low + high) / 2);
}

/** Once a storage has told the time, stamps that this device gave while its clock was far ahead bind it no longer. */
const binds = (clock: Clock, stamp: Stamp): boolean => clock.offset === null || partsOf(stamp).ms <= nowBy(clock) + day;

/** The next stamp: after all that was given or seen. */
export function tick(clock: Clock): Stamp {
  const last = clock.last !== undefined && binds(clock, clock.last) ? clock.last : undefined;
  clock.last = nextStamp(last, nowBy(clock), clock.device);
  return clock.last;
}

/** Moves the clock behind none of these stamps, save those more than a day ahead of `now` (facts: sync §4.1). */
export function heed(clock: Clock, stamps: Iterable<Stamp>, now: number): void {
  const most = stampOf(now + day, 0, '');
  let highest: Stamp | undefined;
  for (const stamp of stamps) if (stamp < most && (highest === undefined || stamp > highest)) highest = stamp;
  if (highest !== undefined) clock.last = clockAfter(clock.last, highest, now);
}

/** The clock cannot have run behind what this database has stored. */
export async function catchUp(tx: WriteTransaction, clock: Clock): Promise<void> {
  const stored = await tx.objectStore('meta').get('clock');
  if (stored?.key !== 'clock' || !binds(clock, stored.value)) return;
  if (clock.last === undefined || stored.value > clock.last) clock.last = stored.value;
}

export async function keepClock(tx: WriteTransaction, clock: Clock): Promise<void> {
  if (clock.last) await tx.objectStore('meta').put({ key: 'clock', value: clock.last });
}
