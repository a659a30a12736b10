import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import browser from 'webextension-polyfill';
import { openDB } from 'idb';
import { ix } from '@/lib/store/index-strings';
import { StoreFailure } from '@/lib/store/failure';
import { openWorkspace, type Workspace } from '@/lib/store/workspace';
import type { OutRow, RecRow } from '@/lib/store/rows';
import { add, courseSet, databaseName, freshWorkspace, metricSet, newWrite, outcomeSet } from './fresh';

let ws: Workspace;
beforeEach(async () => {
  ws = await freshWorkspace();
});
afterEach(() => {
  ws.close();
  vi.restoreAllMocks();
});

const behind = async <R>(look: (db: Awaited<ReturnType<typeof openDB>>) => Promise<R>): Promise<R> => {
  const db = await openDB(await databaseName());
  try {
    return await look(db);
  } finally {
    db.close();
  }
};
const recRow = (type: string, id: string): Promise<RecRow> => behind((db) => db.get('rec', [type, id]));

describe('first run', () => {
  it('makes one local actor with all roles, and finds it again', async () => {
    expect(ws.me).toMatch(/^local:[0-9a-f]{8}$/);
    const me = await ws.read('actor', ws.me);
    expect(me?.plain).toMatchObject({ kind: 'person', roles: ['designer', 'owner', 'publisher', 'admin', 'reader'], aliases: [] });
    const again = await openWorkspace();
    expect(again.me).toBe(ws.me);
    expect(await again.all('actor')).toHaveLength(1);
    expect(await again.read('actor', ws.me)).toEqual(me);
    again.close();
  });

  it('makes one database when two ask at once', async () => {
    await browser.storage.local.remove(['workspace', 'device']);
    const [a, b] = await Promise.all([openWorkspace(), openWorkspace()]);
    expect(a.me).toBe(b.me);
    await a.write(newWrite(), [add('unit', 'u1', { name: 'Field operations', calendar: 'iso' })], null);
    expect((await b.read('unit', 'u1'))?.plain.name).toBe('Field operations');
    a.close();
    b.close();
  });

  it('gives the database a random name', async () => {
    const first = await databaseName();
    const other = await freshWorkspace();
    expect(await databaseName()).not.toBe(first);
    other.close();
  });
});

describe('write', () => {
  it('keeps a record with a stamp per field and gives it back plain', async () => {
    await ws.write(newWrite(), [add('course', 'c1', { ...courseSet, 'launch:l1': { date: '2026-06-03', audience: 'all depots' } })], null);
    const kept = await ws.read('course', 'c1');
    expect(kept).toMatchObject({
      hidden: false,
      plain: { id: 'c1', ...courseSet, aliases: [], launches: [{ key: 'l1', date: '2026-06-03', audience: 'all depots' }] },
    });
    const { record, base, seen } = await recRow('course', 'c1');
    expect(base).toBeNull();
    expect(seen).toBeNull();
    expect(record).toMatchObject({ id: 'c1', t: 'course', n: 1 });
    const { f } = record as { f: Record<string, { v: unknown; s: string }> };
    expect(Object.keys(f).sort()).toEqual(['launch:l1', 'nativeId', 'site', 'title', 'url']);
    for (const cell of Object.values(f)) expect(cell.s).toMatch(/^[0-9a-f]{12}-[0-9a-f]{4}-[0-9a-f]{8}$/);
    expect(kept?.first).toBe(kept?.last);
  });

  it('takes fields and entries away with a stamp, and changes only what differs', async () => {
    await ws.write(newWrite(), [add('outcome', 'o1', { ...outcomeSet, scope: 'north', 'delegate:a2': true, 'delegate:a3': true })], null);
    const before = (await recRow('outcome', 'o1')).record as { f: Record<string, { v: unknown; s: string }> };
    await ws.write(newWrite(), [add('outcome', 'o1', { scope: undefined, 'delegate:a2': undefined, status: 'draft' })], null);
    const kept = await ws.read('outcome', 'o1');
    expect(kept?.plain).toEqual({ id: 'o1', ...outcomeSet, delegates: ['a3'] });
    const { f } = (await recRow('outcome', 'o1')).record as typeof before;
    expect(f.scope).toEqual({ v: null, s: expect.any(String) });
    expect(f.scope!.s > before.f.scope!.s).toBe(true);
    expect(f['delegate:a2']!.v).toBeNull();
    expect(f.status).toEqual(before.f.status);
    expect(f['delegate:a3']).toEqual(before.f['delegate:a3']);
  });

  it('puts the outbox entry in the same transaction, once per record, and asks for strict durability', async () => {
    const spy = vi.spyOn(IDBDatabase.prototype, 'transaction');
    const start = await ws.waiting();
    await ws.write(newWrite(), [add('outcome', 'o1', outcomeSet), add('metric', 'm1', metricSet)], null);
    const writing = spy.mock.calls.filter(([, mode]) => mode === 'readwrite');
    expect(writing).toHaveLength(1);
    expect(writing[0]![0]).toEqual(expect.arrayContaining(['rec', 'out', 'done']));
    expect(writing[0]![2]).toEqual({ durability: 'strict' });
    expect(await ws.waiting()).toBe(start + 2);
    await ws.write(newWrite(), [add('outcome', 'o1', { scope: 'north' })], null);
    expect(await ws.waiting()).toBe(start + 2);
    const out = (await behind((db) => db.get('out', ['outcome', 'o1']))) as OutRow;
    expect(out).toMatchObject({ type: 'outcome', id: 'o1', state: 'waiting', tries: 0 });
  });

  it('a change that says nothing new is not shared again', async () => {
    await ws.write(newWrite(), [add('outcome', 'o1', outcomeSet)], null);
    await behind((db) => db.clear('out'));
    await ws.write(newWrite(), [add('outcome', 'o1', outcomeSet)], null);
    expect(await ws.waiting()).toBe(0);
  });

  it('a repeated write id changes nothing and gives the first result', async () => {
    const write = newWrite();
    expect(await ws.write(write, [add('outcome', 'o1', outcomeSet)], { id: 'o1' })).toEqual({ id: 'o1' });
    const first = await recRow('outcome', 'o1');
    expect(await ws.write(write, [add('outcome', 'o1', { scope: 'north' }), add('outcome', 'o2', outcomeSet)], { id: 'other' })).toEqual({
      id: 'o1',
    });
    expect(await recRow('outcome', 'o1')).toEqual(first);
    expect(await ws.read('outcome', 'o2')).toBeUndefined();
    const again = await openWorkspace();
    expect(await again.write(write, [add('outcome', 'o2', outcomeSet)], { id: 'third' })).toEqual({ id: 'o1' });
    again.close();
  });

  it('the same write twice at once is carried out once', async () => {
    const write = newWrite();
    const results = await Promise.all(['first', 'second'].map((r) => ws.write(write, [{ type: 'review', append: review(r) }], r)));
    expect(new Set(results).size).toBe(1);
    expect(await ws.all('review')).toHaveLength(1);
  });

  it('is all or nothing', async () => {
    const bad = ws.write(newWrite(), [add('outcome', 'o1', outcomeSet), add('outcome', 'o2', { direction: 'reduce' })], null);
    await expect(bad).rejects.toMatchObject({ code: 'badInput', detail: { type: 'outcome', field: 'metricId' } });
    expect(await ws.read('outcome', 'o1')).toBeUndefined();
  });

  it('a refused write may be repeated under its id', async () => {
    const write = newWrite();
    await expect(ws.write(write, [add('outcome', 'o1', { direction: 'reduce' })], 'a')).rejects.toBeInstanceOf(StoreFailure);
    expect(await ws.write(write, [add('outcome', 'o1', outcomeSet)], 'b')).toBe('b');
    expect(await ws.read('outcome', 'o1')).toBeDefined();
  });

  const review = (words: string) => ({
    alignmentId: 'al1',
    by: 'a1',
    verdict: 'cannotTell',
    words,
    at: '2026-11-30T10:00:00.000Z',
    covers: 'a'.repeat(64),
  });
  it.each([
    ['a text with U+0000', add('goal', 'g1', { text: 'a\0b' }), 'text'],
    ['a lone surrogate', add('goal', 'g1', { text: 'a\ud800' }), 'text'],
    [
      'a lone surrogate deep inside',
      add('metric', 'm1', { ...metricSet, definitionChanges: [{ date: '2026-01-01', note: '\udc00' }] }),
      'definitionChanges/0/note',
    ],
    ['a number of 17 digits', add('outcome', 'o1', { ...outcomeSet, margin: 0.1 + 0.2 }), 'margin'],
    ['a number of 17 digits where the schema would let it pass', add('valueCase', 'v1', { outcomeId: 'o1', volume: 0.1 + 0.2 }), 'volume'],
    ['an infinite number', add('outcome', 'o1', { ...outcomeSet, margin: Infinity }), 'margin'],
    ['a field that the type does not have', add('outcome', 'o1', { ...outcomeSet, target: 3.2 }), 'target'],
    ['a list set as a whole', add('course', 'c1', { ...courseSet, launches: [] }), 'launches'],
    ['another id', add('outcome', 'o1', { ...outcomeSet, id: 'o2' }), 'id'],
    ['a value outside its enumeration', add('outcome', 'o1', { ...outcomeSet, direction: 'double' }), 'direction'],
    ['an id with a slash', add('outcome', 'o/1', outcomeSet), 'id'],
    ['a wrong entry', add('course', 'c1', { ...courseSet, 'launch:l1': { date: '2026-02-30' } }), 'launches.0.date'],
    ['an entry of another shape', add('course', 'c1', { ...courseSet, 'launch:l1': 'soon' }), 'launch:l1'],
    ['hiding what is not there', { type: 'outcome', id: 'o1', hide: true } as const, 'id'],
    ['nothing at all', add('outcome', 'o1', {}), 'id'],
    ['a member that a review does not have', { type: 'review', append: { ...review('x'), weight: 2 } } as const, 'weight'],
    ['a review without a verdict', { type: 'review', append: { ...review('x'), verdict: undefined } } as const, 'verdict'],
  ])('refuses %s, and names the field', async (_, change, field) => {
    const start = await ws.waiting();
    await expect(ws.write(newWrite(), [change], null)).rejects.toMatchObject({ name: 'StoreFailure', code: 'badInput', detail: { field } });
    expect(await ws.waiting()).toBe(start);
  });

  it('keeps sign-offs under an id made of their content', async () => {
    await ws.write(newWrite(), [{ type: 'review', append: review('held') }], null);
    const [kept] = await ws.find('review', ix.reviewsOfAlignment('al1'));
    expect(kept?.plain).toEqual({ id: expect.stringMatching(/^review-[a-z2-7]{52}$/), ...review('held') });
    await expect(ws.write(newWrite(), [{ type: 'review' as 'unit', id: kept!.plain.id, set: { name: 'x' } }], null)).rejects.toMatchObject({
      code: 'badInput',
    });
  });

  it('tells listeners what was touched, after it is kept, and not for repeats', async () => {
    const told: unknown[] = [];
    const stop = ws.onWritten((touched) => told.push(touched));
    const write = newWrite();
    await ws.write(write, [add('outcome', 'o1', outcomeSet)], null);
    await ws.write(write, [add('outcome', 'o1', outcomeSet)], null);
    expect(told).toEqual([[{ type: 'outcome', id: 'o1' }]]);
    stop();
    await ws.write(newWrite(), [add('outcome', 'o1', { scope: 'north' })], null);
    expect(told).toHaveLength(1);
  });
});

describe('erasing', () => {
  it('removes records, their outbox entries and nothing else, once', async () => {
    await ws.write(newWrite(), [add('outcome', 'o1', outcomeSet), add('outcome', 'o2', outcomeSet)], null);
    const start = await ws.waiting();
    const write = newWrite();
    expect(
      await ws.erase(write, [
        { type: 'outcome', id: 'o1' },
        { type: 'outcome', id: 'o1' },
        { type: 'outcome', id: 'nobody' },
      ]),
    ).toBe(1);
    expect(await ws.read('outcome', 'o1')).toBeUndefined();
    expect(await ws.read('outcome', 'o2')).toBeDefined();
    expect(await ws.waiting()).toBe(start - 1);
    expect(await ws.erase(write, [{ type: 'outcome', id: 'o2' }])).toBe(1);
    expect(await ws.read('outcome', 'o2')).toBeDefined();
  });
});
