import { sameRecord } from '@/lib/model/rules/merge';
import type { RecordType } from '@/lib/model/schema/records';
import type { Touched } from './change';
import { catchUp, heed, keepClock, offsetOf, type Clock } from './clock';
import type { Database } from './database';
import { named } from './failure';
import { bySince, showsTheSame } from './out-rows';
import type { Become, Decision, Held, Key, Replica, ReplicaState, Waiting } from './replica';
import { RowSet } from './row-set';
import type { OutRow, RecRow } from './rows';
import type { Mine } from './sharing';
import { inTransaction, type WriteTransaction } from './transaction';

/** Nothing is known of any storage. */
export const noState: ReplicaState = {
  generation: null,
  principals: [],
  mark: null,
  markAt: null,
  lastCycle: null,
  lastWide: null,
  lastCheck: null,
  sharedAt: null,
  notBefore: 0,
  failures: 0,
  trouble: null,
  offsets: [],
  alerts: [],
};

type RecKey = { type: RecordType; id: string };
/** A key of a type that this version does not know is found nowhere. */
const asKey = ({ type, id }: Key): RecKey => ({ type: type as RecordType, id });
const page = 500;

/** What is known of the storage, as it was kept last. */
export async function stateIn(db: Database): Promise<ReplicaState> {
  const row = await db.get('meta', 'storage');
  return row?.key === 'storage' ? { ...noState, ...row.value } : noState;
}

/** Would somebody who looks at this record see another one after it? */
const showsOther = (before: RecRow | undefined, after: RecRow | null): boolean =>
  before === undefined || after === null
    ? before !== undefined || after !== null
    : before.record !== after.record && !sameRecord(before.record, after.record);

/** The store's side of replication, over IndexedDB; `tell` is told what a change makes people see differently. */
export class IdbReplica implements Replica {
  constructor(
    private readonly db: () => Promise<Database>,
    private readonly clock: Clock,
    private readonly mine: Mine,
    private readonly tell: (touched: Touched[]) => void,
  ) {}

  waiting(): Promise<Waiting[]> {
    return this.ask(async (db) => {
      const tx = db.transaction(['out', 'rec']);
      const rec = tx.objectStore('rec');
      const outs = (await tx.objectStore('out').getAll()).sort(bySince);
      const all = await Promise.all(outs.map(async (out) => ({ out, rec: out.erase ? undefined : await rec.get([out.type, out.id]) })));
      return all.filter((w) => w.rec ?? (w.out.erase || w.out.state === 'discarded'));
    });
  }

  read(keys: readonly Key[]): Promise<Held[]> {
    return this.ask(async (db) => {
      const tx = db.transaction(['out', 'rec']);
      const [rec, out] = [tx.objectStore('rec'), tx.objectStore('out')];
      return Promise.all(
        keys.map(async (key) => {
          const { type, id } = asKey(key);
          const [row, waits] = await Promise.all([rec.get([type, id]), out.get([type, id])]);
          return { key, rec: row, out: waits };
        }),
      );
    });
  }

  async based(collection: string, types?: readonly RecordType[]): Promise<{ key: Key; base: number }[]> {
    const found: { key: Key; base: number }[] = [];
    const keep = ({ type, id, home, base }: RecRow): void => {
      if (home === collection && base !== null) found.push({ key: { type, id }, base });
    };
    if (!types) await this.eachRow([], keep);
    for (const type of types ?? []) await this.eachRow([type], keep);
    return found;
  }

  keys(): Promise<Key[]> {
    return this.ask(async (db) => (await db.getAllKeys('rec')).map(([type, id]) => ({ type, id })));
  }

  async change(keys: readonly Key[], decide: (held: Held[]) => Decision, durability: 'strict' | 'relaxed' = 'relaxed'): Promise<void> {
    const { touched, state } = await inTransaction(await this.db(), durability, async (tx) => {
      const rows = new RowSet(tx);
      const out = tx.objectStore('out');
      const [outs] = await Promise.all([Promise.all(keys.map((key) => out.get([asKey(key).type, key.id]))), rows.fetch(keys.map(asKey))]);
      const held = keys.map((key, i): Held => ({ key, rec: rows.row(asKey(key).type, key.id), out: outs[i] }));
      const decision = decide(held);
      const before = new Map(held.map((h) => [`${h.key.type}/${h.key.id}`, h]));
      const seen = touchedBy(decision.rows, before);
      await this.becomes(tx, rows, decision.rows, before);
      await keepKnown(tx, decision);
      await this.keepSeen(tx, decision.seen);
      return { touched: seen, state: decision.state };
    });
    if (state?.offsets) this.clock.offset = offsetOf(state.offsets);
    this.tell(touched);
  }

  state(): Promise<ReplicaState> {
    return this.ask(stateIn);
  }

  collections(): ReturnType<Replica['collections']> {
    return this.ask((db) => db.getAll('collections'));
  }

  opaque(): ReturnType<Replica['opaque']> {
    return this.ask((db) => db.getAll('opaque'));
  }

  private ask<R>(question: (db: Database) => Promise<R>): Promise<R> {
    return named(async () => question(await this.db()));
  }

  /** Rows whose keys begin so, in pages: what writes in between need not wait for the whole. */
  private async eachRow(prefix: RecordType[], each: (row: RecRow) => void): Promise<void> {
    const end = [...prefix, []] as unknown as [RecordType, string]; // an array sorts after every string
    let range = IDBKeyRange.bound(prefix, end);
    for (;;) {
      const rows = await this.ask((db) => db.getAll('rec', range, page));
      for (const row of rows) each(row);
      const last = rows.at(-1);
      if (!last || rows.length < page) return;
      range = IDBKeyRange.bound([last.type, last.id], end, true);
    }
  }

  private async becomes(tx: WriteTransaction, rows: RowSet, all: readonly Become[], held: ReadonlyMap<string, Held>): Promise<void> {
    for (const { key, rec } of all) {
      if (rec) rows.putRow(rec);
      else if (rec === null) rows.remove(asKey(key));
    }
    await rows.flush();
    await Promise.all(
      all.map(async ({ key, out }) => {
        const before = held.get(`${key.type}/${key.id}`);
        const nothing = out === undefined || (out === null && before && !before.out); // a first pull is all of these
        if (!nothing) await this.putOut(tx, rows, asKey(key), out);
      }),
    );
    await rows.followSharing(new Date(this.clock.now()).toISOString(), this.mine);
  }

  /** Readings that may not leave are kept out of the outbox whatever was decided of them. */
  private async putOut(tx: WriteTransaction, rows: RowSet, { type, id }: RecKey, row: OutRow | null): Promise<void> {
    const store = tx.objectStore('out');
    const rec = rows.row(type, id);
    const mayStay = row && (row.erase || row.state === 'discarded' || !rec || (await rows.mayQueue(rec, this.mine)));
    await (row && mayStay ? store.put(row) : store.delete([type, id]));
  }

  private async keepSeen(tx: WriteTransaction, seen: Decision['seen']): Promise<void> {
    if (!seen) return;
    await catchUp(tx, this.clock);
    const { last } = this.clock;
    heed(this.clock, seen.stamps, seen.serverNow);
    if (this.clock.last !== last) await keepClock(tx, this.clock);
  }
}

function touchedBy(rows: readonly Become[], held: ReadonlyMap<string, Held>): Touched[] {
  return rows.flatMap(({ key, rec, out }) => {
    const before = held.get(`${key.type}/${key.id}`);
    const other = rec !== undefined && showsOther(before?.rec, rec);
    return other || (out !== undefined && !showsTheSame(before?.out, out ?? undefined)) ? [asKey(key)] : [];
  });
}

async function keepKnown(tx: WriteTransaction, { opaque, state, collections }: Decision): Promise<void> {
  const [meta, unusable, known] = [tx.objectStore('meta'), tx.objectStore('opaque'), tx.objectStore('collections')];
  if (state) {
    const row = await meta.get('storage');
    await meta.put({ key: 'storage', value: { ...(row?.key === 'storage' ? row.value : noState), ...state } });
  }
  await Promise.all([
    ...(opaque?.remove ?? []).map(async ({ collection, id }) => unusable.delete([collection, id])),
    ...(opaque?.put ?? []).map(async (row) => unusable.put(row)),
    ...(collections ?? []).map(async (row) => known.put(row)),
  ]);
}
