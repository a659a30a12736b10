import { describe, expect, it } from 'vitest';
import { appendedIdOf, courseIdOf, personIdOf } from '@/lib/model/rules/identity';
import type { AppendedRecord } from '@/lib/model/schema/envelope';
import { doubtsOf, seenOf, type Seen } from '@/lib/sync/vouch';
import { about, alignment, chunk, layout, outcome, record, signOff } from './records';

const day = Date.parse('2026-10-12T06:00:00Z');
const write = (collection: string, content: { id: string }, user: string, more: Partial<Seen> = {}): Seen => ({
  user,
  action: 'create',
  collection,
  id: content.id,
  at: day,
  date: day,
  content,
  ...more,
});

const nobody = (): boolean => false;
const doubts = async (of: { id: string }, collection: string, seen: Seen[], may: (user: string, collection: string) => boolean = nobody) =>
  doubtsOf(of as AppendedRecord, collection, { seen, layout, look: about([], [alignment, outcome('field')]).look, may });

const decisionBy = async (user: string): Promise<AppendedRecord> => {
  const { id: _, ...content } = { ...signOff, by: await personIdOf(user) } as AppendedRecord;
  return { ...content, id: await appendedIdOf(content as AppendedRecord) } as AppendedRecord;
};

describe('a decision', () => {
  it('is vouched for when the storage saw the person it names write exactly this', async () => {
    const one = await decisionBy('account:olga');
    expect(await doubts(one, 'decisions-field', [write('decisions-field', one, 'account:olga')])).toEqual([]);
  });

  it('is not theirs when somebody else wrote it', async () => {
    const one = await decisionBy('account:olga');
    expect(await doubts(one, 'decisions-field', [write('decisions-field', one, 'account:mallory')])).toEqual([
      { code: 'notBy', user: 'account:mallory' },
    ]);
  });

  it('stays theirs when somebody else wrote it again after the storage had lost it', async () => {
    const one = await decisionBy('account:olga');
    const seen = [
      write('decisions-field', one, 'account:des', { date: day + 9000, at: day + 9000 }),
      write('decisions-field', one, 'account:olga'),
    ];
    expect(await doubts(one, 'decisions-field', seen)).toEqual([]);
  });

  it('is not theirs when what they wrote under its id was something else', async () => {
    const one = await decisionBy('account:olga');
    const seen = [
      write('decisions-field', { ...one, decision: 'decline' } as { id: string }, 'account:olga'),
      write('decisions-field', one, 'account:mallory', { action: 'update' }),
    ];
    expect(await doubts(one, 'decisions-field', seen)).toEqual([{ code: 'notBy', user: 'account:mallory' }]);
  });

  it('is not yet verified while the history has nothing of it', async () => {
    const one = await decisionBy('account:olga');
    expect(await doubts(one, 'decisions-field', [])).toEqual([{ code: 'unseen' }]);
    const deleted = write('decisions-field', one, 'account:olga', { action: 'delete' });
    expect(await doubts(one, 'decisions-field', [deleted])).toEqual([{ code: 'unseen' }]);
  });

  it('that was altered does not have its id', async () => {
    const one = { ...(await decisionBy('account:olga')), decision: 'decline' };
    expect(await doubts(one, 'decisions-field', [write('decisions-field', one, 'account:olga')])).toEqual([{ code: 'altered' }]);
  });

  it('in the collection of a unit that is not its outcome’s is said to be so', async () => {
    const one = await decisionBy('account:olga');
    expect(await doubts(one, 'decisions-hub', [write('decisions-hub', one, 'account:olga')])).toEqual([{ code: 'otherUnit' }]);
  });
});

describe('ids that belong to something', () => {
  it('a course under another course’s id is found', async () => {
    const plain = { site: 'moodle:lms.example.org', title: 'Packing', url: 'https://lms.example.org/4', aliases: [], launches: [] };
    const id = await courseIdOf('moodle:lms.example.org', '4');
    expect(await doubts(record('course', id, { ...plain, nativeId: '4' }), 'courses', [])).toEqual([]);
    expect(await doubts(record('course', id, { ...plain, nativeId: '5' }), 'courses', [])).toEqual([{ code: 'notItsId' }]);
  });

  it('readings under another metric’s id are found, and no history is asked for of them', async () => {
    expect(await doubts(chunk('user-a'), 'obs-2026', [])).toEqual([]);
    expect(await doubts({ ...chunk('user-a'), id: 'chunk:m2:2026-10:user-a:none' }, 'obs-2026', [])).toEqual([{ code: 'notItsId' }]);
  });

  it('a person’s own record that somebody else made is found until they write it themselves', async () => {
    const actor = record('actor', await personIdOf('account:bob'), { name: 'Bob', kind: 'person', roles: [], aliases: [] });
    const squatted = write('people', actor, 'account:mallory');
    expect(await doubts(actor, 'people', [squatted])).toEqual([{ code: 'notTheirs', user: 'account:mallory' }]);
    expect(await doubts(actor, 'people', [squatted, write('people', actor, 'account:bob', { action: 'update' })])).toEqual([]);
    const position = record('actor', 'manager', { name: 'Field operations manager', kind: 'position', roles: [], aliases: [] });
    expect(await doubts(position, 'people', [write('people', position, 'account:mallory')])).toEqual([]);
  });
});

describe('places', () => {
  it('an outcome of another unit is in the wrong place', async () => {
    expect(await doubts(outcome('field'), 'outcomes-hub', [])).toEqual([{ code: 'wrongPlace' }]);
  });

  it('an outcome that was taken from another unit is found; one that was moved by somebody who had a say there is not', async () => {
    const [before, here] = [outcome('field'), outcome('hub', 9)];
    const first = write('outcomes-field', before, 'account:olga');
    const grab = write('outcomes-hub', here, 'account:hugo', { date: day + 1000, at: day + 1000 });
    expect(await doubts(here, 'outcomes-hub', [grab, first])).toEqual([{ code: 'taken', user: 'account:hugo' }]);
    expect(await doubts(before, 'outcomes-field', [grab, first])).toEqual([]);
    expect(await doubts(here, 'outcomes-hub', [grab, first], (user, name) => user === 'account:hugo' && name === 'outcomes-field')).toEqual(
      [],
    );
    const wroteThere = write('outcomes-field', before, 'account:hugo', { action: 'update', date: day + 500 });
    expect(await doubts(here, 'outcomes-hub', [grab, wroteThere, first])).toEqual([]);
  });
});

describe('times that the writer chose', () => {
  const at = (ms: number) => doubts(alignment, 'alignments', [write('alignments', alignment, 'account:mallory', { at: day + ms })]);

  it('are found, before and after', async () => {
    expect(await at(-86_400_000)).toEqual([{ code: 'backDated', user: 'account:mallory' }]);
    expect(await at(86_400_000)).toEqual([{ code: 'future', user: 'account:mallory' }]);
    expect(await at(30_000)).toEqual([]);
    expect(await at(-30_000)).toEqual([]);
  });

  it('count only of what stands there now', async () => {
    const seen = [
      write('alignments', alignment, 'account:mallory', { at: day - 86_400_000 }),
      write('alignments', alignment, 'account:ann', { action: 'update', at: day + 60_000, date: day + 60_000 }),
    ];
    expect(await doubts(alignment, 'alignments', seen)).toEqual([]);
  });
});

describe('entries of the history', () => {
  const entry = {
    id: 'e1',
    last_modified: 5,
    user_id: 'account:olga',
    action: 'create',
    date: '2026-10-12T06:00:00.123456+00:00',
    resource_name: 'record',
    collection_id: 'people',
    record_id: 'local_3aab',
    uri: '/buckets/throughline/collections/people/records/local_3aab',
    target: { data: { id: 'local_3aab', last_modified: 9, schema: 3, t: 'actor', n: 1, f: {} }, permissions: { write: ['account:olga'] } },
  };

  it('are read with our ids and without the storage’s own members', () => {
    expect(seenOf([entry])).toEqual([
      {
        user: 'account:olga',
        action: 'create',
        collection: 'people',
        id: 'local:ab',
        at: 9,
        date: day + 123,
        content: { id: 'local:ab', t: 'actor', n: 1, f: {} },
      },
    ]);
  });

  it('that concern no record, or are none, are left out', () => {
    expect(seenOf([{ ...entry, resource_name: 'collection' }, { ...entry, date: 'soon' }, null, 'x', {}])).toEqual([]);
  });
});
