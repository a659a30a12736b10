import type { Kept } from '@/lib/model/rules/fields';
import type { RecordType } from '@/lib/model/schema/records';
import type { Database } from './database';

/** Few records, asked for by nearly every view. Courses, tags and readings are the many; they are read each time. */
const remembered: ReadonlySet<RecordType> = new Set<RecordType>(['outcome', 'metric', 'actor', 'unit', 'goal']);
const most = 10_000;

/**
 * What read transactions have found of the catalogue, so that the next view need not read it again: a browser holds on to what each read
 * gave until its next large collection, and that was what the slowest views waited for. A write, whatever it is about, empties it; while
 * one is under way nothing is taken from it or put in. All of it stands on one connection being the only writer.
 */
export class Memory {
  private readonly kept = new Map<string, Kept<RecordType>>();
  private writing = 0;
  private writes = 0;

  /** A write begins, before its transaction does; gives what to call when it has ended, either way. */
  writeBegins(): () => void {
    this.writing += 1;
    this.forget();
    return () => {
      this.writing -= 1;
      this.forget();
    };
  }

  /** The memory as one read transaction may use it, which begins in the same turn: no write that comes later is seen by it. */
  during(): {
    get<T extends RecordType>(type: T, id: string): Kept<T> | undefined;
    keep<T extends RecordType>(kept: Kept<T>, type: T): void;
  } {
    const [free, began] = [this.writing === 0, this.writes];
    const usable = (type: RecordType): boolean => free && began === this.writes && remembered.has(type);
    return {
      get: <T extends RecordType>(type: T, id: string) =>
        usable(type) ? (this.kept.get(`${type}/${id}`) as Kept<T> | undefined) : undefined,
      keep: (kept, type) => {
        if (!usable(type)) return;
        if (this.kept.size >= most) this.kept.clear();
        Object.freeze(kept.plain); // several views are given the same one
        this.kept.set(`${type}/${kept.plain.id}`, Object.freeze(kept));
      },
    };
  }

  private forget(): void {
    this.writes += 1;
    this.kept.clear();
  }
}

const memories = new WeakMap<Database, Memory>();

/** The memory of a connection; it goes with it. */
export function memoryOf(db: Database): Memory {
  const memory = memories.get(db) ?? new Memory();
  memories.set(db, memory);
  return memory;
}
