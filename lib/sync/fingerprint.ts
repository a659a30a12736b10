import { canonicalJson } from '@/lib/model/rules/canonical';
import type { StoredRecord } from '@/lib/model/rules/fields';

/*
 * Tells whether a record still says what the storage said when it was read last. Computed inside transactions, which no promise may
 * interrupt, and for each record of a first pull: so no cryptographic hash. Nothing is decided by it that a wrong answer could lose.
 */

/** Scrambles all bits of a 32-bit number into each other. */
function stirred(n: number): number {
  const a = Math.imul(n ^ (n >>> 16), 0x7feb_352d);
  const b = Math.imul(a ^ (a >>> 15), 0x846c_a68b);
  return b ^ (b >>> 16);
}

const hex = (n: number): string => (n >>> 0).toString(16).padStart(8, '0');

/** 16 hex digits of a text, of all its UTF-16 units. */
export function textPrint(text: string): string {
  let a = 0x811c_9dc5;
  let b = 0x9e37_79b9;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x0100_0193);
    b = Math.imul(b ^ unit, 0x85eb_ca6b) + (b >>> 13);
  }
  return hex(stirred(a ^ text.length)) + hex(stirred(b));
}

/** Of the canonical content: equal for equal records. */
export const fingerprint = (record: StoredRecord): string => textPrint(canonicalJson(record));
