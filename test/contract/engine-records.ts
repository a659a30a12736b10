import { beforeAll, describe, expect, it } from 'vitest';
import { readNumber } from '../support/kinto-text';
import { ifMatch, ifNone, Room, type EngineStand } from './engine-stand';

/** Numbers whose 16th or 17th digit counts, and some whose decimals go beyond the 22nd. */
function awkward(count: number): number[] {
  let seed = 20_261_125;
  const next = (): number => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
  return Array.from(
    { length: count },
    () => (next() < 0.5 ? -1 : 1) * (next() + next() / 1e7 + next() / 1e13) * 10 ** Math.floor(next() * 40 - 20),
  );
}

/** What one record may be, and what a condition on it gives. */
export function holdRecords(stand: EngineStand): void {
  /** Memory has no transactions: there is nothing to hold it to. */
  const itInTransactions = (name: string, test: () => Promise<void>): void => {
    if (stand.transactions) it(name, test);
  };

  describe('a record', () => {
    let room: Room;
    let list: string;
    beforeAll(async () => {
      room = await Room.open(stand);
      list = await room.collection();
    });

    it('is made once under If-None-Match, and tells who comes second what stands there', async () => {
      const made = await room.put(list, 'once', { v: 1 }, ifNone);
      expect(made.status).toBe(201);
      expect(made.etag).toBe(`"${made.data.last_modified}"`);
      const again = await room.put(list, 'once', { v: 2 }, ifNone);
      expect(again.status).toBe(412);
      expect(again.body).toMatchObject({
        code: 412,
        errno: 114,
        details: { existing: { id: 'once', v: 1, last_modified: made.data.last_modified } },
      });
      expect(again.body.details).not.toHaveProperty('existing.permissions');
    });

    it('is changed under If-Match of its time only', async () => {
      const made = await room.put(list, 'match', { v: 1 });
      const changed = await room.put(list, 'match', { v: 2 }, ifMatch(made));
      expect(changed.status).toBe(200);
      expect(changed.data.last_modified).toBeGreaterThan(made.data.last_modified);
      const old = await room.put(list, 'match', { v: 3 }, ifMatch(made));
      expect(old.status).toBe(412);
      expect(old.body).toMatchObject({ details: { existing: { v: 2 } } });
      expect((await room.put(list, 'match', { v: 3 }, { headers: { 'If-Match': '12' } })).status).toBe(400);
    });

    it('that is missing or erased gives a 412 that shows nothing', async () => {
      const made = await room.put(list, 'gone', { v: 1 });
      expect((await room.ask('DELETE', `${list}/gone`)).data).toEqual({ id: 'gone', last_modified: expect.any(Number), deleted: true });
      for (const id of ['gone', 'never']) {
        const answer = await room.put(list, id, { v: 2 }, ifMatch(made));
        expect(answer.status).toBe(412);
        expect(answer.body).not.toHaveProperty('details');
      }
      const missing = await room.ask('DELETE', `${list}/gone`);
      expect(missing.status).toBe(404);
      expect(missing.body).toMatchObject({ errno: 110, details: { id: 'gone', resource_name: 'record' } });
    });

    it('comes to be anew over a tombstone, and is then the new writer’s', async () => {
      const [one, two] = [await stand.user('contract-one'), await stand.user('contract-two')];
      const shared = await room.collection({ 'record:create': ['account:contract-one', 'account:contract-two'] });
      await room.put(shared, 'a', { v: 1 }, { as: one, ...ifNone });
      expect((await room.ask('DELETE', `${shared}/a`, undefined, { as: one })).status).toBe(200);
      const anew = await room.put(shared, 'a', { v: 2 }, { as: two, ...ifNone });
      expect(anew.status).toBe(201);
      expect(anew.body.permissions).toEqual({ write: ['account:contract-two'] });
      expect((await room.put(shared, 'a', { v: 3 }, { as: one })).status).toBe(403);
    });

    it('has an id of letters, digits, - and _, of any length, that begins with one of the first two', async () => {
      expect((await room.put(list, 'a'.repeat(300))).status).toBe(201);
      for (const id of ['_a', '-a', 'a:b', 'a.b', 'a~b']) expect((await room.put(list, id)).status, id).toBe(400);
      expect((await room.ask('PUT', `${list}/a`, { data: { id: 'b' } })).status).toBe(400);
    });

    it('may say deleted without being a tombstone', async () => {
      const made = await room.put(list, 'false-tombstone', { deleted: true, v: 1 });
      expect(made.data).toMatchObject({ deleted: true, v: 1 });
      expect((await room.ask('GET', `${list}/false-tombstone`)).data).toMatchObject({ deleted: true, v: 1 });
      const since = await room.ask('GET', `${list}?_since=${made.data.last_modified - 1}&_sort=last_modified`);
      expect(since.body.data).toContainEqual({ id: 'false-tombstone', last_modified: made.data.last_modified, deleted: true, v: 1 });
    });

    it('keeps texts, whole numbers to 2^53 and those of 15 digits and 22 decimals as they are', async () => {
      const exact = awkward(500)
        .map((n) => Number(n.toPrecision(15)))
        .filter((n) => Math.abs(n) >= 1e-8 && Math.abs(n) < 1e15);
      const data = { exact, whole: [2 ** 53, -(2 ** 53), 0, 1.5], text: 'ä€𝄞 "\\\n\u2028', nested: { a: [null, true, { b: [] }] } };
      await room.put(list, 'exact', data);
      expect((await room.ask('GET', `${list}/exact`)).data).toMatchObject(data);
    });

    itInTransactions('alters other numbers, as the model’s reader says', async () => {
      const numbers = [...awkward(2000), 2 ** 60, 123456789012345680000, 7.95777848661328e-9, 1e-23];
      const { data } = await room.put(list, 'altered', { numbers });
      const expected = numbers.map((n) => readNumber(JSON.stringify(n)));
      expect(data.numbers).toEqual(expected);
      expect((await room.ask('GET', `${list}/altered`)).data.numbers).toEqual(expected);
      expect(numbers.filter((n, i) => n !== expected[i]).length).toBeGreaterThan(100);
      expect(expected.at(-2)).not.toBe(7.95777848661328e-9); // 15 digits, 23 decimals
    });

    itInTransactions('with U+0000 is refused for ever as if it were a moment’s trouble, and its whole batch with it', async () => {
      const alone = await room.put(list, 'nul', { v: 'a\0b' });
      expect(alone.status).toBe(503);
      expect(alone.header('Retry-After')).not.toBeNull();
      const { statuses } = await room.batch([
        { method: 'PUT', path: `${list}/beside-nul`, body: { data: {} } },
        { method: 'PUT', path: `${list}/nul`, body: { data: { v: '\0' } } },
      ]);
      expect(statuses).toBe(503);
      expect((await room.ask('GET', `${list}/beside-nul`)).status).toBe(404);
    });

    it('with half a surrogate pair, or a number beyond a double, is no JSON to it', async () => {
      for (const value of ['"\\ud800"', '"a\\udc00"', '1e400', '-1e999']) {
        expect((await room.ask('PUT', `${list}/wrong`, undefined, { text: `{"data":{"v":${value}}}` })).status, value).toBe(400);
        const inside = `{"method":"PUT","path":"${list}/wrong","body":{"data":{"v":${value}}}}`;
        const fine = `{"method":"PUT","path":"${list}/beside-wrong","body":{"data":{}}}`;
        expect((await room.ask('POST', '/batch', undefined, { text: `{"requests":[${fine},${inside}]}` })).status, value).toBe(400);
      }
      expect((await room.ask('GET', `${list}/beside-wrong`)).status).toBe(404);
    });
  });
}
