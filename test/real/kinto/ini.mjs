// The settings of a Kinto under test: those of docs/storage.md, but for what a test asks for. Plain Node ≥ 20.

const backends = ['storage', 'permission', 'cache'];

/** A statement, a lock and an idle transaction end: what bounds the overlap of pulls (facts: sync §2). In an ini `%` is written twice. */
const limits = ['statement_timeout=10000', 'lock_timeout=5000', 'idle_in_transaction_session_timeout=15000'];
const options = limits.map((limit) => `-c%%20${limit.replace('=', '%%3D')}`).join('%%20');

const onPostgres = (url) => ({
  ...Object.fromEntries(backends.map((name) => [`kinto.${name}_backend`, `kinto.core.${name}.postgresql`])),
  'kinto.storage_url': `${url}?options=${options}`,
  'kinto.permission_url': `${url}?options=${options}`, // the same text: one engine, one transaction
  'kinto.cache_url': url,
  'kinto.storage_pool_pre_ping': 'true',
});
const inMemory = Object.fromEntries(backends.map((name) => [`kinto.${name}_backend`, `kinto.core.${name}.memory`]));

const logging = `
[loggers]
keys = root
[handlers]
keys = console
[formatters]
keys = plain
[logger_root]
level = WARN
handlers = console
[handler_console]
class = StreamHandler
args = (sys.stderr,)
level = NOTSET
formatter = plain
[formatter_plain]
format = %(asctime)s %(levelname)s %(name)s %(message)s
`;

/**
 * @param {{ url?: string | null, isolation?: 'REPEATABLE READ' | null, settings?: Record<string, string | null> }} options
 *   `url`: of the database, null: in memory. `isolation` null: PostgreSQL's own. `settings`: over the usual ones; null takes one away.
 */
export function iniFor({ url = null, isolation = 'REPEATABLE READ', settings = {} }) {
  const all = {
    use: 'egg:kinto',
    'kinto.includes': 'kinto.plugins.accounts kinto.plugins.history',
    ...(url === null ? inMemory : onPostgres(url)),
    ...(url !== null && isolation !== null && { 'kinto.storage_isolation_level': isolation }),
    'kinto.userid_hmac_secret': '0123456789abcdef'.repeat(4),
    'multiauth.policies': 'account',
    'multiauth.policy.account.use': 'kinto.plugins.accounts.AccountsPolicy',
    // `create-user` has nothing to write to in memory: there the first administrator is made without a sign-in.
    'kinto.account_create_principals': url === null ? 'system.Everyone' : 'account:admin',
    'kinto.account_write_principals': 'account:admin',
    'kinto.bucket_create_principals': 'account:admin',
    'kinto.experimental_collection_schema_validation': 'true',
    'kinto.experimental_permissions_endpoint': 'true',
    'kinto.paginate_by': '1000',
    'kinto.batch_max_requests': '50',
    ...settings,
  };
  const lines = Object.entries(all)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name} = ${value}`);
  const server = ['[server:main]', 'use = egg:waitress#main', 'host = 127.0.0.1', 'port = %(http_port)s', 'threads = 4'];
  return [...server, '[app:main]', ...lines, logging].join('\n');
}
