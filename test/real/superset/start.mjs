// Superset 6.1 from PyPI on a private PostgreSQL: set up and filled once, then started from the kept state. Plain Node ≥ 20.
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { copyFolder, kept, keyOf } from '../cache.mjs';
import { postgresVersion, startPostgres } from '../postgres.mjs';
import { answers, freePort, runToEnd, startProcess } from '../process.mjs';
import { venv } from '../venv.mjs';
import { seedSuperset, supersetUsers } from './seed.mjs';
import { berlinSql, kpiSql, launch } from './series.mjs';

const file = (name) => fileURLToPath(new URL(name, import.meta.url));
const browserHost = 'bi.test';
const seedFiles = [
  'superset_config.py',
  'series.mjs',
  'charts.mjs',
  'query-context.mjs',
  'dashboards.mjs',
  'seed.mjs',
  'rest.mjs',
  'start.mjs',
];
/** `cachetools` is imported by Superset 6.1.0 and not among its requirements (an older google-auth used to bring it). */
const requirements = ['apache-superset[postgres]==6.1.0', 'gunicorn', 'cachetools'];

const environment = (postgres, home) => ({
  FLASK_APP: 'superset',
  SUPERSET_CONFIG_PATH: file('superset_config.py'),
  SUPERSET_HOME: home,
  SUPERSET_SECRET_KEY: 'for-tests-only-kept-nowhere-else-0123456789abcdef',
  THROUGHLINE_META_URI: postgres.url('superset_meta', 'postgresql+psycopg2'),
});

const serve = (python, env, { port, runFolder }) =>
  startProcess(
    'superset',
    python,
    [
      '-m',
      'gunicorn',
      '-w',
      '1',
      '-k',
      'gthread',
      '--threads',
      '8',
      '--timeout',
      '120',
      '-b',
      `127.0.0.1:${port}`,
      'superset.app:create_app()',
    ],
    {
      runFolder,
      env,
      cwd: env.SUPERSET_HOME,
      stopSignal: 'SIGINT', // does not wait for connections that a browser keeps open
      seconds: 180,
      ready: answers(`http://127.0.0.1:${port}/login/`), // later than /health: it draws a page, which loads what the first visitor would wait for
    },
  );

/** From an empty cluster to a seeded Superset; leaves a stopped cluster and `seeded.json` in `aside`. */
async function setUp(python, aside, { port, runFolder: outer, say }) {
  const runFolder = join(outer, 'superset-set-up');
  const home = join(runFolder, 'superset');
  mkdirSync(home, { recursive: true });
  chmodSync(outer, 0o755); // PostgreSQL may run as another user, who has to get through
  const postgres = await startPostgres({ runFolder });
  try {
    await postgres.sql('postgres', 'CREATE DATABASE superset_meta;\nCREATE DATABASE kpi;\nCREATE DATABASE kpi_berlin;');
    await postgres.sql('kpi', kpiSql);
    await postgres.sql('kpi_berlin', berlinSql);
    const env = environment(postgres, home);
    const cli = (...args) =>
      runToEnd(`superset-${args[0]}`, python, ['-c', 'from superset.cli.main import superset; superset()', ...args], {
        runFolder,
        env,
        cwd: home,
      });
    say('superset: creating its tables, roles and administrator (usually twenty seconds to two minutes)');
    await cli('db', 'upgrade');
    const { username, password } = supersetUsers.admin;
    await cli(
      'fab',
      'create-admin',
      '--username',
      username,
      '--password',
      password,
      '--firstname',
      'Superset',
      '--lastname',
      'administrator',
      '--email',
      'admin@bi.test',
    );
    await cli('init');
    say('superset: first start and seeding (usually fifteen seconds)');
    const running = await serve(python, env, { port, runFolder });
    try {
      const ids = await seedSuperset(`http://127.0.0.1:${port}`, {
        kpi: postgres.url('kpi', 'postgresql+psycopg2'),
        berlin: postgres.url('kpi_berlin', 'postgresql+psycopg2'),
      });
      // A tile may have no title, which the editor allows and the API does not.
      await postgres.sql('superset_meta', `UPDATE slices SET slice_name = '' WHERE id = ${ids.charts.untitled.id};`);
      writeFileSync(join(aside, 'seeded.json'), JSON.stringify(ids));
    } finally {
      await running.stop();
    }
  } finally {
    await postgres.stop();
  }
  mkdirSync(join(aside, 'postgres'));
  copyFolder(postgres.folder, join(aside, 'postgres'));
}

/**
 * Starts Superset and its PostgreSQL. `host` is the address for a browser that maps bi.test to this machine, `address` the one for
 * requests from here.
 * @returns `{ state, stop() }`; `state` is described in ../start.mjs.
 */
export async function startSuperset({ runFolder, port = 18088, say = () => {} }) {
  const { python, key, versionOf } = await venv('superset', { requirements, constraints: file('constraints.txt'), runFolder, say });
  const wanted = await freePort(port);
  const address = `http://127.0.0.1:${wanted}`;
  const seedKey = keyOf({ texts: [key, postgresVersion()], files: seedFiles.map(file) });
  const template = await kept('superset', seedKey, (aside) => setUp(python, aside, { port: wanted, runFolder, say }));
  say('superset: starting (usually five to thirty seconds)');
  const ids = JSON.parse(readFileSync(join(template, 'seeded.json'), 'utf8'));
  const home = join(runFolder, 'superset');
  mkdirSync(home, { recursive: true });
  const postgres = await startPostgres({ runFolder, template: join(template, 'postgres') });
  try {
    // The kept state names the port that its PostgreSQL had when it was made.
    await postgres.sql(
      'superset_meta',
      `UPDATE dbs SET sqlalchemy_uri = regexp_replace(sqlalchemy_uri, ':[0-9]+/', ':${postgres.port}/');`,
    );
    const running = await serve(python, environment(postgres, home), { port: wanted, runFolder });
    return {
      state: {
        product: 'superset',
        version: versionOf('apache-superset'),
        address,
        host: `http://${browserHost}:${wanted}`,
        users: supersetUsers,
        ids,
        launch,
        postgres: { port: postgres.port },
        log: running.log,
      },
      async stop() {
        await running.stop();
        await postgres.stop();
      },
    };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}
