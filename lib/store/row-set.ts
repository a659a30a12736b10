import { keptOf, type Kept, type StoredRecord } from '@/lib/model/rules/fields';
import type { RecordType } from '@/lib/model/schema/records';
import { ix, indexStrings } from './index-strings';
import { queued } from './out-rows';
import type { RecRow } from './rows';
import { withChunks } from './series';
import { isShared, mayLeave, metricIdOf, type Mine } from './sharing';
import type { WriteTransaction } from './transaction';

type RecKey = { type: RecordType; id: string };
const textOf = ({ type, id }: RecKey): string => `${type}/${id}`;

/** The rows that one transaction has read and changed; written together by `flush`, with the series that chunks belong to. */
export class RowSet {
  private readonly found = new Map<string, RecRow | undefined>();
  private readonly changed = new Map<string, { key: RecKey; row: RecRow | undefined }>();

  constructor(private readonly tx: WriteTransaction) {}

  /** Reads rows that will be asked for, all at once. */
  async fetch(keys: readonly RecKey[]): Promise<void> {
    const store = this.tx.objectStore('rec');
    await Promise.all(keys.map(async ({ type, id }) => this.found.set(textOf({ type, id }), await store.get([type, id]))));
  }

  /** A row that was fetched, as it now is. */
  row(type: RecordType, id: string): RecRow | undefined {
    const key = textOf({ type, id });
    const changed = this.changed.get(key);
    return changed ? changed.row : this.found.get(key);
  }

  get(type: RecordType, id: string): StoredRecord | undefined {
    return this.row(type, id)?.record;
  }

  /** Puts a record in the place of the one that was read; `kept` is its plain form. What sync knows of it stays. */
  put<T extends RecordType>(type: T, record: StoredRecord, kept: Kept<T>): void {
    const { home = null, base = null, seen = null } = this.row(type, record.id) ?? {};
    this.set({ type, id: record.id, record, home, base, seen, ix: indexStrings(type, kept.plain) });
  }

  /** Puts a whole row; its index strings are made of its record. Throws Misfit. */
  putRow(row: RecRow): void {
    this.set({ ...row, ix: indexStrings(row.type, keptOf(row.type, row.record).plain) });
  }

  remove(key: RecKey): void {
    this.changed.set(textOf(key), { key: { type: key.type, id: key.id }, row: undefined });
  }

  private set(row: RecRow): void {
    this.changed.set(textOf(row), { key: row, row });
  }

  /** Writes what changed; a series goes with its last chunk. */
  async flush(): Promise<void> {
    const rec = this.tx.objectStore('rec');
    const all = [...this.changed.values()];
    await Promise.all([
      ...all.map(async ({ key, row }) => (row ? rec.put(row) : rec.delete([key.type, key.id]))), // async: what one throws at once must not leave the others unheard
      this.flushSeries(),
    ]);
  }

  /** Puts into the outbox all that was put, of readings those that may leave. After `flush`. */
  async queue(now: string, mine: Mine): Promise<void> {
    const rows = [...this.changed.values()].flatMap(({ row }) => row ?? []);
    await Promise.all(rows.map(async (row) => ((await this.mayQueue(row, mine)) ? this.putOut(row, now) : undefined)));
    await this.followSharing(now, mine);
  }

  /** May this row be in the outbox at all? The metric of a chunk is asked as it now is. */
  async mayQueue(row: RecRow, mine: Mine): Promise<boolean> {
    if (row.type !== 'chunk') return true;
    const id = metricIdOf(row);
    if (!this.found.has(`metric/${id}`)) await this.fetch([{ type: 'metric', id }]);
    return mayLeave(row, this.row('metric', id), mine);
  }

  /** Where a metric became shared, the readings of this person wait too; where it is so no longer, they leave the outbox. After `flush`. */
  async followSharing(now: string, mine: Mine): Promise<void> {
    for (const [text, { key, row }] of this.changed)
      if (key.type === 'metric' && isShared(this.found.get(text)) !== isShared(row)) await this.requeue(key.id, row, now, mine);
  }

  private async requeue(metric: string, row: RecRow | undefined, now: string, mine: Mine): Promise<void> {
    const out = this.tx.objectStore('out');
    const chunks = await this.tx.objectStore('rec').index('ix').getAll(ix.chunksOfMetric(metric));
    await Promise.all(
      chunks.map(async (chunk) => {
        if (mayLeave(chunk, row, mine)) return this.putOut(chunk, now);
        const before = await out.get([chunk.type, chunk.id]);
        if (before && !before.erase && before.state !== 'discarded') await out.delete([chunk.type, chunk.id]);
      }),
    );
  }

  private async putOut({ type, id }: RecKey, now: string): Promise<void> {
    const out = this.tx.objectStore('out');
    await out.put(queued(await out.get([type, id]), { type, id }, now));
  }

  private async flushSeries(): Promise<void> {
    const store = this.tx.objectStore('series');
    const chunks = [...this.changed].flatMap(([text, { key, row }]) => {
      const said = key.type === 'chunk' ? (row ?? this.found.get(text)) : undefined;
      if (!said) return [];
      const kept = keptOf('chunk', said.record);
      return row ? kept : { ...kept, hidden: true }; // of one that goes, nothing is left in the series
    });
    const bySeries = Map.groupBy(chunks, ({ plain }) => [plain.metricId, plain.reader, plain.account].join('\n'));
    await Promise.all(
      [...bySeries.values()].map(async (ofOne) => {
        const { metricId, reader, account } = ofOne[0]!.plain;
        const key: [string, string, string] = [metricId, reader, account];
        const row = withChunks(await store.get(key), ofOne);
        await (row.days.first === null && this.goes(ofOne.map((c) => c.plain.id)) ? store.delete(key) : store.put(row));
      }),
    );
  }

  private goes(chunks: string[]): boolean {
    return chunks.some((id) => this.changed.get(`chunk/${id}`)?.row === undefined);
  }
}
