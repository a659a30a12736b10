import type { Become, Held, Key, OpaqueRow } from '@/lib/store/replica';
import { StoreFailure } from '@/lib/store/failure';
import type { PushResult } from './contract';
import { fingerprint } from './fingerprint';
import { incoming, stampsOf } from './incoming';
import { freed, quarantined } from './quarantine';
import { apartKey, keyText, knownOf, settling, type Session } from './session';
import { settle, type Version } from './settle';
import { takeNamed } from './take';

/* What the rows of a batch become by its answer, where it says something of each (facts: sync §4.3 step 3). A yes acknowledges nothing. */

/** Sent: the row's key, and what the record said; null: it is to be erased. */
export type Sent = { key: Key; print: string | null };

type Read = { result: PushResult; version?: Version; opaque?: OpaqueRow };

async function readAll(s: Session, name: string, results: readonly PushResult[]): Promise<Read[]> {
  return Promise.all(
    results.map(async (result): Promise<Read> => {
      if (result.outcome !== 'met') return { result };
      return { result, ...(await incoming(name, result.remote, s.layout, s.now())) };
    }),
  );
}

/** The storage says no: a change of this person waits for them in quarantine, what nobody changed here is given up. */
function refused({ key, out }: Held, result: Extract<PushResult, { outcome: 'refused' }>, s: Session): Become[] {
  if (result.code === 'missing' || !out) return [];
  return [{ key, out: out.repair ? null : quarantined(out, result.code, s.now(), result.message) }];
}

function absent(s: Session, name: string, { key, rec, out }: Held): Become[] {
  if (!rec || !out || rec.home !== name || rec.base === null) return [];
  return [{ key, rec: { ...rec, base: null }, ...(knownOf(s, name).outlived && { out: quarantined(out, 'onlyHere', s.now()) }) }];
}

function becomeOf(s: Session, name: string, held: Held, sent: Sent, { result, version, opaque }: Read): Become[] {
  const { key, rec, out } = held;
  if (!out) return [];
  if (version) return [settle(held, version, settling(s, false)) ?? []].flat();
  if (opaque) return rec ? [{ key, out: quarantined(out, 'occupied', s.now()) }] : [];
  if (result.outcome === 'absent') return absent(s, name, held);
  const same = rec && !out.erase ? fingerprint(rec.record) === sent.print : sent.print === null;
  return result.outcome === 'refused' && same ? refused(held, result, s) : [];
}

/** Takes in what the answer to a batch says; gives the rows that met their own words, which only a pull acknowledges. */
export async function takeAnswers(s: Session, name: string, sent: readonly Sent[], results: readonly PushResult[]): Promise<Key[]> {
  if (results.length !== sent.length) throw new StoreFailure('conflict', { reason: 'answers' });
  if (results.some((r) => r.outcome === 'refused' && r.code === 'missing')) s.missing.add(name);
  if (results.every((r) => r.outcome === 'taken')) return [];
  const read = await readAll(s, name, results);
  const put = read.flatMap(({ opaque }) => opaque ?? []);
  const equal: Key[] = [];
  await s.replica.change(
    sent.map(({ key }) => key),
    (held) => {
      const rows = held.flatMap((row, i) => becomeOf(s, name, row, sent[i]!, read[i]!));
      for (const { key, rec } of rows) if (rec && rec.seen === fingerprint(rec.record)) equal.push(key);
      return {
        rows,
        opaque: { put },
        seen: { stamps: read.flatMap(({ version }) => (version ? stampsOf(version.record) : [])), serverNow: s.serverNow },
      };
    },
  );
  for (const row of put) s.opaque.set(apartKey(row), row.at);
  await endErased(
    s,
    name,
    sent.filter(({ print }, i) => print === null && results[i]!.outcome === 'absent').map(({ key }) => key),
  );
  return equal;
}

/** What was to be erased and, read again, is not there, needs no tombstone: a storage that was emptied has none. */
async function endErased(s: Session, name: string, keys: readonly Key[]): Promise<void> {
  const there = await takeNamed(
    s,
    name,
    keys.map((key) => key.id),
  );
  if (!there) return;
  const gone = new Set(keys.filter((key) => !there.has(key.id)).map(keyText));
  await s.replica.change(keys, (held) => ({
    rows: held.flatMap(({ key, rec, out }): Become[] => {
      if (!out?.erase || !gone.has(keyText(key))) return [];
      const { erase: _, home: __, ...row } = out;
      return [{ key, out: rec ? freed(row) : null }];
    }),
  }));
}
