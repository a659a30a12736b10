import { beforeEach, expect, test, vi } from 'vitest';
import type { PageFacts } from '@/lib/messaging/names';
import { background, courseFacts, dashboardFacts, moodle, nonceOf, superset, type Background } from '../../support/background';
import { senders, type FakeSender } from '../../support/extension';
import fakeBrowser from '../../support/fake-browser';

let bg: Background;
const designer = senders.page(moodle.page, 1);
const leader = senders.page(superset.page, 2);
const arrive = (facts: PageFacts = courseFacts(), from: FakeSender = designer) => bg.tell(from, 'page/arrived', { facts });

beforeEach(async () => {
  vi.restoreAllMocks();
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  bg?.ext.kill();
  bg = await background();
  await bg.enable(moodle.site, 'lms', moodle.origin);
  await bg.enable(superset.site, 'bi', superset.origin);
});

test('all listeners stand when start() returns: the event that woke the worker is not lost', async () => {
  bg.ext.kill();
  const { start } = await import('@/lib/services/start');
  start();
  expect(bg.ext.listeners()).toBe(7);
});

test('a nonce opens one frame, once', async () => {
  const nonce = nonceOf(await arrive());
  const first = await bg.frame(senders.frame(moodle.page, 1, 'frame-a'), nonce);
  expect(first.first).toMatchObject({
    push: 'claimed',
    as: { kind: 'course', course: expect.stringMatching(/^course-/) as string },
    theme: 'light',
  });
  expect((await bg.frame(senders.frame(moodle.page, 1, 'frame-b'), nonce)).first).toEqual({ push: 'refused' });
  // The frame that was let in may come again, by its own document, without a new nonce.
  expect((await bg.frame(senders.frame(moodle.page, 1, 'frame-a'), nonce)).first).toMatchObject({ push: 'claimed' });
});

test.each<[string, FakeSender]>([
  ['another tab', senders.frame(moodle.page, 5, 'frame-x')],
  ['another page in the same tab', senders.frame('https://lms.example.org/moodle/mod/page/view.php', 1, 'frame-x')],
])('a nonce shown in %s is refused and burnt', async (_where, wrong) => {
  const nonce = nonceOf(await arrive());
  expect((await bg.frame(wrong, nonce)).first).toEqual({ push: 'refused' });
  expect((await bg.frame(senders.frame(moodle.page, 1, 'frame-a'), nonce)).first).toEqual({ push: 'refused' });
});

test('a nonce lapses after a minute, and old ones are swept', async () => {
  const nonce = nonceOf(await arrive());
  const now = Date.now();
  vi.spyOn(Date, 'now').mockReturnValue(now + 61_000);
  expect((await bg.frame(senders.frame(moodle.page, 1, 'frame-a'), nonce)).first).toEqual({ push: 'refused' });
  await arrive();
  const left = Object.keys(await fakeBrowser.storage.session.get(null)).filter((key) => key.startsWith('nonce:'));
  expect(left).toHaveLength(1);
});

test('a frame works on its own course and on what hangs on it, not on another', async () => {
  const nonce = nonceOf(await arrive());
  const line = await bg.frame(senders.frame(moodle.page, 1), nonce);
  const { course } = (line.first as { as: { course: string } }).as;
  expect((await line.ask('panel/viewState', { course, open: ['a'], folded: false })).ok).toBe(true);
  expect(await line.ask('panel/viewState', { course: 'course-other', open: [], folded: true })).toMatchObject({
    ok: false,
    error: { code: 'notAllowed' },
  });
  for (const [call, input] of [
    ['panel/hide', { write: 'w1', type: 'outcome', id: 'outcome-of-nobody' }],
    ['panel/hide', { write: 'w2', type: 'chartLink', id: 'link' }],
    ['panel/refresh', { metricId: 'metric-elsewhere', force: true }],
    ['panel/chartView', { site: superset.site, dashboard: '12', tile: 'CHART-1' }],
  ] as const)
    expect(await line.ask(call, input as never), call).toMatchObject({ ok: false, error: { code: 'notAllowed' } });
});

test('the page hears that its frame is alive', async () => {
  bg.ext.listening.add(1);
  const nonce = nonceOf(await arrive());
  await bg.frame(senders.frame(moodle.page, 1), nonce);
  await vi.waitFor(() => expect(bg.ext.sent).toContainEqual({ tabId: 1, message: { order: 'background/hello' } }));
});

test('a tagged course that was never opened begins as its line; one that was worked in opens at every width', async () => {
  const frame = await bg.frame(senders.frame(moodle.page, 1), nonceOf(await arrive()));
  const { course } = (frame.first as { as: { course: string } }).as;
  await frame.ask('panel/tag', { write: 'tag-1', course, choice: { kind: 'template', id: 'scrapRate' } });
  const height = async (width: number) => {
    const answer = await arrive(courseFacts({ width }));
    return answer.ok && answer.value.show === 'panel' ? answer.value.height : undefined;
  };
  expect(await height(814)).toBe(40);
  await frame.ask('panel/viewState', { course, open: [], folded: false });
  expect(await height(814)).toBe(420);
  expect(await height(374)).toBe(600);
});
test('work in the panel is no first visit at another width', async () => {
  const frame = await bg.frame(senders.frame(moodle.page, 1), nonceOf(await arrive()));
  const { course } = (frame.first as { as: { course: string } }).as;
  await frame.ask('panel/tag', { write: 'tag-2', course, choice: { kind: 'template', id: 'scrapRate' } });
  await bg.tell(designer, 'page/heightUsed', { site: moodle.site, nativeId: '7', width: 814, height: 300 });
  const wide = await arrive(courseFacts({ width: 1100 }));
  expect(wide).toMatchObject({ value: { show: 'panel', height: 420 } });
});
test('the box has the height last used for this course and width; folded is the line', async () => {
  await arrive();
  await bg.tell(designer, 'page/heightUsed', { site: moodle.site, nativeId: '7', width: 830, height: 332.4 });
  const height = async (over: Partial<PageFacts> = {}) => {
    const answer = await arrive(courseFacts(over));
    return answer.ok && answer.value.show === 'panel' ? answer.value.height : undefined;
  };
  expect(await height()).toBe(332); // 814 and 830 are one bucket
  expect(await height({ width: 500 })).toBe(180);
  expect(await height({ width: 420 })).toBe(232);
  await bg.tell(designer, 'page/heightUsed', { site: moodle.site, nativeId: '7', width: 814, height: 9000 });
  expect(await height()).toBe(640);
  const line = await bg.frame(senders.frame(moodle.page, 1), nonceOf(await arrive()));
  const { course } = (line.first as { as: { course: string } }).as;
  await line.ask('panel/viewState', { course, open: [], folded: true });
  expect(await height()).toBe(40);
});

test('a dashboard gets marks; a tile opens its chart panel, and the frame is bound to that tile', async () => {
  expect(await arrive(dashboardFacts(), leader)).toEqual({ ok: true, value: { show: 'marks', marks: [] } });
  const tiles = [
    { id: 'CHART-1', title: 'Complaints', kind: 'big_number_total', ref: '42' },
    { id: 'CHART-2', title: '', kind: 'table' },
  ];
  expect(await bg.tell(leader, 'page/tilesSeen', { site: superset.site, dashboard: '12', tiles })).toEqual({
    ok: true,
    value: {
      marks: [
        { tile: 'CHART-1', state: 'unlinked', count: 0 },
        { tile: 'CHART-2', state: 'unlinked', count: 0 },
      ],
    },
  });
  const opened = await bg.tell(leader, 'page/chartOpened', { site: superset.site, dashboard: '12', tile: tiles[0]!, theme: 'dark' });
  const line = await bg.frame(senders.frame(superset.page, 2), nonceOf(opened));
  expect(line.first).toEqual({
    push: 'claimed',
    as: { kind: 'chart', site: superset.site, dashboard: '12', tile: 'CHART-1' },
    theme: 'dark',
  });
  expect(await line.ask('panel/chartRead', { site: superset.site, dashboard: '12', tile: 'CHART-2' })).toMatchObject({
    ok: false,
    error: { code: 'notAllowed' },
  });
  expect(await bg.own('own/surfaceOf', { tabId: 2 })).toEqual({
    kind: 'chart',
    site: superset.site,
    dashboard: '12',
    tile: 'CHART-1',
    theme: 'dark',
  });
});

test('a page speaks of its own site and of the page it said it is', async () => {
  await arrive(dashboardFacts(), leader);
  const tile = { id: 'CHART-1', title: 'x', kind: 'table' };
  const codes = async (from: FakeSender, site: string, dashboard: string) => {
    const answer = await bg.tell(from, 'page/chartOpened', { site, dashboard, tile, theme: 'light' });
    return answer.ok ? 'ok' : answer.error.code;
  };
  expect(await codes(leader, superset.site, '12')).toBe('ok');
  expect(await codes(leader, superset.site, '13')).toBe('notFound');
  expect(await codes(leader, moodle.site, '12')).toBe('notAllowed');
  expect(await codes(designer, superset.site, '12')).toBe('notAllowed');
  expect(await codes(senders.page(superset.page, 2, 'an-older-document'), superset.site, '12')).toBe('notFound');
});

test('where no frame can live the toolbar button says so; a chart that was asked for opens beside, once', async () => {
  await arrive();
  await bg.tell(designer, 'page/frameSilent', { because: 'noHello' });
  expect(await fakeBrowser.action.getBadgeText({ tabId: 1 })).toBe('!');
  expect(bg.ext.opened.filter(({ kind }) => kind === 'window')).toEqual([]);
  expect(await bg.own('own/surfaceOf', { tabId: 1 })).toMatchObject({ kind: 'course' });

  await arrive(dashboardFacts(), leader);
  await bg.tell(leader, 'page/chartOpened', {
    site: superset.site,
    dashboard: '12',
    tile: { id: 'CHART-1', title: 'x', kind: 'table' },
    theme: 'light',
  });
  await bg.tell(leader, 'page/frameSilent', { because: 'fought' });
  await bg.tell(leader, 'page/frameSilent', { because: 'fought' });
  expect(bg.ext.opened.filter(({ kind }) => kind === 'window')).toEqual([
    { kind: 'window', url: 'chrome-extension://test-extension-id/panel.html?surface=window&tab=2' },
  ]);
  await bg.own('own/openMark', { tabId: 2, tile: 'CHART-7' });
  expect(await bg.own('own/surfaceOf', { tabId: 2 })).toMatchObject({ kind: 'chart', tile: 'CHART-7' });
});

test('a surface shows nothing of a page whose person is shown nothing, and of a tab without a page of ours', async () => {
  await arrive(courseFacts({ role: 'learner' }));
  expect(await bg.own('own/surfaceOf', { tabId: 1 })).toEqual({ kind: 'none' });
  expect(await bg.own('own/surfaceOf', { tabId: 77 })).toEqual({ kind: 'none' });
});

test('a new page in the tab ends the claims of the old one; a closed tab leaves nothing', async () => {
  const nonce = nonceOf(await arrive());
  await bg.frame(senders.frame(moodle.page, 1, 'frame-a'), nonce);
  await arrive(courseFacts(), senders.page(moodle.page, 1, 'page-new'));
  expect((await bg.frame(senders.frame(moodle.page, 1, 'frame-a'), nonce)).first).toEqual({ push: 'refused' });
  await arrive(dashboardFacts(), leader);
  bg.ext.onTabRemoved.trigger(1);
  bg.ext.onTabRemoved.trigger(2);
  await vi.waitFor(async () =>
    expect(Object.keys(await fakeBrowser.storage.session.get(null)).filter((key) => /^(nonce|claim|visit):/.test(key))).toEqual([]),
  );
});

test('popup and side panel hear when their tab shows something else', async () => {
  await arrive();
  const side = bg.ext.connect(senders.own('panel.html?surface=side'), 'own');
  await arrive(courseFacts({ nativeId: '8' }));
  await vi.waitFor(() => expect(side.heard).toContainEqual({ push: 'changed' }));
});

test('the worker is killed between any two messages of a visit, and nothing is lost', async () => {
  await bg.restart();
  const nonce = nonceOf(await arrive());
  await bg.restart();
  const frame = senders.frame(moodle.page, 1, 'frame-a');
  const line = await bg.frame(frame, nonce);
  const { course } = (line.first as { as: { course: string } }).as;
  await bg.restart();
  expect((await bg.frame(frame, nonce)).first).toEqual(line.first);
  await bg.restart();
  const again = await bg.frame(frame, nonce);
  expect((await again.ask('panel/viewState', { course, open: ['x'], folded: true })).ok).toBe(true);
  await bg.restart();
  expect((await bg.tell(designer, 'page/heightUsed', { site: moodle.site, nativeId: '7', width: 814, height: 200 })).ok).toBe(true);
  await bg.restart();
  expect(await bg.own('own/surfaceOf', { tabId: 1 })).toEqual({ kind: 'course', course, theme: 'light' });
  await bg.restart();
  expect(await arrive()).toMatchObject({ value: { show: 'panel', height: 40 } });
});
