import type { Become, Held } from '@/lib/store/replica';
import type { OutRow, RecRow } from '@/lib/store/rows';
import type { About } from './layout-contract';
import { quarantined } from './quarantine';
import { aboutOf, keepKnown, knownOf, parted, type Session } from './session';
import { mayWrite, repairRow, saysMore } from './settle';

/*
 * Looks through all records for what belongs in the outbox and is not there: after a change of rights, or in another life of the storage,
 * once everything was read. Repeated from the start if it is cut.
 */

const atOnce = 200;

/** A record that stood there before, and does not: written again by whoever may, or left to a person if it may have been erased. */
function lost(s: Session, rec: RecRow, home: string, out: OutRow | undefined): OutRow | undefined {
  if (!out && !mayWrite(s.rights, home)) return undefined;
  const row = out ?? repairRow(rec.type, rec.id, s.now());
  if (knownOf(s, home).outlived && row.state !== 'quarantined') return quarantined(row, 'onlyHere', s.now());
  return out ? undefined : row;
}

function missed(s: Session, { rec, out }: Held, about: About): OutRow | undefined {
  if (!rec) return undefined;
  if (rec.home !== null && rec.base === null) return s.there.has(rec.home) ? lost(s, rec, rec.home, out) : undefined;
  if (out) return undefined;
  if (rec.home !== null) return saysMore(rec) && mayWrite(s.rights, rec.home) ? repairRow(rec.type, rec.id, s.now()) : undefined;
  if ('kept' in s.layout.homeFor(rec.record, null, about)) return undefined;
  const { repair: _, ...row } = repairRow(rec.type, rec.id, s.now()); // never shared: this device's own
  return row;
}

export async function sweep(s: Session): Promise<void> {
  for (const keys of parted(await s.replica.keys(), atOnce)) {
    const records = (await s.replica.read(keys)).flatMap(({ rec }) => (rec ? [rec.record] : []));
    const about = await aboutOf(s, records);
    await s.replica.change(keys, (held) => ({
      rows: held.flatMap((row): Become[] => {
        const out = missed(s, row, about);
        return out ? [{ key: row.key, out }] : [];
      }),
    }));
  }
  const states = [...s.known.values()].filter((state) => state.outlived && !state.suspect).map(({ outlived: _, ...state }) => state);
  await keepKnown(s, states, { sweep: false });
}
