import { beforeAll, describe, expect, it } from 'vitest';
import { ifMatch, ifNone, Room, type EngineStand, type Json } from './engine-stand';

/** Rights, schemas and the history. */
export function holdRights(stand: EngineStand): void {
  describe('rights', () => {
    let room: Room;
    let maker: string;
    let other: string;
    let reader: string;
    beforeAll(async () => {
      room = await Room.open(stand);
      [maker, other, reader] = [
        await stand.user('contract-maker'),
        await stand.user('contract-other'),
        await stand.user('contract-reader'),
      ];
      await room.made('PUT', `${room.path}/groups/makers`, { data: { members: ['account:contract-maker', 'account:contract-other'] } });
    });
    const makers = () => ({ 'record:create': [`${room.path}/groups/makers`] });

    it('name who is signed in and the groups', async () => {
      const { user } = (await room.ask('GET', '/', undefined, { as: maker })).body as { user: Json };
      expect(user.id).toBe('account:contract-maker');
      expect(user.principals).toEqual(
        expect.arrayContaining(['account:contract-maker', `${room.path}/groups/makers`, 'system.Authenticated']),
      );
      expect((await room.ask('GET', '/', undefined, { as: '' })).body).not.toHaveProperty('user');
      expect((await room.ask('GET', '/', undefined, { as: `Basic ${btoa('contract-maker:no')}` })).body).not.toHaveProperty('user');
    });

    it('to make is not to change what others made', async () => {
      const list = await room.collection(makers());
      const made = await room.put(list, 'a', { v: 1 }, { as: maker, ...ifNone });
      expect(made.body.permissions).toEqual({ write: ['account:contract-maker'] });
      expect((await room.put(list, 'a', { v: 2 }, { as: maker, ...ifMatch(made) })).status).toBe(200);
      expect((await room.put(list, 'a', { v: 3 }, { as: other })).status).toBe(403);
      expect((await room.put(list, 'a', { v: 3 }, { as: other, headers: { 'If-Match': '"1"' } })).status).toBe(403);
      expect((await room.ask('DELETE', `${list}/a`, undefined, { as: other })).status).toBe(403);
      const met = await room.put(list, 'a', { v: 3 }, { as: other, ...ifNone });
      expect(met.body).toMatchObject({ code: 412, details: { existing: { v: 2 } } });
    });

    it('to read is not to make, and tells what is not there from what is forbidden', async () => {
      const list = await room.collection(makers());
      await room.put(list, 'a', {}, { as: maker });
      expect((await room.put(list, 'b', {}, { as: reader, ...ifNone })).status).toBe(403);
      expect((await room.put(list, 'a', {}, { as: reader, ...ifNone })).status).toBe(403);
      expect((await room.put(list, 'b', {}, { as: reader })).status).toBe(403);
      for (const as of [reader, other]) expect((await room.ask('DELETE', `${list}/b`, undefined, { as })).status).toBe(404);
      expect((await room.put(list, 'b', {}, { as: other, headers: { 'If-Match': '"1"' } })).status).toBe(412);
      const read = await room.ask('GET', `${list}/a`, undefined, { as: reader });
      expect([read.status, read.body.permissions]).toEqual([200, {}]);
    });

    it('of a record are handed on by whom it is, and given to everybody who changes it', async () => {
      const list = await room.collection(makers());
      await room.put(list, 'a', {}, { as: maker });
      await room.made('PATCH', `${list}/a`, { permissions: { write: ['account:contract-other'] } }, { as: maker });
      expect((await room.put(list, 'a', { v: 2 }, { as: other })).status).toBe(200);
      const { permissions } = (await room.ask('GET', `${list}/a`, undefined, { as: maker })).body as { permissions: { write: string[] } };
      expect([...permissions.write].sort()).toEqual(['account:contract-maker', 'account:contract-other']);
      await room.put(list, 'a', { v: 3 });
      const after = (await room.ask('GET', `${list}/a`, undefined, { as: maker })).body as { permissions: { write: string[] } };
      expect(after.permissions.write).toContain(`account:admin`);
    });

    it('are taken away with the next request', async () => {
      const list = await room.collection({ 'record:create': [`${room.path}/groups/leaving`] });
      const group = `${room.path}/groups/leaving`;
      await room.made('PUT', group, { data: { members: ['account:contract-maker'] } });
      expect((await room.put(list, 'a', {}, { as: maker, ...ifNone })).status).toBe(201);
      await room.made('PUT', group, { data: { members: [] } });
      expect((await room.put(list, 'b', {}, { as: maker, ...ifNone })).status).toBe(403);
      expect((await room.put(list, 'a', { v: 2 }, { as: maker })).status).toBe(200); // whose it is it stays
    });

    it('without any: 403 for everything in the bucket, there or not; what is not there is said to whom reads', async () => {
      const closed = await Room.open(stand, {});
      const list = await closed.collection();
      for (const path of [
        list,
        closed.path,
        `${closed.path}/history`,
        `${closed.path}/collections`,
        '/buckets/nowhere/collections/c/records',
      ])
        expect((await closed.ask('GET', path, undefined, { as: reader })).status, path).toBe(403);
      const nowhere = await room.ask('GET', `${room.path}/collections/nowhere/records`, undefined, { as: reader });
      expect([nowhere.status, nowhere.body.errno]).toEqual([404, 111]);
      expect((await closed.ask('GET', list, undefined, { as: '' })).status).toBe(401);
    });

    it('to make, without reading, lists one’s own', async () => {
      const closed = await Room.open(stand, {});
      const list = await closed.collection({ 'record:create': ['account:contract-maker'] });
      expect((await closed.ask('GET', list, undefined, { as: maker })).ids).toEqual([]);
      await closed.put(list, 'mine', {}, { as: maker });
      await closed.put(list, 'theirs');
      expect((await closed.ask('GET', list, undefined, { as: maker })).ids).toEqual(['mine']);
      expect((await closed.ask('GET', `${closed.path}/collections`, undefined, { as: maker })).ids).toEqual([list.split('/')[4]]);
      expect((await closed.ask('GET', `${closed.path}/groups`, undefined, { as: maker })).status).toBe(403);
    });

    it('a schema refuses what does not fit, sees the id if it names it, and leaves its version in the record', async () => {
      const schema = {
        type: 'object',
        required: ['t'],
        properties: { id: { pattern: '^a' }, t: { enum: ['x', 'y'] }, n: { type: 'integer', minimum: 1 }, deleted: false },
        allOf: [{ if: { properties: { t: { const: 'y' } } }, then: { required: ['n'] } }], // oxlint-disable-line unicorn/no-thenable -- JSON schema's word
      };
      const list = await room.collection({}, { schema });
      const fit = await room.put(list, 'a1', { t: 'x' });
      expect(fit.status).toBe(201);
      expect(fit.data.schema).toEqual(expect.any(Number));
      const misfits: [string, Json][] = [
        ['a2', {}],
        ['b1', { t: 'x' }],
        ['a3', { t: 'z' }],
        ['a4', { t: 'y' }],
        ['a5', { t: 'y', n: 0 }],
        ['a6', { t: 'x', deleted: true }],
      ];
      for (const [id, data] of misfits) expect((await room.put(list, id, data)).status, JSON.stringify(data)).toBe(400);
      expect((await room.put(list, 'a7', { t: 'y', n: 2, schema: 'mine' })).data.schema).toBe(fit.data.schema);
    });

    it('the history says who did what, to whoever may read it', async () => {
      const list = await room.collection(makers());
      const name = list.split('/')[4]!;
      await room.put(list, 'a', { v: 1 }, { as: maker });
      await room.put(list, 'a', { v: 2 });
      await room.ask('DELETE', `${list}/a`);
      const entries = (
        await room.ask('GET', `${room.path}/history?_sort=last_modified&collection_id=%22${name}%22`, undefined, { as: reader })
      ).body.data as Json[];
      expect(entries.map((e) => [e.action, e.user_id, e.resource_name, e.collection_id, e.record_id])).toEqual([
        ['create', 'account:admin', 'collection', name, undefined],
        ['create', 'account:contract-maker', 'record', name, 'a'],
        ['update', 'account:admin', 'record', name, 'a'],
        ['delete', 'account:admin', 'record', name, 'a'],
      ]);
      expect(entries[1]).toMatchObject({ uri: `${list}/a`, target: { data: { id: 'a', v: 1 } } });
    });
  });
}
