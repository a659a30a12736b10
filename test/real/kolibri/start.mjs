// Kolibri 0.19 from PyPI, provisioned and filled once, then started from the kept state. Plain Node ≥ 20.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { copyFolder, kept, keyOf } from '../cache.mjs';
import { answers, freePort, startProcess } from '../process.mjs';
import { venv } from '../venv.mjs';
import { kolibriUsers, seedKolibri } from './seed.mjs';

const file = (name) => fileURLToPath(new URL(name, import.meta.url));
const browserHost = 'lms.test';

async function serve(python, home, { port, runFolder }) {
  const content = await freePort(port + 1);
  return startProcess(
    'kolibri',
    python,
    ['-m', 'kolibri', 'start', '--foreground', '--port', String(port), '--zip-port', String(content)],
    {
      runFolder,
      cwd: home,
      seconds: 180,
      ready: answers(`http://127.0.0.1:${port}/en/auth/`),
      env: {
        KOLIBRI_HOME: home,
        KOLIBRI_LISTEN_ADDRESS: '127.0.0.1',
        KOLIBRI_ZEROCONF_ENABLED: '0',
        KOLIBRI_DISABLE_PING: '1',
        KOLIBRI_AUTOMATIC_PROVISION_FILE: join(home, 'provision.json'),
      },
    },
  );
}

/**
 * Starts Kolibri. `host` is the address for a browser that maps lms.test to this machine, `address` the one for requests from here.
 * @returns `{ state, stop() }`; `state` is described in ../start.mjs.
 */
export async function startKolibri({ runFolder, port = 18080, say = () => {} }) {
  const constraints = file('constraints.txt');
  const { python, key } = await venv('kolibri', { requirements: ['kolibri'], constraints, runFolder, say });
  const wanted = await freePort(port);
  const address = `http://127.0.0.1:${wanted}`;
  const template = await kept('kolibri', keyOf({ texts: [key], files: [file('seed.mjs'), file('provision.json')] }), async (aside) => {
    say('kolibri: first start and seeding (usually ten seconds)');
    copyFileSync(file('provision.json'), join(aside, 'provision.json')); // Kolibri deletes the file that it was provisioned from
    const running = await serve(python, aside, { port: wanted, runFolder });
    try {
      writeFileSync(join(aside, 'seeded.json'), JSON.stringify(await seedKolibri(address)));
    } finally {
      await running.stop();
    }
  });
  const home = join(runFolder, 'kolibri');
  mkdirSync(home, { recursive: true });
  copyFolder(template, home);
  say('kolibri: starting');
  const running = await serve(python, home, { port: wanted, runFolder });
  const ids = JSON.parse(readFileSync(join(home, 'seeded.json'), 'utf8'));
  const { kolibri_version: version } = await (await fetch(`${address}/api/public/info/`)).json();
  return {
    state: { product: 'kolibri', version, address, host: `http://${browserHost}:${wanted}`, users: kolibriUsers, ids, log: running.log },
    stop: () => running.stop(),
  };
}
