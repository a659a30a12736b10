import type { AppendedRecord, FieldCell, MutableRecord, Stamp } from '../schema/envelope';
import type { RecordOf, RecordType } from '../schema/records';
import { compareBytes, plainJson, type Json } from './canonical';
import { isAppendOnly, shapes } from './shapes';

/** A record as it is stored and shared: with its envelope. */
export type StoredRecord = MutableRecord | AppendedRecord;

/** A record as views and services use it, with what the envelope says about it. */
export type Kept<T extends RecordType> = { plain: RecordOf<T>; hidden: boolean; first: Stamp; last: Stamp };

/** Version of the envelope. */
export const envelopeVersion = 1;
/** The field that hides a record. */
export const hiddenField = 'x';

/** A stored record that its type's plain form cannot be made of. */
export class Misfit extends Error {
  constructor(
    readonly type: string,
    readonly id: string,
    readonly field: string,
  ) {
    super(`${type} ${id}: field ${field} is missing or of another shape`);
    this.name = 'Misfit';
  }
}

export const isMutable = (record: StoredRecord): record is MutableRecord => 'f' in record && !('s' in record);

export const isRecordType = (type: string): type is RecordType => Object.hasOwn(shapes, type);

/** Is this a name that may be set on a record of this type: a field, or an entry of one of its lists (`launch:<key>`)? */
export function isFieldOf(type: RecordType, name: string): boolean {
  const shape = shapes[type];
  return (
    shape.required.includes(name) ||
    shape.optional.includes(name) ||
    shape.arrays.includes(name) ||
    Object.values(shape.lists).some((list) => list.owns(name))
  );
}

/** Takes a plain record apart into its fields, lists entry by entry; `id` and absent members are left out. Throws Unstorable. */
export function fieldsOf<T extends RecordType>(type: T, plain: Omit<RecordOf<T>, 'id'>): Record<string, Json> {
  const { lists } = shapes[type];
  const out: [string, Json][] = [];
  for (const [name, value] of Object.entries(plain)) {
    if (name === 'id' || value === undefined) continue;
    const list = lists[name];
    if (!list) out.push([name, plainJson(value)]);
    else for (const item of plainJson(value) as Json[]) out.push([list.fieldOf(item), list.valueOf(item)]);
  }
  return Object.fromEntries(out);
}

const isEntry = (value: Json): boolean => value === true || (typeof value === 'object' && !Array.isArray(value));

function listOf(record: MutableRecord, name: string): Json[] {
  const list = shapes[record.t as RecordType].lists[name]!;
  return Object.keys(record.f)
    .filter((field) => list.owns(field) && (list.keepsNull || record.f[field]!.v !== null))
    .sort()
    .map((field) => {
      const value = record.f[field]!.v as Json;
      if (!isEntry(value)) throw new Misfit(record.t, record.id, field);
      return list.itemOf(field, value);
    });
}

function plainOfMutable(record: MutableRecord): Record<string, unknown> {
  const shape = shapes[record.t as RecordType];
  const out: Record<string, unknown> = { id: record.id };
  const valueOf = (name: string): unknown => (Object.hasOwn(record.f, name) ? record.f[name]!.v : null);
  for (const name of shape.required) {
    const value = valueOf(name);
    if (value === null || value === undefined) throw new Misfit(record.t, record.id, name);
    out[name] = value;
  }
  for (const name of shape.optional) {
    const value = valueOf(name);
    if (value !== null && value !== undefined) out[name] = value;
  }
  for (const name of shape.arrays) {
    const value = valueOf(name) ?? [];
    if (!Array.isArray(value)) throw new Misfit(record.t, record.id, name);
    out[name] = value;
  }
  for (const name of Object.keys(shape.lists)) out[name] = listOf(record, name);
  return out;
}

function plainOfAppended(record: AppendedRecord): Record<string, unknown> {
  const shape = shapes[record.t as RecordType];
  const missing = shape.required.find((name) => record[name] === undefined);
  if (missing) throw new Misfit(record.t, record.id, missing);
  return Object.fromEntries(
    ['id', ...shape.required, ...shape.optional].filter((name) => record[name] !== undefined).map((name) => [name, record[name]]),
  );
}

/**
 * The plain form of a stored record. Fields that this version does not know stay in the envelope alone.
 * Throws Misfit when a field that the type needs is missing; it does not check values, which were parsed when they came in.
 */
export function keptOf<T extends RecordType>(type: T, record: StoredRecord): Kept<T> {
  if (record.t !== type) throw new Misfit(type, record.id, 't');
  if (isMutable(record) === isAppendOnly(type)) throw new Misfit(type, record.id, 'f');
  if (!isMutable(record)) return { plain: plainOfAppended(record) as RecordOf<T>, hidden: false, first: record.s, last: record.s };
  const plain = plainOfMutable(record) as RecordOf<T>;
  let first: Stamp = '';
  let last: Stamp = '';
  for (const name in record.f) {
    const { s } = record.f[name]!;
    if (first === '' || s < first) first = s;
    if (s > last) last = s;
  }
  return { plain, hidden: record.f[hiddenField]?.v === true, first, last };
}

/** A record with some of its cells replaced. */
export const withCells = (record: MutableRecord, cells: Iterable<[string, FieldCell]>): MutableRecord => ({
  ...record,
  f: Object.fromEntries([...Object.entries(record.f), ...cells]),
});

/** Orders records that claim the same place (a tile, a course and outcome): the lowest first stamp comes first, then the id. */
export const byFirst = (a: { first: Stamp; plain: { id: string } }, b: { first: Stamp; plain: { id: string } }): number =>
  compareBytes(a.first, b.first) || compareBytes(a.plain.id, b.plain.id);
