import type { Stamp } from '../schema/envelope';

/*
 * Hybrid clock (facts: sync §4.1): 12 hex digits of milliseconds, 4 of a counter, 8 of the device. The text's order is the order of time.
 */
type Tick = { ms: number; count: number };

const day = 86_400_000;
const hex = (n: number, width: number): string => n.toString(16).padStart(width, '0');

/** Builds a stamp; `device` is eight hex digits. A counter beyond four digits runs into the next millisecond. */
export function stampOf(ms: number, count: number, device: string): Stamp {
  const over = Math.floor(count / 0x10000);
  return `${hex(ms + over, 12)}-${hex(count % 0x10000, 4)}-${device}`;
}

/** Takes a stamp apart: milliseconds since 1970 in UTC, counter, device. */
export const partsOf = (stamp: Stamp): Tick & { device: string } => ({
  ms: Number.parseInt(stamp.slice(0, 12), 16),
  count: Number.parseInt(stamp.slice(13, 17), 16),
  device: stamp.slice(18),
});

/** The next stamp of this device: not before `now` and after `last`. */
export function nextStamp(last: Stamp | undefined, now: number, device: string): Stamp {
  if (last === undefined) return stampOf(now, 0, device);
  const { ms, count } = partsOf(last);
  return now > ms ? stampOf(now, 0, device) : stampOf(ms, count + 1, device);
}

/** The stamp for a field that is overwritten: `own`, or one just after the field's stamp where that is ahead of us. */
export function stampOver(own: Stamp, overwritten: Stamp | undefined, device: string): Stamp {
  if (overwritten === undefined || own > overwritten) return own;
  const { ms, count } = partsOf(overwritten);
  return stampOf(ms, count + 1, device);
}

/** What our clock becomes after seeing a stamp: stamps more than a day ahead of `now` are kept as data but never move it. */
export function clockAfter(clock: Stamp | undefined, seen: Stamp, now: number): Stamp | undefined {
  if (partsOf(seen).ms > now + day) return clock;
  return clock === undefined || seen > clock ? seen : clock;
}
