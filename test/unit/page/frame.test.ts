// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { setStage, stage } from './stage';
import { clamp, type FrameWish, openFrame, type Theme } from '@/lib/page/frame';

/** No page is loaded in a frame here (stage.ts): its window is a stand-in that can be changed, as a moved frame's is. */
let inside: { postMessage: ReturnType<typeof vi.fn> } | null;
let theme: Theme;
let end: AbortController;
let resized: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  setStage();
  inside = { postMessage: vi.fn() };
  theme = 'light';
  end = new AbortController();
  vi.spyOn(HTMLIFrameElement.prototype, 'contentWindow', 'get').mockImplementation(() => inside as unknown as Window);
  vi.stubGlobal('ResizeObserver', function (this: object, hear: () => void) {
    resized = hear;
    Object.assign(this, { observe: vi.fn(), disconnect: vi.fn() });
  });
});
afterEach(() => {
  end.abort();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function open(wish: Partial<FrameWish> = {}) {
  const failed = vi.fn();
  const frame = openFrame(
    {
      nonce: 'once',
      title: 'Throughline: business outcomes',
      css: '',
      height: 148,
      put: (host) => document.body.append(host),
      failed,
      ...wish,
    },
    () => theme,
    end.signal,
  );
  const root = stage.root(frame.host);
  const element = root.querySelector('iframe');
  if (!element) throw new Error('no iframe');
  const load = () => element.dispatchEvent(new Event('load'));
  const port = () => inside?.postMessage.mock.calls[0]?.[2][0] as MessagePort;
  return { frame, root, element, failed, load, port };
}

test('heights are whole pixels between 40 and 640', () => {
  expect([0, 39.4, 148.6, 640, 9999, Number.NaN, -5].map(clamp)).toEqual([40, 40, 149, 640, 640, 40, 40]);
});

test('the frame is credentialless, unnamed, has a title and our address, and its box the height at once', () => {
  const { element, root, frame } = open();
  expect(element).toMatchObject({ credentialless: true, name: '', title: 'Throughline: business outcomes' });
  expect(element.src).toBe('chrome-extension://guid/panel.html#light');
  expect(element.style.height).toBe('148px');
  expect(element.style.colorScheme).toBe('light');
  expect(root.mode).toBe('closed');
  expect(frame.host.attributes.length).toBe(0);
});

test('after load the nonce and a port go to the extension’s static origin and nowhere else', () => {
  const { load } = open();
  expect(inside?.postMessage).not.toHaveBeenCalled();
  load();
  expect(inside?.postMessage).toHaveBeenCalledTimes(1);
  expect(inside?.postMessage.mock.calls[0]?.slice(0, 2)).toEqual([
    { type: 'port', nonce: 'once' },
    new URL('chrome-extension://guid/').origin,
  ]);
});

test('no hello within 1.5 s of load: given up; a hello in time: kept', () => {
  const silent = open();
  silent.load();
  vi.advanceTimersByTime(1499);
  expect(silent.failed).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(silent.failed).toHaveBeenCalledWith('noHello');
  end.abort();
  end = new AbortController();

  const fine = open();
  fine.load();
  fine.frame.hello();
  vi.advanceTimersByTime(60_000);
  expect(fine.failed).not.toHaveBeenCalled();
});

test('a frame that never loads is given up too; in a hidden tab only once it is looked at', () => {
  let hidden = true;
  vi.spyOn(document, 'hidden', 'get').mockImplementation(() => hidden);
  const { failed } = open();
  vi.advanceTimersByTime(60_000);
  expect(failed).not.toHaveBeenCalled();
  hidden = false;
  document.dispatchEvent(new Event('visibilitychange'));
  vi.advanceTimersByTime(4999);
  expect(failed).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(failed).toHaveBeenCalledWith('noHello');
});

test('a slow machine is given more time, as its load took more; so is a frame whose thread the page kept busy', () => {
  const slow = open();
  vi.advanceTimersByTime(500);
  slow.load();
  vi.advanceTimersByTime(3499);
  expect(slow.failed).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(slow.failed).toHaveBeenCalledWith('noHello');
  end.abort();
  end = new AbortController();

  const busy = open();
  busy.load();
  const late = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 4000);
  vi.advanceTimersByTime(1500);
  late.mockRestore();
  expect(busy.failed).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1500);
  expect(busy.failed).toHaveBeenCalledWith('noHello');
});

test('an error of the frame ends the wait', () => {
  const { element, failed } = open();
  element.dispatchEvent(new Event('error'));
  expect(failed).toHaveBeenCalledExactlyOnceWith('noHello');
});

test('a second load in the same window means that the page navigated the frame', () => {
  const { load, failed } = open();
  load();
  load();
  expect(failed).toHaveBeenCalledExactlyOnceWith('hijacked');
});

test('a load in another window means that the frame was moved: lost, not hijacked', () => {
  const { load, failed, frame } = open();
  load();
  expect(frame.isLost()).toBe(false);
  inside = { postMessage: vi.fn() };
  load();
  expect(failed).not.toHaveBeenCalled();
  expect(inside.postMessage).not.toHaveBeenCalled();
  expect(frame.isLost()).toBe(true);
});

test('the box changes its height after an act only, and after the person changed the width', async () => {
  const grown = vi.fn();
  const { element, load, port, frame } = open({ grown });
  let width = 800;
  vi.spyOn(frame.host, 'clientWidth', 'get').mockImplementation(() => width);
  load();
  resized();
  const say = async (px: unknown, act: boolean, at = width) => {
    port().postMessage({ kind: 'height', px, width: at, act });
    await vi.advanceTimersByTimeAsync(1);
    return element.style.height;
  };
  expect(await say(300, false)).toBe('148px');
  expect(await say(300, true)).toBe('300px');
  expect(await say(9000, true)).toBe('640px');
  expect(await say('x', true)).toBe('40px');
  expect(grown.mock.calls).toEqual([[300], [640], [40]]);
  width = 500;
  resized();
  // what the frame said before it had the new width was on its way: it must not use up the one change that is free
  expect(await say(180, false, 800)).toBe('40px');
  expect(await say(420, false)).toBe('420px');
  expect(await say(430, false)).toBe('420px');
  expect(grown).toHaveBeenCalledTimes(3);
});

test('the frame hears theme and focus, and nothing else of the page', async () => {
  const { load, port, frame, element } = open({ focus: true });
  vi.spyOn(frame.host, 'clientWidth', 'get').mockReturnValue(814);
  load();
  resized();
  resized();
  const heard: unknown[] = [];
  port().onmessage = ({ data }) => heard.push(data);
  theme = 'dark';
  frame.look();
  frame.look();
  await vi.advanceTimersByTimeAsync(1);
  expect(heard).toEqual([{ kind: 'theme', theme: 'light' }, { kind: 'focus' }, { kind: 'theme', theme: 'dark' }]);
  expect(element.style.colorScheme).toBe('dark');
});

test('the end of the visit leaves nothing and waits for nothing', () => {
  const { failed } = open();
  end.abort();
  vi.advanceTimersByTime(60_000);
  expect(failed).not.toHaveBeenCalled();
  expect(document.querySelector('throughline-root')).toBeNull();
});
