import type { OutRow } from '@/lib/store/rows';

/**
 * Why a row of the outbox cannot be shared as it is (facts: sync §4.4). The storage says: `forbidden`, `invalid`, `tooLarge`. It fails on this
 * record alone, again and again: `keepsFailing`; gives back other values than it was given: `altersValue`; something unusable stands under
 * the record's id: `occupied`; an administrator erased it there: `erased`; it is on this device only, and may have been erased longer ago
 * than the storage remembers: `onlyHere`.
 */
export type QuarantineCode = 'forbidden' | 'invalid' | 'tooLarge' | 'keepsFailing' | 'altersValue' | 'occupied' | 'erased' | 'onlyHere';

const day = 86_400_000;

/** Those that another day may let pass, without anybody doing anything: a schema or a limit was changed, a disk has room again. */
const triedDaily: ReadonlySet<string> = new Set<QuarantineCode>(['invalid', 'tooLarge', 'keepsFailing']);

/** The row in quarantine. `message`: the storage's own words. */
export const quarantined = (row: OutRow, code: QuarantineCode, now: number, message = ''): OutRow => ({
  ...row,
  state: 'quarantined',
  code,
  message,
  tries: 0,
  next: triedDaily.has(code) ? now + day : 0,
});

/** The row as one that waits, whatever held it up. */
export function freed(row: OutRow): OutRow {
  const { code: _, message: __, unequal: ___, ...rest } = row;
  return { ...rest, state: 'waiting', tries: 0, next: 0 };
}

/** Is it time to try this row of the quarantine again? A clock that was set back does not make it wait longer than a day. */
export const isDue = (row: OutRow, now: number): boolean =>
  row.state === 'quarantined' && triedDaily.has(row.code ?? '') && (row.next <= now || row.next > now + day);
