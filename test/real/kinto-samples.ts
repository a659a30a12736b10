// One record after another that fits a collection, as it goes over the wire.
import { appendedIdOf, courseIdOf } from '@/lib/model/rules/identity';
import type { StoredRecord } from '@/lib/model/rules/fields';
import type { AppendedRecord } from '@/lib/model/schema/envelope';
import { toWire } from '@/lib/sync/wire-ids';
import { alignment, chunk, metric, outcome, record, signOff } from '@/test/unit/sync-layout/records';

let count = 0;

/** A decision by this actor, with its own id. */
export async function decision(by: string, more: Record<string, unknown> = {}): Promise<StoredRecord> {
  const { id: _, ...content } = { ...signOff, by, reason: `No. ${++count}`, ...more } as AppendedRecord;
  return { ...content, id: await appendedIdOf(content as AppendedRecord) } as StoredRecord;
}

export async function course(nativeId: string, id?: string): Promise<StoredRecord> {
  const plain = { site: 'moodle:lms.example.org', nativeId, title: 'Packing', url: 'https://lms.example.org/4', aliases: [], launches: [] };
  return record('course', id ?? (await courseIdOf(plain.site, nativeId)), plain);
}

/** A new record that may stand in this collection. */
export async function sample(collection: string): Promise<StoredRecord> {
  const id = `r${++count}`;
  const [kind, part] = collection.split(/-(.*)/) as [string, string?];
  switch (kind) {
    case 'people':
      return record('unit', id, { name: 'Field operations', calendar: 'iso' });
    case 'sites':
      return record('site', id, { product: 'moodle', host: 'lms.example.org', kind: 'lms', enabledAt: '2026-01-01T00:00:00Z' });
    case 'recipes':
      return record('recipe', id, { product: 'moodle', version: 1, body: '{}' });
    case 'courses':
      return course(id);
    case 'outcomes':
      return outcome(part, 1, id);
    case 'drafts':
      return outcome(part, 1, id);
    case 'decisions':
      return decision('user-a');
    case 'metrics':
      return { ...metric(), id };
    case 'alignments':
      return { ...alignment, id };
    case 'chartlinks':
      return record('chartLink', id, { site: 'superset:bi.example.org', dashboard: '1', tile: '2', metricId: 'm1' });
    case 'obs':
      return { ...chunk('user-a', `${part}-03`), id };
    default:
      throw new Error(`no sample for ${collection}`);
  }
}

/** What a PUT of this record holds, and where it goes in its collection. */
export function onWire({ id, ...data }: StoredRecord): { id: string; body: { data: Record<string, unknown> } } {
  return { id: toWire(id), body: { data } };
}
