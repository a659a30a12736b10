// Each role in each collection of the layout, and what is forged, on the real Kinto. Over 250 lines: the table, the refusals of the schemas and
// the forgeries need one and the same storage with the same people in it, which takes seconds to set up.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoredRecord } from '@/lib/model/rules/fields';
import { courseIdOf, personIdOf } from '@/lib/model/rules/identity';
import { arrange, planOf, type Wish } from '@/lib/sync/arrange';
import { settingsOf } from '@/lib/sync/arrange-settings';
import { layoutOf } from '@/lib/sync/layout';
import { join, leave, mayWriteBy, rolesOf } from '@/lib/sync/people';
import { doubtsOf, seenOf, type Doubt } from '@/lib/sync/vouch';
import { alignment, outcome, record, stampAt } from '@/test/unit/sync-layout/records';
import { Person, type Reply } from './kinto-people';
import { course, decision, onWire, sample } from './kinto-samples';
import { openStand, type Stand } from './kinto-stand';

const bucket = 'throughline';
const wish: Wish = { bucket, units: ['field', 'hub'], years: [2026], readers: 'signedIn' };
const groupsOf = {
  admin: ['admins'],
  designer: ['designers'],
  publisher: ['publishers'],
  ownerField: ['owners-field'],
  ownerHub: ['owners-hub'],
  reader: [],
} as const;
type Role = keyof typeof groupsOf | 'nobody';

/*
 * What each role can do in each collection. c: make a record, e: change one's own, o: change another's, d: erase another's, g: change who
 * may write another's, x: change the collection itself (schema, grants). Everything that is not named is refused.
 */
const table = `
  collection       admin    designer  publisher  ownerField  ownerHub  reader  nobody
  people           ceodgx   ce        ce         ce          ce        -       -
  sites            ceodgx   -         -          -           -         -       -
  recipes          ceodgx   -         -          -           -         -       -
  courses          ceodgx   ceodgx    -          -           -         -       -
  outcomes-field   ceodgx   -         -          ceodgx      -         -       -
  metrics          ceodgx   -         ceodgx     ce          ce        -       -
  drafts           ceodgx   ce        -          ce          ce        -       -
  drafts-field     ceodgx   ce        -          ceodgx      ce        -       -
  alignments       ceodgx   ce        -          -           -         -       -
  decisions-field  ceodgx   -         -          ce          -         -       -
  chartlinks       ceodgx   -         ceodgx     ce          ce        -       -
  obs-2026         ceodgx   -         ceodgx     -           -         -       -
`;
const [head, ...lines] = table
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/));
const cells = lines.flatMap(([collection, ...rights]) =>
  rights.map((may, i) => ({ collection: collection!, role: head![i + 1] as Role, may })),
);

describe.each(['memory', 'postgres'] as const)('the permission layout on Kinto with %s', (backend) => {
  let stand: Stand;
  const people = {} as Record<Role, Person>;
  const others = new Map<string, { id: string; body: { data: Record<string, unknown> } }>();
  const at = (collection: string, id: string): string => `/buckets/${bucket}/collections/${collection}/records/${id}`;
  const make = (who: Role, collection: string, one: StoredRecord, more: Record<string, unknown> = {}): Promise<Reply> => {
    const { id, body } = onWire(one);
    return people[who].ask('PUT', at(collection, id), { data: { ...body.data, ...more } }, { 'If-None-Match': '*' });
  };
  const change = (who: Role, collection: string, one: StoredRecord): Promise<Reply> => {
    const { id, body } = onWire(one);
    return people[who].ask('PUT', at(collection, id), body);
  };

  beforeAll(async () => {
    stand = await openStand(backend);
    const root = stand.root;
    const plan = await planOf(root.admin, wish);
    if ('refused' in plan) throw new Error(plan.refused);
    expect(await arrange(root.admin, wish, plan.steps, stand.pause)).toEqual({ outcome: 'done' });
    for (const [role, groups] of Object.entries(groupsOf)) {
      people[role as Role] = await stand.person(role);
      for (const group of groups) expect(await join(root.admin, bucket, group, people[role as Role].user)).toBe('done');
    }
    people.nobody = new Person(root.address, null);
    for (const [collection] of lines) {
      const one = onWire(await sample(collection!));
      expect((await root.ask('PUT', at(collection!, one.id), one.body)).status).toBe(201);
      others.set(collection!, one);
    }
  });
  afterAll(() => stand?.stop());

  describe('each role in each collection', () => {
    it.each(cells)('$role in $collection: $may', async ({ collection, role, may }) => {
      const who = people[role];
      const no = role === 'nobody' ? 401 : 403;
      const other = others.get(collection)!;
      const says = async (letter: string, reply: Promise<Reply>, yes: number): Promise<void> => {
        expect({ letter, status: (await reply).status }).toEqual({ letter, status: may.includes(letter) ? yes : no });
      };
      const own = onWire(await sample(collection));
      await says('c', who.ask('PUT', at(collection, own.id), own.body, { 'If-None-Match': '*' }), 201);
      if (may.includes('c')) await says('e', who.ask('PUT', at(collection, own.id), own.body), 200);
      await says('o', who.ask('PUT', at(collection, other.id), other.body), 200);
      await says('g', who.ask('PATCH', at(collection, other.id), { permissions: { write: [] } }), 200);
      const where = `/buckets/${bucket}/collections/${collection}`;
      await says('x', who.ask('PATCH', where, { data: { touched: role } }), 200);
      const victim = onWire(await sample(collection));
      await stand.root.ask('PUT', at(collection, victim.id), victim.body);
      await says('d', who.ask('DELETE', at(collection, victim.id)), 200);
      expect((await who.ask('GET', at(collection, other.id))).status).toBe(role === 'nobody' ? 401 : 200);
    });

    it.each(Object.keys(groupsOf) as Role[])('%s and the bucket, groups and the storage’s life', async (role) => {
      const who = people[role];
      const yes = role === 'admin' ? 200 : 403;
      const path = `/buckets/${bucket}`;
      expect((await who.ask('PATCH', path, { data: { touched: role } })).status).toBe(yes);
      expect((await who.ask('PATCH', `${path}/groups/designers`, { data: { touched: role } })).status).toBe(yes);
      expect((await who.ask('PATCH', `${path}/collections/meta/records/generation`, { data: { purgedBefore: 1 } })).status).toBe(yes);
      const made = role === 'admin' ? 201 : 403;
      expect((await who.ask('PUT', `${path}/groups/mine-${role.toLowerCase()}`, { data: {} })).status).toBe(made);
      expect((await who.ask('PUT', `${path}/collections/mine-${role.toLowerCase()}`, { data: {} })).status).toBe(made);
      expect((await who.ask('DELETE', `${path}/history`)).status).toBe(role === 'admin' ? 200 : 403);
    });

    it('what the page says somebody may is what the storage lets them', async () => {
      for (const role of Object.keys(groupsOf) as Role[]) {
        const { principals } = await people[role].admin.server();
        const rights = layoutOf(bucket).rightsOf(principals);
        for (const { collection, may } of cells.filter((cell) => cell.role === role))
          expect({ role, collection, create: rights.create(collection), write: rights.write(collection) }).toEqual({
            role,
            collection,
            create: may.includes('c'),
            write: may.includes('o'),
          });
      }
    });

    it('no group takes everybody at once', async () => {
      const path = `/buckets/${bucket}/groups/admins`;
      const { body } = await people.admin.ask('GET', path);
      for (const who of ['system.Authenticated', 'system.Everyone', '/buckets/throughline/groups/designers'])
        expect((await people.admin.ask('PATCH', path, { data: { members: [...(body.data.members as string[]), who] } })).status).toBe(400);
    });
  });

  describe('what the storage refuses by its schemas', () => {
    const refused = async (collection: string, one: StoredRecord): Promise<void> => {
      expect({ collection, one: one.id, status: (await make('admin', collection, one)).status }).toEqual({
        collection,
        one: one.id,
        status: 400,
      });
    };

    it('a record of a type that has no business there', async () => {
      for (const collection of [
        'people',
        'sites',
        'courses',
        'outcomes-field',
        'metrics',
        'drafts',
        'alignments',
        'chartlinks',
        'obs-2026',
      ])
        await refused(collection, collection === 'alignments' ? await sample('sites') : { ...alignment, id: 'wrong' });
      await refused('decisions-field', { ...alignment, id: 'wrong' });
    });

    it('an outcome of another unit, or of none', async () => {
      await refused('outcomes-hub', outcome('field', 1, 'wrong'));
      await refused('outcomes-hub', outcome(undefined, 1, 'wrong'));
      await refused('drafts-hub', outcome('field', 1, 'wrong'));
    });

    it('a reading of another year, a course under a made-up id, a field without a stamp', async () => {
      await refused('obs-2026', { ...(await sample('obs-2025')), id: 'wrong' });
      await refused('courses', await course('4', 'made-up'));
      await refused('alignments', { ...alignment, id: 'wrong', f: { ...alignment.f, extra: { v: 1, s: 'soon' } } } as StoredRecord);
      await refused('alignments', { ...alignment, id: 'wrong', f: { ...alignment.f, extra: 7 } } as unknown as StoredRecord);
      await refused('alignments', { ...alignment, id: 'wrong', deleted: true } as unknown as StoredRecord);
    });

    it('a decision with a field more, one less, another word, or an id that is none', async () => {
      const good = await decision('user-a');
      await refused('decisions-field', { ...good, note: 'more' } as StoredRecord);
      const { covers: _, ...less } = good as Record<string, unknown>;
      await refused('decisions-field', less as StoredRecord);
      await refused('decisions-field', { ...good, decision: 'maybe' } as StoredRecord);
      await refused('decisions-field', { ...good, id: 'mine' });
    });

    it('while fields of a newer version pass', async () => {
      const newer = { ...alignment, id: 'newer', n: 2, f: { ...alignment.f, later: { v: { a: [1] }, s: stampAt(3) } } } as StoredRecord;
      expect((await make('designer', 'alignments', newer)).status).toBe(201);
      const { body } = await people.reader.ask('GET', at('alignments', 'newer'));
      expect((body.data.f as Record<string, unknown>).later).toEqual({ v: { a: [1] }, s: stampAt(3) });
    });
  });

  describe('what the storage takes, and a reader finds', () => {
    const layout = layoutOf(bucket);
    /** What somebody who may only read finds out about the record that stands there. */
    async function found(collection: string, id: string, known: StoredRecord[] = []): Promise<Doubt[]> {
      const {
        id: _,
        last_modified: __,
        schema: ___,
        ...content
      } = (await people.reader.ask('GET', at(collection, onWire({ id } as StoredRecord).id))).body.data;
      const entries = await people.reader.admin.history(bucket, { record: onWire({ id } as StoredRecord).id, limit: 100 });
      const may = mayWriteBy(await rolesOf(people.reader.admin, bucket));
      const look = ({ type, id: wanted }: { type: string; id: string }) => known.find((r) => r.t === type && r.id === wanted);
      return doubtsOf({ ...content, id } as StoredRecord, collection, { seen: seenOf(entries), layout, look, may });
    }

    it('a forged sign-off: a designer’s and another unit’s owner’s are refused; one in somebody else’s name is found', async () => {
      const olga = await personIdOf(people.ownerField.user);
      expect((await make('designer', 'decisions-field', await decision(olga))).status).toBe(403);
      expect((await make('ownerHub', 'decisions-field', await decision(olga))).status).toBe(403);
      const known = [{ ...alignment, id: 'al1' }, outcome('field')];
      const true_ = await decision(olga);
      expect((await make('ownerField', 'decisions-field', true_)).status).toBe(201);
      expect(await found('decisions-field', true_.id, known)).toEqual([]);
      const forged = await decision(await personIdOf(people.designer.user));
      expect((await make('ownerField', 'decisions-field', forged)).status).toBe(201);
      expect(await found('decisions-field', forged.id, known)).toEqual([{ code: 'notBy', user: people.ownerField.user }]);
      const elsewhere = await decision(await personIdOf(people.ownerHub.user));
      expect((await make('ownerHub', 'decisions-hub', elsewhere)).status).toBe(201);
      expect(await found('decisions-hub', elsewhere.id, known)).toEqual([{ code: 'otherUnit' }]);
    });

    it('a sign-off that its author altered does not have its id', async () => {
      const one = await decision(await personIdOf(people.ownerField.user));
      await make('ownerField', 'decisions-field', one);
      expect((await change('ownerField', 'decisions-field', { ...one, decision: 'decline' } as StoredRecord)).status).toBe(200);
      expect(await found('decisions-field', one.id)).toEqual([{ code: 'altered' }]);
    });

    it('a forged owner: another unit’s outcome cannot be changed; taking its id to one’s own unit is found', async () => {
      const theirs = outcome('field', 1, 'fields-own');
      await make('ownerField', 'outcomes-field', theirs);
      expect((await change('ownerHub', 'outcomes-field', theirs)).status).toBe(403);
      expect((await make('ownerHub', 'outcomes-hub', theirs)).status).toBe(400);
      const grabbed = outcome('hub', 9, 'fields-own');
      expect((await make('ownerHub', 'outcomes-hub', grabbed)).status).toBe(201);
      expect(await found('outcomes-hub', 'fields-own')).toEqual([{ code: 'taken', user: people.ownerHub.user }]);
      expect(await found('outcomes-field', 'fields-own')).toEqual([]);
    });

    it('a designer’s draft of an adopted outcome is taken by the storage, and does not count', async () => {
      await make('ownerField', 'outcomes-field', outcome('field', 1, 'adopted'));
      const draft = outcome('field', 999, 'adopted');
      expect((await make('designer', 'drafts-field', draft)).status).toBe(201);
      expect(layout.precedence('outcomes-field', outcome('field', 1, 'adopted')) > layout.precedence('drafts-field', draft)).toBe(true);
    });

    it('an owner who opens the unit’s collection to other units’ outcomes: found in each outcome and in the plan', async () => {
      const path = `/buckets/${bucket}/collections/outcomes-hub`;
      expect((await people.ownerHub.ask('PATCH', path, { data: { schema: { type: 'object' } } })).status).toBe(200);
      expect((await make('ownerHub', 'outcomes-hub', outcome('field', 1, 'smuggled'))).status).toBe(201);
      expect(await found('outcomes-hub', 'smuggled')).toEqual([{ code: 'wrongPlace' }]);
      const plan = await planOf(stand.root.admin, { bucket });
      expect('steps' in plan && plan.steps.find((s) => s.name === 'outcomes-hub')?.lines).toEqual([
        { code: 'schema' },
        { code: 'revoke', permission: 'write', who: people.ownerHub.user },
      ]);
      expect(await arrange(stand.root.admin, { bucket }, 'steps' in plan ? plan.steps : [], stand.pause)).toEqual({ outcome: 'done' });
      expect((await make('ownerHub', 'outcomes-hub', outcome('field', 1, 'smuggled2'))).status).toBe(400);
    });

    it('squatted ids: a course that is another one, a person’s own record made by somebody else', async () => {
      const id = await courseIdOf('moodle:lms.example.org', '77');
      const squat = { ...(await course('78', id)) };
      expect((await make('designer', 'courses', squat)).status).toBe(201);
      expect(await found('courses', id)).toEqual([{ code: 'notItsId' }]);
      const bob = record('actor', await personIdOf('account:bob'), { name: 'Somebody else', kind: 'person', roles: [], aliases: [] });
      expect((await make('designer', 'people', bob)).status).toBe(201);
      expect(await found('people', bob.id)).toEqual([{ code: 'notTheirs', user: people.designer.user }]);
    });

    it('who wrote in the past or in the future is found', async () => {
      const [past, future] = [
        { ...alignment, id: 'past' },
        { ...alignment, id: 'future' },
      ];
      expect((await make('designer', 'alignments', past, { last_modified: Date.now() - 30 * 86_400_000 })).status).toBe(201);
      expect(await found('alignments', 'past')).toEqual([{ code: 'backDated', user: people.designer.user }]);
      expect((await make('designer', 'alignments', future, { last_modified: Date.now() + 30 * 86_400_000 })).status).toBe(201);
      expect(await found('alignments', 'future')).toEqual([{ code: 'future', user: people.designer.user }]);
      const list = `/buckets/${bucket}/collections/alignments/records`;
      expect((await people.reader.ask('GET', `${list}?_since=${Date.now() + 30 * 86_400_000}`)).status).toBe(400);
    });
  });

  describe('who leaves a group', () => {
    it('may nothing more, of what they once wrote either', async () => {
      const leaver = await stand.person('leaver');
      const root = stand.root.admin;
      await join(root, bucket, 'designers', leaver.user);
      await join(root, bucket, 'publishers', leaver.user);
      const write = async (collection: string): Promise<string> => {
        const { id, body } = onWire(await sample(collection));
        expect((await leaver.ask('PUT', at(collection, id), body)).status).toBe(201);
        return id;
      };
      const [mine, ours, reading] = [await write('chartlinks'), await write('courses'), await write('obs-2026')];
      const again = async (collection: string, id: string): Promise<number> =>
        (await leaver.ask('PATCH', at(collection, id), { data: { n: 1 } })).status;
      // Kinto alone: out of the group, and still named by every record that they wrote.
      const path = `/buckets/${bucket}/groups/designers`;
      const { body } = await stand.root.ask('GET', path);
      const members = (body.data.members as string[]).filter((who) => who !== leaver.user);
      await stand.root.ask('PATCH', path, { data: { members } });
      expect(await again('courses', ours)).toBe(200);
      expect(await leave(root, bucket, 'designers', leaver.user)).toBe('done');
      expect(await again('courses', ours)).toBe(403);
      expect(await again('chartlinks', mine)).toBe(200);
      expect(await leave(root, bucket, 'publishers', leaver.user)).toBe('done');
      expect(await again('chartlinks', mine)).toBe(403);
      expect(await again('obs-2026', reading)).toBe(403);
      expect(await leave(root, bucket, 'publishers', leaver.user)).toBe('done');
    });

    it('an administrator too, and never the last one or oneself', async () => {
      const second = await stand.person('second');
      const root = stand.root.admin;
      await join(root, bucket, 'admins', second.user);
      expect((await second.ask('PATCH', `/buckets/${bucket}`, { data: { touched: 'second' } })).status).toBe(200);
      expect((await second.ask('PATCH', `/buckets/${bucket}/collections/sites`, { data: { touched: 'second' } })).status).toBe(200);
      expect(await leave(root, bucket, 'admins', second.user)).toBe('done');
      expect((await second.ask('PATCH', `/buckets/${bucket}`, { data: { touched: 'second' } })).status).toBe(403);
      expect((await second.ask('PATCH', `/buckets/${bucket}/collections/sites`, { data: { touched: 'second' } })).status).toBe(403);
      expect(await leave(root, bucket, 'admins', stand.root.user)).toBe('yourself');
      expect(await join(root, bucket, 'designers', 'system.Authenticated')).toBe('notAPerson');
      expect(await join(root, bucket, 'owners-nowhere', second.user)).toBe('noGroup');
    });
  });

  it('settings are read from the server, each wrong one with its line', async () => {
    const findings = await settingsOf(stand.root.admin, bucket, ['obs-2026']);
    const wrong = findings.filter(({ how }) => how === 'wrong').map(({ setting }) => setting);
    expect(wrong).toEqual(backend === 'memory' ? ['openAccounts'] : []);
    expect(findings.filter(({ how }) => how === 'unseen').map(({ setting }) => setting)).toContain('isolation');
  });
});
