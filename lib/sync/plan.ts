import type { Held, Key, Waiting } from '@/lib/store/replica';
import type { RecRow } from '@/lib/store/rows';
import { fingerprint } from './fingerprint';
import type { About, Place } from './layout-contract';
import { aboutOf, keyText, type Session } from './session';

/** Something to send: the row's key, where to, and how often it failed. `print`: what the record said when its place was chosen. */
export type Item = { key: Key; to: string; tries: number; print: string | null };

/** What is to be sent now, oldest first, and what waits for something else. */
export type Plan = { items: Item[]; waits: number };

/** Where a record goes. What the storage lost is written again where it stood, and by the person whose it is, if nobody else may. */
function placeOf(s: Session, { out }: Waiting, rec: RecRow, about: About): Place {
  const place = s.layout.homeFor(rec.record, rec.home, about);
  if ('in' in place && rec.home !== null && rec.base === null) {
    const anew = s.layout.homeFor(rec.record, null, about);
    if ('kept' in anew) return anew;
  }
  return out.repair && rec.home !== null && 'in' in place ? { in: rec.home } : place;
}

/** Rows that are not this person's to share leave the outbox; their records stay. Not if they were changed meanwhile. */
async function keepHere(s: Session, kept: Map<string, { key: Key; print: string }>): Promise<void> {
  const all = [...kept.values()];
  if (all.length === 0) return;
  const same = ({ rec, out }: Held, print: string): boolean =>
    rec !== undefined && out !== undefined && !out.erase && fingerprint(rec.record) === print;
  await s.replica.change(
    all.map(({ key }) => key),
    (held) => ({ rows: held.flatMap((row, i) => (same(row, all[i]!.print) ? [{ key: row.key, out: null }] : [])) }),
  );
}

/** Says for every row that waits where it is to be sent. */
export async function planned(s: Session): Promise<Plan> {
  const active = (await s.replica.waiting()).filter(({ out }) => out.state === 'waiting' || out.state === 'sent');
  const about = await aboutOf(
    s,
    active.flatMap(({ rec }) => (rec ? [rec.record] : [])),
  );
  const items: Item[] = [];
  const kept = new Map<string, { key: Key; print: string }>();
  let waits = 0;
  for (const waiting of active) {
    const { out, rec } = waiting;
    const key: Key = { type: out.type, id: out.id };
    const print = rec ? fingerprint(rec.record) : null;
    const place: Place = rec ? placeOf(s, waiting, rec, about) : { in: out.home ?? '' };
    if ('kept' in place) kept.set(keyText(key), { key, print: print ?? '' });
    else if ('waits' in place) waits += 1;
    else if (s.there.has(place.in) && !s.missing.has(place.in)) items.push({ key, to: place.in, tries: out.tries, print });
    else {
      s.missing.add(place.in);
      waits += 1;
    }
  }
  await keepHere(s, kept);
  return { items, waits };
}
