/*
 * The tables under the model of Kinto, with PostgreSQL's transactions as far as they can be seen from outside: a time is given when a row
 * is written and seen by others only after the commit; a second writer waits for the first. Each rule was seen on the real thing
 * (test/contract/engine.ts holds it).
 */
import type { Transaction } from './kinto-transaction';

/** `data` null: a tombstone. `view`: what is answered of it. Rows are never changed. */
export type Row = { readonly id: string; readonly at: number; readonly data: Content | null; readonly view: Content };
export type Content = Readonly<Record<string, unknown>>;
export type Acl = Readonly<Record<string, readonly string[]>>;
export type Isolation = 'REPEATABLE READ' | 'default';

/** Two writers of one time, or of one new id: 409, and all that was written before is gone. */
export class Collision extends Error {}
/** The database refuses: `serial` as it does when rows changed under a transaction, `first` when two touch an empty collection. */
export class DatabaseError extends Error {
  constructor(readonly kind: 'serial' | 'first' | 'poison' | 'range') {
    super(kind);
  }
}

/** Objects of one kind under one parent, with one sequence of times. */
class Table {
  readonly rows: Map<string, Row>;
  /** Ascending by time; tombstones too. */
  readonly order: Row[];
  /** Time at which it was first looked at; null: never yet. */
  touched: number | null;

  constructor(from?: Table) {
    this.rows = new Map(from?.rows);
    this.order = from ? [...from.order] : [];
    this.touched = from?.touched ?? null;
  }

  get top(): number | null {
    const last = this.order.at(-1)?.at ?? null;
    return last === null ? this.touched : Math.max(last, this.touched ?? last);
  }

  put(row: Row): void {
    this.drop(row.id);
    this.rows.set(row.id, row);
    let i = this.order.length;
    while (i > 0 && this.order[i - 1]!.at > row.at) i--;
    this.order.splice(i, 0, row);
  }

  drop(id: string): void {
    const old = this.rows.get(id);
    if (!old) return;
    this.rows.delete(id);
    this.order.splice(this.order.lastIndexOf(old), 1);
  }

  hasTime(at: number, but: string): boolean {
    for (let i = this.order.length - 1; i >= 0 && this.order[i]!.at >= at; i--)
      if (this.order[i]!.at === at && this.order[i]!.id !== but) return true;
    return false;
  }
}

/** All that is committed. */
export class State {
  readonly tables: Map<string, Table>;
  readonly acls: Map<string, Acl>;

  constructor(from?: State) {
    this.tables = new Map(from && [...from.tables].map(([key, table]) => [key, new Table(table)]));
    this.acls = new Map(from?.acls);
  }

  table(key: string): Table {
    let table = this.tables.get(key);
    if (!table) this.tables.set(key, (table = new Table()));
    return table;
  }

  /** Takes away tombstones of records but for the newest `keep` of each collection. */
  purge(keep: number): void {
    for (const [key, table] of this.tables) {
      if (!key.endsWith('/records')) continue;
      const erased = table.order.filter((row) => row.data === null);
      for (const row of erased.slice(0, Math.max(0, erased.length - keep))) table.drop(row.id);
    }
  }
}

/** Shared by all heads: what is committed, and the transactions that are open. */
export class Database {
  state = new State();
  /** Counts changes of groups. */
  groups = 0;
  readonly open = new Set<Transaction>();

  constructor(
    readonly now: () => number,
    readonly isolation: Isolation,
  ) {}

  /** Another state takes its place: a backup, or none. What was open is lost. */
  replace(state: State): void {
    for (const transaction of this.open) transaction.end('rollback');
    this.state = new State(state);
    this.groups++;
  }

  /** Everything that is open ends. */
  settle(): void {
    for (const transaction of this.open) transaction.end();
  }
}
