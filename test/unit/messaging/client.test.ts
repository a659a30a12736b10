// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { connect, RefusalError } from '@/lib/messaging/client';
import type { Push } from '@/lib/messaging/names';
import { fakeExtension, senders, type FakeExtension } from '../../support/extension';
import type { FakePort } from '../../support/fake-port';

let ext: FakeExtension;
beforeEach(() => {
  ext = fakeExtension();
  ext.speakAs(senders.own());
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => vi.useRealTimers());

const farEnds = (): FakePort[] => [...ext.ports];
const newest = (): FakePort => farEnds().at(-1)!;
const requests = (port: FakePort) => port.heard as { call: string; input: unknown; n: number }[];
const answer = (port: FakePort, value: unknown, at = -1) => port.postMessage({ ok: true, value, n: requests(port).at(at)?.n });
const flush = () => vi.advanceTimersByTimeAsync(0);
/** What the browser does when the worker ends: the port closes under the page. */
const workerEnds = async () => {
  for (const port of farEnds()) port.disconnect();
  await flush();
};

test('a question is answered by its number, whatever the order', async () => {
  const line = connect('own');
  const [first, second] = [line.ask('own/surfaceOf', { tabId: 1 }), line.ask('own/surfaceOf', { tabId: 2 })];
  await flush();
  answer(newest(), 'second', 1);
  answer(newest(), 'first', 0);
  expect(await Promise.all([first, second])).toEqual(['first', 'second']);
});

test('a refusal is thrown with its code and hint', async () => {
  const line = connect('own');
  const asked = line.ask('own/me', {});
  await flush();
  newest().postMessage({ ok: false, error: { code: 'conflict', message: 'noOwner', hint: 'h' }, n: requests(newest())[0]?.n });
  const error: unknown = await asked.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(RefusalError);
  expect(error).toMatchObject({ code: 'conflict', message: 'noOwner', hint: 'h' });
});

test('a field taken away in `set` travels as null, since messages drop undefined', async () => {
  const line = connect('own');
  void line.ask('panel/outcomeChange', { write: 'w', id: 'o', set: { dueDate: undefined, margin: 1 } }).catch(() => undefined);
  await flush();
  expect(requests(newest())[0]?.input).toEqual({ write: 'w', id: 'o', set: { dueDate: null, margin: 1 } });
});

test('the worker dies with calls in flight: each is sent once more on a new port, with the same write id', async () => {
  const line = connect('own');
  const asked = line.ask('own/meRename', { write: 'w1', name: 'Course designer' });
  await flush();
  await workerEnds();
  await vi.advanceTimersByTimeAsync(60);
  expect(farEnds()).toHaveLength(2);
  expect(requests(newest())).toEqual(requests(farEnds()[0]!));
  answer(newest(), {});
  expect(await asked).toEqual({});
});

test('the second death in one call is told as workerGone; the next call has a port of its own', async () => {
  const line = connect('own');
  const asked = line.ask('own/me', {}).catch((error: unknown) => error);
  await flush();
  await workerEnds();
  await vi.advanceTimersByTimeAsync(60);
  await workerEnds();
  expect(await asked).toMatchObject({ code: 'workerGone' });
  await vi.advanceTimersByTimeAsync(60);
  const next = line.ask('own/me', {});
  await flush();
  answer(newest(), 'me');
  expect(await next).toBe('me');
});

test('a port lost with nothing in flight is opened again at the next act, not before; then views hear that they may be stale', async () => {
  const heard: Push[] = [];
  const line = connect('frame', 'nonce-1');
  line.onPush((push) => heard.push(push));
  await flush();
  expect(newest().heard).toEqual([{ claim: 'nonce-1' }]);
  newest().postMessage({ push: 'claimed', as: { kind: 'course', course: 'c' }, theme: 'dark' });
  await flush();
  await workerEnds();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(farEnds()).toHaveLength(1);

  const asked = line.ask('panel/courseView', { course: 'c' });
  await flush();
  expect(newest().heard[0]).toEqual({ claim: 'nonce-1' });
  newest().postMessage({ push: 'claimed', as: { kind: 'course', course: 'c' }, theme: 'dark' });
  answer(newest(), 'view');
  expect(await asked).toBe('view');
  expect(heard).toEqual([{ push: 'claimed', as: { kind: 'course', course: 'c' }, theme: 'dark' }, { push: 'changed' }]);
});

test('looking at the page again opens a lost port', async () => {
  connect('own');
  await workerEnds();
  await vi.advanceTimersByTimeAsync(60);
  document.dispatchEvent(new Event('visibilitychange'));
  expect(farEnds()).toHaveLength(2);
});

test('the extension is gone: what is asked ends with extensionGone, and so does the line', async () => {
  const line = connect('frame', 'n');
  const asked = line.ask('panel/courseView', { course: 'c' }).catch((error: unknown) => error);
  await flush();
  ext.vanish();
  await workerEnds();
  await vi.advanceTimersByTimeAsync(60);
  expect(await asked).toMatchObject({ code: 'extensionGone' });
  expect(await line.closed).toBe('extensionGone');
  expect(await line.ask('panel/courseView', { course: 'c' }).catch((error: unknown) => error)).toMatchObject({ code: 'extensionGone' });
});

test('an idle frame notices too that the extension is gone, so that no stale figures stay', async () => {
  const line = connect('frame', 'n');
  ext.vanish();
  await workerEnds();
  await vi.advanceTimersByTimeAsync(60);
  expect(await line.closed).toBe('extensionGone');
});

test('a refused nonce ends the line', async () => {
  const line = connect('frame', 'guessed');
  const asked = line.ask('panel/courseView', { course: 'c' }).catch((error: unknown) => error);
  await flush();
  newest().postMessage({ push: 'refused' });
  await flush();
  expect(await line.closed).toBe('refused');
  expect(await asked).toMatchObject({ code: 'notAllowed' });
});

test('a background that never answers: asked twice, then told; nothing hangs', async () => {
  const line = connect('own');
  const asked = line.ask('own/me', {}).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(30_100);
  expect(farEnds()).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(30_100);
  expect(await asked).toMatchObject({ code: 'workerGone' });
});

test('a closed line lets go of its port and asks nothing more', async () => {
  const line = connect('own');
  line.close();
  await flush();
  expect(await line.closed).toBe('closed');
  expect(newest().open).toBe(false);
  await expect(line.ask('own/me', {})).rejects.toMatchObject({ code: 'workerGone' });
});
