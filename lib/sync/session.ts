import type { StoredRecord } from '@/lib/model/rules/fields';
import type { CollectionState, Key, OpaqueRow, Replica, ReplicaState } from '@/lib/store/replica';
import type { Engine, Generation } from './contract';
import type { About, Layout, LookUp, Rights } from './layout-contract';
import type { Settling } from './settle';

/** What a cycle is made with. */
export type Replicating = {
  engine: Engine;
  replica: Replica;
  layout: Layout;
  /** Whose database it is, by the storage's own name: nobody else's changes are sent from it. */
  user: string;
  /** This person's actor. */
  me: string;
  /** Ms since 1970, this device's clock. */
  now: () => number;
  /** From 0 up to 1. */
  random: () => number;
  /** Comes back after so many ms, some hundred at most. */
  wait: (ms: number) => Promise<void>;
};

/** One cycle: what it is made with, and what it has found out. */
export type Session = Replicating & {
  /** What was known when it began. */
  before: ReplicaState;
  life: Generation;
  /** Our collections that the storage has, in the order of pulling. */
  names: readonly string[];
  there: ReadonlySet<string>;
  rights: Rights;
  /** The storage's clock minus ours, ms. */
  offset: number;
  serverNow: number;
  known: Map<string, CollectionState>;
  /** What is kept apart: `collection/id` and the time of it. */
  opaque: Map<string, number>;
  /** Collections that something is to be written to, and that are not there. */
  missing: Set<string>;
  /** For how long the storage asked to be left alone, ms; null: it did not. */
  asked: number | null;
  /** The device has no room: readings are not taken in. */
  full: boolean;
};

export const newState = (name: string): CollectionState => ({ name, cursor: 0, highest: 0, pulledAt: null, total: null });

export const knownOf = (s: Session, name: string): CollectionState => s.known.get(name) ?? newState(name);

export const apartKey = ({ collection, id }: Pick<OpaqueRow, 'collection' | 'id'>): string => `${collection}/${id}`;

export const settling = (s: Session, acknowledges: boolean): Settling => ({
  layout: s.layout,
  rights: s.rights,
  now: s.now(),
  acknowledges,
});

/** Keeps what is known of a collection, alone. */
export async function keepKnown(s: Session, states: CollectionState[], state: Partial<ReplicaState> = {}): Promise<void> {
  await s.replica.change([], () => ({ rows: [], collections: states, state }));
  for (const one of states) s.known.set(one.name, one);
}

export const parted = <T>(all: readonly T[], length: number): T[][] => {
  const parts: T[][] = [];
  for (let i = 0; i < all.length; i += length) parts.push(all.slice(i, i + length));
  return parts;
};

export const keyText = (key: Key): string => `${key.type}/${key.id}`;
/** A sign-off names its alignment, that its outcome: two steps, and one in hand. */
const deepest = 3;

/** Reads what the layout must look up to say where these records go. */
export async function aboutOf(s: Session, records: readonly StoredRecord[]): Promise<About> {
  const found = new Map<string, StoredRecord | undefined>();
  const look: LookUp = (key) => found.get(keyText(key));
  for (let depth = 0; depth < deepest; depth++) {
    const asked = records.flatMap((record) => s.layout.needs(record, look));
    const fresh = new Map(asked.filter((key) => !found.has(keyText(key))).map((key) => [keyText(key), key]));
    if (fresh.size === 0) break;
    for (const { key, rec } of await s.replica.read([...fresh.values()])) found.set(keyText(key), rec?.record);
  }
  return { rights: s.rights, there: s.there, me: s.me, look };
}
