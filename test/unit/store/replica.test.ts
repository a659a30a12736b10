import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fieldsOf } from '@/lib/model/rules/fields';
import type { MutableRecord } from '@/lib/model/schema/envelope';
import { ix } from '@/lib/store/index-strings';
import { keepReadings, seriesOf } from '@/lib/store/observations';
import type { Become, Key } from '@/lib/store/replica';
import type { RecRow } from '@/lib/store/rows';
import type { Workspace } from '@/lib/store/workspace';
import { add, freshWorkspace, heldOf, newWrite, outcomeSet, setOut } from './fresh';

let ws: Workspace;
beforeEach(async () => {
  ws = await freshWorkspace();
});
afterEach(() => {
  vi.restoreAllMocks();
  ws.close();
});

const t0 = Date.UTC(2026, 10, 25);
const stampAt = (ms: number): string => `${ms.toString(16).padStart(12, '0')}-0000-0000000b`;
const mutable = (t: string, id: string, f: Record<string, unknown>, ms = t0): MutableRecord => ({
  id,
  t,
  n: 1,
  f: Object.fromEntries(Object.entries(f).map(([name, v]) => [name, { v: v as string, s: stampAt(ms) }])),
});
const rowOf = (record: MutableRecord): RecRow => ({
  type: record.t as RecRow['type'],
  id: record.id,
  record,
  home: 'there',
  base: 1,
  seen: 'hash',
  ix: ['made/by/nobody'],
});
const keyOf = (record: MutableRecord): Key => ({ type: record.t, id: record.id });
const pull = (records: MutableRecord[], more: Partial<Become> = {}): Promise<void> =>
  ws.replica.change(records.map(keyOf), () => ({ rows: records.map((record) => ({ key: keyOf(record), rec: rowOf(record), ...more })) }));
const outcome = (id: string, more: Record<string, unknown> = {}) =>
  mutable('outcome', id, fieldsOf('outcome', { ...outcomeSet, delegates: [], ...more } as Parameters<typeof fieldsOf<'outcome'>>[1]));
const chunk = (month: string, readings: Record<string, unknown>) =>
  mutable('chunk', `chunk:m1:${month}:r:none`, { metricId: 'm1', month, reader: 'r', account: 'none', ...readings });
const points = async () => (await seriesOf(ws, 'm1', { reader: 'r', account: 'none' }))?.points;

describe('a record that comes in', () => {
  it('is found by what it says, not by what the replicator handed on', async () => {
    await pull([outcome('o1')]);
    expect((await ws.find('outcome', ix.outcomesOfMetric('m1'))).map((k) => k.plain.id)).toEqual(['o1']);
    await pull([outcome('o1', { metricId: 'm2' })]);
    expect(await ws.find('outcome', ix.outcomesOfMetric('m1'))).toEqual([]);
    expect(await ws.find('outcome', 'made/by/nobody')).toEqual([]);
  });

  it('keeps what is known of the storage through a change made here', async () => {
    await pull([outcome('o1')]);
    await ws.write(newWrite(), [add('outcome', 'o1', { scope: 'north' })], null);
    expect(await heldOf(ws, 'outcome', 'o1')).toMatchObject({ rec: { home: 'there', base: 1, seen: 'hash' }, out: { state: 'waiting' } });
  });

  it('is in its series when it is a month of readings, and out of it when it goes', async () => {
    await pull([
      chunk('2026-10', { '2026-10-05|typed|2026-10-12T06:00:00Z': { v: 4 } }),
      chunk('2026-11', { '2026-11-02|typed|2026-11-09T06:00:00Z': { v: 5 } }),
    ]);
    expect(await points()).toEqual([
      { period: '2026-10-05', v: 4 },
      { period: '2026-11-02', v: 5 },
    ]);
    await pull([
      chunk('2026-10', { '2026-10-05|typed|2026-10-12T06:00:00Z': { v: 4 }, '2026-10-05|typed|2026-10-13T06:00:00Z': { v: 4.5 } }),
    ]);
    expect((await points())![0]).toEqual({ period: '2026-10-05', v: 4.5 });
    await ws.replica.change([{ type: 'chunk', id: 'chunk:m1:2026-10:r:none' }], ([now]) => ({ rows: [{ key: now!.key, rec: null }] }));
    expect(await points()).toEqual([{ period: '2026-11-02', v: 5 }]);
    await ws.replica.change([{ type: 'chunk', id: 'chunk:m1:2026-11:r:none' }], ([now]) => ({ rows: [{ key: now!.key, rec: null }] }));
    expect(await points()).toBeUndefined();
  });

  it('is joined with readings made here in one series', async () => {
    await keepReadings(ws, newWrite(), 'm1', {
      reader: 'r',
      account: 'none',
      via: 'typed',
      at: '2026-11-20T08:00:00Z',
      points: [{ period: '2026-11-09', v: 6 }],
    });
    await pull([chunk('2026-10', { '2026-10-05|typed|2026-10-12T06:00:00Z': { v: 4 } })]);
    expect((await points())!.map((p) => p.v)).toEqual([4, 6]);
  });

  it('that does not fit its type stops the change as a whole', async () => {
    await expect(pull([outcome('o1'), mutable('outcome', 'o2', { direction: 'reduce' })])).rejects.toMatchObject({ name: 'StoreFailure' });
    expect(await ws.all('outcome')).toEqual([]);
  });
});

describe('open views', () => {
  const told: unknown[] = [];
  beforeEach(async () => {
    await ws.write(newWrite(), [add('outcome', 'o1', outcomeSet), add('outcome', 'o2', outcomeSet)], null);
    told.length = 0;
    ws.onWritten((touched) => told.push(touched));
  });
  const o1 = { type: 'outcome', id: 'o1' };

  it('are told of records that came, changed or went', async () => {
    await pull([outcome('o3'), outcome('o1', { scope: 'north' })]);
    await ws.replica.change([o1], ([now]) => ({ rows: [{ key: now!.key, rec: null, out: null }] }));
    expect(told).toEqual([[{ type: 'outcome', id: 'o3' }, o1], [o1]]);
  });

  it('are told when a record is shared, gets stuck, or waits again', async () => {
    await setOut(ws, 'outcome', 'o1', { state: 'sent', tries: 1 });
    expect(told).toEqual([]);
    await setOut(ws, 'outcome', 'o1', { state: 'quarantined', code: 'invalid' });
    await setOut(ws, 'outcome', 'o1', { state: 'waiting' });
    await ws.replica.change([o1], ([now]) => ({ rows: [{ key: now!.key, out: null }] }));
    expect(told).toEqual([[o1], [o1], [o1]]);
  });

  it('are not told where nothing that they show changed, or the change failed', async () => {
    await ws.replica.change([o1], ([now]) => ({
      rows: [{ key: now!.key, rec: { ...now!.rec!, record: structuredClone(now!.rec!.record), base: 5, seen: 'h', home: 'there' } }],
      state: { failures: 1 },
      collections: [{ name: 'there', cursor: 5, highest: 5, pulledAt: 1, total: null }],
    }));
    await expect(
      ws.replica.change([o1], () => {
        throw new Error('a bug');
      }),
    ).rejects.toThrow();
    expect(told).toEqual([]);
  });

  it('show what came in at once, though they remembered what was there', async () => {
    expect((await ws.read('outcome', 'o1'))!.plain.scope).toBeUndefined();
    await pull([outcome('o1', { scope: 'north' })]);
    expect((await ws.read('outcome', 'o1'))!.plain.scope).toBe('north');
  });
});

describe('trouble', () => {
  it('asks the disk to be sure only where it is told to', async () => {
    const spy = vi.spyOn(IDBDatabase.prototype, 'transaction');
    const asked = () => spy.mock.calls.filter(([, mode]) => mode === 'readwrite').map(([, , options]) => options);
    await pull([outcome('o1')]);
    await ws.replica.change([], () => ({ rows: [] }), 'strict');
    expect(asked()).toEqual([{ durability: 'relaxed' }, { durability: 'strict' }]);
  });

  it('is named, and leaves everything as it was', async () => {
    await pull([outcome('o1')], {
      out: { type: 'outcome', id: 'o1', since: '2026-11-25T08:00:00.000Z', tries: 0, next: 0, state: 'waiting' },
    });
    const put = IDBObjectStore.prototype.put;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...args: Parameters<typeof put>) {
      if (this.name === 'collections') throw new DOMException('No space left', 'QuotaExceededError');
      return put.apply(this, args);
    });
    const change = ws.replica.change([{ type: 'outcome', id: 'o1' }], ([now]) => ({
      rows: [{ key: now!.key, rec: null, out: null }],
      state: { generation: 'g2' },
      collections: [{ name: 'there', cursor: 5, highest: 5, pulledAt: 1, total: null }],
    }));
    await expect(change).rejects.toMatchObject({ name: 'StoreFailure', code: 'storageFull' });
    vi.restoreAllMocks();
    expect(await heldOf(ws, 'outcome', 'o1')).toMatchObject({ rec: { home: 'there' }, out: { state: 'waiting' } });
    expect(await ws.replica.state()).toMatchObject({ generation: null });
  });

  it('is named for readers too', async () => {
    vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(() => {
      throw new DOMException('The connection is closing', 'InvalidStateError');
    });
    const broken = { code: 'storageBroken', detail: { cause: 'InvalidStateError' } };
    const { replica, outbox } = ws;
    await expect(replica.waiting()).rejects.toMatchObject(broken);
    await expect(replica.read([])).rejects.toMatchObject(broken);
    await expect(replica.based('x')).rejects.toMatchObject(broken);
    await expect(replica.keys()).rejects.toMatchObject(broken);
    await expect(replica.state()).rejects.toMatchObject(broken);
    await expect(replica.collections()).rejects.toMatchObject(broken);
    await expect(replica.opaque()).rejects.toMatchObject(broken);
    await expect(replica.change([], () => ({ rows: [] }))).rejects.toMatchObject(broken);
    await expect(outbox.stuck()).rejects.toMatchObject(broken);
    await expect(outbox.retry([])).rejects.toMatchObject(broken);
  });
});
