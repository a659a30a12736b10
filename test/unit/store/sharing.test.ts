import { afterEach, beforeEach, expect, it } from 'vitest';
import { chunkIdOf } from '@/lib/model/rules/identity';
import type { MutableRecord } from '@/lib/model/schema/envelope';
import { keepReadings } from '@/lib/store/observations';
import type { OutRow, RecRow } from '@/lib/store/rows';
import { openWorkspace, type Workspace } from '@/lib/store/workspace';
import { add, freshWorkspace, heldOf, metricSet, newWrite, setOut } from './fresh';

let ws: Workspace;
beforeEach(async () => {
  ws = await freshWorkspace();
});
afterEach(() => ws.close());

const months = ['2026-10', '2026-11'];
const read = (reader = ws.me, at = ws): Promise<number> =>
  keepReadings(at, newWrite(), 'm1', {
    reader,
    account: 'none',
    via: 'typed',
    at: '2026-11-20T08:00:00.000Z',
    points: months.map((month) => ({ period: `${month}-02`, v: 3 })),
  });
const metric = (set: Record<string, unknown> = {}, at = ws): Promise<unknown> =>
  at.write(newWrite(), [add('metric', 'm1', { ...metricSet, ...set })], null);
const chunk = (reader = ws.me, month = '2026-11'): Promise<string> => chunkIdOf('m1', month, reader, 'none');
/** Chunks that wait, by month and reader. */
const waiting = async (at = ws): Promise<string[]> =>
  (await at.replica.waiting())
    .filter((w) => w.out.type === 'chunk' && w.rec)
    .map((w) => (w.rec!.record as MutableRecord).f)
    .map((f) => `${f.month!.v as string} ${f.reader!.v as string}`)
    .sort();
const mine = (): string[] => months.map((month) => `${month} ${ws.me}`);

it.each([
  ['that is not shared', () => metric({ shared: false })],
  ['that is not here', () => Promise.resolve()],
  [
    'that was deleted',
    async () => {
      await metric({ shared: true });
      await ws.write(newWrite(), [{ type: 'metric', id: 'm1', hide: true }], null);
    },
  ],
])('readings of a metric %s stay out of the outbox', async (_, make) => {
  await make();
  const before = await ws.waiting();
  await read();
  expect(await waiting()).toEqual([]);
  expect(await ws.waiting()).toBe(before);
});

it('one’s own readings of a shared metric wait, those of another reader do not', async () => {
  await metric({ shared: true });
  await read();
  await read('user-other');
  expect(await waiting()).toEqual(mine());
});

it('marking a metric shared lets this reader’s readings wait, and not those of others; a repeat changes nothing', async () => {
  await metric();
  await read();
  await read('user-other');
  await metric({ shared: true });
  expect(await waiting()).toEqual(mine());
  const since = (await heldOf(ws, 'chunk', await chunk())).out!.since;
  await metric({ shared: true, name: 'Renamed' });
  expect(await waiting()).toEqual(mine());
  expect((await heldOf(ws, 'chunk', await chunk())).out!.since).toBe(since);
});

it('marking it shared and reading in one write lets it wait too', async () => {
  const id = await chunk();
  await ws.write(
    newWrite(),
    [
      add('metric', 'm1', { ...metricSet, shared: true }),
      add('chunk', id, {
        metricId: 'm1',
        month: '2026-11',
        reader: ws.me,
        account: 'none',
        '2026-11-02|typed|2026-11-20T08:00:00.000Z': { v: 1 },
      }),
    ],
    null,
  );
  expect(await waiting()).toEqual([`2026-11 ${ws.me}`]);
});

it.each([
  ['not shared any more', () => metric({ shared: false })],
  ['deleted', () => ws.write(newWrite(), [{ type: 'metric', id: 'm1', hide: true }], null)],
])('takes waiting readings out of the outbox when their metric is %s, in whatever state, and keeps them here', async (_, act) => {
  await metric({ shared: true });
  await read();
  await setOut(ws, 'chunk', await chunk(ws.me, '2026-10'), { state: 'quarantined', code: 'forbidden' });
  await act();
  expect(await waiting()).toEqual([]);
  expect((await heldOf(ws, 'chunk', await chunk())).rec).toBeDefined();
});

it('lets them wait again when a deleted metric comes back', async () => {
  await metric({ shared: true });
  await read();
  await ws.write(newWrite(), [{ type: 'metric', id: 'm1', hide: true }], null);
  await ws.write(newWrite(), [{ type: 'metric', id: 'm1', hide: false }], null);
  expect(await waiting()).toEqual(mine());
});

it('leaves what is to be erased or taken back from the storage in the outbox', async () => {
  await metric({ shared: true });
  await read();
  await setOut(ws, 'chunk', await chunk(ws.me, '2026-10'), { state: 'discarded', home: 'obs-2026' });
  await setOut(ws, 'chunk', await chunk(), { erase: true, home: 'obs-2026' });
  await metric({ shared: false });
  expect(await waiting()).toEqual([`2026-10 ${ws.me}`]);
  expect((await heldOf(ws, 'chunk', await chunk())).out).toMatchObject({ erase: true });
});

it('holds for a file too', async () => {
  await metric();
  await read();
  const records = await Array.fromAsync(ws.dump());
  const other = await freshWorkspace({ me: ws.me });
  await other.load(newWrite(), records);
  expect(await waiting(other)).toEqual([]);
  await metric({ shared: true }, other);
  expect(await waiting(other)).toEqual(mine());
  other.close();
});

it('counts what was read on this device before a sign-in as this person’s', async () => {
  await metric();
  await read();
  const local = ws.me;
  ws.close();
  ws = await openWorkspace({ me: 'user-a' });
  expect(ws.me).toBe('user-a');
  await read();
  await metric({ shared: true });
  expect(await waiting()).toEqual(months.flatMap((month) => [`${month} ${local}`, `${month} user-a`]));
});

it('asks nothing of other records', async () => {
  const before = await ws.waiting();
  await metric();
  expect(await ws.waiting()).toBe(before + 1);
});

/** The metric as somebody else’s version of it would come in. */
const pulled = async (shared: boolean): Promise<void> => {
  const { rec } = await heldOf(ws, 'metric', 'm1');
  const record = rec!.record as MutableRecord;
  const f = { ...record.f, shared: { v: shared, s: 'ffff00000000-0000-0000000b' } };
  await ws.replica.change([{ type: 'metric', id: 'm1' }], () => ({
    rows: [{ key: { type: 'metric', id: 'm1' }, rec: { ...rec!, record: { ...record, f } }, out: null }],
  }));
};

it('follows a metric that somebody else marks shared, or no longer', async () => {
  await metric();
  await read();
  await pulled(true);
  expect(await waiting()).toEqual(mine());
  await metric({ shared: true });
  await pulled(false);
  expect(await waiting()).toEqual([]);
});

it('follows a metric that somebody else erases', async () => {
  await metric({ shared: true });
  await read();
  await ws.replica.change([{ type: 'metric', id: 'm1' }], ([now]) => ({ rows: [{ key: now!.key, rec: null, out: null }] }));
  expect(await waiting()).toEqual([]);
});

it('keeps readings that may not leave out of the outbox, whatever a replicator decides', async () => {
  await metric();
  await read();
  await metric({ shared: true });
  await read('user-other');
  const row = (id: string): OutRow => ({
    type: 'chunk',
    id,
    since: '2026-11-25T08:00:00.000Z',
    tries: 0,
    next: 0,
    state: 'waiting',
    repair: true,
  });
  const keys = [
    { type: 'chunk', id: await chunk() },
    { type: 'chunk', id: await chunk('user-other') },
  ];
  await ws.replica.change(keys, (held) => ({ rows: held.map((h) => ({ key: h.key, out: row(h.key.id) })) }));
  expect((await heldOf(ws, 'chunk', keys[0]!.id)).out).toEqual(row(keys[0]!.id));
  expect((await heldOf(ws, 'chunk', keys[1]!.id)).out).toBeUndefined();
});

it('keeps a pulled chunk’s row and its metric’s in one decision', async () => {
  await metric();
  await read();
  const [m, c] = [await heldOf(ws, 'metric', 'm1'), await heldOf(ws, 'chunk', await chunk())];
  const record = m.rec!.record as MutableRecord;
  const shared: RecRow = { ...m.rec!, record: { ...record, f: { ...record.f, shared: { v: true, s: 'ffff00000000-0000-0000000b' } } } };
  const out: OutRow = { type: 'chunk', id: c.key.id, since: '2026-11-25T08:00:00.000Z', tries: 1, next: 5, state: 'sent' };
  await ws.replica.change([m.key, c.key], () => ({
    rows: [
      { key: m.key, rec: shared },
      { key: c.key, out },
    ],
  }));
  expect(await waiting()).toEqual(mine());
});
