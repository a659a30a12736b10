import { describe, expect, it } from 'vitest';
import type { PushEntry } from '@/lib/sync/contract';
import { kintoEngine } from '@/lib/sync/kinto';
import type { Fetch, KintoOptions } from '@/lib/sync/kinto-request';
import { fromWire, toWire } from '@/lib/sync/wire-ids';
import { KintoModel } from '../../support/kinto-model';

type Canned = { status?: number; headers?: Record<string, string>; body?: unknown };
const root = {
  project_name: 'kinto',
  project_version: '26.5.0',
  http_api_version: '1.23',
  settings: {},
  capabilities: {},
  user: { id: 'account:a' },
};
const said = ({ status = 200, headers = {}, body = { data: [] } }: Canned): Awaited<ReturnType<Fetch>> => {
  const all: Record<string, string> = { 'content-type': 'application/json', ...headers };
  return { status, headers: { get: (name) => all[name.toLowerCase()] ?? null }, json: () => Promise.resolve(body) };
};

/** An engine whose answers are given in turn, and what it asked. */
function scripted(...answers: (Canned | Error)[]) {
  const asked: { url: string; ask: Parameters<Fetch>[1] }[] = [];
  const options: KintoOptions & { bucket: string } = {
    address: 'https://kinto.test/v1',
    bucket: 'b',
    authorization: () => 'Basic eA==',
    fetch: (url, ask) => {
      asked.push({ url, ask });
      const answer = answers[Math.min(asked.length, answers.length) - 1]!;
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(said(answer));
    },
  };
  return { asked, engine: kintoEngine(options) };
}
const kinto = (code: number, errno: number, more: object = {}) => ({ code, errno, error: 'x', ...more });
const entry = (id: string, base: number | null = null): PushEntry => ({ id, base, content: { id, t: 'site', n: 1, f: {} } });
const taken = (path: string, status = 201) => ({ status, path: `/v1${path}`, headers: {}, body: { data: { id: 'x', last_modified: 1 } } });
const at = (id: string) => `/buckets/b/collections/c/records/${id}`;

describe('a request', () => {
  it('takes no cookies, follows nothing, is not kept, and ends by itself', async () => {
    const { asked, engine } = scripted({ body: root });
    await engine.hello();
    const { url, ask } = asked[0]!;
    expect(url).toBe('https://kinto.test/v1/');
    expect(ask).toMatchObject({
      method: 'GET',
      credentials: 'omit',
      redirect: 'error',
      cache: 'no-store',
      headers: { Authorization: 'Basic eA==' },
    });
    expect(ask.signal).toBeInstanceOf(AbortSignal);
    expect(ask.signal!.aborted).toBe(false);
  });

  it('that takes too long is a failure of the network', async () => {
    const engine = kintoEngine({
      address: 'https://kinto.test/v1',
      bucket: 'b',
      authorization: () => 'Basic eA==',
      limit: () => AbortSignal.timeout(1),
      fetch: (_, { signal }) => new Promise((__, reject) => signal!.addEventListener('abort', () => reject(signal!.reason as Error))),
    });
    await expect(engine.pull('c', 0, 10)).rejects.toMatchObject({ code: 'offline' });
    expect(await engine.push('c', [entry('a')])).toMatchObject({ kind: 'unknown', because: 'failed' });
  });

  it.each<[string, Canned | Error, string, number | null]>([
    ['a cut line', new TypeError('failed to fetch'), 'offline', null],
    ['403', { status: 403, body: kinto(403, 121) }, 'forbidden', null],
    ['404', { status: 404, body: kinto(404, 111) }, 'missing', null],
    ['410', { status: 410, body: kinto(410, 202) }, 'ended', null],
    ['401', { status: 401, body: kinto(401, 104) }, 'signedOut', null],
    [
      '400 for _since',
      { status: 400, body: kinto(400, 107, { details: [{ location: 'querystring', name: '_since' }] }) },
      'sinceRefused',
      null,
    ],
    [
      '400 for something else',
      { status: 400, body: kinto(400, 107, { details: [{ location: 'querystring', name: '_limit' }] }) },
      'busy',
      null,
    ],
    ['429 of a proxy', { status: 429, headers: { 'content-type': 'text/html', 'retry-after': '7' } }, 'busy', 7000],
    ['500', { status: 500, body: kinto(500, 999) }, 'busy', null],
    ['503', { status: 503, body: kinto(503, 201), headers: { 'retry-after': '3' } }, 'busy', 3000],
    [
      '503 until a date',
      { status: 503, headers: { 'retry-after': 'Wed, 25 Nov 2026 10:00:30 GMT', date: 'Wed, 25 Nov 2026 10:00:00 GMT' } },
      'busy',
      30_000,
    ],
    ['507', { status: 507, headers: { 'content-type': 'text/plain' } }, 'busy', null],
    ['a page', { headers: { 'content-type': 'text/html' } }, 'notStorage', null],
    ['a page that says 403', { status: 403, headers: { 'content-type': 'text/html' } }, 'notStorage', null],
    ['JSON of something else', { body: { items: [] } }, 'notStorage', null],
    ['records of another shape', { body: { data: [{ id: 'a' }] } }, 'notStorage', null],
  ])('answered by %s fails as it should', async (_, answer, code, retryAfter) => {
    await expect(scripted(answer).engine.pull('c', 5, 10)).rejects.toMatchObject({ code, retryAfter });
  });

  it('notes what is asked for in passing, until the next greeting', async () => {
    const alert = JSON.stringify({ code: 'soft-eol', message: 'moving in May', url: 'https://example.org' });
    const { engine } = scripted(
      { body: root },
      { headers: { backoff: '10', alert } },
      { headers: { backoff: '4', alert } },
      { body: root },
    );
    await engine.hello();
    await engine.pull('c', 0, 10);
    await engine.pull('c', 0, 10);
    expect(engine.notices()).toEqual({
      backoff: 10_000,
      alerts: [{ code: 'soft-eol', message: 'moving in May', url: 'https://example.org', hard: false }],
    });
    expect((await engine.hello()).alerts).toEqual([]);
    expect(engine.notices().backoff).toBeNull();
  });

  it('hears the end coming, in whatever form', async () => {
    const hard = scripted({ body: root, headers: { alert: '{"code":"hard-eol","message":"over"}' } });
    expect((await hard.engine.hello()).alerts).toEqual([{ code: 'hard-eol', message: 'over', hard: true }]);
    const plain = scripted({ body: root, headers: { alert: 'maintenance at noon' } });
    expect((await plain.engine.hello()).alerts).toEqual([{ code: 'alert', message: 'maintenance at noon', hard: false }]);
    const over = scripted({ status: 410, body: kinto(410, 202), headers: { alert: '{"code":"hard-eol","message":"over"}' } });
    await expect(over.engine.push('c', [entry('a')])).rejects.toMatchObject({ code: 'ended' });
    expect(over.engine.notices().alerts).toMatchObject([{ hard: true }]);
  });

  it('asks a mark only by itself, never in a batch', async () => {
    const { asked, engine } = scripted({ status: 304, headers: { etag: '"5"' } });
    expect(await engine.hint('"5"')).toEqual({ moved: false, at: 5 });
    expect(asked[0]!.ask.headers['If-None-Match']).toBe('"5"');
    await engine.push('c', [entry('a'), entry('b', 7)]);
    const { requests } = JSON.parse(asked[1]!.ask.body!) as { requests: { headers: object }[] };
    expect(requests.map((r) => r.headers)).toEqual([{ 'If-None-Match': '*' }, { 'If-Match': '"7"' }]);
  });
});

describe('a push', () => {
  const pushed = (answer: Canned | Error, ids = ['a', 'b']) =>
    scripted(answer).engine.push(
      'c',
      ids.map((id) => entry(id)),
    );
  const responses = (...all: object[]): Canned => ({ body: { responses: all } });

  it.each<[string, Canned | Error, object]>([
    [
      'a 409 inside',
      responses(taken(at('a')), { status: 409, path: `/v1${at('b')}`, headers: { 'Retry-After': '3' }, body: kinto(409, 122) }),
      { because: 'busy', retryAfter: 3000 },
    ],
    [
      'a 503 inside',
      responses(taken(at('a')), { status: 503, path: `/v1${at('b')}`, headers: {}, body: kinto(503, 201) }),
      { because: 'failed' },
    ],
    [
      'a status that nobody expects',
      responses(taken(at('a')), { status: 405, path: `/v1${at('b')}`, headers: {}, body: kinto(405, 115) }),
      { because: 'failed' },
    ],
    ['too few answers', responses(taken(at('a'))), { because: 'failed' }],
    ['answers to something else', responses(taken(at('a')), taken(at('other'))), { because: 'failed' }],
    ['another shape', { body: { hello: 1 } }, { because: 'failed' }],
    ['a 409 as a whole', { status: 409, body: kinto(409, 122), headers: { 'retry-after': '3' } }, { because: 'busy', retryAfter: 3000 }],
    ['a 502 of a proxy', { status: 502, headers: { 'content-type': 'text/html' } }, { because: 'failed' }],
    ['a page', { headers: { 'content-type': 'text/html' } }, { because: 'failed' }],
    ['a cut line', new TypeError('failed'), { because: 'failed' }],
    ['a 403 as a whole', { status: 403, body: kinto(403, 121) }, { because: 'failed' }],
  ])('answered by %s leaves all of it unknown', async (_, answer, expected) => {
    expect(await pushed(answer)).toMatchObject({ kind: 'unknown', ...expected });
  });

  it.each<[string, Canned]>([
    ['as a whole', { status: 401, body: kinto(401, 104) }],
    ['inside', responses(taken(at('a')), { status: 401, path: `/v1${at('b')}`, headers: {}, body: kinto(401, 104) })],
  ])('answered by 401 %s ends everything', async (_, answer) => {
    const { asked, engine } = scripted(answer);
    await expect(engine.push('c', [entry('a'), entry('b')])).rejects.toMatchObject({ code: 'signedOut' });
    await expect(engine.push('c', [entry('a')])).rejects.toMatchObject({ code: 'signedOut' });
    expect(asked).toHaveLength(1);
  });

  it('goes in halves where a proxy finds it too large, and names the one that is', async () => {
    const model = new KintoModel({ now: () => 1_795_000_000_000, random: () => 0.5 });
    const admin = model.user('admin');
    const ask = { credentials: 'omit', redirect: 'error', cache: 'no-store', headers: { Authorization: admin } } as const;
    for (const path of ['/buckets/b', '/buckets/b/collections/c'])
      await model.fetch(model.address + path, { ...ask, method: 'PUT', body: '{}' });
    const engine = kintoEngine({ address: model.address, bucket: 'b', fetch: model.fetch, authorization: () => admin });
    model.faults = { largestBody: 2000 };
    const large = (id: string, size: number): PushEntry => ({ id, base: null, content: { id, t: 'x'.repeat(size), n: 1, f: {} } });
    const answer = await engine.push('c', [large('a', 500), large('b', 500), large('c', 3000), large('d', 500), large('e', 500)]);
    expect(answer).toMatchObject({
      kind: 'each',
      results: [
        { outcome: 'taken' },
        { outcome: 'taken' },
        { outcome: 'refused', code: 'tooLarge' },
        { outcome: 'taken' },
        { outcome: 'taken' },
      ],
    });
  });

  it('keeps to the server’s own limit of requests, and never goes beyond ours', async () => {
    for (const [limit, most] of [
      [10, 10],
      [50, 25],
      [null, 25],
      [0, 1],
    ] as const) {
      const { engine } = scripted({ body: { ...root, settings: { batch_max_requests: limit } } });
      await engine.hello();
      expect(engine.maxEntries).toBe(most);
    }
  });
});

describe('ids on the wire', () => {
  it.each(['a', 'local:ab', 'a_b', 'A.b~c-d', 'signOff-abc', 'ä', '𝄞', 'a_3a'])('%s comes back', (id) => {
    expect(toWire(id)).toMatch(/^[a-zA-Z0-9_-]+$/);
    expect(fromWire(toWire(id))).toBe(id);
  });
  it.each(['foo_bar', 'a_3A', 'a_41', '_', 'a_ff', 'a_c3_28'])('%s is nobody’s writing, and stays as it is', (wire) => {
    expect(fromWire(wire)).toBe(`~${wire}`);
    expect(toWire(fromWire(wire))).toBe(wire);
  });
  it('names the colon and the underscore by their hex digits', () => expect(toWire('local:a_b')).toBe('local_3aa_5fb'));
});
