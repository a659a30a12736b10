import { envelopeVersion, isMutable, type StoredRecord } from '@/lib/model/rules/fields';
import { checkStored } from '@/lib/store/parse';
import type { OpaqueRow } from '@/lib/store/replica';
import type { RemoteRecord } from './contract';
import type { Layout } from './layout-contract';
import type { Version } from './settle';

export type Incoming = { version: Version } | { opaque: OpaqueRow };

/** Checks what the storage gave: a record that can be joined, or one that is kept apart (facts: sync §4.3 step 4). */
export async function incoming(collection: string, { id, at, content }: RemoteRecord, layout: Layout, now: number): Promise<Incoming> {
  const checked = await checkStored(content);
  const apart = (code: OpaqueRow['code'], field?: string): Incoming => ({
    opaque: { collection, id, at, content, code, ...(field ? { field } : {}), since: new Date(now).toISOString() },
  });
  if ('refused' in checked) return apart(checked.refused.code, checked.refused.field);
  const { record } = checked;
  if (record.n > envelopeVersion) return apart('unknownType', 'n'); // of a version of ours that is not out yet: it may mean anything
  if (record.id !== id) return apart('squatted');
  return layout.isFit(collection, record) ? { version: { collection, at, record } } : apart('squatted');
}

/** All stamps of a record. */
export const stampsOf = (record: StoredRecord): string[] =>
  isMutable(record) ? Object.values(record.f).map((cell) => cell.s) : [record.s];
