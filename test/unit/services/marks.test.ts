import { beforeEach, expect, test, vi } from 'vitest';
import type { Change, Workspace } from '@/lib/store/workspace';
import { background, courseFacts, dashboardFacts, moodle, superset, type Background } from '../../support/background';
import { senders } from '../../support/extension';
import fakeBrowser from '../../support/fake-browser';

let bg: Background;
let ws: Workspace;
const leader = senders.page(superset.page, 2);
const tiles = [
  { id: 'CHART-1', title: 'Complaints', kind: 'table', ref: '42' },
  { id: 'CHART-2', title: 'Loads', kind: 'table' },
];
let n = 0;
const write = (...changes: Change[]) => ws.write(`w-${++n}`, changes, null);
const marks = async () => {
  const answer = await bg.tell(leader, 'page/tilesSeen', { site: superset.site, dashboard: '12', tiles });
  return answer.ok ? Object.fromEntries(answer.value.marks.map(({ tile, state, count }) => [tile, `${state} ${count}`])) : answer;
};

const metric: Change = {
  type: 'metric',
  id: 'm-1',
  set: {
    name: 'Complaints',
    definition: '',
    kind: 'rate',
    unit: '%',
    cadence: 'week',
    calendar: 'iso',
    maturityDays: 0,
    aggregation: 'mean',
    betterWhen: 'lower',
    definitionChanges: [],
    source: { kind: 'typed' },
    shared: false,
  },
};
const outcome = (owner: string): Change => ({
  type: 'outcome',
  id: 'o-1',
  set: { direction: 'reduce', metricId: 'm-1', status: 'active', owner },
});
const alignment = (courseId: string, asked: boolean): Change => ({
  type: 'alignment',
  id: 'a-1',
  set: {
    courseId,
    outcomeId: 'o-1',
    rationale: 'Drivers pack by the four steps',
    influences: [],
    shape: 'level',
    lagPeriods: 2,
    contribution: 'medium',
    proposedBy: 'x-1',
    proposedAt: '2026-10-01T06:00:00.000Z',
    ...(asked ? { asked: { by: 'x-1', at: '2026-10-02T06:00:00.000Z' } } : {}),
  },
});
const link = (id: string, tile: string, metricId: string): Change => ({
  type: 'chartLink',
  id,
  set: { site: superset.site, dashboard: '12', tile, metricId },
});

beforeEach(async () => {
  vi.restoreAllMocks();
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  bg?.ext.kill();
  bg = await background();
  ws = await (await import('@/lib/services/workspace')).workspace();
  await bg.enable(superset.site, 'bi', superset.origin);
  await bg.tell(leader, 'page/arrived', { facts: dashboardFacts() });
});

test('three shapes: not linked, linked, waits for this person; the count is only what waits for this person', async () => {
  expect(await marks()).toEqual({ 'CHART-1': 'unlinked 0', 'CHART-2': 'unlinked 0' });
  await write(metric, outcome('someone-else'), alignment('course-x', true), link('l-1', 'CHART-1', 'm-1'));
  expect(await marks()).toEqual({ 'CHART-1': 'linked 0', 'CHART-2': 'unlinked 0' });
  await write(outcome(ws.me));
  expect(await marks()).toEqual({ 'CHART-1': 'waits 1', 'CHART-2': 'unlinked 0' });
  expect(await fakeBrowser.action.getBadgeText({ tabId: 2 })).toBe('1');
  await write({ type: 'alignment', id: 'a-1', hide: true });
  expect(await marks()).toEqual({ 'CHART-1': 'linked 0', 'CHART-2': 'unlinked 0' });
});

test('what is asked waits for the deputy of the owner too, and a tag that two devices made counts once', async () => {
  await write(metric, outcome('someone-else'), alignment('course-x', true), link('l-1', 'CHART-1', 'm-1'));
  await write({ ...alignment('course-x', true), id: 'a-2' } as Change);
  await write({ type: 'outcome', id: 'o-1', set: { [`delegate:${ws.me}`]: true } });
  expect(await marks()).toMatchObject({ 'CHART-1': 'waits 1' });
});

test('nobody was asked: nothing waits, though the outcome is mine', async () => {
  await write(metric, outcome(ws.me), alignment('course-x', false), link('l-1', 'CHART-1', 'm-1'));
  expect(await marks()).toMatchObject({ 'CHART-1': 'linked 0' });
});

test('of two links of one tile the one made first counts; a hidden one does not', async () => {
  await write(metric, outcome(ws.me), alignment('course-x', true), link('z-first', 'CHART-1', 'm-1'));
  await write({ ...metric, id: 'm-2' } as Change, link('a-second', 'CHART-1', 'm-2'));
  expect(await marks()).toMatchObject({ 'CHART-1': 'waits 1' });
  await write({ type: 'chartLink', id: 'z-first', hide: true });
  expect(await marks()).toMatchObject({ 'CHART-1': 'linked 0' });
});

test('a page that comes gets the marks of linked tiles at once, before it has told of its tiles', async () => {
  await write(metric, link('l-1', 'CHART-1', 'm-1'));
  expect(await bg.tell(leader, 'page/arrived', { facts: dashboardFacts() })).toEqual({
    ok: true,
    value: { show: 'marks', marks: [{ tile: 'CHART-1', state: 'linked', count: 0 }] },
  });
});

test('a link made elsewhere reaches the open dashboard by itself, once, and open panels are told to look', async () => {
  await marks();
  bg.ext.listening.add(2);
  const admin = bg.ext.connect(senders.ownTab(), 'own');
  await write(metric, link('l-1', 'CHART-2', 'm-1'));
  await vi.waitFor(() => expect(bg.ext.sent).toHaveLength(1));
  expect(bg.ext.sent[0]).toEqual({
    tabId: 2,
    message: {
      order: 'background/marks',
      marks: [
        { tile: 'CHART-1', state: 'unlinked', count: 0 },
        { tile: 'CHART-2', state: 'linked', count: 0 },
      ],
    },
  });
  await vi.waitFor(() => expect(admin.heard).toContainEqual({ push: 'changed' }));
  const before = admin.heard.length;
  await write({ type: 'goal', id: 'g-1', set: { text: 'Fewer losses' } });
  await vi.waitFor(() => expect(admin.heard.length).toBeGreaterThan(before));
  expect(bg.ext.sent).toHaveLength(1);
});

test('the toolbar button of a course counts what waits for this person there', async () => {
  await bg.enable(moodle.site, 'lms', moodle.origin);
  const designer = senders.page(moodle.page, 1);
  await bg.tell(designer, 'page/arrived', { facts: courseFacts() });
  const { course } = (await bg.own('own/surfaceOf', { tabId: 1 })) as { course: string };
  await write(metric, outcome(ws.me), alignment(course, true));
  await vi.waitFor(async () => expect(await fakeBrowser.action.getBadgeText({ tabId: 1 })).toBe('1'));
});

test('a page’s marks say nothing but shape and count', async () => {
  await write(metric, outcome(ws.me), alignment('course-x', true), link('l-1', 'CHART-1', 'm-1'));
  const answer = await bg.tell(leader, 'page/tilesSeen', { site: superset.site, dashboard: '12', tiles });
  if (!answer.ok) throw new Error(answer.error.code);
  for (const mark of answer.value.marks) expect(Object.keys(mark).sort()).toEqual(['count', 'state', 'tile']);
  expect(JSON.stringify(answer)).not.toMatch(/Complaints|Drivers|m-1/);
});
