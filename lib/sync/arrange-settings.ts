import type { KintoAdmin, ServerInfo } from './kinto-admin';
import { named } from './layout-plan';

/* Settings of a Kinto that matter to us, as far as they can be seen from outside, each with the line that puts it right (docs/storage.md). */

export type Setting =
  | 'down'
  | 'version'
  | 'history'
  | 'historyTrimmed'
  | 'historyExcludes'
  | 'observationsAudited'
  | 'schemas'
  | 'flush'
  | 'owners'
  | 'readonly'
  | 'batches'
  | 'bodySize'
  | 'openAccounts'
  | 'openidRedirect'
  | 'audience'
  | 'isolation'
  | 'timeouts'
  | 'pages'
  | 'accountCreators'
  | 'bucketCreators';

export type Finding = {
  setting: Setting;
  /** `wrong`: data can be lost or forged. `poor`: it works, at a price. `unseen`: cannot be read from here; the line says what to look for. */
  how: 'wrong' | 'poor' | 'unseen';
  where: 'kinto' | 'proxy' | 'database';
  /** As it stands in the file of settings; empty: no line mends it. */
  line: string;
  /** What was found, where that says more than the setting's name. */
  found: string;
};

const finding = (setting: Setting, how: Finding['how'], line: string, more: Partial<Finding> = {}): Finding => ({
  setting,
  how,
  where: 'kinto',
  line,
  found: '',
  ...more,
});

/** Versions that the tests run against. */
const tried = { from: [26, 3], to: [26, 99] } as const;

function versionOf({ version }: ServerInfo): Finding[] {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const before = major < tried.from[0] || (major === tried.from[0] && minor < tried.from[1]);
  return before || major > tried.to[0] ? [finding('version', 'poor', '', { found: version })] : [];
}

type Excluded = { bucket?: unknown; collection?: unknown };

/** What history leaves out; other buckets are none of our business. */
function historyOf({ capabilities }: ServerInfo, bucket: string, collections: readonly string[]): Finding[] {
  const { history } = capabilities;
  if (!history) return [finding('history', 'wrong', 'kinto.includes = kinto.plugins.accounts kinto.plugins.history')];
  const listed = Array.isArray(history.excluded_resources) ? (history.excluded_resources as Excluded[]) : [];
  const here = listed.filter((e) => e.bucket === bucket);
  const excluded = here.map((e) => e.collection);
  const observations = collections.filter((name) => named(name)?.audited === false);
  const line = `kinto.history.exclude_resources = ${observations.map((name) => `/buckets/${bucket}/collections/${name}`).join(' ')}`;
  const wrong = here.filter(({ collection }) => typeof collection !== 'string' || named(collection)?.audited !== false);
  return [
    ...(history.auto_trim_max_count === undefined
      ? []
      : [
          finding('historyTrimmed', 'wrong', '# kinto.history.auto_trim_max_count', { found: JSON.stringify(history.auto_trim_max_count) }),
        ]),
    ...(wrong.length > 0
      ? [
          finding('historyExcludes', 'wrong', line, {
            found: wrong.map((e) => (typeof e.collection === 'string' ? e.collection : bucket)).join(' '),
          }),
        ]
      : []),
    ...(observations.every((name) => excluded.includes(name)) ? [] : [finding('observationsAudited', 'poor', line)]),
  ];
}

type Provider = { name?: unknown; audience?: unknown };

/** Providers whose tokens are taken whomever they were made for. */
function openidOf({ capabilities: { openid } }: ServerInfo): Finding[] {
  if (!openid) return [];
  const providers = Array.isArray(openid.providers) ? (openid.providers as Provider[]) : [];
  const open = providers.filter(({ audience }) => !audience).map(({ name }) => (typeof name === 'string' ? name : 'openid'));
  return [
    ...open.map((name) => finding('audience', 'wrong', `multiauth.policy.${name}.audience = `, { found: name })),
    // Its sign-in sends tokens wherever the caller says (facts: sync §0.12); ours does not go through it.
    finding('openidRedirect', 'unseen', 'location /v1/openid/ { return 404; }', { where: 'proxy' }),
  ];
}

function seenIn(server: ServerInfo): Finding[] {
  const { capabilities, settings } = server;
  const most = settings.batchMaxRequests;
  return [
    ...(capabilities.schema ? [] : [finding('schemas', 'wrong', 'kinto.experimental_collection_schema_validation = true')]),
    ...(capabilities.flush_endpoint ? [finding('flush', 'wrong', '# kinto.plugins.flush')] : []),
    ...(settings.explicitPermissions === false ? [finding('owners', 'wrong', 'kinto.explicit_permissions = true')] : []),
    ...(settings.readonly ? [finding('readonly', 'wrong', 'kinto.readonly = false')] : []),
    ...(most !== null && most < 25 ? [finding('batches', 'poor', 'kinto.batch_max_requests = 50', { found: String(most) })] : []),
    ...openidOf(server),
  ];
}

/** Nothing can be read of these over HTTP. */
const unseen: Finding[] = [
  finding('isolation', 'unseen', 'kinto.storage_isolation_level = REPEATABLE READ'),
  finding('timeouts', 'unseen', 'idle_in_transaction_session_timeout = 15000', { where: 'database' }),
  finding('pages', 'unseen', 'kinto.paginate_by = 1000'),
  finding('bucketCreators', 'unseen', 'kinto.bucket_create_principals = account:admin'),
];

/** A batch of the size that we send, which does nothing. */
const large = `{"requests":[]${' '.repeat(600_000)}}`;
/** An account cannot be made without a password, so that asking for one makes none and shows whether anybody may. */
const noAccount = '{"data":{}}';

/** Looks at the server's settings; `collections`: those of the bucket. Writes nothing. Throws EngineFailure where there is no answer. */
export async function settingsOf(admin: KintoAdmin, bucket: string, collections: readonly string[]): Promise<Finding[]> {
  const server = await admin.server();
  const parts = await admin.heartbeat();
  const down = Object.keys(parts).filter((part) => parts[part] === false);
  const withAccounts = server.capabilities.accounts !== undefined;
  const open = withAccounts && (await admin.statusFor('PUT', `/accounts/${crypto.randomUUID()}`, noAccount, false)) === 400;
  const small = (await admin.statusFor('POST', '/batch', large, true)) === 413;
  return [
    ...(down.length > 0 ? [finding('down', 'wrong', '', { found: down.join(' ') })] : []),
    ...versionOf(server),
    ...historyOf(server, bucket, collections),
    ...seenIn(server),
    ...(open ? [finding('openAccounts', 'wrong', 'kinto.account_create_principals = account:admin')] : []),
    ...(small ? [finding('bodySize', 'wrong', 'client_max_body_size 1m;', { where: 'proxy' })] : []),
    ...unseen,
    ...(withAccounts ? [finding('accountCreators', 'unseen', 'kinto.account_write_principals = account:admin')] : []),
  ];
}
