import { beforeAll, describe, expect, it } from 'vitest';
import { ifNone, Room, type EngineStand } from './engine-stand';

const day = 86_400_000;
const clock = async (room: Room): Promise<number> => Date.parse((await room.ask('GET', '/')).header('Date')!);

/** Times of records, and lists by them. */
export function holdTimes(stand: EngineStand): void {
  describe('times and lists', () => {
    let room: Room;
    beforeAll(async () => {
      room = await Room.open(stand);
    });

    it('ascend without two alike, and the list’s own is the highest', async () => {
      const list = await room.collection();
      const { responses } = await room.batch(
        Array.from({ length: 20 }, (_, i) => ({ method: 'PUT', path: `${list}/r${i}`, body: { data: { v: i } } })),
      );
      const times = responses.map((r) => (r.body.data as { last_modified: number }).last_modified);
      expect(times.every((time, i) => i === 0 || time > times[i - 1]!)).toBe(true);
      expect((await room.ask('GET', list)).etag).toBe(`"${times.at(-1)}"`);
    });

    it('an empty collection has one too, and keeps it', async () => {
      const list = await room.collection();
      const first = await room.ask('GET', list);
      expect(first.etag).toMatch(/^"\d+"$/);
      expect((await room.ask('GET', list)).etag).toBe(first.etag);
    });

    it('lists what is after a time, tombstones too, in the order asked for, newest first if not asked', async () => {
      const list = await room.collection();
      const [a, b] = [await room.put(list, 'a'), await room.put(list, 'b')];
      await room.put(list, 'c');
      await room.ask('DELETE', `${list}/a`);
      expect((await room.ask('GET', list)).ids).toEqual(['c', 'b']);
      expect((await room.ask('GET', `${list}?_sort=last_modified`)).ids).toEqual(['b', 'c']);
      const since = (time: number): Promise<{ ids: string[] }> => room.ask('GET', `${list}?_sort=last_modified&_since=${time}`);
      expect((await since(a.data.last_modified)).ids).toEqual(['b', 'c', 'a']);
      expect((await since(b.data.last_modified)).ids).toEqual(['c', 'a']);
      expect((await since(0)).ids).toEqual(['b', 'c', 'a']);
    });

    it('gives a page, says that there are more, and can be gone on with by time', async () => {
      const list = await room.collection();
      for (const id of ['a', 'b', 'c']) await room.put(list, id);
      const page = await room.ask('GET', `${list}?_sort=last_modified&_since=0&_limit=2`);
      expect(page.ids).toEqual(['a', 'b']);
      expect(page.header('Next-Page')).not.toBeNull();
      const last = (page.body.data as { last_modified: number }[]).at(-1)!.last_modified;
      const rest = await room.ask('GET', `${list}?_sort=last_modified&_since=${last}&_limit=2`);
      expect(rest.ids).toEqual(['c']);
      expect(rest.header('Next-Page')).toBeNull();
    });

    it('counts by HEAD, tombstones left out, in one connection with other requests', async () => {
      const list = await room.collection();
      for (const id of ['a', 'b', 'c']) await room.put(list, id);
      await room.ask('DELETE', `${list}/a`);
      for (let i = 0; i < 3; i++) {
        expect((await room.ask('HEAD', list)).header('Total-Objects')).toBe('2');
        expect((await room.ask('GET', list)).ids).toHaveLength(2);
      }
    });

    it('picks named records whose ids stand in quotes, and takes digits without them for a number', async () => {
      const list = await room.collection();
      for (const id of ['a', '123', 'true', 'null', '1e5']) await room.put(list, id);
      const named = (ids: string[]): Promise<{ status: number; ids: string[] }> =>
        room.ask('GET', `${list}?in_id=${ids.map(encodeURIComponent).join(',')}`);
      expect((await named(['"a"', '"123"', '"true"', '"null"', '"1e5"', '"none"'])).ids.sort()).toEqual([
        '123',
        '1e5',
        'a',
        'null',
        'true',
      ]);
      expect((await named(['"123"'])).ids).toEqual(['123']);
      expect((await named(['123', 'a'])).status).toBe(400);
    });

    it('narrows what is told, to id and time at least', async () => {
      const list = await room.collection();
      await room.put(list, 'a', { t: 'x', v: 1 });
      await room.put(list, 'b', { v: 1 });
      await room.ask('DELETE', `${list}/b`);
      const time = expect.any(Number);
      expect((await room.ask('GET', `${list}?_fields=last_modified,deleted,t&_sort=last_modified&_since=0`)).body.data).toEqual([
        { id: 'a', last_modified: time, t: 'x' },
        { id: 'b', last_modified: time, deleted: true },
      ]);
    });

    it('says that nothing is new by 304, which fails a batch as a whole', async () => {
      const list = await room.collection();
      await room.put(list, 'a');
      const { etag } = await room.ask('GET', list);
      expect((await room.ask('GET', list, undefined, { headers: { 'If-None-Match': etag! } })).status).toBe(304);
      expect((await room.batch([{ method: 'GET', path: list, headers: { 'If-None-Match': etag! } }])).statuses).toBe(500);
    });

    it('a time that its writer asks for is taken: of the past it is before what was read already', async () => {
      const list = await room.collection();
      const { data } = await room.put(list, 'a');
      const past = await room.put(list, 'past', { last_modified: data.last_modified - 1000 });
      expect(past.data.last_modified).toBe(data.last_modified - 1000);
      expect((await room.ask('GET', `${list}?_since=${data.last_modified - 1}`)).ids).toEqual(['a']);
      expect((await room.put(list, 'past', { last_modified: 5 })).data.last_modified).toBeGreaterThan(data.last_modified); // an older one is left out
      for (const [id, time] of [
        ['zero', 0],
        ['minus', -5],
      ] as const)
        expect((await room.put(list, id, { last_modified: time })).data.last_modified).toBe(time);
      expect((await room.ask('GET', `${list}?_since=0&_sort=last_modified`)).ids).toEqual(['a', 'past']);
      expect((await room.ask('GET', `${list}?not_last_modified=1&_sort=last_modified`)).ids).toEqual(['minus', 'zero', 'a', 'past']);
    });

    it('of the future it moves the list’s own, which then cannot be asked from', async () => {
      const list = await room.collection();
      const future = (await clock(room)) + 3 * day;
      await room.put(list, 'future', { last_modified: future });
      expect((await room.ask('GET', list)).etag).toBe(`"${future}"`);
      const refused = await room.ask('GET', `${list}?_since=${future}`);
      expect(refused.status).toBe(400);
      expect(refused.body).toMatchObject({ details: [{ name: '_since' }] });
      expect((await room.put(list, 'next')).data.last_modified).toBe(future + 1);
      expect((await room.ask('GET', `${list}?_since=${(await clock(room)) + day - 60_000}&_sort=last_modified`)).ids).toEqual([
        'future',
        'next',
      ]);
    });

    it('equal to the highest it is moved on', async () => {
      const list = await room.collection();
      const { data } = await room.put(list, 'a', { last_modified: (await clock(room)) + 3_600_000 });
      expect((await room.put(list, 'b', { last_modified: data.last_modified }, ifNone)).data.last_modified).toBe(data.last_modified + 1);
    });

    it('a collection that is taken away takes its tombstones along', async () => {
      const list = await room.collection();
      await room.put(list, 'a');
      await room.put(list, 'b');
      await room.ask('DELETE', `${list}/a`);
      const path = list.slice(0, -'/records'.length);
      expect((await room.ask('DELETE', path)).status).toBe(200);
      expect((await room.ask('GET', list)).status).toBe(404);
      await room.made('PUT', path, {});
      expect((await room.ask('GET', `${list}?_since=0`)).ids).toEqual([]);
    });
  });
}
