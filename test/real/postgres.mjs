// A private PostgreSQL for the tests: its own cluster, on 127.0.0.1 only, never the machine's. Plain Node ≥ 20.
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { findPostgres } from '../support/installed.mjs';
import { copyFolder } from './cache.mjs';
import { freePort, runToEnd, startProcess } from './process.mjs';

const programs = () => {
  const folder = findPostgres();
  if (!folder) throw new Error('no PostgreSQL with initdb found: npm run setup');
  return folder;
};
const run = (command, args) => spawnSync(command, args, { encoding: 'utf8' }).stdout?.trim();

/** What a kept cluster depends on: only the same version can open it. */
export const postgresVersion = () => run(join(programs(), 'postgres'), ['--version']);

/** PostgreSQL refuses to run as root: there it runs as Debian's `postgres` user, elsewhere as whoever we are. */
function owner() {
  if (process.getuid?.() !== 0) return undefined;
  const [uid, gid] = ['-u', '-g'].map((flag) => Number(run('id', [flag, 'postgres'])));
  if (!uid || !gid) throw new Error('running as root, and there is no user "postgres" to run PostgreSQL as');
  return { uid, gid };
}

/**
 * Starts a cluster in `<runFolder>/postgres`: what is there from before, else a copy of `template` (a folder of a stopped cluster), else
 * a new one. `settings`: more of them, `name=value`.
 * @returns `{ port, folder, pid, url(database), sql(database, text), stop() }`; the user is `postgres`, without a password.
 */
export async function startPostgres({ runFolder, port = 15432, template, settings: more = [] }) {
  const bin = (name) => join(programs(), name);
  const as = owner();
  const folder = join(runFolder, 'postgres');
  chmodSync(runFolder, 0o755); // the other user has to get through
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const isNew = !existsSync(join(folder, 'PG_VERSION'));
  if (template && isNew) copyFolder(template, folder);
  else if (as && isNew) chownSync(folder, as.uid, as.gid);
  if (!existsSync(join(folder, 'PG_VERSION'))) {
    const choices = ['--username=postgres', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync'];
    await runToEnd('initdb', bin('initdb'), ['-D', folder, ...choices], { runFolder, as, cwd: folder });
  }
  const chosen = await freePort(port);
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'fsync=off',
    'synchronous_commit=off',
    'full_page_writes=off',
    'shared_buffers=64MB',
    ...more,
  ];
  const running = await startProcess(
    'postgres',
    bin('postgres'),
    ['-D', folder, '-p', String(chosen), ...settings.flatMap((setting) => ['-c', setting])],
    {
      runFolder,
      as,
      cwd: folder,
      seconds: 60,
      stopSignal: 'SIGINT', // "fast": ends sessions, leaves a clean cluster
      ready: async () => spawnSync(bin('pg_isready'), ['-q', '-h', '127.0.0.1', '-p', String(chosen), '-U', 'postgres']).status === 0,
    },
  );
  return {
    port: chosen,
    folder,
    pid: running.pid,
    log: running.log,
    url: (database, scheme = 'postgresql') => `${scheme}://postgres@127.0.0.1:${chosen}/${database}`,
    /** Runs SQL; the first error ends it. */
    sql: (database, text) =>
      runToEnd(
        'psql',
        bin('psql'),
        ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-h', '127.0.0.1', '-p', String(chosen), '-U', 'postgres', '-d', database, '-f', '-'],
        {
          runFolder,
          input: text,
        },
      ),
    stop: () => running.stop(),
  };
}
