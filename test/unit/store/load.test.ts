import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canonicalJson } from '@/lib/model/rules/canonical';
import { mergeRecords } from '@/lib/model/rules/merge';
import type { MutableRecord } from '@/lib/model/schema/envelope';
import { ix } from '@/lib/store/index-strings';
import type { StillHolds } from '@/lib/store/load';
import { keepReadings, seriesOf } from '@/lib/store/observations';
import { openWorkspace, type StoredRecord, type Workspace } from '@/lib/store/workspace';
import { add, alignmentSet, courseSet, freshWorkspace, metricSet, newWrite, outcomeSet } from './fresh';

let ws: Workspace;
beforeEach(async () => {
  ws = await freshWorkspace();
});
afterEach(() => ws.close());

const dumped = (from: Workspace): Promise<StoredRecord[]> => Array.fromAsync(from.dump());
const stampAt = (n: number, device = '0000000a'): string => `0199ee${n.toString(16).padStart(6, '0')}-0000-${device}`;
const goal = (text: string, n: number, id = 'g1'): MutableRecord => ({ id, t: 'goal', n: 1, f: { text: { v: text, s: stampAt(n) } } });

async function filled(): Promise<void> {
  await ws.write(
    newWrite(),
    [
      add('course', 'c1', { ...courseSet, 'launch:l1': { date: '2026-06-03' } }),
      add('outcome', 'o1', { ...outcomeSet, 'delegate:a2': true }),
      add('metric', 'm1', metricSet),
      add('alignment', 'al1', alignmentSet),
      {
        type: 'signOff',
        append: { alignmentId: 'al1', by: 'a1', role: 'owner', decision: 'agree', at: '2026-05-28T10:42:00Z', covers: 'a'.repeat(64) },
      },
    ],
    null,
  );
  await ws.write(newWrite(), [{ type: 'alignment', id: 'al1', hide: true }], null);
  await keepReadings(ws, newWrite(), 'm1', {
    reader: ws.me,
    account: 'none',
    via: 'typed',
    at: '2026-11-20T08:00:00Z',
    points: [{ period: '2026-10-05', v: 4 }],
  });
}

describe('dump and load', () => {
  it('give the same bytes in another profile, hidden ones and series included', async () => {
    await filled();
    const records = await dumped(ws);
    const reader = ws.me;
    const other = await freshWorkspace();
    const loaded = await other.load(newWrite(), records);
    expect(loaded).toEqual({ written: records.length, same: 0, refused: [] });
    const back = (await dumped(other)).filter((r) => r.id !== other.me);
    expect(canonicalJson(back)).toBe(canonicalJson(records));
    expect((await other.find('alignment', ix.alignmentsOfCourse('c1')))[0]).toMatchObject({ hidden: true });
    expect((await seriesOf(other, 'm1', { reader, account: 'none' }))?.points).toEqual([{ period: '2026-10-05', v: 4 }]);
    other.close();
  });

  it('survive being a file', async () => {
    await filled();
    const records = await dumped(ws);
    const other = await freshWorkspace();
    await other.load(newWrite(), JSON.parse(JSON.stringify(records)) as unknown[]);
    expect(canonicalJson((await dumped(other)).filter((r) => r.id !== other.me))).toBe(canonicalJson(records));
    other.close();
  });

  it('read more records than one page holds, each once', async () => {
    const many = Array.from({ length: 1203 }, (_, i) => goal(`goal ${i}`, i, `g${i}`));
    await ws.load(newWrite(), many);
    const ids = (await dumped(ws)).filter((r) => r.t === 'goal').map((r) => r.id);
    expect(ids).toHaveLength(1203);
    expect(new Set(ids).size).toBe(1203);
  });

  it('say the second time that all is known, and share nothing again', async () => {
    await filled();
    const waiting = await ws.waiting();
    const records = await dumped(ws);
    expect(await ws.load(newWrite(), records)).toEqual({ written: 0, same: records.length, refused: [] });
    expect(await ws.waiting()).toBe(waiting);
  });

  it('write nothing where what is here is not what the caller knows; a write that is repeated is not asked', async () => {
    await ws.load(newWrite(), [goal('mine', 1, 'g1')]);
    const before = await dumped(ws);
    const seen: (string | undefined)[] = [];
    const no: StillHolds = (here) => {
      seen.push(here('goal', 'g1')?.id, here('goal', 'g2')?.id);
      return false;
    };
    const file = [goal('theirs', 5, 'g1'), goal('new', 5, 'g2')];
    await expect(ws.load('w-refused', file, no)).rejects.toMatchObject({ code: 'conflict' });
    expect(seen).toEqual(['g1', undefined]);
    expect(await dumped(ws)).toEqual(before);
    const done = await ws.load('w-refused', file, () => true);
    expect(done).toMatchObject({ written: 2 });
    expect(await ws.load('w-refused', file, no)).toEqual(done);
  });

  it('join per field: the higher stamp wins on each side, and what changed goes to the outbox', async () => {
    const stored = (title: string, n: number, nativeId: string, m: number): MutableRecord => ({
      id: 'c1',
      t: 'course',
      n: 1,
      f: {
        site: { v: 's', s: stampAt(1) },
        url: { v: 'https://lms.example.org/c', s: stampAt(1) },
        title: { v: title, s: stampAt(n) },
        nativeId: { v: nativeId, s: stampAt(m) },
        fromNewer: { v: { kept: true }, s: stampAt(n) },
      },
    });
    await ws.load(newWrite(), [stored('old title', 1, 'newer id', 5)]);
    const waiting = await ws.waiting();
    expect(await ws.load(newWrite(), [stored('new title', 3, 'older id', 2), goal('another', 1)])).toMatchObject({ written: 2 });
    expect((await ws.read('course', 'c1'))?.plain).toMatchObject({ title: 'new title', nativeId: 'newer id' });
    expect((await ws.view((at) => at.envelopes([{ type: 'course', id: 'c1' }])))[0]).toMatchObject({
      f: { fromNewer: { v: { kept: true } } },
    });
    expect(await ws.waiting()).toBe(waiting + 1);
  });

  it('at equal stamps keep the greater bytes, in either order', async () => {
    for (const order of [
      ['a', 'b'],
      ['b', 'a'],
    ]) {
      const own = await freshWorkspace();
      for (const text of order) await own.load(newWrite(), [goal(text, 7)]);
      expect((await own.read('goal', 'g1'))?.plain.text).toBe('b');
      own.close();
    }
  });

  it('end in the same records whatever the order and the repetitions of files', async () => {
    const version = fc
      .record({ id: fc.constantFrom('g1', 'g2'), text: fc.constantFrom('a', 'b', 'c'), n: fc.integer({ min: 1, max: 3 }) })
      .map((v) => goal(v.text, v.n, v.id));
    await fc.assert(
      fc.asyncProperty(fc.array(version, { minLength: 1, maxLength: 6 }), fc.array(fc.nat(5), { maxLength: 8 }), async (files, again) => {
        const goals = async (of: Workspace) => (await dumped(of)).filter((r) => r.t === 'goal');
        const one = await freshWorkspace();
        for (const file of files) await one.load(newWrite(), [file]);
        const other = await freshWorkspace();
        for (const i of [...again, ...files.keys()]) await other.load(newWrite(), [files[files.length - 1 - (i % files.length)]!]);
        expect(canonicalJson(await goals(other))).toBe(canonicalJson(await goals(one)));
        const merged = Map.groupBy(files, (f) => f.id)
          .values()
          .map((same) => same.reduce<StoredRecord>(mergeRecords, same[0]!));
        expect(canonicalJson((await goals(one)).toSorted((a, b) => (a.id < b.id ? -1 : 1)))).toBe(
          canonicalJson([...merged].toSorted((a, b) => (a.id < b.id ? -1 : 1))),
        );
        one.close();
        other.close();
      }),
      { seed: 20_261_125, numRuns: 30 },
    );
  });

  it('are carried out once per write id', async () => {
    const write = newWrite();
    const first = await ws.load(write, [goal('a', 1)]);
    expect(await ws.load(write, [goal('b', 9), goal('c', 9, 'g2')])).toEqual(first);
    expect((await ws.read('goal', 'g1'))?.plain.text).toBe('a');
  });

  it('name what they refuse, and take the rest', async () => {
    await filled();
    const signOff = (await dumped(ws)).find((r) => r.t === 'signOff')!;
    const other = await freshWorkspace();
    const loaded = await other.load(newWrite(), [
      goal('fine', 1),
      { ...signOff, decision: 'decline' },
      { id: 'z1', t: 'horoscope', n: 1, f: {} },
      { id: 'o1', t: 'outcome', n: 1, f: { direction: { v: 'reduce', s: stampAt(1) } } },
      goal('a\0b', 1, 'g2'),
      { ...goal('x', 1, 'g3'), f: { text: { v: 'x', s: 'yesterday' } } },
      { id: 'v1', t: 'valueCase', n: 1, f: { outcomeId: { v: 'o1', s: stampAt(1) }, volume: { v: 0.1 + 0.2, s: stampAt(1) } } },
      { id: 'm1', t: 'metric', n: 1, f: { name: { v: 'x', s: stampAt(1) } } },
      null,
      'text',
    ]);
    expect(loaded.written).toBe(1);
    expect(loaded.refused.map(({ type, id, code }) => [type, id, code])).toEqual([
      ['signOff', signOff.id, 'altered'],
      ['horoscope', 'z1', 'unknownType'],
      ['outcome', 'o1', 'badRecord'],
      ['goal', 'g2', 'badRecord'],
      ['goal', 'g3', 'badRecord'],
      ['valueCase', 'v1', 'badRecord'],
      ['metric', 'm1', 'badRecord'],
      ['', '', 'unknownType'],
      ['', '', 'unknownType'],
    ]);
    expect(await other.all('goal')).toHaveLength(1);
    other.close();
  });
});

describe('bulk', () => {
  it('puts many records in with their index and series, without sharing them', async () => {
    const waiting = await ws.waiting();
    const chunk = (month: string): MutableRecord => ({
      id: `chunk:m1:${month}:r:none`,
      t: 'chunk',
      n: 1,
      f: Object.fromEntries(
        Object.entries({
          metricId: 'm1',
          month,
          reader: 'r',
          account: 'none',
          [`${month}-01|superset|2026-11-20T08:00:00Z`]: { v: 1 },
        }).map(([name, v]) => [name, { v, s: stampAt(1) }]),
      ),
    });
    async function* all(): AsyncGenerator<StoredRecord> {
      for (let i = 0; i < 2500; i++) yield goal(`goal ${i}`, i, `g${i}`);
      yield chunk('2026-09');
      yield chunk('2026-10');
    }
    expect(await ws.bulk(all())).toBe(2502);
    expect(await ws.all('goal')).toHaveLength(2500);
    expect(await ws.find('chunk', ix.chunksOfMetric('m1'))).toHaveLength(2);
    expect((await seriesOf(ws, 'm1', { reader: 'r', account: 'none' }))?.points.map((p) => p.period)).toEqual(['2026-09-01', '2026-10-01']);
    expect(await ws.waiting()).toBe(waiting);
  });
});

it('a write after a load is later than everything that was loaded, also after a restart', async () => {
  const inHalfAnHour = `${(Date.now() + 1_800_000).toString(16).padStart(12, '0')}-0003-0000000b`;
  await ws.load(newWrite(), [{ ...goal('from a fast clock', 1), f: { text: { v: 'from a fast clock', s: inHalfAnHour } } }]);
  ws.close();
  ws = await openWorkspace();
  await ws.write(newWrite(), [add('goal', 'g2', { text: 'later' })], null);
  expect((await ws.read('goal', 'g2'))!.first > inHalfAnHour).toBe(true);
});
