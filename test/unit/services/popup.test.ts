import { beforeEach, expect, test, vi } from 'vitest';
import browser from 'webextension-polyfill';
import type { PageFacts } from '@/lib/messaging/names';
import type { Probe } from '@/lib/messaging/views';
import { background, courseFacts, dashboardFacts, moodle, superset, type Background } from '../../support/background';
import { senders } from '../../support/extension';

let bg: Background;
const course: Probe = {
  product: 'moodle',
  root: 'lms.example.org/moodle',
  kind: 'lms',
  page: { kind: 'course', nativeId: '7', title: 'Pack it right', role: 'staff' },
  checks: [
    { code: 'product', ok: true, detail: 'Moodle' },
    { code: 'page', ok: true, detail: 'course' },
    { code: 'role', ok: true, detail: 'staff' },
  ],
};
const dashboard: Probe = {
  product: 'superset',
  root: 'bi.example.org',
  kind: 'bi',
  page: { kind: 'dashboard', nativeId: '12', title: 'Deliveries' },
  checks: [{ code: 'product', ok: true, detail: 'Apache Superset' }],
};
const look = () => bg.own('own/popup', { tabId: 1 });
const arrive = (over: Partial<PageFacts> = {}) => bg.tell(senders.page(moodle.page, 1), 'page/arrived', { facts: courseFacts(over) });

beforeEach(async () => {
  vi.restoreAllMocks();
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  bg?.ext.kill();
  bg = await background();
  bg.ext.tabs.set(1, { id: 1, url: moodle.page });
  bg.ext.probeFinds(course);
});

test('off: says what it would be, and what turning it on needs', async () => {
  expect(await look()).toEqual({
    host: 'lms.example.org',
    state: 'off',
    product: 'Moodle',
    site: { key: moodle.site, product: 'moodle', kind: 'lms', origin: moodle.origin, pattern: 'https://lms.example.org/*' },
    recognised: { kind: 'course', title: 'Pack it right', shown: false },
    checks: course.checks,
    tiles: [],
    store: { waiting: expect.any(Number) as number, shared: false },
    canShowHere: false,
  });
});

test('kept out by the organisation’s policy: says so', async () => {
  vi.spyOn(browser.scripting, 'executeScript').mockRejectedValueOnce(
    new Error('This page cannot be scripted due to an ExtensionsSettings policy.'),
  );
  expect(await look()).toMatchObject({ host: 'lms.example.org', state: 'restricted', checks: [{ code: 'policy', ok: false }] });
});

test.each<[string, () => void]>([
  ['a page of the browser', () => bg.ext.tabs.set(1, { id: 1, url: 'chrome://settings/' })],
  ['a tab whose address we may not know', () => bg.ext.tabs.set(1, { id: 1 })],
  ['a tab that is gone', () => bg.ext.tabs.delete(1)],
  ['a page that lets no extension in', () => bg.ext.probeFinds(undefined)],
  ['a probe that answers nonsense', () => bg.ext.probeFinds({ product: 'moodle', checks: 'none' })],
  ['a product that is no name of a file', () => bg.ext.probeFinds({ ...course, product: '../x' })],
])('restricted: %s', async (_what, make) => {
  make();
  expect(await look()).toMatchObject({ state: 'restricted', tiles: [], canShowHere: false });
});

test('a page that no adapter knows, and one whose root is not its own', async () => {
  bg.ext.probeFinds({ product: null, because: 'otherProduct', checks: [{ code: 'product', ok: false }] });
  expect(await look()).toMatchObject({ state: 'unknownProduct', checks: [{ code: 'product', ok: false }] });
  bg.ext.probeFinds({ ...course, root: 'elsewhere.example.org' });
  const view = await look();
  expect(view.state).toBe('unknownProduct');
  expect(view.site).toBeUndefined();
});

test('on: shown, with the number of outcomes', async () => {
  await bg.enable(moodle.site, 'lms', moodle.origin, 1);
  await arrive();
  expect(await look()).toMatchObject({ state: 'on', recognised: { kind: 'course', shown: true, tags: 0 }, canShowHere: false });
});

test('on, but the tab has no script yet: it gets one', async () => {
  await bg.enable(moodle.site, 'lms', moodle.origin);
  bg.ext.injected.length = 0;
  bg.ext.listening.clear();
  expect(await look()).toMatchObject({ state: 'on', recognised: { shown: false } });
  expect(bg.ext.injected).toEqual([{ tabId: 1, files: ['content-scripts/site-moodle.js'] }]);
});

test('says why nothing is shown, and offers “Show on this course” for an unknown role alone', async () => {
  await bg.enable(moodle.site, 'lms', moodle.origin, 1);
  await arrive({ role: 'learner' });
  expect(await look()).toMatchObject({ recognised: { shown: false, why: 'learner' }, canShowHere: false });
  await arrive({ role: 'unknown' });
  const view = await look();
  expect(view).toMatchObject({ recognised: { shown: false, why: 'unknownRole' }, canShowHere: true });
  expect(view.checks.filter(({ code }) => code === 'role')).toEqual([{ code: 'role', ok: false, detail: 'unknownRole' }]);
  await arrive();
  await bg.tell(senders.page(moodle.page, 1), 'page/frameSilent', { because: 'noHello' });
  expect(await look()).toMatchObject({ recognised: { shown: false, why: 'noHello' }, canShowHere: false });
});

test('what an earlier page of the tab was does not count for the page that is there now', async () => {
  await bg.enable(moodle.site, 'lms', moodle.origin, 1);
  await arrive({ role: 'unknown' });
  bg.ext.probeFinds({ ...course, page: { ...course.page!, nativeId: '8', title: 'Another course' } });
  const view = await look();
  expect(view).toMatchObject({ recognised: { title: 'Another course', shown: false }, canShowHere: false });
  expect(view.recognised?.why).toBeUndefined();
});

test('paused, and a permission that the browser took back', async () => {
  await bg.enable(moodle.site, 'lms', moodle.origin, 1);
  await bg.own('own/pause', { site: moodle.site, paused: true });
  expect(await look()).toMatchObject({ state: 'paused' });
  await bg.own('own/pause', { site: moodle.site, paused: false });
  bg.ext.granted.clear();
  expect(await look()).toMatchObject({ state: 'off' });
});

test('a dashboard: its tiles for the keyboard, linked or not; while it is edited nothing is shown', async () => {
  bg.ext.tabs.set(1, { id: 1, url: superset.page });
  bg.ext.probeFinds(dashboard);
  await bg.enable(superset.site, 'bi', superset.origin, 1);
  const leader = senders.page(superset.page, 1);
  await bg.tell(leader, 'page/arrived', { facts: dashboardFacts() });
  await bg.tell(leader, 'page/tilesSeen', {
    site: superset.site,
    dashboard: '12',
    tiles: [{ id: 'CHART-1', title: 'Complaints', kind: 'table' }],
  });
  expect(await look()).toMatchObject({
    recognised: { kind: 'dashboard', shown: true, tiles: 1 },
    tiles: [{ id: 'CHART-1', title: 'Complaints', linked: false }],
  });
  await bg.tell(leader, 'page/arrived', { facts: dashboardFacts({ editing: true }) });
  expect(await look()).toMatchObject({ recognised: { shown: false, why: 'editing' } });
});
