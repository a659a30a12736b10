import { beforeAll, describe, expect, it } from 'vitest';
import { ifMatch, ifNone, Room, type Answer, type EngineStand } from './engine-stand';

const put = (list: string, id: string, data: object = {}, headers = {}) => ({
  method: 'PUT',
  path: `${list}/${id}`,
  headers,
  body: { data },
});
const uris = (history: Answer): unknown[] => (history.body.data as { uri: string }[]).map((entry) => entry.uri.split('/').at(-1));

/** Many requests in one transaction, and what others do meanwhile. */
export function holdBatches(stand: EngineStand): void {
  /** Memory has no transactions: there is nothing to hold it to. */
  const itInTransactions = (name: string, test: () => Promise<void>): void => {
    if (stand.transactions) it(name, test);
  };

  describe('a batch', () => {
    let room: Room;
    beforeAll(async () => {
      room = await Room.open(stand);
    });

    it('answers one by one; what is refused in it undoes nothing', async () => {
      const list = await room.collection();
      await room.put(list, 'there');
      const nowhere = list.replace(/c-[^/]+/, 'nowhere');
      const { statuses, responses } = await room.batch([
        put(list, 'a'),
        put(list, 'there', {}, { 'If-None-Match': '*' }),
        put(list, 'none', {}, { 'If-Match': '"1"' }),
        put(nowhere, 'a'),
        { method: 'DELETE', path: `${list}/none` },
        put(list, 'b'),
        { method: 'DELETE', path: `${list}/b` },
      ]);
      expect(statuses).toEqual([201, 412, 412, 404, 404, 201, 200]);
      expect(responses[3]!.body).toMatchObject({ errno: 111, details: { resource_name: 'collection' } });
      expect((await room.ask('GET', list)).ids.sort()).toEqual(['a', 'there']);
    });

    it('is refused as a whole when it is too long, or holds another one', async () => {
      const { settings } = (await room.ask('GET', '/')).body as { settings: { batch_max_requests: number } };
      const list = await room.collection();
      const many = Array.from({ length: settings.batch_max_requests + 1 }, (_, i) => put(list, `r${i}`));
      expect((await room.batch(many)).statuses).toBe(400);
      expect((await room.batch([put(list, 'a'), { method: 'POST', path: '/batch', body: { requests: [] } }])).statuses).toBe(400);
      expect((await room.ask('GET', list)).ids).toEqual([]);
      expect((await room.batch([])).statuses).toEqual([]);
    });

    it('has its 401 inside, under a 200', async () => {
      const list = await room.collection();
      for (const as of ['', `Basic ${btoa('admin:wrong')}`]) expect((await room.batch([put(list, 'a')], { as })).statuses).toEqual([401]);
    });

    itInTransactions('says 201 of what a collision behind it undoes, keeps what comes after, and has it all in the history', async () => {
      const list = await room.collection();
      const first = await room.put(list, 'first');
      await room.put(list, 'second');
      const { status, statuses, responses } = await room.batch([
        put(list, 'lost'),
        put(list, 'collides', { last_modified: first.data.last_modified }),
        put(list, 'kept'),
      ]);
      expect([status, statuses]).toEqual([200, [201, 409, 201]]);
      expect(responses[1]!.body).toMatchObject({ errno: 122 });
      expect((await room.ask('GET', `${list}?_sort=last_modified`)).ids).toEqual(['first', 'second', 'kept']);
      const history = await room.ask(
        'GET',
        `${room.path}/history?_sort=last_modified&collection_id=%22${list.split('/')[4]}%22&resource_name=record`,
      );
      expect(uris(history)).toEqual(['first', 'second', 'lost', 'kept']);
    });

    itInTransactions('alone, a collision is a 409 that says when to come again', async () => {
      const list = await room.collection();
      const first = await room.put(list, 'first');
      await room.put(list, 'second');
      const answer = await room.put(list, 'collides', { last_modified: first.data.last_modified });
      expect(answer.status).toBe(409);
      expect(answer.header('Retry-After')).not.toBeNull();
    });
  });

  if (!stand.inTheMiddle) return;
  const inTheMiddle = stand.inTheMiddle.bind(stand);
  describe('two writers at once', () => {
    let room: Room;
    const heads = stand.addresses.length;
    beforeAll(async () => {
      room = await Room.open(stand);
    });

    it('what is written early and seen late is missed by whoever asks from the newest on', async () => {
      const list = await room.collection();
      const held = await room.put(list, 'held');
      let late: Answer | undefined;
      let meanwhile: string[] = [];
      const { statuses } = await inTheMiddle(
        () => room.batch([put(list, 'early', {}, { 'If-None-Match': '*' }), put(list, 'held', { v: 1 })]),
        { list, id: 'held' },
        async () => {
          late = await room.put(list, 'late', {}, { head: 1 % heads, ...ifNone });
          meanwhile = (await room.ask('GET', `${list}?_sort=last_modified&_since=0`, undefined, { head: 1 % heads })).ids;
          expect((await room.ask('GET', list, undefined, { head: 1 % heads })).etag).toBe(late.etag);
        },
      );
      expect(statuses).toEqual([201, 200]);
      expect(meanwhile).toEqual(['held', 'late']);
      const early = (await room.ask('GET', `${list}/early`)).data;
      expect(early.last_modified).toBeGreaterThan(held.data.last_modified);
      expect(early.last_modified).toBeLessThan(late!.data.last_modified);
      expect((await room.ask('GET', `${list}?_since=${late!.data.last_modified}`)).ids).not.toContain('early');
    });

    it(`of the same version: ${stand.transactions === 'default' ? 'both are told yes, one is lost' : 'one is told to come again'}`, async () => {
      const list = await room.collection();
      const before = await room.put(list, 'held', { v: 0 });
      let second: Promise<Answer> | undefined;
      const first = await inTheMiddle(
        () => room.put(list, 'held', { v: 1 }, ifMatch(before)),
        { list, id: 'held' },
        async (waiting) => {
          second = room.put(list, 'held', { v: 2 }, { head: 1 % heads, ...ifMatch(before) });
          await waiting(2);
        },
      );
      expect([first.status, (await second!).status].sort()).toEqual(stand.transactions === 'default' ? [200, 200] : [200, 503]);
    });

    it('of one new id: one is told to come again', async () => {
      const list = await room.collection();
      await room.put(list, 'held');
      let second: Promise<Answer> | undefined;
      const first = await inTheMiddle(
        () => room.batch([put(list, 'new', {}, { 'If-None-Match': '*' }), put(list, 'held', { v: 1 })]),
        { list, id: 'held' },
        async (waiting) => {
          second = room.put(list, 'new', { v: 2 }, { head: 1 % heads, ...ifNone });
          await waiting(2);
        },
      );
      expect(first.statuses).toEqual([201, 200]);
      expect((await second!).status).toBe(stand.transactions === 'default' ? 409 : 503);
    });

    it('who touches an empty collection while somebody else does is failed once', async () => {
      const list = await room.collection();
      const other = await room.collection();
      await room.put(other, 'held');
      let second: Promise<Answer> | undefined;
      await inTheMiddle(
        () => room.batch([put(list, 'first'), put(other, 'held', { v: 1 })]),
        { list: other, id: 'held' },
        async (waiting) => {
          second = room.ask('GET', list, undefined, { head: 1 % heads });
          await waiting(2);
        },
      );
      expect((await second!).status).toBe(stand.transactions === 'default' ? 500 : 503);
      expect((await room.ask('GET', list, undefined, { head: 1 % heads })).ids).toEqual(['first']);
    });
  });
}
