// Records with envelopes, and what a person knows, for the tests of the layout.
import type { Json } from '@/lib/model/rules/canonical';
import { fieldsOf, type StoredRecord } from '@/lib/model/rules/fields';
import type { MutableRecord } from '@/lib/model/schema/envelope';
import type { RecordOf, RecordType } from '@/lib/model/schema/records';
import type { About } from '@/lib/sync/layout-contract';
import { layoutOf } from '@/lib/sync/layout';
import * as made from '@/test/unit/model/made';

export const stampAt = (ms: number): string => `${ms.toString(16).padStart(12, '0')}-0000-0000000a`;

/** A mutable record whose fields all have one stamp. */
export const record = <T extends RecordType>(type: T, id: string, plain: Omit<RecordOf<T>, 'id'>, ms = 1): MutableRecord => ({
  id,
  t: type,
  n: 1,
  f: Object.fromEntries(Object.entries(fieldsOf(type, plain)).map(([name, v]: [string, Json]) => [name, { v, s: stampAt(ms) }])),
});

export const outcome = (unit?: string, ms = 1, id = 'o1'): MutableRecord =>
  record('outcome', id, { ...made.outcome, businessUnit: unit }, ms);
export const metric = (unit?: string, more: Partial<RecordOf<'metric'>> = {}): MutableRecord =>
  record('metric', 'm1', { ...made.metric, businessUnit: unit, ...more });
export const alignment = record('alignment', 'al1', made.alignment);
export const chunk = (reader: string, month = '2026-10'): StoredRecord =>
  record('chunk', `chunk:m1:${month}:${reader}:none`, {
    metricId: 'm1',
    month,
    reader,
    account: 'none',
    readings: [{ period: `${month}-05`, via: 'typed', at: `${month}-12T06:00:00Z`, value: { v: 4.1 } }],
  });
export const signOff: StoredRecord = {
  id: 'signOff-x',
  t: 'signOff',
  n: 1,
  s: stampAt(5),
  alignmentId: 'al1',
  by: 'user-a',
  role: 'owner',
  decision: 'agree',
  at: '2026-06-01T08:00:00.000Z',
  covers: 'a'.repeat(64),
};

export const layout = layoutOf('throughline');
const every = ['meta', 'people', 'sites', 'recipes', 'courses', 'metrics', 'drafts', 'alignments', 'chartlinks', 'obs-2026'];
export const units = ['field', 'hub'];
export const collections = [...every, ...units.flatMap((u) => [`outcomes-${u}`, `drafts-${u}`, `decisions-${u}`])];

/** What a member of these groups knows; `records`: those that can be looked up. */
export const about = (groups: string[], records: StoredRecord[] = [], me = 'user-a'): About => ({
  rights: layout.rightsOf(['account:ann', 'system.Authenticated', ...groups.map((g) => `/buckets/throughline/groups/${g}`)]),
  there: new Set(collections),
  me,
  look: ({ type, id }) => records.find((r) => r.t === type && r.id === id),
});
