import { canonicalJson, Unstorable } from '@/lib/model/rules/canonical';
import { isMutable, isRecordType, keptOf, Misfit, type StoredRecord } from '@/lib/model/rules/fields';
import { isUnaltered } from '@/lib/model/rules/identity';
import { isAppendOnly } from '@/lib/model/rules/shapes';
import { appendedRecord, mutableRecord } from '@/lib/model/schema/envelope';
import { recordSchemas, type RecordOf, type RecordType } from '@/lib/model/schema/records';
import { StoreFailure } from './failure';

/** Checks the plain form of a record that is about to be kept; gives it back typed. Throws StoreFailure('badInput', {type, field}). */
export function checkPlain<T extends RecordType>(type: T, plain: unknown): RecordOf<T> {
  const parsed = recordSchemas[type].safeParse(plain);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new StoreFailure('badInput', { type, field: issue?.path.map(String).join('.') ?? '', reason: issue?.code ?? '' });
  }
  return parsed.data as RecordOf<T>;
}

/** Why a record from a file or another device is not taken in. */
export type Refused = {
  type: string;
  id: string;
  /** `unknownType`: made by a newer version. `badRecord`: its shape or a value does not fit. `altered`: its id does not belong to its content. */
  code: 'unknownType' | 'badRecord' | 'altered';
  field?: string;
};

type Checked = { record: StoredRecord } | { refused: Refused };

const textOf = (raw: unknown, name: string): string => {
  const value = typeof raw === 'object' && raw !== null ? (raw as Record<string, unknown>)[name] : undefined;
  return typeof value === 'string' ? value.slice(0, 200) : '';
};

/** Checks an envelope that comes from outside: shape, values, numbers and texts that can be kept, and that an append-only record was not altered. */
export async function checkStored(raw: unknown): Promise<Checked> {
  const [type, id] = [textOf(raw, 't'), textOf(raw, 'id')];
  const no = (code: Refused['code'], field?: string): Checked => ({ refused: { type, id, code, ...(field ? { field } : {}) } });
  if (!isRecordType(type)) return no('unknownType');
  const parsed = (isAppendOnly(type) ? appendedRecord : mutableRecord).safeParse(raw);
  if (!parsed.success) return no('badRecord', parsed.error.issues[0]?.path.map(String).join('.'));
  const record = parsed.data as StoredRecord;
  try {
    canonicalJson(record);
    checkPlain(type, keptOf(type, record).plain);
  } catch (error) {
    if (error instanceof StoreFailure) return no('badRecord', error.detail.field);
    if (error instanceof Misfit) return no('badRecord', error.field);
    if (error instanceof Unstorable) return no('badRecord', error.path);
    throw error;
  }
  return isMutable(record) || (await isUnaltered(record)) ? { record } : no('altered');
}
