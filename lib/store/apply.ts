import { canonicalJson, plainJson, Unstorable, type Json } from '@/lib/model/rules/canonical';
import {
  envelopeVersion,
  hiddenField,
  isFieldOf,
  isMutable,
  keptOf,
  Misfit,
  withCells,
  type Kept,
  type StoredRecord,
} from '@/lib/model/rules/fields';
import { shapes } from '@/lib/model/rules/shapes';
import { stampOver } from '@/lib/model/rules/stamps';
import type { FieldCell, MutableRecord, Stamp } from '@/lib/model/schema/envelope';
import type { RecordType } from '@/lib/model/schema/records';
import type { AppendOnlyType, Change } from './change';
import { StoreFailure } from './failure';
import { checkPlain } from './parse';

type FieldChange = Exclude<Change, { type: AppendOnlyType }>;

const refuse = (type: string, field: string, reason: string): never => {
  throw new StoreFailure('badInput', { type, field, reason });
};

const valueOf = (type: string, field: string, value: unknown): Json => {
  try {
    return value === undefined ? null : plainJson(value);
  } catch (error) {
    if (error instanceof Unstorable) return refuse(type, `${field}${error.path}`, error.reason);
    throw error;
  }
};

const isReading = (type: RecordType, field: string): boolean => Object.values(shapes[type].lists).some((l) => l.keepsNull && l.owns(field));

function wanted(change: FieldChange): [string, Json][] {
  if ('hide' in change) return [[hiddenField, change.hide]];
  return Object.entries(change.set).map(([field, value]) =>
    isFieldOf(change.type, field) ? [field, valueOf(change.type, field, value)] : refuse(change.type, field, 'unknown'),
  );
}

/**
 * The record after a change; undefined when it says already what is asked for. A field that is taken away becomes null with a stamp of
 * its own, so that taking away can be merged like anything else. Throws StoreFailure('badInput').
 */
export function applied(before: StoredRecord | undefined, change: FieldChange, own: Stamp, device: string): MutableRecord | undefined {
  const { type, id } = change;
  if (before && !isMutable(before)) return refuse(type, 'id', 'appendOnly');
  if (!before && 'hide' in change) return refuse(type, 'id', 'unknown');
  const record: MutableRecord = before ?? { id, t: type, n: envelopeVersion, f: {} };
  const cells: [string, FieldCell][] = [];
  for (const [field, v] of wanted(change)) {
    const now = Object.hasOwn(record.f, field) ? record.f[field] : undefined;
    if (now ? canonicalJson(now.v) === canonicalJson(v) : (v === null && !isReading(type, field)) || (field === hiddenField && v === false))
      continue;
    if (now && isReading(type, field)) return refuse(type, field, 'neverOverwritten');
    cells.push([field, { v, s: stampOver(own, now?.s, device) }]);
  }
  return cells.length > 0 ? withCells(record, cells) : before ? undefined : refuse(type, 'id', 'empty');
}

/** The plain form of a record that is about to be kept, checked in full. Throws StoreFailure('badInput'). */
export function checked<T extends RecordType>(type: T, record: StoredRecord): Kept<T> {
  try {
    const kept = keptOf(type, record);
    checkPlain(type, kept.plain);
    return kept;
  } catch (error) {
    if (error instanceof Misfit) return refuse(type, error.field, 'missing');
    throw error;
  }
}
