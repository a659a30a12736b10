import type { RecordType } from '@/lib/model/schema/records';

export type AppendOnlyType = 'signOff' | 'review';
export type MutableType = Exclude<RecordType, AppendOnlyType>;

/**
 * One change of a write. `set` names plain fields (undefined takes a field away); entries of lists are set one by one:
 * `{ 'launch:<key>': { date } }`, `{ 'delegate:<actor>': true }`, undefined removes the entry (model/rules/shapes.ts is the mapping).
 */
export type Change =
  | { type: MutableType; id: string; set: Record<string, unknown> }
  | { type: MutableType; id: string; hide: boolean }
  /** The id is derived from the content; `id` in it is not needed and not looked at. */
  | { type: AppendOnlyType; append: Record<string, unknown> };

/** What a write touched, for those who show it. */
export type Touched = { type: RecordType; id: string };
