import * as z from 'zod/mini';
import type { ImportPreview, In, Out } from '@/lib/messaging/names';
import { RefusalError } from '@/lib/messaging/refused';
import { canonicalJson } from '@/lib/model/rules/canonical';
import { isMutable, type StoredRecord } from '@/lib/model/rules/fields';
import { sha256Hex } from '@/lib/model/rules/hash';
import { mergeRecords, sameRecord } from '@/lib/model/rules/merge';
import type { RecordType } from '@/lib/model/schema/records';
import { checkStored } from '@/lib/store/parse';
import type { Workspace } from '@/lib/store/workspace';
import { instant, today } from './outside';

/** The one format of our files. A change that older versions would misread gets the next number. */
const format = 'throughline';
const version = 1;

/** `records` stands last, with their number before it: a file that was cut off can be told from one that is not ours. */
const head = z.object({
  format: z.literal(format),
  version: z.int(),
  madeAt: z.string(),
  count: z.int(),
  records: z.array(z.looseObject({})),
});
const newer = z.object({ format: z.literal(format), version: z.int().check(z.gt(version)) });

/** Everything as one JSON file: all records whole, with the stamps by which another device can merge them, hidden ones too. */
export async function exportAll(ws: Workspace): Promise<Out<'own/export'>> {
  const records: string[] = [];
  for await (const record of ws.dump()) records.push(JSON.stringify(record));
  const file = `{"format":"${format}","version":${version},"madeAt":"${instant()}","count":${records.length},"records":[\n${records.join(',\n')}\n]}\n`;
  return { file, name: `throughline-${today()}.json` };
}

type Refusal = Extract<ImportPreview, { ok: false }>;
type Checked = { ok: true; version: number; records: StoredRecord[] } | Refusal;

const startsLikeOurs = (file: string): boolean => /^\uFEFF?\s*\{\s*"format"\s*:\s*"throughline"/.test(file);

/** Reads a file and checks every record; the first that is not right refuses the whole file and is named. */
export async function checkFile(file: string): Promise<Checked> {
  let data: unknown;
  try {
    data = JSON.parse(file.replace(/^\uFEFF/, ''));
  } catch {
    return { ok: false, code: startsLikeOurs(file) ? 'cutOff' : 'notJson' };
  }
  if (newer.safeParse(data).success) return { ok: false, code: 'newerVersion', where: String((data as { version: number }).version) };
  const read = head.safeParse(data);
  if (!read.success) return { ok: false, code: 'notOurs' };
  if (read.data.count !== read.data.records.length)
    return { ok: false, code: 'cutOff', where: `${read.data.records.length} / ${read.data.count}` };
  const records: StoredRecord[] = [];
  for (const raw of read.data.records) {
    const checked = await checkStored(raw);
    if ('refused' in checked)
      return {
        ok: false,
        code: 'badRecord',
        where: [checked.refused.type, checked.refused.id, checked.refused.field].filter(Boolean).join(' '),
      };
    records.push(checked.record);
  }
  return { ok: true, version: read.data.version, records };
}

const shownDifferences = 200;
type Difference = Extract<ImportPreview, { ok: true }>['differences'][number];

const shown = (value: unknown): string =>
  (value === null || value === undefined ? '' : typeof value === 'string' ? value : canonicalJson(value)).slice(0, 200);

function nameIn(record: StoredRecord): string {
  if (!isMutable(record)) return '';
  const value = ['name', 'title', 'text', 'rationale', 'month']
    .map((field) => record.f[field]?.v)
    .find((v) => typeof v === 'string' && v !== '');
  return typeof value === 'string' ? value.slice(0, 200) : '';
}

/** Fields that the file would change here. */
function differences(here: StoredRecord, after: StoredRecord): Difference[] {
  if (!isMutable(here) || !isMutable(after)) return [];
  return Object.entries(after.f).flatMap(([field, cell]) => {
    const before = here.f[field];
    return before && canonicalJson(before.v) !== canonicalJson(cell.v)
      ? [{ type: here.t, id: here.id, name: nameIn(here), field, here: shown(before.v), there: shown(cell.v) }]
      : [];
  });
}

/** What a record here is at now; every change of it gives another text, since each cell of it has a stamp of its own. */
const stateOf = (record: StoredRecord | undefined): string =>
  record === undefined
    ? ''
    : isMutable(record)
      ? Object.entries(record.f)
          .map(([field, { s }]) => `${field} ${s}`)
          .sort()
          .join()
      : record.s;

const keysOf = (records: readonly StoredRecord[]) => records.map((r) => ({ type: r.t as RecordType, id: r.id }));

/** The state of what is here of a file's records, in one word. */
const basisOf = (here: readonly (StoredRecord | undefined)[]): Promise<string> => sha256Hex(here.map(stateOf).join('\n'));

/** What a file would do: per type how many records are new, changed here, the same, or older than what is here. Writes nothing. */
export async function importPreview(ws: Workspace, { file }: In<'own/importPreview'>): Promise<ImportPreview> {
  const checked = await checkFile(file);
  if (!checked.ok) return checked;
  const here = await ws.view((at) => at.envelopes(keysOf(checked.records)));
  const counts: Extract<ImportPreview, { ok: true }>['counts'] = {};
  const all: Difference[] = [];
  for (const [i, record] of checked.records.entries()) {
    const of = (counts[record.t] ??= { new: 0, changed: 0, same: 0, older: 0 });
    const before = here[i];
    if (!before) of.new += 1;
    else if (sameRecord(before, record)) of.same += 1;
    else {
      const after = mergeRecords(before, record);
      if (sameRecord(before, after)) of.older += 1;
      else {
        of.changed += 1;
        all.push(...differences(before, after));
      }
    }
  }
  return { ok: true, version: checked.version, counts, differences: all.slice(0, shownDifferences), basis: await basisOf(here) };
}

/**
 * Takes a file in, field by field: of two values the one with the later stamp stays. Refused as a whole when the preview would refuse it,
 * and (`conflict`) when what is here differs from what the preview was made of: nothing else is written than was shown.
 */
export async function importApply(ws: Workspace, { write, file, basis }: In<'own/importApply'>): Promise<Out<'own/importApply'>> {
  const checked = await checkFile(file);
  if (!checked.ok) throw new RefusalError('badInput', checked.code, checked.where);
  const { records } = checked;
  const here = await ws.view((at) => at.envelopes(keysOf(records)));
  const same = (await basisOf(here)) === basis;
  const { written } = await ws.load(
    write,
    records,
    (now) => same && keysOf(records).every(({ type, id }, i) => stateOf(now(type, id)) === stateOf(here[i])),
  );
  return { written };
}
