import type { FieldCell, MutableRecord } from '../schema/envelope';
import { canonicalJson, compareBytes } from './canonical';
import { isMutable, type StoredRecord } from './fields';

const newer = (a: FieldCell, b: FieldCell): FieldCell => {
  if (a.s !== b.s) return a.s > b.s ? a : b;
  return compareBytes(canonicalJson(a.v), canonicalJson(b.v)) >= 0 ? a : b;
};

const mergeMutable = (a: MutableRecord, b: MutableRecord): MutableRecord => {
  const cells = new Map(Object.entries(a.f));
  for (const [name, cell] of Object.entries(b.f)) {
    const mine = cells.get(name);
    cells.set(name, mine ? newer(mine, cell) : cell);
  }
  return { id: a.id, t: a.t, n: Math.max(a.n, b.n), f: Object.fromEntries(cells) };
};

/**
 * Joins two versions of one record: per field the higher stamp wins, at equal stamps the greater canonical bytes; unknown fields are
 * kept. Commutative, associative, idempotent (facts: sync §4.1). An append-only record is never changed, so of two that
 * claim one id and differ the greater bytes stay; the one that does not fit its id was refused before.
 * Throws Error when the two are not versions of the same record.
 */
export function mergeRecords(a: StoredRecord, b: StoredRecord): StoredRecord {
  if (a.id !== b.id || a.t !== b.t) throw new Error(`not one record: ${a.t} ${a.id}, ${b.t} ${b.id}`);
  if (isMutable(a) && isMutable(b)) return mergeMutable(a, b);
  return compareBytes(canonicalJson(a), canonicalJson(b)) >= 0 ? a : b;
}

/** Are two versions the same to the last byte? */
export const sameRecord = (a: StoredRecord, b: StoredRecord): boolean => canonicalJson(a) === canonicalJson(b);
