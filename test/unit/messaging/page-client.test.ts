import { beforeEach, expect, test, vi } from 'vitest';
import fakeBrowser from '../../support/fake-browser';

type Listener = (message: unknown, sender: { id?: string; tab?: object }) => unknown;
const listeners = new Set<Listener>();
const sendMessage = vi.fn<(message: unknown) => Promise<unknown>>();
const runtime = {
  id: 'ours' as string | undefined,
  sendMessage,
  onMessage: { addListener: (l: Listener) => listeners.add(l), removeListener: (l: Listener) => listeners.delete(l) },
};

/** A script in a host page sees `chrome`; what a page calls `browser` without a runtime is not it. */
async function pageClient() {
  vi.resetModules();
  vi.stubGlobal('chrome', { runtime });
  vi.stubGlobal('browser', {});
  return import('@/lib/messaging/page-client');
}

beforeEach(() => {
  fakeBrowser.reset();
  runtime.id = 'ours';
  listeners.clear();
  sendMessage.mockReset();
});

test('asks once and gives the answer', async () => {
  const { tell } = await pageClient();
  sendMessage.mockResolvedValue({ ok: true, value: {} });
  expect(await tell('page/frameSilent', { because: 'noHello' })).toEqual({ ok: true, value: {} });
  expect(sendMessage.mock.calls).toEqual([[{ call: 'page/frameSilent', input: { because: 'noHello' } }]]);
});

test('a worker that dies while it answers is asked once more', async () => {
  const { tell } = await pageClient();
  sendMessage.mockRejectedValueOnce(new Error('The message port closed')).mockResolvedValueOnce({ ok: true, value: {} });
  expect(await tell('page/frameSilent', { because: 'noHello' })).toEqual({ ok: true, value: {} });
  sendMessage.mockReset().mockRejectedValue(new Error('The message port closed'));
  expect(await tell('page/frameSilent', { because: 'noHello' })).toMatchObject({ ok: false, error: { code: 'workerGone' } });
  expect(sendMessage).toHaveBeenCalledTimes(2);
});

test('null when the extension is gone, also where asking throws at once', async () => {
  const { tell, extensionGone } = await pageClient();
  sendMessage.mockImplementation(() => {
    runtime.id = undefined;
    throw new Error('Extension context invalidated.');
  });
  expect(await tell('page/frameSilent', { because: 'noHello' })).toBeNull();
  expect(extensionGone()).toBe(true);
});

test('orders come from the background alone, until the signal ends it', async () => {
  const { onOrder } = await pageClient();
  const followed: unknown[] = [];
  const end = new AbortController();
  onOrder((order) => void followed.push(order), end.signal);
  const say = (message: unknown, sender: { id?: string; tab?: object }) => [...listeners].map((listener) => listener(message, sender));
  expect(say({ order: 'background/leave' }, { id: 'ours' })).toEqual([undefined]);
  say({ order: 'background/leave' }, { id: 'ours', tab: {} });
  say({ order: 'background/leave' }, { id: 'someone-else' });
  expect(followed).toEqual([{ order: 'background/leave' }]);
  end.abort();
  expect(listeners.size).toBe(0);
});
