import { Collision, DatabaseError, type Acl, type Content, type Database, type Row, type State } from './kinto-tables';

type Writes = { rows: Map<string, Row | null>; times: Set<number>; touched: number | null; top: number | null };

/** One request's transaction. Its statements run at once; it may then stay open for a while. */
export class Transaction {
  private writes = new Map<string, Writes>();
  private grants = new Map<string, Acl | null>();
  private fate: 'commit' | 'rollback' | null = null;

  constructor(
    private readonly database: Database,
    /** A copy to read from; what is written there goes nowhere. */
    private readonly replica?: State,
  ) {}

  private get state(): State {
    return this.replica ?? this.database.state;
  }

  get writesAnything(): boolean {
    return this.writes.size > 0 || this.grants.size > 0;
  }

  private of(key: string): Writes {
    let writes = this.writes.get(key);
    if (!writes) this.writes.set(key, (writes = { rows: new Map(), times: new Set(), touched: null, top: null }));
    return writes;
  }

  /** Of a row that is there; a tombstone is not. */
  get(key: string, id: string): Row | undefined {
    const own = this.writes.get(key)?.rows.get(id);
    const row = own === undefined ? this.state.tables.get(key)?.rows.get(id) : own;
    return row?.data ? row : undefined;
  }

  /** Rows of a table after a time, ascending, tombstones too. */
  rows(key: string, after = -Infinity): readonly Row[] {
    const order = this.state.tables.get(key)?.order ?? [];
    const own = this.writes.get(key)?.rows;
    let low = 0;
    for (let high = order.length; low < high;) {
      const middle = (low + high) >> 1;
      if (order[middle]!.at > after) high = middle;
      else low = middle + 1;
    }
    const seen = low === 0 ? order : order.slice(low);
    if (!own || own.size === 0) return seen;
    const mine = [...own.values()].filter((row): row is Row => row !== null && row.at > after);
    return [...seen.filter((row) => !own.has(row.id)), ...mine].sort((a, b) => a.at - b.at);
  }

  private top(key: string): number | null {
    const there = this.state.tables.get(key)?.top ?? null;
    const own = this.writes.get(key)?.top ?? null;
    return there === null || own === null ? (there ?? own) : Math.max(there, own);
  }

  /** The table's time. Looking at a new one writes it down. */
  touch(key: string): number {
    const top = this.top(key);
    if (this.replica) return top ?? this.database.now();
    if (this.state.tables.get(key)?.touched != null || this.writes.get(key)?.touched != null) return top!;
    this.waitFor(
      (other) => other.writes.get(key)?.touched != null,
      () => {
        if (this.database.isolation === 'REPEATABLE READ') throw new DatabaseError('serial');
        if (top === null) throw new DatabaseError('first');
      },
    );
    const writes = this.of(key);
    writes.touched = top ?? this.database.now();
    writes.top = writes.touched;
    return writes.touched;
  }

  /** Others that are in the way end first; `met` says what that means if they committed. */
  private waitFor(inTheWay: (other: Transaction) => boolean, met: () => void): void {
    for (const other of this.database.open) {
      if (other === this || !inTheWay(other)) continue;
      if (other.end() === 'commit') met();
    }
  }

  private write(key: string, id: string, data: Content | null, given: number | undefined): Row {
    const inserts = !this.get(key, id) && data !== null;
    this.waitFor(
      (other) => other.writes.get(key)?.rows.has(id) === true,
      () => {
        if (this.database.isolation === 'REPEATABLE READ') throw new DatabaseError('serial');
        if (inserts) throw new Collision();
      },
    );
    if (given !== undefined && given > 253_402_300_799_999) throw new DatabaseError('range'); // the year 10000
    const top = this.top(key);
    const at = given === undefined || given === top ? Math.max(this.database.now(), (top ?? -1) + 1) : given;
    const row: Row = {
      id,
      at,
      data,
      view: Object.freeze(data === null ? { id, last_modified: at, deleted: true } : { ...data, id, last_modified: at }),
    };
    this.waitFor(
      (other) => other.writes.get(key)?.times.has(at) === true,
      () => {},
    );
    const writes = this.of(key);
    if (writes.times.has(at) || this.state.tables.get(key)?.hasTime(at, id)) throw new Collision();
    writes.rows.set(id, row);
    writes.times.add(at);
    writes.top = Math.max(writes.top ?? at, at);
    return row;
  }

  /** Writes a row; `given`: a time that its writer asks for. Throws Collision, DatabaseError. */
  put(key: string, id: string, data: Content, given?: number): Row {
    return this.write(key, id, data, given);
  }

  erase(key: string, id: string): Row {
    return this.write(key, id, null, undefined);
  }

  /** Everything under a path goes, without a trace. */
  dropUnder(path: string): void {
    for (const [key, table] of this.state.tables)
      if (key.startsWith(`${path}/`)) for (const id of table.rows.keys()) this.of(key).rows.set(id, null);
    for (const uri of this.state.acls.keys()) if (uri.startsWith(`${path}/`)) this.grants.set(uri, null);
  }

  acl(uri: string): Acl {
    const own = this.grants.get(uri);
    return (own === undefined ? this.state.acls.get(uri) : own) ?? {};
  }

  /** Every object under a path of which somebody was given a right by itself. */
  *aclsUnder(path: string): Generator<[string, Acl]> {
    for (const [uri, acl] of this.state.acls) if (uri.startsWith(path) && !this.grants.has(uri)) yield [uri, acl];
    for (const [uri, acl] of this.grants) if (acl && uri.startsWith(path)) yield [uri, acl];
  }

  setAcl(uri: string, acl: Acl | null): void {
    this.grants.set(uri, acl);
  }

  /** All that was written is undone; what follows counts anew. */
  abort(): void {
    this.writes = new Map();
    this.grants = new Map();
  }

  /** Stays open until `end()`; `fate`: what will then become of it. */
  keepOpen(fate: 'commit' | 'rollback'): void {
    this.fate = fate;
    this.database.open.add(this);
  }

  /** Ends it, at once; a second time does nothing. Gives what became of it. */
  end(fate: 'commit' | 'rollback' = this.fate ?? 'commit'): 'commit' | 'rollback' {
    if (this.fate !== null && !this.database.open.delete(this)) return this.fate;
    this.fate = fate;
    if (fate === 'commit' && !this.replica) this.apply(this.database.state);
    return fate;
  }

  private apply(state: State): void {
    for (const [key, writes] of this.writes) {
      const table = state.table(key);
      if (key.endsWith('/groups')) this.database.groups++;
      for (const [id, row] of writes.rows) {
        if (row) table.put(row);
        else table.drop(id);
      }
      table.touched ??= writes.touched;
    }
    for (const [uri, acl] of this.grants) {
      if (acl) state.acls.set(uri, acl);
      else state.acls.delete(uri);
    }
  }
}
