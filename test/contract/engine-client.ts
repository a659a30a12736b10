import { beforeAll, describe, expect, it } from 'vitest';
import type { Engine, PushEntry } from '@/lib/sync/contract';
import { kintoEngine } from '@/lib/sync/kinto';
import { nameOf, Room, type EngineStand } from './engine-stand';

const stamp = '0192abcdef10-0000-0a0b0c0d';
const entry = (id: string, v: unknown = 1, base: number | null = null): PushEntry => ({
  id,
  content: { id, t: 'outcome', n: 1, f: { title: { v: v as never, s: stamp } } },
  base,
});
const outcomes = (answer: Awaited<ReturnType<Engine['push']>>): unknown =>
  answer.kind === 'each' ? answer.results.map((r) => (r.outcome === 'refused' ? r.code : r.outcome)) : answer.because;

/** Sync's engine, as the replicator uses it. */
export function holdClient(stand: EngineStand): void {
  describe('the engine', () => {
    let room: Room;
    let engine: Engine;
    let list: string;
    let name: string;
    let own: string;
    beforeAll(async () => {
      room = await Room.open(stand);
      own = await stand.user('contract-own');
      engine = room.engine(own);
      list = await room.collection({ write: ['account:contract-own'] });
      name = nameOf(list);
    });

    it('says who is signed in', async () => {
      const hello = await engine.hello();
      expect(hello).toMatchObject({ user: 'account:contract-own', version: '26.5.0', alerts: [] });
      expect(hello.capabilities).toEqual(expect.arrayContaining(['accounts', 'history', 'schema']));
      expect(hello.serverNow).toEqual(expect.any(Number));
      expect(engine.maxEntries).toBe(25);
      expect(engine.notices()).toEqual({ backoff: null, alerts: [] });
    });

    it('sends nothing more after a 401, until the sign-in is another one', async () => {
      for (const first of ['hello', 'pull', 'push'] as const) {
        let sent = 0;
        let authorization = `Basic ${btoa('contract-own:wrong')}`;
        const counted = kintoEngine({
          address: stand.addresses[0]!,
          bucket: room.bucket,
          fetch: (...asked) => (sent++, stand.fetch(...asked)),
          authorization: () => authorization,
        });
        const acts = {
          hello: () => counted.hello(),
          pull: () => counted.pull(name, 0, 10),
          push: () => counted.push(name, [entry('never')]),
        };
        await expect(acts[first](), first).rejects.toMatchObject({ code: 'signedOut' });
        await expect(counted.pull(name, 0, 10)).rejects.toMatchObject({ code: 'signedOut' });
        expect(sent, first).toBe(1);
        authorization = own;
        expect((await counted.hello()).user).toBe('account:contract-own');
      }
    });

    it('writes ids that Kinto does not take, and reads them again', async () => {
      const ids = ['local:ab', 'a_b', 'a.b~c-d', 'user-a_20b', 'chunk:m:2026-10:user-x:acc'];
      expect(
        outcomes(
          await engine.push(
            name,
            ids.map((id) => entry(id)),
          ),
        ),
      ).toEqual(ids.map(() => 'taken'));
      const { records } = await engine.pull(name, 0, 100);
      expect(records.map((r) => r.id)).toEqual(ids);
      expect(records[0]).toMatchObject({ id: 'local:ab', content: entry('local:ab').content });
      expect(Object.keys((records[0] as { content: object }).content).sort()).toEqual(['f', 'id', 'n', 't']);
      expect((await engine.fetch(name, [...ids, 'none'])).map((r) => r.id).sort()).toEqual([...ids].sort());
    });

    it('keeps the ids of others apart', async () => {
      const foreign = await room.collection({ write: ['account:contract-own'] });
      for (const id of ['foo_bar', 'a_3A', 'a_41', 'x_']) await room.put(foreign, id, { t: 'x' });
      const { records } = await engine.pull(nameOf(foreign), 0, 100);
      expect(records.map((r) => r.id)).toEqual(['~foo_bar', '~a_3A', '~a_41', '~x_']);
      expect(await engine.fetch(nameOf(foreign), ['~foo_bar'])).toHaveLength(1);
    });

    it('tells what became of each entry', async () => {
      const place = await room.collection({ 'record:create': ['account:contract-own'] });
      await room.put(place, 'theirs', { t: 'x' });
      const at = nameOf(place);
      expect(outcomes(await engine.push(at, [entry('mine'), entry('theirs'), entry('nowhere', 1, 5)]))).toEqual(['taken', 'met', 'absent']);
      const [mine, theirs] = [(await room.ask('GET', `${place}/mine`)).data, (await room.ask('GET', `${place}/theirs`)).data];
      const answer = await engine.push(at, [
        entry('mine', 2, mine.last_modified),
        entry('theirs', 2, theirs.last_modified),
        entry('mine', 3, 7),
      ]);
      expect(outcomes(answer)).toEqual(['taken', 'forbidden', 'met']);
      expect(answer).toMatchObject({ results: [{}, {}, { remote: { id: 'mine', content: { id: 'mine', f: { title: { v: 2 } } } } }] });
      expect(outcomes(await engine.push('nowhere', [entry('a')]))).toEqual(['missing']);
      const typed = await room.collection({ write: ['account:contract-own'] }, { schema: { properties: { t: { const: 'site' } } } });
      expect(outcomes(await engine.push(nameOf(typed), [entry('a')]))).toEqual(['invalid']);
    });

    it('erases for good, whatever stands there', async () => {
      const place = nameOf(await room.collection({ write: ['account:contract-own'] }));
      await engine.push(place, [entry('a')]);
      const erase = { id: 'a', content: null, base: null };
      expect(outcomes(await engine.push(place, [erase, { ...erase, id: 'none' }]))).toEqual(['taken', 'absent']);
      expect((await engine.pull(place, 0, 10)).records).toEqual([{ id: 'a', at: expect.any(Number), erased: true }]);
      expect(await engine.list(place)).toEqual([{ id: 'a', at: expect.any(Number), erased: true }]);
      expect(await engine.fetch(place, ['a'])).toEqual([]);
      expect(await engine.count(place)).toBe(0);
    });

    it('pages by time', async () => {
      const place = nameOf(await room.collection({ write: ['account:contract-own'] }));
      await engine.push(
        place,
        Array.from({ length: 5 }, (_, i) => entry(`r${i}`)),
      );
      const first = await engine.pull(place, 0, 3);
      expect([first.more, first.records.map((r) => r.id)]).toEqual([true, ['r0', 'r1', 'r2']]);
      const second = await engine.pull(place, first.records.at(-1)!.at, 3);
      expect([second.more, second.records.map((r) => r.id), second.at]).toEqual([false, ['r3', 'r4'], second.records.at(-1)!.at]);
    });

    it('sees what is dated before time began, and says when a record of the future stands in the way', async () => {
      const place = await room.collection();
      for (const [id, time] of [
        ['minus', -5],
        ['zero', 0],
        ['future', 0],
      ] as const)
        await room.put(place, id, {
          t: 'x',
          last_modified: id === 'future' ? Date.parse((await room.ask('GET', '/')).header('Date')!) + 3 * 86_400_000 : time,
        });
      const { records } = await engine.pull(nameOf(place), 0, 10);
      expect(records.map((r) => r.id)).toEqual(['minus', 'zero', 'future']);
      expect((await engine.list(nameOf(place))).map((r) => r.id)).toEqual(['minus', 'zero', 'future']);
      await expect(engine.pull(nameOf(place), records[2]!.at, 10)).rejects.toMatchObject({ code: 'sinceRefused' });
    });

    it('tells forbidden from missing', async () => {
      const closed = await Room.open(stand, {});
      const hidden = nameOf(await closed.collection());
      await expect(closed.engine(own).pull(hidden, 0, 10)).rejects.toMatchObject({ code: 'forbidden' });
      await expect(closed.engine(own).collections()).rejects.toMatchObject({ code: 'forbidden' });
      await expect(engine.pull('nowhere', 0, 10)).rejects.toMatchObject({ code: 'missing' });
      await expect(engine.count('nowhere')).rejects.toMatchObject({ code: 'missing' });
      expect(await engine.collections()).toContain(name);
    });

    it('reads which life of the storage this is', async () => {
      const fresh = await Room.open(stand);
      const at = fresh.engine(own);
      await expect(at.generation()).rejects.toMatchObject({ code: 'missing' });
      await fresh.made('PUT', `${fresh.path}/collections/meta`, {});
      expect(await at.generation()).toEqual({ id: null, purgedBefore: null });
      await fresh.put(`${fresh.path}/collections/meta/records`, 'generation', { generation: 'life-1', purgedBefore: 7 });
      expect(await at.generation()).toEqual({ id: 'life-1', purgedBefore: 7 });
    });

    it('hints at what moved', async () => {
      const fresh = await Room.open(stand);
      const [one, two] = [await fresh.collection(), await fresh.collection()];
      const at = fresh.engine(own);
      const first = await at.hint(null);
      expect(first).toMatchObject({ moved: true, mark: expect.any(String), at: expect.any(Number), collections: null });
      const mark = first.moved ? first.mark : null;
      expect(await at.hint(mark)).toEqual({ moved: false, at: first.at });
      await fresh.put(two, 'a');
      const second = await at.hint(mark);
      expect(second).toMatchObject({ moved: true, collections: expect.arrayContaining([nameOf(two)]) });
      const late = await at.hint(second.moved ? second.mark : null, true);
      expect(late).toMatchObject({ moved: true, collections: expect.arrayContaining([nameOf(one), nameOf(two)]) });
    });

    it('splits what is too much for one request, and refuses a record that is too large', async () => {
      const place = nameOf(await room.collection({ write: ['account:contract-own'] }));
      const large = 'x'.repeat(150_000);
      const entries = [entry('huge', 'x'.repeat(200_001)), ...Array.from({ length: 6 }, (_, i) => entry(`r${i}`, large))];
      expect(outcomes(await engine.push(place, entries))).toEqual(['tooLarge', ...Array.from({ length: 6 }, () => 'taken')]);
      expect(await engine.count(place)).toBe(6);
    });

    it('knows nothing of a batch in which one fails, and finds the one that is no JSON', async () => {
      const place = nameOf(await room.collection({ write: ['account:contract-own'] }));
      expect(outcomes(await engine.push(place, [entry('a'), entry('half', '\ud800'), entry('c')]))).toEqual(['taken', 'invalid', 'taken']);
      if (stand.transactions) expect(outcomes(await engine.push(place, [entry('d'), entry('nul', '\0')]))).toBe('failed');
      else expect(outcomes(await engine.push(place, [entry('d')]))).toEqual(['taken']);
    });
  });
}
