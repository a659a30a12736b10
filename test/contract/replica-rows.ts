import type { MutableRecord } from '@/lib/model/schema/envelope';
import type { CollectionState, Key, OpaqueRow } from '@/lib/store/replica';
import type { OutRow, RecRow } from '@/lib/store/rows';

/* Rows for the contract of a Replica. */

const stampAt = (n: number): string => `0199ee${n.toString(16).padStart(6, '0')}-0000-0000000a`;
const record = (id: string, text: string, n = 1): MutableRecord => ({ id, t: 'goal', n: 1, f: { text: { v: text, s: stampAt(n) } } });
export const rec = (id: string, text = id, known: Partial<RecRow> = {}): RecRow => ({
  type: 'goal',
  id,
  record: record(id, text),
  home: null,
  base: null,
  seen: null,
  ix: [],
  ...known,
});
export const out = (id: string, more: Partial<OutRow> = {}): OutRow => ({
  type: 'goal',
  id,
  since: '2026-11-25T08:00:00.000Z',
  tries: 0,
  next: 0,
  state: 'waiting',
  ...more,
});
export const key = (id: string, type = 'goal'): Key => ({ type, id });
export const opaqueRow = (collection: string, id: string, at: number): OpaqueRow => ({
  collection,
  id,
  at,
  content: { id, t: 'mood', f: { odd: [1, null] } },
  code: 'unknownType',
  since: '2026-11-25T08:00:00.000Z',
});
export const collection = (name: string, more: Partial<CollectionState> = {}): CollectionState => ({
  name,
  cursor: 0,
  highest: 0,
  pulledAt: null,
  total: null,
  ...more,
});
