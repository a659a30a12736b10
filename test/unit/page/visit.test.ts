// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { adapter, course, pass, setStage, stage } from './stage';
import { coursePanel } from '@/lib/page/coursepanel';
import { start } from '@/lib/page/start';
import type { PageFacts } from '@/lib/messaging/names';
import type { Page } from '@/lib/sites/contract';

let page: Page;
const navigation = new EventTarget();
const go = (hash: string) => {
  location.hash = hash;
  navigation.dispatchEvent(new Event('currententrychange'));
};
const root = () => document.querySelector('throughline-root');
const frame = () => stage.root(root()).querySelector('iframe') as HTMLIFrameElement;
const facts = (n = 0) => stage.calls('page/arrived')[n]?.input['facts'] as PageFacts;
const nodes = () => document.querySelectorAll('throughline-root,throughline-mark').length;

beforeEach(() => {
  vi.useFakeTimers();
  setStage();
  page = course();
  document.body.append(document.createElement('main'));
  Object.assign(window, { navigation });
});
afterEach(async () => {
  stage.alive = false; // ends whatever is still shown
  document.dispatchEvent(new Event('visibilitychange'));
  await pass();
  vi.useRealTimers();
});
const begin = async (site = adapter(() => page)) => {
  start(site, coursePanel);
  await pass();
};

test('a course page: facts are told, the panel stands in its place at the height that was answered', async () => {
  await begin();
  expect(facts()).toMatchObject({
    product: 'moodle',
    site: 'moodle:lms.test',
    kind: 'course',
    nativeId: '7',
    role: 'staff',
    theme: 'light',
    width: 0,
  });
  expect(root()?.parentElement?.tagName).toBe('MAIN');
  expect(frame().style.height).toBe('148px');
});

test('a script that is there before the page is read waits for the page', async () => {
  const reading = vi.spyOn(document, 'readyState', 'get').mockReturnValue('loading');
  await begin();
  await begin(); // and again, as the background's own injection would be
  expect([stage.calls('page/arrived').length, nodes()]).toEqual([0, 0]);
  reading.mockReturnValue('interactive');
  document.dispatchEvent(new Event('DOMContentLoaded'));
  await pass();
  expect([stage.calls('page/arrived').length, nodes()]).toEqual([1, 1]);
  reading.mockRestore();
});

test('the name comes after the address: the course is told again under it, and only then', async () => {
  document.head.append(document.createElement('title'));
  await begin();
  const before = root();
  document.title = 'Lessons - Safe loading';
  await pass(500);
  expect([stage.calls('page/arrived').length, root()]).toEqual([1, before]);
  page = { ...course(), title: 'Safer loading' } as Page;
  document.title = 'Safer loading';
  await pass(500);
  expect(stage.calls('page/arrived').map(({ input }) => (input['facts'] as PageFacts).title)).toEqual(['Safe loading', 'Safer loading']);
  expect(nodes()).toBe(1);
  expect(before?.isConnected).toBe(false);
});

test.each(['siteHome', 'noCourse', 'otherProduct'] as const)(
  'not recognised (%s): not told, no node, no observer but the address',
  async (because) => {
    const observe = vi.spyOn(MutationObserver.prototype, 'observe');
    page = { kind: 'none', because };
    await begin();
    await pass(60_000);
    expect(stage.told).toEqual([]);
    expect(nodes()).toBe(0);
    expect(observe).not.toHaveBeenCalled();
    observe.mockRestore();
  },
);

test('a page that is not ready is looked at until it is', async () => {
  page = { kind: 'none', because: 'notReady' };
  await begin();
  page = course();
  document.body.append(document.createElement('p'));
  await pass(60);
  expect(root()).not.toBeNull();
});

test('an inline place that comes late is waited for; the docked one is taken after three seconds', async () => {
  document.querySelector('main')?.remove();
  await begin();
  expect(nodes()).toBe(0);
  await pass(2999);
  expect(nodes()).toBe(0);
  await pass(2);
  expect(root()?.parentElement).toBe(document.documentElement);
  expect(facts().width).toBe(400);

  page = course('8');
  go('#other');
  await pass(2500);
  document.body.append(document.createElement('main'));
  await pass(60);
  expect(root()?.parentElement?.tagName).toBe('MAIN');
});

test('no place at all: the fallback is asked for, and nothing is left in the page', async () => {
  await begin(adapter(() => page, { anchors: () => [] }));
  await pass(3000);
  expect(stage.calls('page/frameSilent').map(({ input }) => input)).toEqual([{ because: 'noHello' }]);
  expect(nodes()).toBe(0);
});

test('the background says no: nothing is shown until it says look again', async () => {
  stage.answers['page/arrived'] = { show: 'nothing', why: 'unknownRole' };
  await begin();
  expect(nodes()).toBe(0);
  stage.answers['page/arrived'] = { show: 'panel', nonce: 'n2', height: 40, title: 'Outcomes' };
  stage.order({ order: 'background/lookAgain' });
  await pass();
  expect(frame().style.height).toBe('40px');
  stage.order({ order: 'background/lookAgain' });
  await pass();
  expect(stage.calls('page/arrived').length).toBe(2);
});

test('leave takes everything away; look again brings it back', async () => {
  await begin();
  stage.order({ order: 'background/leave' });
  expect(nodes()).toBe(0);
  stage.order({ order: 'background/lookAgain' });
  await pass();
  expect(nodes()).toBe(1);
});

test('a new address of the same course changes nothing; another course ends the visit and begins the next when the page is still', async () => {
  await begin();
  stage.order({ order: 'background/hello' });
  const first = root();
  go('#section-3');
  await pass(5000);
  expect(root()).toBe(first);
  page = course('8');
  go('#course-8');
  expect(nodes()).toBe(0);
  await pass(149);
  expect(stage.calls('page/arrived').length).toBe(1);
  await pass(2);
  expect(facts(1).nativeId).toBe('8');
  expect(nodes()).toBe(1);
});

test('silent frame: box gone, told once; a hello in time keeps it', async () => {
  await begin();
  stage.order({ order: 'background/hello' });
  await pass(10_000);
  expect(nodes()).toBe(1);
  page = course('8');
  go('#x8');
  await pass(151);
  expect(nodes()).toBe(1);
  await pass(5000);
  expect(nodes()).toBe(0);
  expect(stage.calls('page/frameSilent').length).toBe(1);
});

test('a page that takes the panel out again and again is let be after eight returns', async () => {
  await begin();
  for (let n = 0; n < 8; n += 1) {
    root()?.remove();
    await pass();
    expect(nodes()).toBe(1);
  }
  root()?.remove();
  await pass(60_000);
  expect(nodes()).toBe(0);
  expect(stage.calls('page/arrived').length).toBe(9);
  expect(stage.calls('page/frameSilent').map(({ input }) => input)).toEqual([{ because: 'fought' }]);
});

test('an extension that was updated or removed takes the panel along, when the page is looked at or anything is told', async () => {
  await begin();
  stage.alive = false;
  document.dispatchEvent(new Event('visibilitychange'));
  expect(nodes()).toBe(0);

  stage.alive = true;
  await begin();
  expect(nodes()).toBe(1);
  stage.alive = false;
  page = course('9');
  go('#x9');
  await pass(200);
  expect(nodes()).toBe(0);
});

test('injected twice it runs once; what an older version left is taken out', async () => {
  document.body.append(document.createElement('throughline-root'), document.createElement('throughline-mark'));
  start(
    adapter(() => page),
    coursePanel,
  );
  expect(nodes()).toBe(0);
  start(
    adapter(() => page),
    coursePanel,
  );
  await pass();
  expect(nodes()).toBe(1);
  expect(stage.calls('page/arrived').length).toBe(1);
});

test('Chromium’s cache for going back: out before the page is left, back if it stays, and anew when it returns', async () => {
  await begin();
  window.dispatchEvent(new Event('beforeunload'));
  expect(nodes()).toBe(0);
  await pass(1000);
  expect(nodes()).toBe(1);
  window.dispatchEvent(new Event('beforeunload'));
  window.dispatchEvent(new Event('pagehide'));
  await pass(5000);
  expect(nodes()).toBe(0);
  window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
  await pass();
  expect(nodes()).toBe(1);
  expect(stage.calls('page/arrived').length).toBe(3);
});
