import browser from 'webextension-polyfill';
import type { Kept, StoredRecord } from '@/lib/model/rules/fields';
import type { RecordType } from '@/lib/model/schema/records';
import type { Change, Touched } from './change';
import { offsetOf, type Clock } from './clock';
import { Connection } from './connection';
import type { Database } from './database';
import { eraseRecords } from './erase';
import { named } from './failure';
import { loadBulk, loadRecords, type Loaded, type StillHolds } from './load';
import { dumpOf, lookInto, type Look, type ReportMisfit } from './look';
import type { Step } from './migrations/step';
import { outboxOf, type Outbox } from './outbox';
import { databaseOf, type Place } from './register';
import type { Replica } from './replica';
import { IdbReplica, stateIn } from './replica-idb';
import { writeChanges } from './write';

export type { Change, Kept, Look, Loaded, StoredRecord };

/** All records of one person in this browser profile, and the only way to them. Its calls throw StoreFailure. */
export interface Workspace {
  /** Id of the actor that this profile acts as: of who is signed in, else `local:<device>`. */
  readonly me: string;
  /** One record, hidden or not. */
  read<T extends RecordType>(type: T, id: string): Promise<Kept<T> | undefined>;
  /** Several records in one transaction, in the order asked. */
  readMany<T extends RecordType>(type: T, ids: readonly string[]): Promise<(Kept<T> | undefined)[]>;
  /** Records under one string of the index (index-strings.ts), hidden ones too. */
  find<T extends RecordType>(type: T, ix: string): Promise<Kept<T>[]>;
  all<T extends RecordType>(type: T): Promise<Kept<T>[]>;
  /** Several questions in one read-only transaction. The callback may await nothing but what it asks of the Look. */
  view<R>(look: (at: Look) => Promise<R>): Promise<R>;
  /** One transaction over records, outbox and the memory of writes. A write id seen before changes nothing and gives the first result. */
  write<R>(write: string, changes: readonly Change[], result: R): Promise<R>;
  /** Removes for good; gives the number removed. */
  erase(write: string, records: readonly { type: RecordType; id: string }[]): Promise<number>;
  /** Number of records that are saved here and not shared yet; those in quarantine are not among them (`outbox.counts`). */
  waiting(): Promise<number>;
  /** What is not shared, and what a person may do about what cannot be. */
  readonly outbox: Outbox;
  /** The store's side of replication. */
  readonly replica: Replica;
  /** All records whole, with their envelopes, by type and id. */
  dump(): AsyncIterable<StoredRecord>;
  /** Takes in records of a file: checked, joined per field, all in one transaction under a write id; only while `holds`, where it is given. */
  load(write: string, records: Iterable<unknown>, holds?: StillHolds): Promise<Loaded>;
  /** Puts in many new records of our own making, unchecked and in batches; gives their number. */
  bulk(records: Iterable<StoredRecord> | AsyncIterable<StoredRecord>): Promise<number>;
  /** Notes that the source of a series was read on this device, though nothing differed. `at`: instant. Series without a kept reading are left out. */
  noteLooked(metric: string, reader: string, account: string, at: string): Promise<void>;
  /** Calls back after each write with what it touched; gives the way to stop. */
  onWritten(listener: (touched: readonly Touched[]) => void): () => void;
  close(): void;
}

export type WorkspaceOptions = {
  /** Whose workspace; absent: this device's own, which belongs to no storage. */
  place?: Place;
  /** Id of the actor who is signed in; absent: `local:<device>`. */
  me?: string;
  /** Milliseconds since 1970; tests set it. */
  now?: () => number;
  steps?: readonly Step[];
  /** Told once of each stored record that does not fit its type. */
  report?: ReportMisfit;
};

const monthMs = 30 * 86_400_000;
const warn: ReportMisfit = (misfit) => console.warn('Throughline leaves out a stored record that does not fit:', misfit.message);

const once = (report: ReportMisfit): ReportMisfit => {
  const told = new Set<string>();
  return (misfit) => {
    const key = `${misfit.type}/${misfit.id}`;
    if (!told.has(key)) report(misfit);
    told.add(key);
  };
};

/** What the actor of a profile is called until the person says a name. */
const nameless = (): string => browser.i18n.getMessage('actor_local') || 'local';

async function prepare(ws: Workspace, device: string): Promise<void> {
  if (await ws.read('actor', ws.me)) return;
  const roles = ['designer', 'owner', 'publisher', 'admin', 'reader'];
  await ws.write(`first-run-${device}`, [{ type: 'actor', id: ws.me, set: { name: nameless(), kind: 'person', roles } }], null);
}

/**
 * Opens a workspace; the first run makes it. This device's own has the actor `local:<device>`, holding all roles; the actors of a shared one
 * come from its storage. Throws StoreFailure('storageBroken', {step}) when a migration failed: the data are as they were.
 */
export async function openWorkspace(options: WorkspaceOptions = {}): Promise<Workspace> {
  const { name, device } = await databaseOf(options.place ?? null);
  const local = `local:${device}`;
  const me = options.me ?? local;
  const mine = new Set([me, local]);
  const connection = new Connection(name, options.steps);
  const { db } = connection;
  const now = options.now ?? Date.now;
  const clock = await named(async () => clockOf(await db(), device, now));
  const report = once(options.report ?? warn);
  const listeners = new Set<(touched: readonly Touched[]) => void>();
  const tell = (touched: readonly Touched[]): void => {
    if (touched.length > 0) for (const listener of listeners) listener(touched);
  };
  const view = async <R>(look: (at: Look) => Promise<R>): Promise<R> => lookInto(await db(), report, look);
  const ws: Workspace = {
    me,
    view,
    read: (type, id) => view((at) => at.read(type, id)),
    readMany: (type, ids) => view((at) => at.readMany(type, ids)),
    find: (type, ix) => view((at) => at.find(type, ix)),
    all: (type) => view((at) => at.all(type)),
    async write(write, changes, result) {
      const written = await writeChanges(await db(), clock, mine, write, changes, result);
      tell(written.touched);
      return written.result;
    },
    async erase(write, records) {
      const { erased, touched } = await eraseRecords(await db(), clock, write, records);
      tell(touched);
      return erased;
    },
    waiting: async () => (await ws.outbox.counts()).waiting,
    outbox: outboxOf(db, tell),
    replica: new IdbReplica(db, clock, mine, tell),
    dump: () => dumpOf(db),
    async load(write, records, holds) {
      const { loaded, touched } = await loadRecords(await db(), clock, mine, write, records, holds);
      tell(touched);
      return loaded;
    },
    bulk: async (records) => loadBulk(await db(), records),
    noteLooked: (metric, reader, account, at) =>
      named(async () => {
        const tx = (await db()).transaction('series', 'readwrite', { durability: 'relaxed' });
        const row = await tx.store.get([metric, reader, account]);
        if (row) await tx.store.put({ ...row, looked: at });
        await tx.done;
      }),
    onWritten(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => connection.close(),
  };
  if (!options.place) await prepare(ws, device);
  await named(async () => forgetOldWrites(await db(), now() - monthMs));
  return ws;
}

async function clockOf(db: Database, device: string, now: () => number): Promise<Clock> {
  const [row, { offsets }] = await Promise.all([db.get('meta', 'clock'), stateIn(db)]);
  return { device, now, last: row?.key === 'clock' ? row.value : undefined, offset: offsetOf(offsets) };
}

/** A repeat of a write comes within minutes; after a month its id need not be known any more. */
async function forgetOldWrites(db: Database, before: number): Promise<void> {
  const tx = db.transaction('done', 'readwrite', { durability: 'relaxed' });
  const old = await tx.store.index('at').getAllKeys(IDBKeyRange.upperBound(before));
  await Promise.all([...old.map((write) => tx.store.delete(write)), tx.done]);
}
