import { beforeEach, describe, expect, it } from 'vitest';
import type { Engine, PushAnswer, PushEntry } from '@/lib/sync/contract';
import { kintoEngine } from '@/lib/sync/kinto';
import type { Faults } from '../../support/kinto-faults';
import { KintoModel } from '../../support/kinto-model';

const start = 1_795_000_000_000;
const list = '/buckets/b/collections/c/records';
const entry = (id: string, v: number = 1, base: number | null = null): PushEntry => ({
  id,
  base,
  content: { id, t: 'site', n: 1, f: { name: { v, s: '0192abcdef10-0000-0a0b0c0d' } } },
});
const kindOf = (answer: PushAnswer): string => (answer.kind === 'each' ? 'each' : answer.because);

/** Faults of the model that a test or the simulator switches on; what it does without any is in the contract. */
describe('a fault of the model', () => {
  let now: number;
  let chance: number[];
  let model: KintoModel;
  let engine: Engine;
  const ids = (): unknown[] => model.dump(list).map((record) => record.id);
  const during = async <T>(faults: Faults, act: () => Promise<T>): Promise<T> => {
    model.faults = faults;
    try {
      return await act();
    } finally {
      model.faults = {};
    }
  };
  const push = (faults: Faults, ...entries: PushEntry[]) => during(faults, () => engine.push('c', entries));

  beforeEach(async () => {
    now = start;
    chance = [];
    model = new KintoModel({ now: () => now, random: () => chance.shift() ?? 0.5 });
    const authorization = model.user('admin');
    const ask = {
      method: 'PUT',
      body: '{}',
      credentials: 'omit',
      redirect: 'error',
      cache: 'no-store',
      headers: { Authorization: authorization },
    } as const;
    for (const path of ['/buckets/b', '/buckets/b/collections/c']) await model.fetch(model.address + path, ask);
    engine = kintoEngine({ address: model.address, bucket: 'b', fetch: model.fetch, authorization: () => authorization });
  });

  it.each<[string, Faults, string, string[]]>([
    ['a lost request does nothing', { lostRequest: 1 }, 'failed', []],
    ['a lost answer has done all', { lostAnswer: 1 }, 'failed', ['a', 'b']],
    ['a cut answer has done all', { cutAnswer: 1 }, 'failed', ['a', 'b']],
    ['a 502 afterwards has done all', { failedAfter: 1 }, 'failed', ['a', 'b']],
    ['a head that dies has done nothing', { crashed: 1 }, 'failed', []],
    ['a 503 has done nothing', { unavailable: 1 }, 'failed', []],
    ['a 429 has done nothing', { limited: 1 }, 'failed', []],
    ['a page of the network has done nothing', { portal: 1 }, 'failed', []],
    ['a collision in the history undoes all', { historyCollided: 1 }, 'busy', []],
  ])('%s', async (_, faults, kind, stored) => {
    expect(kindOf(await push(faults, entry('a'), entry('b')))).toBe(kind);
    expect(ids()).toEqual(stored);
  });

  it('a collision in a batch undoes what came before it and keeps what comes after', async () => {
    chance = [0.9, 0.1, 0.9]; // of three writes the second
    expect(kindOf(await push({ collided: 0.5 }, entry('a'), entry('b'), entry('c')))).toBe('busy');
    expect(ids()).toEqual(['c']);
  });

  it('a request that is sent twice finds what it did itself', async () => {
    expect(await push({ doubled: 1 }, entry('a'))).toMatchObject({ kind: 'each', results: [{ outcome: 'met', remote: { id: 'a' } }] });
    expect(ids()).toEqual(['a']);
  });

  it('a request that comes late comes when its sender has given up', async () => {
    expect(kindOf(await push({ lateRequest: 1, lateBy: 10_000 }, entry('a')))).toBe('failed');
    expect(ids()).toEqual([]);
    now += 4999;
    await engine.hello();
    expect(ids()).toEqual([]);
    now += 2;
    await engine.hello();
    expect(ids()).toEqual(['a']);
  });

  it('what stays open is dated early and seen late, also when nobody asks any more', async () => {
    await engine.pull('c', 0, 10); // or the second would wait for the first look at the collection, and end it
    expect(kindOf(await push({ heldOpen: 1, openFor: 20_000 }, entry('early')))).toBe('failed');
    now += 100;
    await engine.push('c', [entry('late')]);
    expect(ids()).toEqual(['late']);
    model.settle();
    expect(ids()).toEqual(['early', 'late']);
  });

  it('an old copy tells what was', async () => {
    await engine.push('c', [entry('a')]);
    expect((await during({ stale: 1, staleBy: 60_000 }, () => engine.pull('c', 0, 10))).records.map((r) => r.id)).toEqual(['a']);
    now += 50_000;
    await engine.push('c', [entry('b')]);
    const stale = await during({ stale: 1, staleBy: 60_000 }, () => engine.pull('c', 0, 10));
    expect(stale.records.map((r) => r.id)).toEqual(['a']);
    expect(stale.at).toBe(stale.records[0]!.at);
    now += 20_000;
    expect((await during({ stale: 1, staleBy: 60_000 }, () => engine.pull('c', 0, 10))).records.map((r) => r.id)).toEqual(['a', 'b']);
  });

  it('a backup brings back what was, and a wipe leaves nothing', async () => {
    await engine.push('c', [entry('a')]);
    const backup = model.backup();
    await engine.push('c', [entry('b')]);
    model.restore(backup);
    expect(ids()).toEqual(['a']);
    await engine.push('c', [entry('after')]);
    model.restore(backup);
    expect(ids()).toEqual(['a']);
    model.wipe();
    await expect(engine.pull('c', 0, 10)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('a purge forgets all tombstones but the newest', async () => {
    await engine.push(
      'c',
      ['a', 'b', 'c'].map((id) => entry(id)),
    );
    await engine.push(
      'c',
      ['a', 'b'].map((id) => ({ id, content: null, base: null })),
    );
    model.purge(1);
    expect((await engine.list('c')).map((r) => [r.id, r.erased])).toEqual([
      ['c', undefined],
      ['b', true],
    ]);
  });

  it('somebody whose sign-in ends is asked for it', async () => {
    model.revoke(model.user('admin'));
    await expect(engine.push('c', [entry('a')])).rejects.toMatchObject({ code: 'signedOut' });
    expect(ids()).toEqual([]);
  });

  it('says what is asked for in passing', async () => {
    await during({ backoff: 30, alert: { code: 'hard-eol', message: 'over' } }, () => engine.hello());
    expect(engine.notices()).toEqual({ backoff: 30_000, alerts: [{ code: 'hard-eol', message: 'over', hard: true }] });
  });

  it('is off where none is switched on: the chance is never asked', async () => {
    model = new KintoModel({ now: () => now, random: () => expect.fail('asked') });
    await model.fetch(`${model.address}/`, { method: 'GET', headers: {}, credentials: 'omit', redirect: 'error', cache: 'no-store' });
  });
});
