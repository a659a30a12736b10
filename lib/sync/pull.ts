import type { CollectionState, Key } from '@/lib/store/replica';
import { EngineFailure, type Page, type RemoteRecord, type Tombstone } from './contract';
import { apartKey, keepKnown, knownOf, type Session } from './session';
import { isErased, take } from './take';

/* Reads what a collection has (facts: sync §4.3 step 4): the only thing that acknowledges, and the only thing that says erased. */

/** A time is given when a record is written and seen when that is committed: everything younger than the longest transaction is read again. */
export const overlap = 60_000;
/** Once an hour, for transactions that outlived every limit. */
export const wideOverlap = 15 * 60_000;
const pageLength = 1000;

/** `partly`: the storage does not let us read on; what it hides is found by the full check. */
export type Pulled = 'whole' | 'partly' | 'forbidden' | 'missing';

const typeIn = (content: unknown): string => {
  const t = typeof content === 'object' && content !== null ? (content as Record<string, unknown>).t : undefined;
  return typeof t === 'string' ? t : '';
};

/** Those of a page that can say anything new: most of the overlap was settled before. */
async function newsOf(s: Session, state: CollectionState, records: RemoteRecord[]): Promise<RemoteRecord[]> {
  const apart = (r: RemoteRecord): boolean => s.opaque.get(apartKey({ collection: state.name, id: r.id })) === r.at;
  const again = records.filter((r) => r.at <= state.cursor && !apart(r));
  const held = await s.replica.read(again.map((r): Key => ({ type: typeIn(r.content), id: r.id })));
  const settled = new Set(
    again.filter((r, i) => {
      const { rec, out } = held[i]!;
      return rec?.base === r.at && rec.home === state.name && !out;
    }),
  );
  return records.filter((r) => !settled.has(r) && !apart(r));
}

function after(state: CollectionState, page: Page, serverNow: number): CollectionState {
  const last = page.records.at(-1)?.at ?? 0;
  const fresh = page.records.filter((r) => isErased(r) && r.at > state.cursor).length;
  return {
    ...state,
    cursor: Math.max(state.cursor, Math.min(last, page.serverNow ?? serverNow)),
    highest: Math.max(state.highest, page.at ?? 0, last),
    gone: (state.gone ?? 0) + fresh,
    ...(page.at !== null && page.at < state.highest && { suspect: true }),
  };
}

async function takePage(s: Session, page: Page, next: CollectionState): Promise<void> {
  const news = new Set<RemoteRecord | Tombstone>(
    await newsOf(
      s,
      knownOf(s, next.name),
      page.records.filter((r): r is RemoteRecord => !isErased(r)),
    ),
  );
  const read = page.records.filter((r) => isErased(r) || news.has(r));
  await take(s, next.name, read, { next, ...(page.serverNow !== null && { serverNow: page.serverNow }) });
}

/** Reads a collection from `back` ms before where it was read to. Throws EngineFailure for what stops the whole cycle. */
export async function pull(s: Session, name: string, back: number): Promise<Pulled> {
  const started = s.now();
  let since = Math.max(0, knownOf(s, name).cursor - back);
  for (;;) {
    let page: Page;
    try {
      page = await s.engine.pull(name, since, pageLength);
    } catch (error) {
      return stopped(s, name, error);
    }
    const last = page.records.at(-1)?.at ?? since;
    const more = page.more && last > since;
    const next = after(knownOf(s, name), page, s.serverNow);
    await takePage(s, page, more ? next : ended(next, started));
    if (!more) return 'whole';
    since = last;
  }
}

function ended({ moved: _, forbidden: __, ...state }: CollectionState, started: number): CollectionState {
  return { ...state, pulledAt: started };
}

/** What a collection that cannot be read means for it alone; everything else ends the cycle. */
async function stopped(s: Session, name: string, error: unknown): Promise<Pulled> {
  if (!(error instanceof EngineFailure)) throw error;
  const state = knownOf(s, name);
  if (error.code === 'sinceRefused') {
    // A record from the future: not past it by time. The cursor is the storage's own time, unless that was set back.
    await keepKnown(s, [{ ...state, cursor: Math.min(state.cursor, s.serverNow), suspect: true }]);
    return 'partly';
  }
  if (error.code === 'forbidden') {
    await keepKnown(s, [{ ...state, forbidden: true }]);
    return 'forbidden';
  }
  if (error.code !== 'missing') throw error;
  s.missing.add(name);
  return 'missing';
}
