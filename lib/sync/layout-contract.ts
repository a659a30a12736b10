import type { StoredRecord } from '@/lib/model/rules/fields';
import type { Key } from '@/lib/store/replica';
import type { RecordType } from '@/lib/model/schema/records';

/*
 * What the replicator asks of the layout: which record belongs into which collection, and what this person may do there. Pure: no layout
 * knows of an engine or of the store.
 */

/** What a person may do. Read from the names that the storage gives whoever is signed in, so it is a forecast: the storage decides. */
export type Rights = {
  /** Make records there, and change those of one's own. */
  create(collection: string): boolean;
  /** Change every record there. */
  write(collection: string): boolean;
};

/** Where a record is to be written. */
export type Place =
  | { in: string }
  /** Not now, and not lost: it stays in the outbox, untried. `noUnit`: its outcome has none; `incomplete`: a record that says where is not here. */
  | { waits: 'noUnit' | 'incomplete' }
  /** Not by this person: it leaves the outbox and stays on this device. It is queued again when rights or what it depends on change. */
  | { kept: 'metricNotShared' | 'otherReader' | 'notYours' };

/** Looks up a record among those that `needs` named. */
export type LookUp = (key: Key) => StoredRecord | undefined;

export type About = {
  rights: Rights;
  /** Collections that the storage has and this person may read. */
  there: ReadonlySet<string>;
  /** This person's actor. */
  me: string;
  look: LookUp;
};

export interface Layout {
  /** Those of the names that are ours, in the order of pulling: what others depend on or yield to comes first. */
  collections(names: readonly string[]): string[];
  /** Types whose records may stand in a collection; none: not ours. Two collections that share a type may hold one id. */
  typesOf(collection: string): readonly RecordType[];
  /** Does the storage's history move when this collection does? One that it leaves out is asked by itself. */
  isAudited(collection: string): boolean;
  rightsOf(principals: readonly string[]): Rights;
  /** Records that `homeFor` must look up for this one. Asked again with those found, until nothing new is named: a sign-off names its alignment, then the outcome. */
  needs(record: StoredRecord, look: LookUp): Key[];
  /** Where the record is to be written now; `home`: where it stands as far as known. The one answer to "may this be shared". */
  homeFor(record: StoredRecord, home: string | null, about: About): Place;
  /** May this record stand in that collection (type, unit, year)? One that may not is kept apart, never merged. */
  isFit(collection: string, record: StoredRecord): boolean;
  /**
   * Which of two places of one id counts: the one whose text is greater; its content alone counts, what stands in the other is never merged.
   * Made of what stands in that place, so that all devices come to one answer in whatever order they read: adopted before drafts, then
   * the stamp of the field that says the unit, then the collection's name.
   */
  precedence(collection: string, record: StoredRecord): string;
}
