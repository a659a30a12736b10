import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Caller } from '@/lib/messaging/caller';
import { refusalCodes, type Answer, type CallName } from '@/lib/messaging/names';
import { parse, parsers } from '@/lib/messaging/parse';
import { RefusalError } from '@/lib/messaging/refused';
import { serve, type Desk } from '@/lib/messaging/server';
import { fakeExtension, senders, type FakeExtension, type FakeSender } from '../../support/extension';
import { likeThis } from './generated';
import { samples } from './samples';

const page = 'https://lms.example.org/moodle/course/view.php?id=7';
const names = Object.keys(parsers) as CallName[];
const purpose = { kind: 'course', course: 'course-a1b2c3', theme: 'light' } as const;

let ext: FakeExtension;
let callers: Caller[];
const handled: Desk['handle'] = (call, _input, caller) => {
  callers.push(caller);
  return Promise.resolve({ handled: call } as never);
};
const desk = (over: Partial<Desk> = {}): Desk => ({
  enabled: (url) => Promise.resolve(url.startsWith('https://lms.example.org/')),
  claim: (_who, nonce) => Promise.resolve(nonce === 'good' ? purpose : undefined),
  claimed: () => undefined,
  handle: handled,
  ...over,
});

beforeEach(() => {
  ext = fakeExtension();
  callers = [];
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => vi.restoreAllMocks());

const tell = async (from: FakeSender, call: string, input: unknown = {}): Promise<Answer<unknown>> =>
  (await ext.tell(from, { call, input })) as Answer<unknown>;
const codeOf = (answer: Answer<unknown>): string => (answer.ok ? 'ok' : answer.error.code);
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

/** Opens a frame's port, claims with a nonce and asks; gives what it heard. */
async function frameAsks(from: FakeSender, nonce: unknown, ...asks: unknown[]): Promise<unknown[]> {
  const port = ext.connect(from, 'frame');
  port.postMessage(nonce);
  for (const ask of asks) port.postMessage(ask);
  await vi.waitFor(() => expect(port.heard.length > asks.length || !port.open).toBe(true));
  return port.heard;
}

test('every sample is what its schema expects, whole', () => {
  for (const call of names) expect(parse(call, samples[call]), call).toEqual(samples[call]);
});

test.each(names)('%s: 10,000 generated messages are handled or refused with a code', { timeout: 120_000 }, async (call) => {
  serve(desk());
  const from = call.startsWith('page/') ? senders.page(page) : senders.own();
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(likeThis(samples[call]), async (input) => {
      const answer = await tell(from, call, input);
      const code = codeOf(answer);
      seen.add(code);
      return answer.ok ? answer.value !== undefined : (refusalCodes as readonly string[]).includes(code) && code !== 'failed';
    }),
    { numRuns: 10_000 },
  );
  // Both ends were met: the generator is neither too tame nor too wild. An input without members cannot be wrong except by not being one.
  expect([...seen].sort()).toEqual(['badInput', 'ok']);
});

test('names that every object has, and names that nobody knows, are refused as unknown', async () => {
  serve(desk());
  for (const call of ['toString', '__proto__', 'constructor', 'hasOwnProperty', 'own/nothing', '', 'own/'])
    expect(codeOf(await tell(senders.own(), call)), call).toBe('unknownCall');
  for (const message of [
    null,
    1,
    'own/me',
    [],
    { call: 7 },
    { call: null, input: {} },
    { input: {} },
    JSON.parse('{"__proto__":{"call":"own/me","input":{}}}'),
  ])
    expect(codeOf((await ext.tell(senders.own(), message)) as Answer<unknown>)).toBe('unknownCall');
  expect(callers).toEqual([]);
});

test('three senders have three sets of calls', async () => {
  serve(desk());
  const allowed = { page: [] as string[], own: [] as string[], ownTab: [] as string[], frame: [] as string[] };
  for (const call of names) {
    if ((await tell(senders.page(page), call, samples[call])).ok) allowed.page.push(call);
    if ((await tell(senders.own(), call, samples[call])).ok) allowed.own.push(call);
    if ((await tell(senders.ownTab(), call, samples[call])).ok) allowed.ownTab.push(call);
    const heard = await frameAsks(senders.frame(page), { claim: 'good' }, { call, input: samples[call], n: 1 });
    if ((heard.find((one) => (one as { n?: number }).n === 1) as Answer<unknown>).ok) allowed.frame.push(call);
  }
  const room = (prefix: string) => names.filter((name) => name.startsWith(prefix));
  expect(allowed.page).toEqual(room('page/'));
  expect(allowed.frame).toEqual(room('panel/'));
  expect(allowed.own).toEqual(names.filter((name) => !name.startsWith('page/')));
  expect(allowed.ownTab).toEqual(allowed.own);
});

test.each<[string, FakeSender, string]>([
  ['another extension', { ...senders.own(), id: 'someone-else' }, 'own/me'],
  ['no id at all', { ...senders.own(), id: undefined }, 'own/me'],
  ['a page of a site that is not turned on', senders.page('https://elsewhere.example/'), 'page/arrived'],
  ['a frame in a page of an enabled site', { ...senders.page(page), frameId: 3 }, 'page/arrived'],
  ['our frame without its port', senders.frame(page), 'panel/courseView'],
  ['our frame asking for what only our own pages may', senders.frame(page), 'own/export'],
  ['an opaque frame that says it is ours', { ...senders.frame(page), origin: 'null' }, 'panel/courseView'],
  [
    'a page that names one of our pages as its address',
    { ...senders.page(page), url: 'chrome-extension://test-extension-id/popup.html' },
    'own/me',
  ],
  ['an address that begins like ours', { ...senders.own(), url: 'chrome-extension://test-extension-id.evil.example/popup.html' }, 'own/me'],
  ['a page without a tab', { ...senders.page(page), tab: undefined }, 'page/arrived'],
  ['a file', { ...senders.page(page), url: 'file:///home/x.html', origin: 'null' }, 'page/arrived'],
])('%s is refused', async (_who, from, call) => {
  serve(desk({ enabled: (url) => Promise.resolve(url === page) }));
  expect(codeOf(await tell(from, call, samples[call as CallName]))).toBe('notAllowed');
  expect(callers).toEqual([]);
});

test('the caller is what the browser says, not what the message says', async () => {
  serve(desk());
  await tell(senders.page(page, 4), 'page/frameSilent', { because: 'noHello', caller: { from: 'own' }, tabId: 9 });
  await tell(senders.own(), 'own/me');
  await frameAsks(senders.frame(page, 5, 'doc-5', 11), { claim: 'good' }, { call: 'panel/metricSearch', input: { words: '' }, n: 1 });
  expect(callers).toEqual([
    { from: 'page', tabId: 4, url: page, documentId: 'page-00000004' },
    { from: 'own', url: 'chrome-extension://test-extension-id/popup.html' },
    { from: 'frame', tabId: 5, frameId: 11, documentId: 'doc-5', purpose },
  ]);
});

test('a frame is heard only after its claim; a wrong nonce closes its port and answers nothing else', async () => {
  const claimed = vi.fn();
  serve(desk({ claimed }));
  const ask = { call: 'panel/metricSearch', input: { words: '' }, n: 1 };
  for (const opening of [
    { claim: 'guessed' },
    { claim: 7 },
    { claim: 'x'.repeat(65) },
    {},
    null,
    ask,
    JSON.parse('{"__proto__":{"claim":"good"}}'),
  ]) {
    const heard = await frameAsks(senders.frame(page), opening, ask);
    expect(heard.filter((one) => (one as Answer<unknown>).ok)).toEqual([]);
    expect(heard).toContainEqual({ push: 'refused' });
  }
  expect(claimed).not.toHaveBeenCalled();
  expect(await frameAsks(senders.frame(page), { claim: 'good' }, ask)).toEqual([
    { push: 'claimed', as: { kind: 'course', course: 'course-a1b2c3' }, theme: 'light' },
    { ok: true, value: { handled: 'panel/metricSearch' }, n: 1 },
  ]);
  expect(claimed).toHaveBeenCalledTimes(1);
});

test('a claim that fails inside is a refusal, and a port from a page or under another name is closed', async () => {
  serve(desk({ claim: () => Promise.reject(new Error('storage')) }));
  expect(await frameAsks(senders.frame(page), { claim: 'good' })).toEqual([{ push: 'refused' }]);
  for (const [from, name] of [
    [senders.page(page), 'frame'],
    [senders.page(page), 'own'],
    [senders.frame(page), 'own'],
    [senders.own(), 'frame'],
    [senders.own(), ''],
  ] as const) {
    const port = ext.connect(from, name);
    port.postMessage({ call: 'own/me', input: {}, n: 1 });
    await vi.waitFor(() => expect(port.open).toBe(false));
    expect(port.heard).toEqual([]);
  }
});

test('pushes reach own pages and admitted frames, and nobody else', async () => {
  const server = serve(desk());
  const own = ext.connect(senders.own(), 'own');
  const frame = ext.connect(senders.frame(page), 'frame');
  const stranger = ext.connect(senders.frame(page, 2), 'frame');
  const closed = ext.connect(senders.own(), 'own');
  frame.postMessage({ claim: 'good' });
  closed.disconnect();
  await vi.waitFor(() => expect(frame.heard).toHaveLength(1));
  await settled();
  server.push({ push: 'changed' });
  await settled();
  expect([own.heard, frame.heard.slice(1), stranger.heard, closed.heard]).toEqual([[{ push: 'changed' }], [{ push: 'changed' }], [], []]);
  server.push({ push: 'changed' }, 'own');
  await settled();
  expect([own.heard.length, frame.heard.length]).toEqual([2, 2]);
});

test('failures keep their code, a bug says only that it failed, and each kind is logged once', async () => {
  const failures: unknown[] = [
    new RefusalError('conflict', 'noOwner', 'hint'),
    Object.assign(new Error('full'), { code: 'storageFull' }),
    new TypeError('secret detail'),
    'odd',
    null,
  ];
  serve(desk({ handle: () => Promise.reject(failures[0]) }));
  const answers = [];
  while (failures.length) {
    answers.push(await tell(senders.own(), 'own/catalogue'));
    await tell(senders.own(), 'own/catalogue');
    failures.shift();
  }
  expect(answers).toEqual([
    { ok: false, error: { code: 'conflict', message: 'noOwner', hint: 'hint' } },
    { ok: false, error: { code: 'storageFull', message: 'full' } },
    ...Array.from({ length: 3 }, () => ({ ok: false, error: { code: 'failed', message: '' } })),
  ]);
  expect(vi.mocked(console.warn).mock.calls.map(([, kind]) => kind as string)).toEqual([
    'conflict own own/catalogue',
    'storageFull own own/catalogue',
  ]);
  expect(vi.mocked(console.error).mock.calls.map(([, kind]) => kind as string)).toEqual(['failed own own/catalogue']);
});

test('a field that is taken away comes as null in `set`, and as undefined to the handler', () => {
  const read = parse('panel/outcomeChange', { write: 'w1', id: 'rec-1', set: { dueDate: null, margin: 0.5 } });
  expect(Object.hasOwn(read.set, 'dueDate')).toBe(true);
  expect(read.set).toEqual({ dueDate: undefined, margin: 0.5 });
  expect(() => parse('panel/valuesType', { write: 'w1', metricId: 'm', values: [{ period: '2026-09-07', v: undefined }] })).toThrow(
    RefusalError,
  );
});
