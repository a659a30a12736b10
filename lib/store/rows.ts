import type { DBSchema } from 'idb';
import type { DayRuns } from '@/lib/model/rules/day-runs';
import type { Stamp } from '@/lib/model/schema/envelope';
import type { RecordType } from '@/lib/model/schema/records';
import type { StoredRecord } from '@/lib/model/rules/fields';
import type { Numbers } from './numbers';
import type { CollectionState, OpaqueRow, ReplicaState } from './replica';

/**
 * A record with what sync needs to know of it: `home` the collection where it stands, `base` the time last seen there by a pull, `seen`
 * the hash of what stood there: another one than the record's means that this device says something that was not shared.
 */
export type RecRow = {
  type: RecordType;
  id: string;
  record: StoredRecord;
  home: string | null;
  base: number | null;
  seen: string | null;
  ix: string[];
};

/** Something to share. Holds a key, not a copy: what is pushed is always the current record (facts: sync §4.2). */
export type OutRow = {
  type: RecordType;
  id: string;
  since: string;
  tries: number;
  next: number;
  /**
   * `discarded`: the person gave the change up; the next cycle takes what stands in `home` and ends the row. A change made before that
   * takes the giving up back: it was made of what was on the screen.
   */
  state: 'waiting' | 'sent' | 'quarantined' | 'discarded';
  code?: string;
  message?: string;
  /** Nobody's change on this device: what the storage lost is written again. Given up where the storage refuses it. */
  repair?: true;
  /** How often a pull gave back other values under the same stamps. */
  unequal?: number;
  /**
   * The record is gone here and is to be erased there, in `home`: only a tombstone read in a pull ends it, and nothing of that id is taken in
   * before. Where the record was made anew since, the row loses `erase` then, and waits.
   */
  erase?: true;
  /** Where it was last sent, whether or not a pull has shown it there: set with `sent`, before the request. Where it is to be erased, or to be read again. */
  home?: string;
};

/**
 * Codes of quarantined rows whose record is known not to stand on the storage: an administrator erased it; or it was not heard of for longer
 * than the storage keeps tombstones. A person decides whether it is shared again, no later change does.
 */
export const goneCodes: ReadonlySet<string> = new Set(['erased', 'onlyHere']);

/** A write that was carried out, and its first result. */
export type DoneRow = { write: string; result: unknown; at: number };

/**
 * The newest reading of each period of one series, made from its chunks and kept beside them, so that a view reads one row instead of a
 * record per month; and packed, so that it reads little. The numbers run beside the days on which the periods start (NaN: no such part).
 */
export type SeriesRow = {
  metric: string;
  reader: string;
  account: string;
  days: DayRuns;
  v: Numbers;
  num: Numbers | null;
  den: Numbers | null;
  /** Instant of the newest reading. */
  newest: string;
  /** Instant at which the source was last read on this device, whether or not anything differed. */
  looked?: string;
};

/** The clock's last stamp; what is known of the storage. */
export type MetaRow = { key: 'clock'; value: Stamp } | { key: 'storage'; value: ReplicaState };

export interface Tables extends DBSchema {
  rec: { key: [RecordType, string]; value: RecRow; indexes: { ix: string } };
  out: { key: [RecordType, string]; value: OutRow; indexes: { state: string } };
  done: { key: string; value: DoneRow; indexes: { at: number } };
  meta: { key: string; value: MetaRow };
  series: { key: [string, string, string]; value: SeriesRow };
  opaque: { key: [string, string]; value: OpaqueRow };
  collections: { key: string; value: CollectionState };
}
