import type { RecordType } from '@/lib/model/schema/records';
import { goneCodes, type OutRow } from './rows';

type RecKey = { type: RecordType; id: string };

/** A row that waits to be sent. What is to be erased there first, and where it was sent, is taken over from the row before. */
export const waitingRow = ({ type, id }: RecKey, since: string, before?: OutRow): OutRow => ({
  type,
  id,
  since,
  tries: 0,
  next: 0,
  state: 'waiting',
  ...(before?.erase ? { erase: true } : {}),
  ...(before?.home === undefined ? {} : { home: before.home }),
});

/** The row of a record that was just changed here. */
export function queued(before: OutRow | undefined, key: RecKey, now: string): OutRow {
  if (before?.state === 'quarantined' && goneCodes.has(before.code ?? '')) return before;
  return waitingRow(key, before && before.state !== 'discarded' ? before.since : now, before);
}

/** What a person is told of a row; whether it is on its way just now is not. */
const told = (row: OutRow | undefined): string => (row ? `${row.state === 'sent' ? 'waiting' : row.state} ${row.code ?? ''}` : 'shared');

/** Are two rows of one record the same to a person? */
export const showsTheSame = (a: OutRow | undefined, b: OutRow | undefined): boolean => told(a) === told(b);

const order = (a: string, b: string): number => Number(a > b) - Number(a < b);

/** Oldest first. */
export const bySince = (a: OutRow, b: OutRow): number => order(a.since, b.since) || order(a.type, b.type) || order(a.id, b.id);
