import { beforeEach, describe, expect, it } from 'vitest';
import browser from 'webextension-polyfill';
import { openDatabase } from '@/lib/store/database';
import { openWorkspace } from '@/lib/store/workspace';
import { frozen02 } from './frozen/02-runs-of-days';
import { frozen03 } from './frozen/03-shared-storage';
import { thaw, withRaw } from './thaw';

let name: string;
beforeEach(() => {
  name = `test-${crypto.randomUUID()}`;
});

describe('the step to a shared storage', () => {
  const [metric, , chunk] = frozen02.rows.rec;
  const out = { type: 'chunk', id: chunk.id, since: '2026-10-12T06:00:00.000Z', tries: 0, next: 0, state: 'waiting' };
  const said = (cells: Record<string, boolean>) => ({
    ...metric,
    record: {
      ...metric.record,
      f: {
        ...metric.record.f,
        ...Object.fromEntries(Object.entries(cells).map(([field, v]) => [field, { v, s: '0199ee000008-0000-0000000a' }])),
      },
    },
  });

  it.each([
    ['takes readings of a metric that is not shared out of the outbox', {}, 1],
    ['leaves those of a shared one', { shared: true }, 2],
    ['takes those of a shared one that was deleted out', { shared: true, x: true }, 1],
  ])('%s', async (_, cells, left) => {
    await thaw(name, { ...frozen02, rows: { ...frozen02.rows, rec: [said(cells), chunk], out: [...frozen02.rows.out, out] } });
    (await openDatabase(name)).close();
    expect(await withRaw(name, (db) => db.count('out'))).toBe(left);
  });

  it('says of records known before that they stand nowhere yet, and leaves what it does not know as it is', async () => {
    await thaw(name, frozen02);
    (await openDatabase(name)).close();
    const rows = await withRaw(name, (db) => db.getAll('rec') as Promise<{ id: string; home: unknown }[]>);
    expect(rows).toEqual(frozen02.rows.rec.map((row) => ({ ...row, home: null })).toSorted((a, b) => (a.type < b.type ? -1 : 1)));
  });
});

it('what was known of a storage is known', async () => {
  await thaw(name, frozen03);
  await browser.storage.local.set({ workspace: name, device: '0000000a' });
  const ws = await openWorkspace();
  expect(await ws.outbox.counts()).toEqual({ waiting: 2, stuck: 1 });
  expect((await ws.outbox.stuck()).map((s) => s.out)).toEqual([frozen03.rows.out[1]]);
  expect(await ws.replica.state()).toEqual(frozen03.rows.meta[1].value);
  expect(await ws.replica.opaque()).toEqual(frozen03.rows.opaque);
  expect(await ws.replica.collections()).toEqual(frozen03.rows.collections);
  expect(await ws.replica.based('metrics')).toEqual([{ key: { type: 'metric', id: '5f0c' }, base: 1_795_562_478_857 }]);
  ws.close();
});
