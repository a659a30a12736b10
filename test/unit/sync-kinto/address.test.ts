import { describe, expect, it } from 'vitest';
import { isBucketName, probeAddress, readAddress } from '@/lib/sync/address';
import type { Fetch } from '@/lib/sync/kinto-request';
import { KintoModel } from '../../support/kinto-model';

describe('an address that somebody typed', () => {
  it.each([
    ['kinto.example.org', 'https://kinto.example.org/v1'],
    [' https://kinto.example.org/ ', 'https://kinto.example.org/v1'],
    ['https://kinto.example.org/v1', 'https://kinto.example.org/v1'],
    ['https://kinto.example.org/v1/', 'https://kinto.example.org/v1'],
    ['HTTPS://Kinto.Example.org:443/v1/admin/#/buckets/throughline', 'https://kinto.example.org/v1'],
    ['https://kinto.example.org/v1/buckets/throughline?_limit=1', 'https://kinto.example.org/v1'],
    ['https://example.org/tools/kinto', 'https://example.org/tools/kinto/v1'],
    ['https://example.org/tools/kinto/v1/', 'https://example.org/tools/kinto/v1'],
    ['https://example.org/v0', 'https://example.org/v0'],
    ['kinto.example.org:8443', 'https://kinto.example.org:8443/v1'],
    ['localhost:8888', 'http://localhost:8888/v1'],
    ['http://127.0.0.1:8888/v1', 'http://127.0.0.1:8888/v1'],
    ['http://[::1]:8888', 'http://[::1]:8888/v1'],
    ['kinto.localhost', 'http://kinto.localhost/v1'],
    ['https://localhost:8443', 'https://localhost:8443/v1'],
  ])('%s means %s', (typed, address) => expect(readAddress(typed)).toEqual({ address }));

  it.each([
    ['', 'notAddress'],
    ['   ', 'notAddress'],
    ['our storage', 'notAddress'],
    ['ftp://kinto.example.org', 'notAddress'],
    ['javascript://kinto.example.org/%0aalert(1)', 'notAddress'],
    ['https://', 'notAddress'],
    ['http://kinto.example.org/v1', 'notSecure'],
    ['http://localhost.example.org', 'notSecure'],
    ['http://127.0.0.1.example.org', 'notSecure'],
    ['http://10.0.0.5:8888', 'notSecure'],
    ['https://admin:secret@kinto.example.org', 'signInInside'],
    ['admin@kinto.example.org', 'signInInside'],
  ])('%s is refused: %s', (typed, problem) => expect(readAddress(typed)).toEqual({ problem }));

  it('takes names of buckets as Kinto does', () => {
    expect(['throughline', 'a', '0-a_B'].every(isBucketName)).toBe(true);
    expect(['', '-a', '_a', 'a/b', 'a b', 'ä', 'a.b'].some(isBucketName)).toBe(false);
  });
});

describe('what answers there', () => {
  const model = () => new KintoModel({ now: () => 1_795_000_000_000, random: () => 0.5 });
  const answering = (status: number, type: string, body: unknown): Fetch => {
    const json = body instanceof Error ? () => Promise.reject(body) : () => Promise.resolve(body);
    return () => Promise.resolve({ status, headers: { get: (name) => (name === 'Content-Type' ? type : null) }, json });
  };
  const probe = (fetch: Fetch, address = 'https://kinto.test/v1') => probeAddress(address, { fetch });
  const root = { project_name: 'kinto', project_version: '26.5.0', http_api_version: '1.23', settings: {}, capabilities: {} };

  it('is a Kinto with its ways to sign in, asked as nobody', async () => {
    const kinto = model();
    let sent: Record<string, string> = {};
    const answer = await probeAddress(kinto.address, { fetch: (url, ask) => ((sent = ask.headers), kinto.fetch(url, ask)) });
    expect(answer).toEqual({ address: kinto.address, version: '26.5.0', signIn: ['accounts'], providers: [] });
    expect(sent).not.toHaveProperty('Authorization');
    const openid = {
      providers: [{ name: 'corp', issuer: 'https://id.example.org', client_id: 'abc', audience: 'kinto', auth_path: '/openid/corp/login' }],
    };
    expect(await probe(answering(200, 'application/json', { ...root, capabilities: { openid } }))).toMatchObject({
      signIn: ['openid'],
      providers: [{ name: 'corp', issuer: 'https://id.example.org', clientId: 'abc', audience: 'kinto' }],
    });
  });

  it.each<[string, Fetch, string]>([
    ['a sign-in page', answering(200, 'text/html', new SyntaxError('<')), 'notStorage'],
    ['JSON of something else', answering(200, 'application/json', { version: '2.0', projects: [] }), 'notStorage'],
    ['a 404 page of a web server', answering(404, 'text/html', new SyntaxError('<')), 'notStorage'],
    [
      'a 404 of a Kinto of another version',
      answering(404, 'application/json', { code: 404, errno: 116, error: 'Not Found' }),
      'otherVersion',
    ],
    ['a 403 of something else', answering(403, 'application/json', { detail: 'no' }), 'notStorage'],
    ['a proxy without its server', answering(502, 'text/html', new SyntaxError('<')), 'busy'],
    ['nothing', () => Promise.reject(new TypeError('failed to fetch')), 'offline'],
    ['JSON that ends in the middle', answering(200, 'application/json', new SyntaxError('end')), 'offline'],
    ['a page that wants a sign-in', answering(401, 'text/html', new SyntaxError('<')), 'notStorage'],
    ['the network’s own sign-in', answering(511, 'text/html', new SyntaxError('<')), 'notStorage'],
  ])('is %s', async (_, fetch, problem) => expect(await probe(fetch)).toEqual({ problem }));

  it('of another version of the interface is not asked', async () => {
    const never: Fetch = () => Promise.reject(new Error('asked'));
    expect(await probe(never, 'https://kinto.test/v0')).toEqual({ problem: 'otherVersion' });
  });
});
