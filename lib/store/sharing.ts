import { isMutable } from '@/lib/model/rules/fields';
import type { RecRow } from './rows';

/** Ids under which this person reads: the actor of the workspace, and what this device was called before a sign-in. */
export type Mine = ReadonlySet<string>;

const cell = (row: RecRow | undefined, name: string): unknown =>
  row && isMutable(row.record) && Object.hasOwn(row.record.f, name) ? row.record.f[name]!.v : undefined;

/** May others see a metric's values? Not those of one that is not here or was deleted. */
export const isShared = (metric: RecRow | undefined): boolean => cell(metric, 'shared') === true && cell(metric, 'x') !== true;

export const metricIdOf = (chunk: RecRow): string => String(cell(chunk, 'metricId'));

/** Readings leave the device only where their metric is shared, and only one's own: a shared metric has one reader of record (DESIGN §12). */
export const mayLeave = (chunk: RecRow, metric: RecRow | undefined, mine: Mine): boolean =>
  isShared(metric) && mine.has(String(cell(chunk, 'reader')));
