import { openDB } from 'idb';
import { beforeEach, describe, expect, it } from 'vitest';
import browser from 'webextension-polyfill';
import { databases, databaseOf, relabel, removeDatabase, type Place } from '@/lib/store/register';
import { openWorkspace, type Workspace } from '@/lib/store/workspace';
import { add, newWrite, shareAs } from './fresh';

const at = (user: string, more: Partial<Place> = {}): Place => ({
  address: 'https://kinto.example.org/v1',
  bucket: 'throughline',
  user: `account:${user}`,
  ...more,
});
const names = async (): Promise<(string | undefined)[]> => (await indexedDB.databases()).map((db) => db.name);
const goal = (ws: Workspace, id: string): Promise<unknown> => ws.write(newWrite(), [add('goal', id, { text: id })], null);
const goals = async (ws: Workspace): Promise<string[]> => (await ws.all('goal')).map((k) => k.plain.id);
const within = async <R>(place: Place | undefined, act: (ws: Workspace) => Promise<R>): Promise<R> => {
  const ws = await openWorkspace({ ...(place ? { place } : {}), me: 'user-a' });
  try {
    return await act(ws);
  } finally {
    ws.close();
  }
};

beforeEach(() => browser.storage.local.remove(['workspace', 'device', 'workspaces']));

describe('a database', () => {
  it('is one per address, bucket and user, and another for none', async () => {
    const places = [null, at('a'), at('b'), at('a', { bucket: 'other' }), at('a', { address: 'https://kinto.example.com/v1' })];
    const first = await Promise.all(places.map((place) => databaseOf(place)));
    expect(new Set(first.map((entry) => entry.name)).size).toBe(places.length);
    expect(new Set(first.map((entry) => entry.device)).size).toBe(places.length);
    for (const entry of first) expect(entry.device).toMatch(/^[0-9a-f]{8}$/);
    expect(await Promise.all(places.map((place) => databaseOf(place)))).toEqual(first);
    expect(await databases()).toEqual(first);
  });

  it('keeps what it holds to itself', async () => {
    await within(at('a'), (ws) => goal(ws, 'of-a'));
    expect(await within(at('b'), goals)).toEqual([]);
    expect(await within(undefined, goals)).toEqual([]);
    expect(await within(at('a'), goals)).toEqual(['of-a']);
  });

  it('of a storage has no actor of its own making, and acts as who is signed in', async () => {
    await within(at('a'), async (ws) => {
      expect(ws.me).toBe('user-a');
      expect(await ws.all('actor')).toEqual([]);
      expect(await ws.waiting()).toBe(0);
    });
  });

  it('that was made before there were storages is this device’s own', async () => {
    await browser.storage.local.set({ workspace: 'throughline-old', device: '0000000a' });
    expect(await databases()).toEqual([{ name: 'throughline-old', device: '0000000a', place: null }]);
    expect(await databaseOf(null)).toMatchObject({ name: 'throughline-old' });
  });

  it.each([
    ['without a device', { workspace: 'throughline-old' }],
    ['with a device of another shape', { workspace: 'throughline-old', device: 'x' }],
    ['without its place', { workspaces: [{ name: 'throughline-old', device: '0000000a' }] }],
  ])('%s is not written over', async (_, kept) => {
    await browser.storage.local.set(kept);
    const broken = { code: 'storageBroken', detail: { step: 'register' } };
    await expect(databaseOf(null)).rejects.toMatchObject(broken);
    await expect(openWorkspace({ place: at('a') })).rejects.toMatchObject(broken);
    expect(await browser.storage.local.get(Object.keys(kept))).toEqual(kept);
  });
});

describe('relabelling', () => {
  it('makes this device’s own database a person’s, with all it holds and what waits', async () => {
    const local = await openWorkspace();
    await goal(local, 'g1');
    const device = local.me;
    const waiting = await local.waiting();
    local.close();
    await relabel(null, at('a'));
    await within(at('a'), async (ws) => {
      expect(await goals(ws)).toEqual(['g1']);
      expect(await ws.waiting()).toBe(waiting);
      expect((await ws.read('actor', device))!.plain.roles).toContain('designer');
    });
    const anew = await openWorkspace();
    expect(anew.me).not.toBe(device);
    expect(await goals(anew)).toEqual([]);
    anew.close();
  });

  it('and back, when a storage is left', async () => {
    await within(at('a'), (ws) => goal(ws, 'g1'));
    await relabel(at('a'), null);
    expect(await within(undefined, goals)).toEqual(['g1']);
    expect((await databases()).map((entry) => entry.place)).toEqual([null]);
  });

  it('is refused where the place has a database already, or none is there to relabel', async () => {
    await databaseOf(null);
    await databaseOf(at('a'));
    const before = await databases();
    await expect(relabel(null, at('a'))).rejects.toMatchObject({ code: 'conflict', detail: { reason: 'taken' } });
    await expect(relabel(at('b'), at('c'))).rejects.toMatchObject({ code: 'conflict', detail: { reason: 'absent' } });
    expect(await databases()).toEqual(before);
  });

  it('to what it is changes nothing', async () => {
    const before = await databaseOf(at('a'));
    await relabel(at('a'), at('a'));
    expect(await databases()).toEqual([before]);
  });
});

describe('removing', () => {
  it('is refused while something is not shared, stuck or not, and says how much; forced, it goes', async () => {
    await within(at('a'), async (ws) => {
      await goal(ws, 'g1');
      await goal(ws, 'g2');
      await ws.replica.change([{ type: 'goal', id: 'g2' }], ([now]) => ({
        rows: [{ key: now!.key, out: { ...now!.out!, state: 'quarantined' } }],
      }));
    });
    const refused = { code: 'conflict', detail: { reason: 'waiting', count: '2' } };
    await expect(removeDatabase(at('a'), { force: false })).rejects.toMatchObject(refused);
    expect(await within(at('a'), goals)).toEqual(['g1', 'g2']);
    const { name } = await databaseOf(at('a'));
    await removeDatabase(at('a'), { force: true });
    expect(await names()).not.toContain(name);
    expect(await databases()).toEqual([]);
    expect(await within(at('a'), goals)).toEqual([]);
  });

  it('takes away a database of which everything is shared, and no other', async () => {
    await within(at('a'), async (ws) => {
      await goal(ws, 'g1');
      await shareAs(ws, 'goal', 'g1', 'people');
    });
    await within(at('b'), (ws) => goal(ws, 'g2'));
    const { name } = await databaseOf(at('a'));
    await removeDatabase(at('a'), { force: false });
    expect(await names()).not.toContain(name);
    expect(await within(at('b'), goals)).toEqual(['g2']);
  });

  it('of what is not there does nothing', async () => {
    await databaseOf(at('a'));
    await removeDatabase(at('b'), { force: false });
    await removeDatabase(null, { force: true });
    expect(await databases()).toHaveLength(1);
  });

  it('takes this device’s own away too', async () => {
    const local = await openWorkspace();
    local.close();
    const { name } = await databaseOf(null);
    await expect(removeDatabase(null, { force: false })).rejects.toMatchObject({ code: 'conflict' });
    await removeDatabase(null, { force: true });
    expect(await names()).not.toContain(name);
    expect(await databases()).toEqual([]);
  });

  it('does not let a closed workspace make it anew', async () => {
    const ws = await openWorkspace({ place: at('a'), me: 'user-a' });
    const { name } = await databaseOf(at('a'));
    ws.close();
    await removeDatabase(at('a'), { force: true });
    await expect(goal(ws, 'late')).rejects.toMatchObject({ code: 'storageBroken', detail: { cause: 'closed' } });
    await expect(ws.read('goal', 'late')).rejects.toMatchObject({ code: 'storageBroken' });
    expect(await names()).not.toContain(name);
  });

  it('says when somebody holds it open, and keeps its name', async () => {
    const { name } = await databaseOf(at('a'));
    (await openWorkspace({ place: at('a') })).close();
    const holder = await openDB(name);
    await expect(removeDatabase(at('a'), { force: true })).rejects.toMatchObject({ code: 'storageBroken', detail: { step: 'blocked' } });
    expect((await databases()).map((entry) => entry.name)).toEqual([name]);
    holder.close();
    await removeDatabase(at('a'), { force: true });
    expect(await databases()).toEqual([]);
  });
});
