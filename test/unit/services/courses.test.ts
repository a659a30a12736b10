import { beforeEach, describe, expect, test } from 'vitest';
import browser from 'webextension-polyfill';
import { packed } from '@/lib/messaging/points';
import { alignmentChange, tag } from '@/lib/services/alignments';
import { courseView } from '@/lib/services/courses';
import { coursePolicy, launchRemove, launchSet } from '@/lib/services/courses-kept';
import { hide, restore } from '@/lib/services/hiding';
import { outcomeChange } from '@/lib/services/outcomes';
import type { Workspace } from '@/lib/store/workspace';
import { alignmentSet } from '../store/fresh';
import { add, addOutcome, freshProfile, newWrite, openCourse, start } from './fresh';

let ws: Workspace;
let clock: { now: number };
beforeEach(async () => {
  ({ ws, clock } = await freshProfile());
});

const refused = (code: string, message?: string) =>
  expect.objectContaining({ name: 'RefusalError', code, ...(message ? { message } : {}) });

describe('a course that is only on screen', () => {
  test('is shown, not kept', async () => {
    const course = await openCourse({ launchHint: '2026-06-03' });
    const view = await courseView(ws, { course });
    expect(view).toMatchObject({
      known: false,
      launchHint: '2026-06-03',
      tags: [],
      hidden: [],
      sample: false,
      open: [],
      folded: false,
      me: { id: ws.me },
    });
    expect(view.course).toEqual({
      id: course,
      site: 'moodle:lms.example.org',
      nativeId: '7',
      title: 'Pack it right',
      url: 'https://lms.example.org/course/view.php?id=7',
      aliases: [],
      launches: [],
    });
    expect(await ws.all('course')).toEqual([]);
  });
  test('unknown everywhere: notFound', async () => expect(courseView(ws, { course: 'course-none' })).rejects.toEqual(refused('notFound')));
});

describe('tagging', () => {
  test('with an outcome: saved with the course, once, however often it is asked', async () => {
    const course = await openCourse();
    const { outcomeId } = await addOutcome(ws);
    const write = newWrite();
    const first = await tag(ws, { write, course, choice: { kind: 'outcome', id: outcomeId } });
    expect(await tag(ws, { write, course, choice: { kind: 'outcome', id: outcomeId } })).toEqual(first);
    expect(await tag(ws, { write: newWrite(), course, choice: { kind: 'outcome', id: outcomeId } })).toEqual(first);
    const view = await courseView(ws, { course });
    expect(view.known).toBe(true);
    expect(view.tags).toHaveLength(1);
    expect(view.tags[0]).toMatchObject({
      ownerName: 'Field operations manager',
      unitName: 'Field operations',
      status: { state: 'proposed', asked: false },
      alignment: {
        id: first.alignmentId,
        proposedBy: ws.me,
        proposedAt: new Date(start).toISOString(),
        lagPeriods: 4,
        shape: 'levelAndSlope',
      },
    });
    expect(view.store.waiting).toBeGreaterThan(0);
  });

  test('with a template: a draft outcome whose values are typed in, with the behaviours filled in', async () => {
    const course = await openCourse();
    await tag(ws, { write: newWrite(), course, choice: { kind: 'template', id: 'damagedPackageComplaints' } });
    const [shown] = (await courseView(ws, { course })).tags;
    expect(shown?.outcome).toMatchObject({ status: 'draft', direction: 'reduce', templateId: 'damagedPackageComplaints' });
    expect(shown?.series.metric).toMatchObject({
      name: 'Damaged-package complaints',
      unit: 'per 1,000 parcels',
      source: { kind: 'typed' },
      maturityDays: 7,
    });
    expect(shown?.alignment.rationale).toBe('Packing check scanned; Right void fill chosen; Drop-test audit passed');
    expect(shown?.series).toMatchObject({ points: packed([]), refreshing: false });
  });

  test('the same template on another course is the same draft, until somebody makes it theirs', async () => {
    const [a, b, c] = [await openCourse(), await openCourse({ nativeId: '8' }, 3), await openCourse({ nativeId: '9' }, 4)];
    const choice = { kind: 'template', id: 'scrapRate' } as const;
    for (const course of [a, b]) await tag(ws, { write: newWrite(), course, choice });
    expect(await ws.all('outcome')).toHaveLength(1);
    await outcomeChange(ws, { write: newWrite(), id: (await ws.all('outcome'))[0]!.plain.id, set: {}, ownerName: 'Plant manager' });
    await tag(ws, { write: newWrite(), course: c, choice });
    expect(await ws.all('outcome')).toHaveLength(2);
  });

  test.each([
    ['outcome', 'none'],
    ['template', 'none'],
    ['template', '__proto__'],
  ] as const)('%s %s does not exist', async (kind, id) => {
    const course = await openCourse();
    await expect(tag(ws, { write: newWrite(), course, choice: { kind, id } })).rejects.toEqual(refused('notFound'));
    expect(await ws.all('course')).toEqual([]);
  });

  test('removing hides, undo brings the same tag back, and so does tagging again', async () => {
    const course = await openCourse();
    const { outcomeId } = await addOutcome(ws);
    const { alignmentId } = await tag(ws, { write: newWrite(), course, choice: { kind: 'outcome', id: outcomeId } });
    await alignmentChange(ws, { write: newWrite(), id: alignmentId, set: { rationale: 'Own words' } });
    await hide(ws, { write: newWrite(), type: 'alignment', id: alignmentId });
    expect(await courseView(ws, { course })).toMatchObject({ tags: [], hidden: [{ alignmentId, metricName: 'Damage complaints' }] });
    await restore(ws, { write: newWrite(), type: 'alignment', id: alignmentId });
    expect((await courseView(ws, { course })).tags[0]?.alignment.rationale).toBe('Own words');
    await hide(ws, { write: newWrite(), type: 'alignment', id: alignmentId });
    expect(await tag(ws, { write: newWrite(), course, choice: { kind: 'outcome', id: outcomeId } })).toEqual({ alignmentId });
    expect((await courseView(ws, { course })).tags[0]?.alignment.rationale).toBe('Own words');
  });

  test('two devices tagged the same: the earlier is shown, none is lost', async () => {
    const course = await openCourse();
    const { outcomeId } = await addOutcome(ws);
    const { alignmentId } = await tag(ws, { write: newWrite(), course, choice: { kind: 'outcome', id: outcomeId } });
    clock.now += 1000;
    await ws.write(newWrite(), [add('alignment', 'later', { ...alignmentSet, courseId: course, outcomeId })], null);
    expect((await courseView(ws, { course })).tags.map((t) => t.alignment.id)).toEqual([alignmentId]);
    expect(await ws.all('alignment')).toHaveLength(2);
  });

  test('owner’s priority decides the order, never the result', async () => {
    const course = await openCourse();
    for (const priority of [2, undefined, 1]) {
      const { outcomeId } = await addOutcome(ws, { outcome: { priority } });
      await tag(ws, { write: newWrite(), course, choice: { kind: 'outcome', id: outcomeId } });
    }
    expect((await courseView(ws, { course })).tags.map((t) => t.outcome.priority)).toEqual([1, 2, undefined]);
  });
});

describe('what an address stands for', () => {
  test('the same id on another site is another course', async () => {
    const { outcomeId } = await addOutcome(ws);
    const here = await openCourse();
    await tag(ws, { write: newWrite(), course: here, choice: { kind: 'outcome', id: outcomeId } });
    const there = await openCourse({ site: 'moodle:other.example.org', url: 'https://other.example.org/course/view.php?id=7' }, 5);
    expect(there).not.toBe(here);
    expect((await courseView(ws, { course: there })).tags).toEqual([]);
  });
  test('a renamed and moved course shows its new name at once, and keeps it with the next write', async () => {
    const course = await openCourse();
    await launchSet(ws, { write: newWrite(), course, date: '2026-06-03' });
    await openCourse({ title: 'Pack it right, 2027', url: 'https://lms.example.org/course/view.php?id=7&section=0' });
    expect((await courseView(ws, { course })).course.title).toBe('Pack it right, 2027');
    await launchSet(ws, { write: newWrite(), course, date: '2027-01-04' });
    expect((await ws.read('course', course))?.plain).toMatchObject({
      title: 'Pack it right, 2027',
      url: expect.stringContaining('section=0'),
    });
  });
  test('a page without a title is called by its id', async () => {
    const course = await openCourse({ title: '' });
    expect((await courseView(ws, { course })).course.title).toBe('7');
  });
});

describe('launches and policy', () => {
  test('several launches, in order; each can be changed and removed alone', async () => {
    const course = await openCourse();
    const late = await launchSet(ws, { write: newWrite(), course, date: '2026-09-01', audience: 'South', note: 'second wave' });
    const early = await launchSet(ws, { write: newWrite(), course, date: '2026-06-03' });
    await launchSet(ws, { write: newWrite(), course, key: early.key, date: '2026-06-08', audience: 'North' });
    expect((await courseView(ws, { course })).course.launches).toEqual([
      { key: early.key, date: '2026-06-08', audience: 'North' },
      { key: late.key, date: '2026-09-01', audience: 'South', note: 'second wave' },
    ]);
    await launchRemove(ws, { write: newWrite(), course, key: late.key });
    expect((await courseView(ws, { course })).course.launches).toHaveLength(1);
  });
  test('a tag made after the launch says so', async () => {
    const course = await openCourse();
    const { outcomeId } = await addOutcome(ws);
    await launchSet(ws, { write: newWrite(), course, date: '2026-09-16' });
    await tag(ws, { write: newWrite(), course, choice: { kind: 'outcome', id: outcomeId } });
    expect((await courseView(ws, { course })).tags[0]).toMatchObject({
      status: { retrospectiveWeeks: 10 },
      launches: [{ date: '2026-09-16' }],
    });
  });
  test('no outcome by design: with reason, name and time, and back', async () => {
    const course = await openCourse();
    await coursePolicy(ws, { write: newWrite(), course, policy: { kind: 'noneByDesign', reason: 'Statutory' } });
    expect((await courseView(ws, { course })).course.policy).toEqual({
      kind: 'noneByDesign',
      reason: 'Statutory',
      by: ws.me,
      at: new Date(start).toISOString(),
    });
    await coursePolicy(ws, { write: newWrite(), course, policy: { kind: 'expected' } });
    expect((await courseView(ws, { course })).course.policy).toEqual({ kind: 'expected' });
  });
});

test('what is open in the panel comes from this device', async () => {
  const course = await openCourse();
  await browser.storage.local.set({ [`view:${course}`]: { open: ['a'], folded: true } });
  expect(await courseView(ws, { course })).toMatchObject({ open: ['a'], folded: true });
});
