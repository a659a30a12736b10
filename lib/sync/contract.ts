import type { StoredRecord } from '@/lib/model/rules/fields';

/*
 * What sync asks of a storage engine. One file per engine (kinto.ts); the replicator knows nothing of HTTP. An engine is taken to be
 * faulty in the ways that were measured (facts: sync §0): what it says about a push acknowledges nothing, only a pull does.
 */

/** Milliseconds of the engine's own clock of a collection (Kinto: last_modified). Never compared with ours. */
export type EngineTime = number;

/** A record as the engine gives it. `content` is unchecked: without the engine's own members, with our `id`. */
export type RemoteRecord = { id: string; at: EngineTime; content: unknown };
/** The engine erased it for good: the only thing that means erased. */
export type Tombstone = { id: string; at: EngineTime; erased: true };

export type Page = {
  /** Ascending by `at`. */
  records: (RemoteRecord | Tombstone)[];
  /** The collection's own time, computed before the rows were read; null where the engine did not say. */
  at: EngineTime | null;
  /** Perhaps there is more after the last `at`. */
  more: boolean;
  /** The engine's wall clock, ms since 1970; null where it did not say. */
  serverNow: number | null;
};

/**
 * `base`: time last seen by a pull; null: never seen, it is written only where nothing stands. A null `content` erases for good, whatever
 * stands there: without a condition, and `absent` where there is nothing.
 */
export type PushEntry = { id: string; content: StoredRecord | null; base: EngineTime | null };

export type PushResult =
  /** It said yes, which acknowledges nothing. */
  | { outcome: 'taken' }
  /** Somebody else's version stands there. */
  | { outcome: 'met'; remote: RemoteRecord }
  /** It is not there (any more), or not to be seen. */
  | { outcome: 'absent' }
  | { outcome: 'refused'; code: 'forbidden' | 'missing' | 'invalid' | 'tooLarge'; message: string };

export type PushAnswer =
  /** One result per entry, in order. */
  | { kind: 'each'; results: PushResult[]; serverNow: number | null }
  /** Of none of them is it known whether it was stored. `busy`: two writers collided, try again at once. */
  | { kind: 'unknown'; because: 'busy' | 'failed'; message: string; retryAfter: number | null };

/** End of life, maintenance: for the admin page. `hard`: the engine asks clients to stop. */
export type Alert = { code: string; message: string; url?: string; hard: boolean };

/** What the engine's answers asked for in passing. `backoff`: the next cycle not before so many ms; null: as usual. */
export type Notices = { backoff: number | null; alerts: Alert[] };

export type Hello = {
  /** The engine's name for who is signed in, `account:alice`. */
  user: string;
  /** With groups, as paths: `/buckets/throughline/groups/designers`. */
  principals: string[];
  version: string;
  capabilities: string[];
  serverNow: number | null;
  alerts: Alert[];
};

/** Random id of this life of the storage: another one after a restore or a flush. `purgedBefore`: tombstones older than this may be gone (ms). */
export type Generation = { id: string | null; purgedBefore: number | null };

/** Has anything moved since? `mark` is opaque, and goes into the next question. `collections`: those named by what moved; null: ask all. */
export type Hint =
  | { moved: false; at: EngineTime | null }
  | { moved: true; mark: string | null; at: EngineTime | null; collections: string[] | null };

export interface Engine {
  /** Who is signed in, and whether the engine lives. */
  hello(): Promise<Hello>;
  generation(): Promise<Generation>;
  /** Names of the collections that may be seen. */
  collections(): Promise<string[]>;
  /** Writes up to `maxEntries`, all or none, at the engine's pleasure. Throws EngineFailure('signedOut') and ('ended') only; everything else is an answer. */
  push(collection: string, entries: readonly PushEntry[]): Promise<PushAnswer>;
  /** What has an `at` after `since`. */
  pull(collection: string, since: EngineTime, limit: number): Promise<Page>;
  /** `late`: names what moved shortly before the mark even if nothing moved after it: what was written then may have become visible since. */
  hint(mark: string | null, late?: boolean): Promise<Hint>;
  /** All ids with their times, erased ones marked: for the full check. */
  list(collection: string): Promise<{ id: string; at: EngineTime; erased?: true }[]>;
  /** Named records; those that are not there are left out. */
  fetch(collection: string, ids: readonly string[]): Promise<RemoteRecord[]>;
  /** Number of records, without tombstones; null: not to be had. */
  count(collection: string): Promise<number | null>;
  readonly maxEntries: number;
  /** Of all answers since the last `hello()`. */
  notices(): Notices;
}

/**
 * `offline`: no answer, or a time-out. `busy`: it answered that it cannot now (429, 5xx). `signedOut`: 401. `forbidden`: 403. `missing`:
 * the collection is not there. `notStorage`: an answer that is no storage's (a sign-in page of the network). `sinceRefused`: it does not take
 * our `since` (a record from the future). `ended`: it asks clients to stop.
 */
export type EngineFailureCode = 'offline' | 'busy' | 'signedOut' | 'forbidden' | 'missing' | 'notStorage' | 'sinceRefused' | 'ended';

export class EngineFailure extends Error {
  constructor(
    readonly code: EngineFailureCode,
    message = '',
    /** Not before so many ms. */
    readonly retryAfter: number | null = null,
    options?: ErrorOptions,
  ) {
    super(`${code} ${message}`.trim(), options);
    this.name = 'EngineFailure';
  }
}
