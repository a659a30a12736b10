import * as z from 'zod/mini';
import { canonicalJson, Unstorable, type Json } from '@/lib/model/rules/canonical';
import { isMutable, type StoredRecord } from '@/lib/model/rules/fields';
import { chunkIdOf, courseIdOf, isPersonId, isUnaltered, personIdOf } from '@/lib/model/rules/identity';
import type { Layout, LookUp } from './layout-contract';
import { named } from './layout-plan';
import { fromWire, toWire } from './wire-ids';

/*
 * What a storage does not check, read from its history: who really wrote a record (the history's names are the storage's own), whether its
 * id belongs to it, whether it stands where it may. History holds writes that were taken back, too: it says who, never that a record is
 * there (facts: sync §0.6). Pure over entries that were fetched.
 */

/** One write as the storage saw it. */
export type Seen = {
  /** Who signed in, `account:alice`. */
  user: string;
  action: 'create' | 'update' | 'delete';
  collection: string;
  id: string;
  /** What the record's time became: the writer may choose it. */
  at: number;
  /** When it was written, by the storage's clock: nobody chooses it. */
  date: number;
  /** Its content without the storage's own members, with our id; unchecked. */
  content: unknown;
};

const entry = z.looseObject({
  user_id: z.string(),
  action: z.enum(['create', 'update', 'delete']),
  date: z.string(),
  resource_name: z.literal('record'),
  collection_id: z.string(),
  record_id: z.string(),
  target: z.looseObject({ data: z.looseObject({ last_modified: z.int() }) }),
});

/** Entries of the history that concern records, as Kinto gives them. What is no such entry is left out. */
export function seenOf(entries: readonly unknown[]): Seen[] {
  return entries.flatMap((raw) => {
    const parsed = entry.safeParse(raw);
    if (!parsed.success) return [];
    const { user_id: user, action, date, collection_id: collection, record_id: wire, target } = parsed.data;
    const { last_modified: at, schema: _, deleted: __, ...content } = target.data;
    const when = Date.parse(date);
    const id = fromWire(wire);
    return Number.isNaN(when) ? [] : [{ user, action, collection, id, at, date: when, content: { ...content, id } }];
  });
}

/**
 * `altered`, `notItsId`: the id is not the one that this content has. `wrongPlace`: it may not stand in that collection. `otherUnit`: a
 * decision in the collection of a unit that is not its outcome's. `notBy`: it names one person and another one wrote it. `notTheirs`: a
 * person's own record that somebody else made. `taken`: it stood in another unit's collection before, and who put it here had no say
 * there. `unseen`: the history has nothing of it (yet). `backDated`, `future`: its time in the storage
 * was chosen by the writer, so that devices may miss it or stumble over it.
 */
export type Doubt = {
  code: 'altered' | 'notItsId' | 'wrongPlace' | 'otherUnit' | 'notBy' | 'notTheirs' | 'taken' | 'unseen' | 'backDated' | 'future';
  /** Who wrote it, as the storage names them. */
  user?: string;
};

/** Longest time from the moment a write gets its time until the history notes it: a transaction's, and as much again. */
const tolerance = 120_000;

const textIn = (record: StoredRecord, field: string): string | null => {
  const value: unknown = isMutable(record) ? record.f[field]?.v : record[field];
  return typeof value === 'string' ? value : null;
};

const bytesOf = (content: unknown): string | null => {
  try {
    return canonicalJson(content as Json);
  } catch (error) {
    if (error instanceof Unstorable) return null;
    throw error;
  }
};

async function ownId(record: StoredRecord): Promise<Doubt[]> {
  if (!isMutable(record)) return (await isUnaltered(record)) ? [] : [{ code: 'altered' }];
  const texts = (...fields: string[]): string[] => fields.map((field) => textIn(record, field) ?? '');
  if (record.t === 'course') {
    const [site, nativeId] = texts('site', 'nativeId') as [string, string];
    return (await courseIdOf(site, nativeId)) === record.id ? [] : [{ code: 'notItsId' }];
  }
  if (record.t === 'chunk') {
    const [metric, month, reader, account] = texts('metricId', 'month', 'reader', 'account') as [string, string, string, string];
    return (await chunkIdOf(metric, month, reader, account)) === record.id ? [] : [{ code: 'notItsId' }];
  }
  return [];
}

/** The first of those who wrote it who is not that person, if that person never did. */
async function stranger(person: string, writes: readonly Seen[]): Promise<string | null> {
  for (const { user } of writes) if ((await personIdOf(user)) === person) return null;
  return writes[0]?.user ?? null;
}

async function author(record: StoredRecord, writes: readonly Seen[]): Promise<Doubt[]> {
  if (isMutable(record)) {
    if (record.t !== 'actor' || !isPersonId(record.id)) return [];
    const user = await stranger(record.id, writes);
    return user === null ? [] : [{ code: 'notTheirs', user }];
  }
  // Only a write of exactly this content counts: who repairs what a storage lost writes another person's record again.
  const bytes = bytesOf(record);
  const these = writes.filter((w) => bytesOf(w.content) === bytes);
  if (these.length === 0) return [{ code: 'unseen' }];
  const user = await stranger(textIn(record, 'by') ?? '', these);
  return user === null ? [] : [{ code: 'notBy', user }];
}

function place(record: StoredRecord, collection: string, layout: Layout, look: LookUp): Doubt[] {
  if (!layout.isFit(collection, record)) return [{ code: 'wrongPlace' }];
  if (named(collection)?.kind !== 'decisions-') return [];
  const alignment = look({ type: 'alignment', id: textIn(record, 'alignmentId') ?? '' });
  const outcome = alignment && look({ type: 'outcome', id: textIn(alignment, 'outcomeId') ?? '' });
  const unit = outcome && textIn(outcome, 'businessUnit');
  return typeof unit === 'string' && toWire(unit) !== named(collection)?.part ? [{ code: 'otherUnit' }] : [];
}

/** An outcome that was made under an id which already stood in another unit's collection, by somebody who never wrote there and may not. */
function taken(record: StoredRecord, collection: string, seen: readonly Seen[], may: MayWrite): Doubt[] {
  if (named(collection)?.kind !== 'outcomes-') return [];
  const ofIt = seen.filter((s) => s.id === record.id && named(s.collection)?.kind === 'outcomes-').sort((a, b) => a.date - b.date);
  const first = ofIt.find((s) => s.collection === collection);
  if (first === undefined) return [];
  const before = ofIt.filter((s) => s.collection !== collection && s.date < first.date);
  const hadSay = (place: string): boolean => may(first.user, place) || before.some((s) => s.collection === place && s.user === first.user);
  return before.every((s) => hadSay(s.collection)) ? [] : [{ code: 'taken', user: first.user }];
}

function times(writes: readonly Seen[]): Doubt[] {
  const last = writes.at(-1);
  if (last === undefined) return [];
  if (last.at < last.date - tolerance) return [{ code: 'backDated', user: last.user }];
  return last.at > last.date + tolerance ? [{ code: 'future', user: last.user }] : [];
}

/** May this user write every record of this collection now? */
export type MayWrite = (user: string, collection: string) => boolean;

/**
 * What is doubtful about a record that stands in `collection`; none: nothing. `seen`: the history of this record at least, in any order;
 * `look` finds a decision's alignment and outcome; `may` knows the groups (people.ts). A collection without history gives no doubts about who and when.
 */
export async function doubtsOf(
  record: StoredRecord,
  collection: string,
  { seen, layout, look, may }: { seen: readonly Seen[]; layout: Layout; look: LookUp; may: MayWrite },
): Promise<Doubt[]> {
  const writes = seen
    .filter((s) => s.id === record.id && s.collection === collection && s.action !== 'delete')
    .sort((a, b) => a.date - b.date || a.at - b.at);
  return [
    ...(await ownId(record)),
    ...place(record, collection, layout, look),
    ...taken(record, collection, seen, may),
    ...(layout.isAudited(collection) ? [...(await author(record, writes)), ...times(writes)] : []),
  ];
}
