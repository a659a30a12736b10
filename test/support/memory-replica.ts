import { plainJson } from '@/lib/model/rules/canonical';
import { envelopeVersion, isMutable, isRecordType, keptOf, type StoredRecord } from '@/lib/model/rules/fields';
import { appendedIdOf } from '@/lib/model/rules/identity';
import { mergeRecords, sameRecord } from '@/lib/model/rules/merge';
import { applied, checked } from '@/lib/store/apply';
import type { Change } from '@/lib/store/change';
import { heed, nowBy, offsetOf, tick, type Clock } from '@/lib/store/clock';
import { bySince, queued, waitingRow } from '@/lib/store/out-rows';
import { checkStored } from '@/lib/store/parse';
import type { CollectionState, Decision, Held, Key, OpaqueRow, Replica, ReplicaState, Waiting } from '@/lib/store/replica';
import { noState } from '@/lib/store/replica-idb';
import { goneCodes, type OutRow, type RecRow } from '@/lib/store/rows';
import { isShared, mayLeave, metricIdOf, type Mine } from '@/lib/store/sharing';

/** Rows by `type/id`. */
export type Tables = {
  rec: Map<string, RecRow>;
  out: Map<string, OutRow>;
  state: ReplicaState;
  collections: Map<string, CollectionState>;
  opaque: Map<string, OpaqueRow>;
};

const text = ({ type, id }: Key): string => `${type}/${id}`;
const keyed = (row: RecRow | OutRow): Key => ({ type: row.type, id: row.id });

/** What is put and given is nobody's to change: as good as a copy, and a fault that changes it is found where it is made. */
function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const inner of Object.values(value)) frozen(inner);
  return Object.freeze(value);
}

const stampsOf = (record: StoredRecord): string[] => (isMutable(record) ? Object.values(record.f).map((cell) => cell.s) : [record.s]);

/**
 * The store's rules over plain maps, for runs in which thousands of devices live and die: writing, the outbox, what may leave, what a
 * person does with what is stuck. Held to the same contract as the store's own (test/contract/replica.ts).
 * `copy`: 'deep' hands out structured clones; 'frozen' the rows themselves, which nobody can change.
 */
export class MemoryReplica implements Replica {
  tables: Tables = { rec: new Map(), out: new Map(), state: noState, collections: new Map(), opaque: new Map() };
  private readonly own: <T>(value: T) => T;

  constructor(
    readonly clock: Clock,
    readonly mine: Mine,
    copy: 'deep' | 'frozen' = 'deep',
  ) {
    this.own = copy === 'deep' ? structuredClone : frozen;
  }

  /** Another replica with the same rows, as a copied browser profile has them. */
  cloneInto(other: MemoryReplica): void {
    const { rec, out, state, collections, opaque } = this.tables;
    other.tables = { rec: new Map(rec), out: new Map(out), state, collections: new Map(collections), opaque: new Map(opaque) };
  }

  async waiting(): Promise<Waiting[]> {
    return [...this.tables.out.values()]
      .sort(bySince)
      .map((out): Waiting => ({ out, rec: out.erase ? undefined : this.tables.rec.get(text(out)) }))
      .filter((w) => w.rec ?? (w.out.erase || w.out.state === 'discarded'))
      .map((w) => ({ out: this.own(w.out), rec: this.own(w.rec) }));
  }

  async read(keys: readonly Key[]): Promise<Held[]> {
    return keys.map((key) => this.held(key));
  }

  async based(collection: string): Promise<{ key: Key; base: number }[]> {
    return this.sorted().flatMap((row) => (row.home === collection && row.base !== null ? [{ key: keyed(row), base: row.base }] : []));
  }

  async keys(): Promise<Key[]> {
    return this.sorted().map(keyed);
  }

  async change(keys: readonly Key[], decide: (held: Held[]) => Decision): Promise<void> {
    const { rows, opaque, state, collections, seen } = decide(keys.map((key) => this.held(key)));
    const { tables } = this;
    const before = new Map(rows.map(({ key }) => [text(key), tables.rec.get(text(key))]));
    for (const { key, rec } of rows) {
      if (rec) tables.rec.set(text(key), this.own(rec));
      else if (rec === null) tables.rec.delete(text(key));
    }
    for (const { key, out } of rows) if (out !== undefined) this.putOut(key, out);
    for (const [key, was] of before) if (was?.type === 'metric' || tables.rec.get(key)?.type === 'metric') this.followSharing(key, was);
    for (const { collection, id } of opaque?.remove ?? []) tables.opaque.delete(`${collection}/${id}`);
    for (const row of opaque?.put ?? []) tables.opaque.set(`${row.collection}/${row.id}`, this.own(row));
    for (const row of collections ?? []) tables.collections.set(row.name, this.own(row));
    if (state) tables.state = this.own({ ...tables.state, ...state });
    if (state?.offsets) this.clock.offset = offsetOf(state.offsets);
    if (seen) heed(this.clock, seen.stamps, seen.serverNow);
  }

  async state(): Promise<ReplicaState> {
    return this.own(this.tables.state);
  }

  async collections(): Promise<CollectionState[]> {
    return [...this.tables.collections.values()].map((row) => this.own(row));
  }

  async opaque(): Promise<OpaqueRow[]> {
    return [...this.tables.opaque.values()].map((row) => this.own(row));
  }

  /** Changes as the store's `write` makes them. Throws StoreFailure('badInput'). */
  async write(changes: readonly Change[]): Promise<StoredRecord[]> {
    const made: StoredRecord[] = [];
    for (const change of changes) {
      if ('append' in change) {
        const plain = plainJson(change.append) as Record<string, unknown>;
        const content = { ...plain, t: change.type, n: envelopeVersion, s: tick(this.clock) };
        made.push({ ...content, id: await appendedIdOf(content) });
      } else {
        const before = this.tables.rec.get(text(change))?.record;
        const record = applied(before, change, tick(this.clock), this.clock.device);
        if (record) made.push(record);
      }
    }
    for (const record of made) {
      checked(record.t as RecRow['type'], record);
      this.putOwn(record);
      heed(this.clock, stampsOf(record), nowBy(this.clock));
    }
    return made;
  }

  /** Takes in records of a file, as the store's `load` does; gives what was refused. */
  async load(records: readonly unknown[]): Promise<number> {
    let refused = 0;
    for (const raw of records) {
      const one = await checkStored(raw);
      if ('refused' in one) {
        refused += 1;
        continue;
      }
      const before = this.tables.rec.get(`${one.record.t}/${one.record.id}`)?.record;
      const after = before ? mergeRecords(before, one.record) : one.record;
      heed(this.clock, stampsOf(one.record), nowBy(this.clock));
      if (!before || !sameRecord(before, after)) this.putOwn(after);
    }
    return refused;
  }

  /** Removes for good; what may stand on the storage is to be erased there. */
  erase(keys: readonly Key[]): void {
    for (const key of keys) {
      const row = this.tables.rec.get(text(key));
      if (!row) continue;
      const home = row.home ?? this.tables.out.get(text(key))?.home;
      this.tables.rec.delete(text(key));
      if (home === undefined) this.tables.out.delete(text(key));
      else this.tables.out.set(text(key), frozen({ ...waitingRow(row, this.iso()), erase: true, home }));
    }
  }

  /** What people do with rows in quarantine. */
  resolve(key: Key, act: 'retry' | 'discard'): void {
    const [row, rec] = [this.tables.out.get(text(key)), this.tables.rec.get(text(key))];
    if (row?.state !== 'quarantined') return;
    const gone = goneCodes.has(row.code ?? '');
    const home = row.erase ? row.home : (rec?.home ?? undefined);
    if (act === 'retry') {
      if (!rec && !row.erase) this.tables.out.delete(text(key));
      else this.tables.out.set(text(key), frozen(waitingRow(row, row.since, gone ? undefined : row)));
      if (rec && gone) this.tables.rec.set(text(key), frozen({ ...rec, home: null, base: null, seen: null }));
    } else if (home !== undefined && !gone) {
      this.tables.out.set(text(key), frozen({ ...waitingRow(row, row.since), state: 'discarded', home }));
    } else {
      this.tables.rec.delete(text(key));
      this.tables.out.delete(text(key));
    }
  }

  private held(key: Key): Held {
    return { key, rec: this.own(this.tables.rec.get(text(key))), out: this.own(this.tables.out.get(text(key))) };
  }

  private sorted(): RecRow[] {
    return [...this.tables.rec.values()].sort((a, b) => (a.type < b.type || (a.type === b.type && a.id < b.id) ? -1 : 1));
  }

  private iso(): string {
    return new Date(this.clock.now()).toISOString();
  }

  private putOwn(record: StoredRecord): void {
    if (!isRecordType(record.t)) return;
    const key = text({ type: record.t, id: record.id });
    const before = this.tables.rec.get(key);
    keptOf(record.t, record);
    const row: RecRow = { home: null, base: null, seen: null, ix: [], ...before, type: record.t, id: record.id, record };
    this.tables.rec.set(key, frozen(row));
    if (this.mayQueue(row)) this.queue(row);
    if (row.type === 'metric') this.followSharing(key, before);
  }

  private queue(row: RecRow): void {
    this.tables.out.set(text(row), frozen(queued(this.tables.out.get(text(row)), keyed(row) as OutRow, this.iso())));
  }

  private mayQueue(row: RecRow): boolean {
    return row.type !== 'chunk' || mayLeave(row, this.tables.rec.get(`metric/${metricIdOf(row)}`), this.mine);
  }

  private putOut(key: Key, row: OutRow | null): void {
    const rec = this.tables.rec.get(text(key));
    const mayStay = row && (row.erase || row.state === 'discarded' || !rec || this.mayQueue(rec));
    if (row && mayStay) this.tables.out.set(text(key), this.own(row));
    else this.tables.out.delete(text(key));
  }

  /** Where a metric became shared its readings wait too; where it is so no longer they leave the outbox. */
  private followSharing(key: string, was: RecRow | undefined): void {
    const metric = this.tables.rec.get(key);
    if (isShared(was) === isShared(metric)) return;
    for (const chunk of this.tables.rec.values()) {
      if (chunk.type !== 'chunk' || `metric/${metricIdOf(chunk)}` !== key) continue;
      const out = this.tables.out.get(text(chunk));
      if (mayLeave(chunk, metric, this.mine)) this.queue(chunk);
      else if (out && !out.erase && out.state !== 'discarded') this.tables.out.delete(text(chunk));
    }
  }
}
