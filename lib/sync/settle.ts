import { canonicalJson } from '@/lib/model/rules/canonical';
import { isMutable, type StoredRecord } from '@/lib/model/rules/fields';
import { mergeRecords } from '@/lib/model/rules/merge';
import type { RecordType } from '@/lib/model/schema/records';
import type { Become, Held } from '@/lib/store/replica';
import type { OutRow, RecRow } from '@/lib/store/rows';
import type { EngineTime } from './contract';
import { fingerprint, textPrint } from './fingerprint';
import type { Layout, Rights } from './layout-contract';
import { freed, quarantined } from './quarantine';

/* What a row becomes when a version from the storage is met, or a tombstone (facts: sync §4.3 step 4). Pure. */

/** A record as it stands in a collection of the storage, checked. */
export type Version = { collection: string; at: EngineTime; record: StoredRecord };

export type Settling = {
  layout: Layout;
  rights: Rights;
  /** Ms since 1970. */
  now: number;
  /** It was read as it stands there for everybody: equal to ours, it ends the row of the outbox. What an answer to a push shows does not. */
  acknowledges: boolean;
};

/** After so many pulls that gave back other values under the same stamps, it is the storage that alters them. */
const mostUnequal = 3;

/** Waits for what may be lost there to be written again. */
export const repairRow = (type: RecordType, id: string, now: number): OutRow => ({
  type,
  id,
  since: new Date(now).toISOString(),
  tries: 0,
  next: 0,
  state: 'waiting',
  repair: true,
});

/** Does the record say something that its last version from the storage did not? */
export const saysMore = (rec: RecRow): boolean => fingerprint(rec.record) !== rec.seen;

/** May this person write there at all? If not, nothing that the storage lost is theirs to repair. */
export const mayWrite = (rights: Rights, collection: string): boolean => rights.create(collection) || rights.write(collection);

/**
 * Where another collection holds a record of the same id: does what we hold count (layout-contract.ts, `precedence`)? What says more than its
 * home does, and stands there word for word, is what we wrote there.
 */
function countsMore(rec: RecRow, version: Version, print: string, layout: Layout): boolean {
  if (rec.home === null || rec.home === version.collection) return false;
  const said = fingerprint(rec.record);
  if (said !== rec.seen && said === print) return false;
  const ours = layout.isFit(rec.home, rec.record) ? layout.precedence(rec.home, rec.record) : '';
  return ours >= layout.precedence(version.collection, version.record);
}

/** What the two become together. From a place that does not count any more nothing is taken along but what this person wrote. */
function joined(rec: RecRow, out: OutRow | undefined, version: Version): StoredRecord {
  const moves = rec.home !== null && rec.home !== version.collection;
  const own = out ? !out.repair : saysMore(rec);
  return out?.state === 'discarded' || (moves && !own) ? version.record : mergeRecords(rec.record, version.record);
}

/** Do they differ in values alone, under the very same stamps? No two devices make that: the storage did. */
function onlyAltered(ours: StoredRecord, theirs: StoredRecord): boolean {
  if (!isMutable(ours) || !isMutable(theirs) || ours.n !== theirs.n) return false;
  const names = Object.keys(ours.f);
  return names.length === Object.keys(theirs.f).length && names.every((name) => theirs.f[name]?.s === ours.f[name]!.s);
}

/** The row of a record that says more than the version that was met. */
function unequalRow(rec: RecRow, out: OutRow | undefined, record: StoredRecord, version: Version, by: Settling): OutRow | undefined {
  const row = out ?? (mayWrite(by.rights, version.collection) ? repairRow(rec.type, rec.id, by.now) : undefined);
  if (!row) return undefined;
  const stands =
    row.state === 'quarantined' && (row.code === 'occupied' || row.code === 'erased' || row.code === 'onlyHere') ? freed(row) : row;
  if (!by.acknowledges || version.at === rec.base) return stands;
  if (!onlyAltered(record, version.record)) return stands;
  const unequal = (stands.unequal ?? 0) + 1;
  return unequal < mostUnequal ? { ...stands, unequal } : quarantined({ ...stands, unequal }, 'altersValue', by.now);
}

/** What our row becomes now that this version is known to stand in the storage; null: it stays as it is. */
export function settle({ key, rec, out }: Held, version: Version, by: Settling): Become | null {
  if (out?.erase && out.state !== 'discarded') return null;
  const text = canonicalJson(version.record);
  const known = { home: version.collection, base: version.at, seen: textPrint(text) };
  if (!rec || out?.erase)
    return { key, rec: { type: key.type as RecordType, id: key.id, record: version.record, ix: [], ...known }, ...(out && { out: null }) };
  if (by.acknowledges && countsMore(rec, version, known.seen, by.layout)) return null; // where we write, what we meet counts
  const record = joined(rec, out, version);
  const row = { ...rec, record, ...known };
  if (canonicalJson(record) !== text) return { key, rec: row, out: unequalRow(rec, out, record, version, by) };
  return { key, rec: row, ...(out && (by.acknowledges || out.state === 'discarded') && { out: null }) };
}

export type Erased = {
  collection: string;
  at: EngineTime;
  /** It was not read before. */
  fresh: boolean;
};

/** Was what was erased there ours? One that was only sent there may have been stored, and erased before a pull showed it. */
const concerns = (rec: RecRow, out: OutRow | undefined, { collection, at, fresh }: Erased): boolean =>
  rec.home === null ? fresh && out?.home === collection : rec.home === collection && (rec.base === null || at >= rec.base);

/** What our row becomes now that it is known to be erased in a collection; null: it stays as it is. */
export function settleErased({ key, rec, out }: Held, erased: Erased, now: number): Become | null {
  const { collection } = erased;
  if (out?.erase) return out.home === collection ? { key, out: rec && out.state !== 'discarded' ? anew(out) : null } : null;
  if (!rec) return out?.state === 'discarded' ? { key, out: null } : null;
  if (!concerns(rec, out, erased)) return null;
  const alone: RecRow = { ...rec, home: null, base: null, seen: null };
  const stands = out && !out.repair && out.state !== 'discarded';
  if (stands) return { key, rec: alone, out: quarantined(withoutHome(out), 'erased', now) };
  // What was held back on this device was never the storage's, and nobody erased it.
  return !out && saysMore(rec) ? { key, rec: alone } : { key, rec: null, ...(out && { out: null }) };
}

function withoutHome({ home: _, ...row }: OutRow): OutRow {
  return row;
}

/** The record was made anew here after it was to be erased there. */
function anew({ erase: _, home: __, ...row }: OutRow): OutRow {
  return freed(row);
}
