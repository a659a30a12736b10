import type { RecordType } from '@/lib/model/schema/records';
import type { OutRow, RecRow } from './rows';

/*
 * The store's side of replication: rows and what is known of the storage, changed in one transaction at a time. What the rows become is
 * decided by the replicator; here nothing is known of any engine.
 */

/** `type` is the record's own; a type that this version does not know has only an opaque row. */
export type Key = { type: string; id: string };

/** A record that came from the storage and cannot be used: shown in health, never merged, never deleted, never pushed. */
export type OpaqueRow = {
  collection: string;
  id: string;
  at: number;
  content: unknown;
  /** As store/parse.ts names it; `squatted`: it stands where it does not belong. */
  code: 'unknownType' | 'badRecord' | 'altered' | 'squatted';
  field?: string;
  since: string;
};

/** What is known of one collection. */
export type CollectionState = {
  name: string;
  /** Everything up to here was read (minus the overlap). */
  cursor: number;
  /** Highest time ever seen of it. */
  highest: number;
  /** Ms since 1970, our clock: when the last whole pull began. */
  pulledAt: number | null;
  /** Number of records at the last count. */
  total: number | null;
  /** Tombstones met since that count. */
  gone?: number;
  /** Not to be read by this person. */
  forbidden?: true;
  /** Something moved in it since the last whole pull began. */
  moved?: true;
  /** It looks as if the storage lost or hid something: to be compared whole. */
  suspect?: true;
  /** Not read since before tombstones were purged: what it lacks may have been erased. */
  outlived?: true;
};

/** What is known of the storage as a whole. */
export type ReplicaState = {
  generation: string | null;
  principals: string[];
  /** The engine's mark of the last hint, and when (its clock) something moved last. */
  mark: string | null;
  markAt: number | null;
  /** What was written shortly before `markAt` and became visible late was asked for too. */
  settled?: boolean;
  /** All records are to be looked through for what belongs in the outbox and is not there: rights or the storage's life changed. */
  sweep?: boolean;
  /** Ms since 1970, our clock. */
  lastCycle: number | null;
  lastWide: number | null;
  lastCheck: number | null;
  /** When everything that was saved here was last known to be shared. */
  sharedAt: number | null;
  /** Not before, after failures; and how many in a row. */
  notBefore: number;
  failures: number;
  /** What the last cycle ran into; null: nothing. */
  trouble: { code: string; message: string; since: string } | null;
  /** Server clock minus ours, of the last answers, ms. */
  offsets: number[];
  alerts: { code: string; message: string; url?: string; hard: boolean }[];
};

export type Held = { key: Key; rec: RecRow | undefined; out: OutRow | undefined };

/** Absent: as it is. Null: taken away. A record that is put gets its index and, for a chunk, its series. */
export type Become = { key: Key; rec?: RecRow | null; out?: OutRow | null };

export type Decision = {
  rows: Become[];
  opaque?: { put?: OpaqueRow[]; remove?: { collection: string; id: string }[] };
  state?: Partial<ReplicaState>;
  collections?: CollectionState[];
  /** Stamps that were seen: they move this device's clock, save those more than a day ahead of `serverNow` (facts: sync §4.1). */
  seen?: { stamps: string[]; serverNow: number };
};

/** A row of the outbox with the record it stands for as it is now; none with `out.erase`, even where the record was made anew since. */
export type Waiting = { out: OutRow; rec: RecRow | undefined };

export interface Replica {
  /** Every row of the outbox, in whatever state, with its record, oldest first. Rows whose record is gone are left out, unless they erase it or it was discarded. */
  waiting(): Promise<Waiting[]>;
  /** The rows of these keys, in one transaction, in the order asked. */
  read(keys: readonly Key[]): Promise<Held[]>;
  /**
   * Every row that has a `base` and whose `home` is this collection: for the full check. `types`: those whose records may stand there; the
   * others need not be looked at then. Pages are read one after another: each row is whole, the sum is not one moment.
   */
  based(collection: string, types?: readonly RecordType[]): Promise<{ key: Key; base: number }[]>;
  /** All keys of records, whether or not they were ever shared: after a change of generation. */
  keys(): Promise<Key[]>;
  /**
   * Reads the rows of these keys, asks what they become, and writes that, in one transaction. `decide` awaits nothing, and changes none of the
   * rows that it is given. `strict`: the promise is kept when it is on the disk; needed only where a request follows that
   * a lost note of it would make a secret of (rows becoming `sent`). A relaxed change that a failing device loses is lost as a whole and
   * with everything after it, cursors too, so that the next pull repeats it; local writes are strict, and what they wait behind is kept with them.
   */
  change(keys: readonly Key[], decide: (held: Held[]) => Decision, durability?: 'strict' | 'relaxed'): Promise<void>;
  state(): Promise<ReplicaState>;
  collections(): Promise<CollectionState[]>;
  opaque(): Promise<OpaqueRow[]>;
}
