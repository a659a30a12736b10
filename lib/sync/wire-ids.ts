/*
 * Kinto takes letters, digits, `-` and `_` in ids, ours may hold `: . ~ _` too (facts: sync §1). So every other character, and `_`
 * itself, is written as `_` and two hex digits for each of its UTF-8 bytes. Both ways nothing is lost, and no two ids meet.
 */
const bytes = new TextEncoder();
const text = new TextDecoder('utf-8', { fatal: true });
const fit = /^[A-Za-z0-9-]*$/;

const escaped = (character: string): string => [...bytes.encode(character)].map((b) => `_${b.toString(16).padStart(2, '0')}`).join('');

/** Stands before an id that somebody else's program made and that no id of ours is written as. No id of ours begins so. */
const foreign = '~';

const escape = (id: string): string => (fit.test(id) ? id : id.replace(/[^A-Za-z0-9-]/gu, escaped));

/** The id as it stands in Kinto: `local:ab` → `local_3aab`. Also makes parts of collection names. */
export const toWire = (id: string): string => (id.startsWith(foreign) ? id.slice(foreign.length) : escape(id));

/** Our id of a record in Kinto. An id that is no writing of ours comes back with `~` before it, which no valid id has. */
export function fromWire(wire: string): string {
  if (fit.test(wire)) return wire;
  try {
    const id = wire.replace(/(?:_[0-9a-f]{2})+/g, (run) =>
      text.decode(Uint8Array.from(run.slice(1).split('_'), (hex) => parseInt(hex, 16))),
    );
    if (escape(id) === wire) return id;
  } catch {
    // bytes that are no text
  }
  return foreign + wire;
}
