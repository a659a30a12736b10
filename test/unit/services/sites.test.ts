import { beforeEach, expect, test, vi } from 'vitest';
import { background, courseFacts, dashboardFacts, moodle, superset, type Background } from '../../support/background';
import { senders } from '../../support/extension';
import fakeBrowser from '../../support/fake-browser';

let bg: Background;
const designer = senders.page(moodle.page, 1);
const intent = { site: moodle.site, product: 'moodle', kind: 'lms', origin: moodle.origin, tabId: 1 } as const;
const pattern = 'https://lms.example.org/*';
const arrive = () => bg.tell(designer, 'page/arrived', { facts: courseFacts() });
const registered = () => [...bg.ext.registered.values()].map(({ js, matches }) => ({ js, matches }));
const moodleScript = { js: ['content-scripts/site-moodle.js'], matches: ['*://lms.example.org/moodle/*'] };

beforeEach(async () => {
  vi.restoreAllMocks();
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  bg?.ext.kill();
  bg = await background();
  bg.ext.tabs.set(1, { id: 1, url: moodle.page });
});

test('the intent waits for the permission; the background finishes, also after it was killed and the popup is gone', async () => {
  await bg.own('own/enableIntent', intent);
  expect(registered()).toEqual([]);
  expect(await arrive()).toMatchObject({ ok: false, error: { code: 'notAllowed' } });
  await bg.restart();
  bg.ext.grant(pattern);
  await vi.waitFor(() => expect(registered()).toEqual([moodleScript]));
  expect([...bg.ext.registered.values()][0]).toMatchObject({ runAt: 'document_start', allFrames: false, persistAcrossSessions: true });
  await vi.waitFor(() => expect(bg.ext.injected).toEqual([{ tabId: 1, files: ['content-scripts/site-moodle.js'] }]));
  expect(await arrive()).toMatchObject({ ok: true, value: { show: 'panel' } });
  expect(Object.keys(await fakeBrowser.storage.local.get(null)).filter((key) => key.startsWith('intent:'))).toEqual([]);
});

test('granted before the intent was stored: finished at once', async () => {
  bg.ext.granted.add(pattern);
  await bg.own('own/enableIntent', intent);
  expect(registered()).toEqual([moodleScript]);
});

test('killed between the grant and the end of the work: finished at the next start of the browser', async () => {
  await bg.own('own/enableIntent', intent);
  bg.ext.granted.add(pattern); // the event went to a worker that died with it
  await bg.restart();
  bg.ext.onStartup.trigger();
  await vi.waitFor(() => expect(registered()).toEqual([moodleScript]));
});

test('another permission, and one that comes too late, turns nothing on', async () => {
  await bg.own('own/enableIntent', intent);
  bg.ext.grant('https://other.example.org/*');
  const now = Date.now();
  vi.spyOn(Date, 'now').mockReturnValue(now + 11 * 60_000);
  bg.ext.grant(pattern);
  await vi.waitFor(async () =>
    expect(Object.keys(await fakeBrowser.storage.local.get(null)).filter((key) => key.startsWith('intent:'))).toEqual([]),
  );
  expect(registered()).toEqual([]);
});

test.each([
  [{ ...intent, product: 'kolibri' }],
  [{ ...intent, origin: 'https://elsewhere.example.org' }],
  [{ ...intent, origin: 'https://lms.example.org:8443' }],
])('an intent whose parts do not agree is refused: %o', async (odd) => {
  expect(await bg.tell(senders.own(), 'own/enableIntent', odd)).toMatchObject({ ok: false, error: { code: 'badInput' } });
});

test('turned on twice is turned on once', async () => {
  bg.ext.granted.add(pattern);
  await Promise.all([bg.own('own/enableIntent', intent), bg.own('own/enableIntent', intent)]);
  bg.ext.onAdded.trigger({ origins: [pattern] });
  await bg.own('own/enableIntent', intent);
  expect(registered()).toEqual([moodleScript]);
});

test('after an update of the extension the scripts are registered again, stale ones go', async () => {
  await bg.enable(moodle.site, 'lms', moodle.origin);
  await bg.enable(superset.site, 'bi', superset.origin);
  bg.ext.registered.clear();
  bg.ext.registered.set('site-of-old', { id: 'site-of-old', js: ['content-scripts/site-gone.js'], matches: ['*://gone.example.org/*'] });
  await bg.restart();
  bg.ext.onInstalled.trigger({ reason: 'update' });
  await vi.waitFor(() =>
    expect(new Set(registered().map(({ js }) => js?.[0]))).toEqual(
      new Set(['content-scripts/site-moodle.js', 'content-scripts/site-superset.js']),
    ),
  );
  expect(bg.ext.opened).toEqual([]);
});

test('pages that were open during an update get a new script; those that have a living one only look again', async () => {
  await bg.enable(moodle.site, 'lms', moodle.origin);
  bg.ext.tabs.set(2, { id: 2, url: 'https://lms.example.org/moodle/course/view.php?id=8' });
  bg.ext.tabs.set(3, { id: 3, url: 'https://lms.example.org/other/' });
  bg.ext.listening.clear();
  bg.ext.listening.add(2);
  bg.ext.injected.length = 0;
  await bg.restart();
  bg.ext.onInstalled.trigger({ reason: 'update' });
  await vi.waitFor(() => expect(bg.ext.sent.at(-1)).toEqual({ tabId: 2, message: { order: 'background/lookAgain' } }));
  await vi.waitFor(() => expect(bg.ext.injected).toEqual([{ tabId: 1, files: ['content-scripts/site-moodle.js'] }]));
});

test('a script that the browser holds in another form is replaced', async () => {
  await bg.enable(moodle.site, 'lms', moodle.origin);
  const [script] = [...bg.ext.registered.values()];
  bg.ext.registered.set(script!.id, { ...script!, js: ['content-scripts/moodle-as-it-was.js'] });
  bg.ext.onStartup.trigger();
  await vi.waitFor(() => expect(registered()).toEqual([moodleScript]));
});

test('the first install opens the welcome page', async () => {
  bg.ext.onInstalled.trigger({ reason: 'install' });
  await vi.waitFor(() => expect(bg.ext.opened).toEqual([{ kind: 'tab', url: 'chrome-extension://test-extension-id/welcome.html' }]));
});

test('a permission withdrawn while a panel is open: no script, and the page is told to leave; it can be given again', async () => {
  await bg.enable(moodle.site, 'lms', moodle.origin, 1);
  await arrive();
  bg.ext.granted.delete(pattern);
  bg.ext.onRemoved.trigger({ origins: [pattern] });
  await vi.waitFor(() => expect(bg.ext.sent).toContainEqual({ tabId: 1, message: { order: 'background/leave' } }));
  expect(registered()).toEqual([]);
  bg.ext.granted.add(pattern);
  await bg.own('own/enableIntent', intent);
  expect(registered()).toEqual([moodleScript]);
  expect(bg.ext.sent.at(-1)).toEqual({ tabId: 1, message: { order: 'background/lookAgain' } });
});

test('a script that outlives the permission is answered with nothing; given back in the browser’s settings, the site is on as before', async () => {
  await bg.enable(moodle.site, 'lms', moodle.origin, 1);
  bg.ext.granted.delete(pattern);
  expect(await arrive()).toEqual({ ok: true, value: { show: 'nothing', why: 'notEnabled' } });
  bg.ext.onRemoved.trigger({ origins: [pattern] });
  await vi.waitFor(() => expect(registered()).toEqual([]));
  bg.ext.granted.add(pattern);
  bg.ext.onAdded.trigger({ origins: [pattern] });
  await vi.waitFor(() => expect(registered()).toEqual([moodleScript]));
  expect(await arrive()).toMatchObject({ value: { show: 'panel' } });
});

test('turned off: script, panel and permission go, the record is only hidden, and on again is the same site', async () => {
  await bg.enable(moodle.site, 'lms', moodle.origin, 1);
  await arrive();
  await bg.own('own/disable', { site: moodle.site });
  expect(registered()).toEqual([]);
  expect(bg.ext.granted.has(pattern)).toBe(false);
  expect(bg.ext.sent).toContainEqual({ tabId: 1, message: { order: 'background/leave' } });
  expect(await arrive()).toMatchObject({ ok: false, error: { code: 'notAllowed' } });
  expect(await bg.tell(senders.own(), 'own/disable', { site: 'moodle:never.example.org' })).toMatchObject({
    ok: false,
    error: { code: 'notFound' },
  });
  await bg.enable(moodle.site, 'lms', moodle.origin, 1);
  expect(await arrive()).toMatchObject({ ok: true, value: { show: 'panel' } });
});

test('a permission that another site on the same host needs stays', async () => {
  await bg.enable(moodle.site, 'lms', moodle.origin);
  await bg.enable('superset:lms.example.org/analytics', 'bi', moodle.origin);
  await bg.own('own/disable', { site: moodle.site });
  expect(bg.ext.granted.has(pattern)).toBe(true);
  expect(registered().map(({ js }) => js)).toEqual([['content-scripts/site-superset.js']]);
});

test('paused: open pages leave and new ones are shown nothing; resumed: they look again', async () => {
  await bg.enable(moodle.site, 'lms', moodle.origin, 1);
  await arrive();
  await bg.own('own/pause', { site: moodle.site, paused: true });
  expect(bg.ext.sent.at(-1)).toEqual({ tabId: 1, message: { order: 'background/leave' } });
  await bg.restart();
  expect(await arrive()).toEqual({ ok: true, value: { show: 'nothing', why: 'paused' } });
  await bg.own('own/pause', { site: moodle.site, paused: false });
  expect(bg.ext.sent.at(-1)).toEqual({ tabId: 1, message: { order: 'background/lookAgain' } });
  expect(await arrive()).toMatchObject({ value: { show: 'panel' } });
});

test('our window for one site’s permission opens once and is brought forward after that', async () => {
  await bg.enable(moodle.site, 'lms', moodle.origin);
  await bg.own('panel/permissionWindow', { site: superset.site });
  await bg.own('panel/permissionWindow', { site: superset.site });
  const windows = bg.ext.opened.filter(({ kind }) => kind === 'window');
  expect(windows).toHaveLength(1);
  const asked = new URL(windows[0]!.url);
  expect(asked.href.split('?')[0]).toBe('chrome-extension://test-extension-id/welcome.html');
  expect(Object.fromEntries(asked.searchParams)).toEqual({
    allow: '',
    site: superset.site,
    host: 'bi.example.org',
    pattern: 'https://bi.example.org/*',
  });
});

test('the admin page opens at a place in it, and nowhere else', async () => {
  await bg.own('panel/openAdmin', { hash: '#metrics/metric-1' });
  await bg.own('panel/openAdmin', { hash: '"><x>' });
  expect(bg.ext.opened.map(({ url }) => url)).toEqual([
    'chrome-extension://test-extension-id/admin.html#metrics/metric-1',
    'chrome-extension://test-extension-id/admin.html#%22%3E%3Cx%3E',
  ]);
});

test('who I am: a name once given is kept, and the welcome page knows that it asked', async () => {
  const before = await bg.own('own/me', {});
  expect(before).toMatchObject({ id: expect.stringMatching(/^local:/) as string, welcomed: false });
  await bg.own('own/meRename', { write: 'w-1', name: 'Course designer' });
  await bg.own('own/meRename', { write: 'w-1', name: 'repeated with the same id' });
  await bg.restart();
  expect(await bg.own('own/me', {})).toEqual({ ...before, name: 'Course designer', welcomed: true });
});

test('scripts in host pages cannot read our storage where the browser can forbid it', async () => {
  await vi.waitFor(() => expect(bg.ext.levels).toEqual({ local: 'TRUSTED_CONTEXTS' }));
});

test('the address with scheme is the one at which the site was seen', async () => {
  bg.ext.granted.add('http://bi.example.org/*');
  await bg.own('own/enableIntent', {
    site: 'superset:bi.example.org:8088/a',
    product: 'superset',
    kind: 'bi',
    origin: 'http://bi.example.org:8088',
  });
  const { baseUrlOf } = await import('@/lib/services/kept');
  expect(await baseUrlOf('superset:bi.example.org:8088/a')).toBe('http://bi.example.org:8088/a');
  expect(await baseUrlOf('superset:never.example.org/b')).toBe('https://never.example.org/b');
  const page = senders.page('http://bi.example.org:8088/a/superset/dashboard/12/', 2);
  const facts = dashboardFacts({ site: 'superset:bi.example.org:8088/a', url: 'http://bi.example.org:8088/a/superset/dashboard/12/' });
  expect(await bg.tell(page, 'page/arrived', { facts })).toMatchObject({ value: { show: 'marks' } });
  expect(await baseUrlOf('superset:bi.example.org:8088/a')).toBe('http://bi.example.org:8088/a');
});
