import { describe, expect, it } from 'vitest';
import { settingsOf, type Finding } from '@/lib/sync/arrange-settings';
import type { KintoAdmin, ServerInfo } from '@/lib/sync/kinto-admin';

/** A server that is set up as docs/storage.md says, seen by an administrator. */
const good: ServerInfo = {
  version: '26.5.0',
  user: 'account:admin',
  principals: ['account:admin'],
  capabilities: {
    accounts: {},
    schema: {},
    history: { excluded_resources: [{ bucket: 'throughline', collection: 'obs-2026' }] },
  },
  settings: { explicitPermissions: true, readonly: false, batchMaxRequests: 50 },
  serverNow: 1,
};

type Asked = { method: string; path: string; signedIn: boolean; size: number };

async function seen(
  server: Partial<ServerInfo>,
  { statuses = {}, parts = { storage: true } }: { statuses?: Record<string, number>; parts?: Record<string, boolean> } = {},
): Promise<{ findings: Finding[]; asked: Asked[] }> {
  const asked: Asked[] = [];
  const admin = {
    server: async () => ({ ...good, ...server }),
    heartbeat: async () => parts,
    statusFor: async (method: string, path: string, body: string | undefined, signedIn: boolean) => {
      asked.push({ method, path, signedIn, size: body?.length ?? 0 });
      return statuses[path.split('/')[1]!] ?? (path.startsWith('/accounts') ? 403 : 200);
    },
  } as unknown as KintoAdmin;
  return { findings: await settingsOf(admin, 'throughline', ['people', 'obs-2026']), asked };
}

const noticed = async (...args: Parameters<typeof seen>) =>
  (await seen(...args)).findings
    .filter(({ how }) => how !== 'unseen')
    .map(({ setting, how, where, line, found }) => ({ setting, how, where, line, found }));

describe('settings of a server', () => {
  it('of one that is as it should be: nothing is wrong, and what cannot be seen is named with its line', async () => {
    expect(await noticed({})).toEqual([]);
    const { findings } = await seen({});
    expect(findings.map(({ setting }) => setting)).toEqual(['isolation', 'timeouts', 'pages', 'bucketCreators', 'accountCreators']);
    expect(findings[0]?.line).toBe('kinto.storage_isolation_level = REPEATABLE READ');
  });

  it('asks whether anybody may make accounts without making one, and whether a whole batch passes without doing anything', async () => {
    const { asked } = await seen({});
    expect(asked).toHaveLength(2);
    expect(asked[0]).toMatchObject({ method: 'PUT', signedIn: false, size: 11 });
    expect(asked[1]).toMatchObject({ method: 'POST', path: '/batch', signedIn: true });
    expect(asked[1]!.size).toBeGreaterThan(500_000);
  });

  const cases: [string, Parameters<typeof seen>, Partial<Finding>][] = [
    ['history is off', [{ capabilities: { accounts: {}, schema: {} } }], { setting: 'history', how: 'wrong' }],
    [
      'history is trimmed',
      [{ capabilities: { ...good.capabilities, history: { ...good.capabilities.history, auto_trim_max_count: 10 } } }],
      { setting: 'historyTrimmed', how: 'wrong', found: '10' },
    ],
    [
      'history leaves out what must be audited',
      [
        {
          capabilities: {
            ...good.capabilities,
            history: {
              excluded_resources: [
                { bucket: 'throughline', collection: 'obs-2026' },
                { bucket: 'throughline', collection: 'decisions-field' },
                { bucket: 'elsewhere', collection: 'people' },
              ],
            },
          },
        },
      ],
      { setting: 'historyExcludes', how: 'wrong', found: 'decisions-field' },
    ],
    [
      'history leaves out the whole bucket',
      [
        {
          capabilities: {
            ...good.capabilities,
            history: { excluded_resources: [{ bucket: 'throughline' }, { bucket: 'throughline', collection: 'obs-2026' }] },
          },
        },
      ],
      { setting: 'historyExcludes', how: 'wrong', found: 'throughline' },
    ],
    [
      'observations are in the history',
      [{ capabilities: { ...good.capabilities, history: {} } }],
      {
        setting: 'observationsAudited',
        how: 'poor',
        line: 'kinto.history.exclude_resources = /buckets/throughline/collections/obs-2026',
      },
    ],
    [
      'schemas are not looked at',
      [{ capabilities: { accounts: {}, history: good.capabilities.history! } }],
      { setting: 'schemas', how: 'wrong', line: 'kinto.experimental_collection_schema_validation = true' },
    ],
    ['anybody may empty it', [{ capabilities: { ...good.capabilities, flush_endpoint: {} } }], { setting: 'flush', how: 'wrong' }],
    [
      'nobody owns what they make',
      [{ settings: { ...good.settings, explicitPermissions: false } }],
      { setting: 'owners', how: 'wrong', line: 'kinto.explicit_permissions = true' },
    ],
    ['it takes no writes', [{ settings: { ...good.settings, readonly: true } }], { setting: 'readonly', how: 'wrong' }],
    ['its batches are small', [{ settings: { ...good.settings, batchMaxRequests: 10 } }], { setting: 'batches', how: 'poor', found: '10' }],
    ['anybody may make accounts', [{}, { statuses: { accounts: 400 } }], { setting: 'openAccounts', how: 'wrong' }],
    ['a proxy cuts large requests', [{}, { statuses: { batch: 413 } }], { setting: 'bodySize', how: 'wrong', where: 'proxy' }],
    ['a part of it is down', [{}, { parts: { storage: true, cache: false } }], { setting: 'down', how: 'wrong', found: 'cache' }],
    [
      'tokens made for other programs are taken',
      [
        {
          capabilities: {
            ...good.capabilities,
            openid: {
              providers: [
                { name: 'corp', audience: '' },
                { name: 'b', audience: 'x' },
              ],
            },
          },
        },
      ],
      { setting: 'audience', how: 'wrong', line: 'multiauth.policy.corp.audience = ', found: 'corp' },
    ],
    ['it is older than what was tried', [{ version: '25.0.1' }], { setting: 'version', how: 'poor', found: '25.0.1' }],
    ['it is newer than what was tried', [{ version: '27.0.0' }], { setting: 'version', how: 'poor', found: '27.0.0' }],
  ];
  it.each(cases)('%s', async (_, args, wanted) => {
    const found = await noticed(...args);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject(wanted);
  });

  it('a server without a limit of batches and without accounts is asked less', async () => {
    const { accounts: _, ...capabilities } = good.capabilities;
    const { findings, asked } = await seen({
      capabilities: { ...capabilities, openid: {} },
      settings: { ...good.settings, batchMaxRequests: null },
    });
    expect(asked.map(({ path }) => path)).toEqual(['/batch']);
    expect(findings.map(({ setting }) => setting)).toEqual(['openidRedirect', 'isolation', 'timeouts', 'pages', 'bucketCreators']);
  });
});
