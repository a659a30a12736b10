import { beforeEach, describe, expect, test } from 'vitest';
import browser from 'webextension-polyfill';
import { covers, material } from '@/lib/model/rules/material';
import { alignmentAsk, alignmentChange, tag } from '@/lib/services/alignments';
import { courseView } from '@/lib/services/courses';
import { coursePolicy, launchRemove, launchSet } from '@/lib/services/courses-kept';
import { hide, restore } from '@/lib/services/hiding';
import { outcomeAdd, outcomeChange } from '@/lib/services/outcomes';
import type { Workspace } from '@/lib/store/workspace';
import { alignmentSet } from '../store/fresh';
import { add, addOutcome, freshProfile, newWrite, openCourse, start } from './fresh';

let ws: Workspace;
let clock: { now: number };
beforeEach(async () => {
  ({ ws, clock } = await freshProfile());
});

const refused = (code: string, message?: string) => expect.objectContaining({ name: 'RefusalError', code, ...(message ? { message } : {}) });

describe('a course that is only on screen', () => {
  test('is shown, not kept', async () => {
    const course = await openCourse({ launchHint: '2026-06-03' });
    const view = await courseView(ws, { course });
    expect(view).toMatchObject({ known: false, launchHint: '2026-06-03', tags: [], hidden: [], sample: false, open: [], folded: false, me: { id: ws.me } });
    expect(view.course).toEqual({ id: course, site: 'moodle:lms.example.org', nativeId: '7', title: 'Pack it right', url: 'https://lms.example.org/course/view.php?id=7', aliases: [], launches: [] });
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
      ownerName: 'Field operations manager', unitName: 'Field operations', status: { state: 'proposed', asked: false },
      alignment: { id: first.alignmentId, proposedBy: ws.me, proposedAt: new Date(start).toISOString(), lagPeriods: 4, shape: 'levelAndSlope' },
    });
    expect(view.store.waiting).toBeGreaterThan(0);
  });

  test('with a template: a draft outcome whose values are typed in, with the behaviours filled in', async () => {
    const course = await openCourse();
    await tag(ws, { write: newWrite(), course, choice: { kind: 'template', id: 'damagedPackageComplaints' } });
    const [shown] = (await courseView(ws, { course })).tags;
    expect(shown?.outcome).toMatchObject({ status: 'draft', direction: 'reduce', templateId: 'damagedPackageComplaints' });
    expect(shown?.series.metric).toMatchObject({ name: 'Damaged-package complaints', unit: 'per 1,000 parcels', source: { kind: 'typed' }, maturityDays: 7 });
    expect(shown?.alignment.rationale).toBe('Packing check scanned; Right void fill chosen; Drop-test audit passed');
    expect(shown?.series).toMatchObject({ points: [], refreshing: false });
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

  test.each([['outcome', 'none'], ['template', 'none'], ['template', '__proto__']] as const)('%s %s does not exist', async (kind, id) => {
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
    expect((await ws.read('course', course))?.plain).toMatchObject({ title: 'Pack it right, 2027', url: expect.stringContaining('section=0') });
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
      { key: early.key, date: '2026-06-08', audience: 'North' }, { key: late.key, date: '2026-09-01', audience: 'South', note: 'second wave' },
    ]);
    await launchRemove(ws, { write: newWrite(), course, key: late.key });
    expect((await courseView(ws, { course })).course.launches).toHaveLength(1);
  });
  test('a tag made after the launch says so', async () => {
    const course = await openCourse();
    const { outcomeId } = await addOutcome(ws);
    await launchSet(ws, { write: newWrite(), course, date: '2026-09-16' });
    await tag(ws, { write: newWrite(), course, choice: { kind: 'outcome', id: outcomeId } });
    expect((await courseView(ws, { course })).tags[0]).toMatchObject({ status: { retrospectiveWeeks: 10 }, launches: [{ date: '2026-09-16' }] });
  });
  test('no outcome by design: with reason, name and time, and back', async () => {
    const course = await openCourse();
    await coursePolicy(ws, { write: newWrite(), course, policy: { kind: 'noneByDesign', reason: 'Statutory' } });
    expect((await courseView(ws, { course })).course.policy).toEqual({ kind: 'noneByDesign', reason: 'Statutory', by: ws.me, at: new Date(start).toISOString() });
    await coursePolicy(ws, { write: newWrite(), course, policy: { kind: 'expected' } });
    expect((await courseView(ws, { course })).course.policy).toEqual({ kind: 'expected' });
  });
});

describe('agreement', () => {
  async function agreed() {
    const course = await openCourse();
    const { outcomeId } = await addOutcome(ws);
    const { alignmentId } = await tag(ws, { write: newWrite(), course, choice: { kind: 'outcome', id: outcomeId } });
    const [shown] = (await courseView(ws, { course })).tags;
    const hash = await covers(material(shown!.alignment, shown!.outcome, shown!.series.metric));
    await ws.write(newWrite(), [{ type: 'signOff', append: { alignmentId, by: 'owner-1', role: 'owner', decision: 'agree', at: '2026-11-20T08:00:00.000Z', covers: hash } }], null);
    return { course, outcomeId, alignmentId };
  }
  test('holds while the text is what was agreed, and names who agreed', async () => {
    const { course } = await agreed();
    expect((await courseView(ws, { course })).tags[0]?.status).toMatchObject({ state: 'agreed', by: 'Field operations manager', since: '2026-11-20T08:00:00.000Z' });
  });
  test('is “changed” after any change of the text, and again agreed when the text is as before', async () => {
    const { course, outcomeId } = await agreed();
    await outcomeChange(ws, { write: newWrite(), id: outcomeId, set: { change: { kind: 'relative', amount: 10 } } });
    expect((await courseView(ws, { course })).tags[0]?.status).toMatchObject({ state: 'changed' });
    await outcomeChange(ws, { write: newWrite(), id: outcomeId, set: { change: { kind: 'relative', amount: 20 } } });
    expect((await courseView(ws, { course })).tags[0]?.status).toMatchObject({ state: 'agreed' });
  });
  test('asking the owner is noted; without an owner there is nobody to ask', async () => {
    const course = await openCourse();
    const { alignmentId } = await tag(ws, { write: newWrite(), course, choice: { kind: 'template', id: 'scrapRate' } });
    await expect(alignmentAsk(ws, { write: newWrite(), id: alignmentId })).rejects.toEqual(refused('conflict', 'noOwner'));
    await outcomeChange(ws, { write: newWrite(), id: (await ws.all('outcome'))[0]!.plain.id, set: {}, ownerName: 'Plant manager', unitName: 'Manufacturing' });
    await alignmentAsk(ws, { write: newWrite(), id: alignmentId });
    expect((await courseView(ws, { course })).tags[0]).toMatchObject({ ownerName: 'Plant manager', unitName: 'Manufacturing', status: { asked: true, by: expect.any(String), since: new Date(start).toISOString() } });
  });
});

describe('writing an outcome', () => {
  const metric = { name: 'Returns', definition: '', kind: 'rate', unit: '%', cadence: 'month', calendar: 'iso', maturityDays: 0, aggregation: 'ratio', betterWhen: 'lower', source: { kind: 'typed' } } as const;
  test('with a new metric, owner and unit by name, and a tag, in one write', async () => {
    const course = await openCourse();
    const write = newWrite();
    const input = { write, course, metric, ownerName: 'Head of returns', unitName: 'Logistik Süd', outcome: { direction: 'reduce', metricId: 'ignored', status: 'active' } } as const;
    const made = await outcomeAdd(ws, input);
    expect(await outcomeAdd(ws, input)).toEqual(made);
    expect((await courseView(ws, { course })).tags[0]).toMatchObject({ ownerName: 'Head of returns', unitName: 'Logistik Süd', outcome: { businessUnit: 'logistik-sud' }, series: { metric: { name: 'Returns' } } });
    expect((await ws.all('actor')).filter((a) => a.plain.kind === 'position')).toHaveLength(1);
  });
  test('a name that is known is not made twice, whatever its case; a name in another script gets an id', async () => {
    const { outcomeId } = await addOutcome(ws);
    await outcomeChange(ws, { write: newWrite(), id: outcomeId, set: {}, ownerName: ' field operations MANAGER ', unitName: '物流' });
    expect((await ws.read('outcome', outcomeId))?.plain).toMatchObject({ owner: 'owner-1', businessUnit: expect.stringMatching(/^unit-/) });
  });
  test('an empty name takes the owner away; without owner and unit it is a draft', async () => {
    const { outcomeId } = await addOutcome(ws);
    await expect(outcomeChange(ws, { write: newWrite(), id: outcomeId, set: {}, ownerName: '' })).rejects.toEqual(refused('badInput', 'no-owner'));
    await outcomeChange(ws, { write: newWrite(), id: outcomeId, set: { status: 'draft' }, ownerName: '' });
    expect((await ws.read('outcome', outcomeId))?.plain.owner).toBeUndefined();
    await expect(outcomeAdd(ws, { write: newWrite(), metric, outcome: { direction: 'reduce', metricId: 'x', status: 'active' } })).rejects.toEqual(refused('badInput', 'no-owner'));
  });
});

test('what is open in the panel comes from this device', async () => {
  const course = await openCourse();
  await browser.storage.local.set({ [`view:${course}`]: { open: ['a'], folded: true } });
  expect(await courseView(ws, { course })).toMatchObject({ open: ['a'], folded: true });
});
