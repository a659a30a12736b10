// Kinto from PyPI: one head in memory, or several on a private PostgreSQL. Plain Node ≥ 20.
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { copyFolder, kept, keyOf } from '../cache.mjs';
import { postgresVersion, startPostgres } from '../postgres.mjs';
import { answers, freePort, runToEnd, startProcess } from '../process.mjs';
import { venv } from '../venv.mjs';
import { iniFor } from './ini.mjs';

const file = (name) => fileURLToPath(new URL(name, import.meta.url));
const requirements = ['kinto[postgresql]==26.5.0'];
/** Kinto's own command: its script names the folder in which it was made, and as a module it does nothing. */
const command = ['-c', 'import sys; from kinto.__main__ import main; sys.exit(main())'];
const database = 'kinto';
export const kintoAdmin = { user: 'admin', password: 'admin-for-tests' };

const basic = ({ user, password }) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

/** Tells the server of a person. */
async function putAccount(address, { user, password }, by) {
  const response = await fetch(`${address}/accounts/${user}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', ...(by && { authorization: basic(by) }) },
    body: JSON.stringify({ data: { password } }),
  });
  if (!response.ok) throw new Error(`account ${user}: ${response.status} ${await response.text()}`);
}

const urlOf = (postgres) => postgres.url(database, 'postgresql+psycopg2');

/** From an empty cluster to one with Kinto's tables and its administrator; leaves a stopped cluster in `aside`. */
async function migrate(python, aside, { runFolder: outer, say }) {
  say('kinto: creating its tables (usually ten seconds)');
  const runFolder = join(outer, 'kinto-set-up');
  mkdirSync(runFolder, { recursive: true });
  chmodSync(outer, 0o755); // PostgreSQL may run as another user, who has to get through
  const postgres = await startPostgres({ runFolder });
  try {
    await postgres.sql('postgres', `CREATE DATABASE ${database} ENCODING 'UTF8';\nALTER DATABASE ${database} SET timezone TO 'UTC';`);
    const ini = join(runFolder, 'kinto.ini');
    writeFileSync(ini, iniFor({ url: urlOf(postgres) }));
    const run = (...args) => runToEnd(`kinto-${args[0]}`, python, [...command, ...args], { runFolder, cwd: runFolder });
    await run('migrate', '--ini', ini);
    await run('create-user', '--ini', ini, '-u', kintoAdmin.user, '-p', kintoAdmin.password);
  } finally {
    await postgres.stop();
  }
  mkdirSync(join(aside, 'postgres'));
  copyFolder(postgres.folder, join(aside, 'postgres'));
}

/**
 * Starts a Kinto in `<runFolder>/<name>`.
 * @param {{ runFolder: string, name?: string, backend: 'memory' | 'postgres', heads?: number, isolation?: 'REPEATABLE READ' | null,
 *   settings?: Record<string, string | null>, port?: number, say?: (text: string) => void }} options
 *   `isolation` null: PostgreSQL's own. `settings`: lines of the ini, over the usual ones.
 */
export async function startKintoIn({
  runFolder: outer,
  name = 'kinto',
  backend,
  heads = 1,
  isolation = 'REPEATABLE READ',
  settings = {},
  port = 18801,
  say = () => {},
}) {
  if (backend === 'memory' && heads !== 1) throw new Error('heads share nothing in memory');
  const constraints = file('constraints.txt');
  const { python, key, versionOf } = await venv('kinto', { requirements, constraints, runFolder: outer, say });
  const runFolder = join(outer, name);
  mkdirSync(runFolder, { recursive: true });
  chmodSync(outer, 0o755);
  const cluster = async () => {
    const seedKey = keyOf({ texts: [key, postgresVersion()], files: [file('start.mjs'), file('ini.mjs')] });
    const template = await kept('kinto', seedKey, (aside) => migrate(python, aside, { runFolder: outer, say }));
    // A crash of the server alone loses nothing that it confirmed; the tests hold Kinto to that.
    return { runFolder, template: join(template, 'postgres'), settings: ['synchronous_commit=on'] };
  };
  const clusterOptions = backend === 'postgres' ? await cluster() : null;
  let postgres = clusterOptions && (await startPostgres({ ...clusterOptions, port: 15800 }));
  const ini = join(runFolder, 'kinto.ini');
  writeFileSync(ini, iniFor({ url: postgres && urlOf(postgres), isolation, settings }));

  const ports = [];
  const running = [];
  const startHead = async (head) => {
    running[head] = await startProcess(`kinto-${head}`, python, [...command, 'start', '--ini', ini, '--port', String(ports[head])], {
      runFolder,
      cwd: runFolder,
      stopSignal: 'SIGINT', // ends without waiting for connections that are kept open
      ready: answers(`http://127.0.0.1:${ports[head]}/v1/`),
    });
  };
  const signal = (head, what) => {
    try {
      process.kill(-running[head].pid, what);
    } catch (error) {
      if (error.code !== 'ESRCH') throw error; // killed before
    }
  };
  const stop = async () => {
    for (const head of running.keys()) {
      signal(head, 'SIGCONT'); // a paused one would not hear that it is to end
      await running[head].stop();
    }
    await postgres?.stop();
  };

  try {
    for (let head = 0; head < heads; head++) {
      ports.push(await freePort(port + head));
      await startHead(head);
    }
    const urls = ports.map((p) => `http://127.0.0.1:${p}/v1`);
    if (backend === 'memory') await putAccount(urls[0], kintoAdmin, null);
    return {
      /** Plain data: what another process needs. */
      state: {
        product: 'kinto',
        version: versionOf('kinto'),
        backend,
        isolation: backend === 'memory' ? null : isolation,
        urls,
        admin: kintoAdmin,
        postgres: postgres && { port: postgres.port },
        log: running[0].log,
      },
      /** SIGKILL: nothing that it was doing is finished. */
      async kill(head) {
        signal(head, 'SIGKILL');
        await running[head].stop();
      },
      /** Starts a head that was killed, on its old port. */
      restart: (head) => startHead(head),
      /** Stops a head where it stands, in the middle of a transaction too. */
      pause: (head) => signal(head, 'SIGSTOP'),
      resume: (head) => signal(head, 'SIGCONT'),
      /** PostgreSQL ends as in a crash, and comes back. */
      async crashDatabase() {
        process.kill(postgres.pid, 'SIGQUIT');
        await postgres.stop();
        postgres = await startPostgres({ ...clusterOptions, port: postgres.port });
      },
      /** Runs SQL in Kinto's database. */
      sql: (text) => postgres.sql(database, text),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The servers that all tests of the project "real" share: one head in memory, and two on one PostgreSQL. */
export async function startKinto({ runFolder, say = () => {} }) {
  say('kinto: starting (usually five seconds)');
  const memory = await startKintoIn({ runFolder, name: 'kinto-memory', backend: 'memory', port: 18811, say });
  try {
    const postgres = await startKintoIn({ runFolder, name: 'kinto-postgres', backend: 'postgres', heads: 2, port: 18821, say });
    return {
      state: { product: 'kinto', version: memory.state.version, memory: memory.state, postgres: postgres.state },
      async stop() {
        await postgres.stop();
        await memory.stop();
      },
    };
  } catch (error) {
    await memory.stop();
    throw error;
  }
}

/** Makes a person who can sign in; somebody who is there already gets this password. */
export const addKintoUser = (address, user, password = `${user}-for-tests`) =>
  putAccount(address, { user, password }, kintoAdmin).then(() => ({ user, password, authorization: basic({ user, password }) }));

export const kintoAuthorization = basic;
