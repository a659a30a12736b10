import { beforeEach, describe, expect, test } from 'vitest';
import { tag } from '@/lib/services/alignments';
import { fit, outcomeSearch } from '@/lib/services/search';
import { outcomeChange } from '@/lib/services/outcomes';
import type { Workspace } from '@/lib/store/workspace';
import { addOutcome, freshProfile, newWrite, openCourse } from './fresh';

let ws: Workspace;
beforeEach(async () => {
  ({ ws } = await freshProfile());
});
const look = async (words: string, course?: string, limit = 50) => {
  const { found, ...counts } = await outcomeSearch(ws, { words, course, limit });
  return { counts, found, names: found.map((f) => `${f.group}: ${f.metric?.name}`) };
};

describe('the picker', () => {
  test('an empty workspace offers the twelve templates', async () => {
    const { counts, found } = await look('');
    expect(counts).toEqual({ outcomes: 0, templates: 12 });
    expect(found).toHaveLength(12);
    expect(found[0]).toMatchObject({
      kind: 'template',
      id: 'damagedPackageComplaints',
      group: 'templates',
      unitName: 'Field operations',
      metric: { name: 'Damaged-package complaints', unit: 'per 1,000 parcels' },
    });
    expect(found.every((f) => f.metric?.name && f.metric.definition && f.unitName)).toBe(true);
  });

  test('what was tagged last comes first, then the rest by priority and name', async () => {
    const b = await addOutcome(ws, { metric: { name: 'B' } });
    await addOutcome(ws, { metric: { name: 'C' } });
    await addOutcome(ws, { metric: { name: 'A' } });
    await addOutcome(ws, { metric: { name: 'D' }, outcome: { priority: 1 } });
    const course = await openCourse();
    await tag(ws, { write: newWrite(), course, choice: { kind: 'outcome', id: b.outcomeId } });
    const elsewhere = await openCourse({ nativeId: '8' }, 3);
    const { names, found } = await look('', elsewhere);
    expect(names.slice(0, 5)).toEqual(['recent: B', 'all: D', 'all: A', 'all: C', 'templates: Damaged-package complaints']);
    expect(found[0]).toMatchObject({ courses: 1, ownerName: 'Field operations manager', unitName: 'Field operations' });
    expect((await look('', course)).names[0]).toBe('all: D'); // the course has B already
  });

  test('typed words narrow all groups, in any order and without marks', async () => {
    await addOutcome(ws, { metric: { name: 'Damage complaints', definition: '' } });
    await addOutcome(ws, { metric: { name: 'Rücklaufquote', definition: '' } });
    expect((await look('dam')).names).toEqual(['all: Damage complaints', 'templates: Damaged-package complaints']);
    expect((await look('complaints DAMAGE')).names[0]).toBe('all: Damage complaints');
    expect((await look('rucklauf')).names).toEqual(['all: Rücklaufquote']);
    expect((await look('field operations')).names).toContain('templates: Damaged-package complaints');
    expect((await look('xyzzy')).found).toEqual([]);
  });

  test('retired outcomes are not offered; the limit counts outcomes', async () => {
    const { outcomeId } = await addOutcome(ws, { metric: { name: 'A' } });
    await addOutcome(ws, { metric: { name: 'B' } });
    expect((await look('', undefined, 1)).names[0]).toBe('all: A');
    expect((await look('', undefined, 1)).found).toHaveLength(13);
    await outcomeChange(ws, { write: newWrite(), id: outcomeId, set: { status: 'retired' } });
    expect((await look('')).counts.outcomes).toBe(1);
  });
});

describe('fit', () => {
  test.each([
    [['dam'], ['Damage'], 4],
    [['mag'], ['Damage'], 1],
    [['field'], ['Damage', 'Field operations'], 2],
    [['dam', 'field'], ['Damage', 'Field'], 6],
    [['dam', 'x'], ['Damage'], null],
    [[], ['Damage'], 0],
    [['a'], [undefined], null],
  ])('%o in %o: %s', (typed, texts, score) => expect(fit(typed, texts)).toBe(score));
});
