// Brings a bare machine to where the commands can run. No dependencies, Node ≥ 20. The second time it finds everything and does nothing.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChrome, findChromium, findFirefox, findNginx, findPostgres, findPython } from './installed.mjs';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const say = (text) => console.log(`[set-up] ${text}`);

function run(command, args, what) {
  const started = Date.now();
  const done = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
    // RUNLEVEL: Debian then starts no server by itself: ours are private ones.
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
  });
  if (done.status !== 0) {
    console.error(`[set-up] ${what} failed (${command} ended with ${done.status ?? done.error?.message}). Nothing else was changed.`);
    process.exit(1);
  }
  say(`${what}: done in ${Math.round((Date.now() - started) / 1000)} s`);
}

const isDebianRoot = () => process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
let listsFresh = false;

/** Installs Debian packages where that is possible, else says in one sentence what to install. */
function apt(packages, what, otherwise) {
  if (!isDebianRoot()) {
    console.error(`[set-up] ${otherwise}`);
    process.exit(1);
  }
  say(`${what}: installing ${packages.join(', ')} from Debian (usually one to three minutes)`);
  if (!listsFresh) run('apt-get', ['update', '-qq'], 'package lists');
  listsFresh = true;
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], what);
}

const needs = {
  node_modules() {
    const lock = createHash('sha256')
      .update(readFileSync(join(root, 'package-lock.json')))
      .digest('hex');
    const mark = join(root, 'node_modules', '.installed');
    if (existsSync(mark) && readFileSync(mark, 'utf8') === lock) return;
    say('packages by the lock file (usually under a minute)');
    run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], 'packages');
    writeFileSync(mark, lock);
  },
  browsers() {
    const missing = [];
    if (!findChromium()) missing.push('chromium');
    if (!findFirefox()) missing.push('firefox-esr');
    if (missing.length)
      apt(
        [...missing, 'fonts-liberation', 'fonts-dejavu-core'], // without a sans-serif of its own a bare machine draws everything in monospace
        'browsers',
        'Please install Chromium (144 or newer) and Firefox (153 or newer), or name them in THROUGHLINE_CHROMIUM and THROUGHLINE_FIREFOX.',
      );
  },
  /** Any one that the demo can use. */
  browser() {
    if (!findChromium() && !findChrome() && !findFirefox())
      apt(
        ['chromium', 'fonts-liberation'],
        'browser',
        'Please install Chromium, Chrome, Edge or Firefox (153 or newer), or name one in THROUGHLINE_CHROMIUM or THROUGHLINE_FIREFOX.',
      );
  },
  python() {
    if (!findPython())
      apt(
        ['python3', 'python3-venv', 'python3-dev', 'build-essential'],
        'Python',
        'Please install Python 3.10, 3.11 or 3.12 with its venv module, or name it in THROUGHLINE_PYTHON.',
      );
  },
  postgres() {
    if (!findPostgres())
      apt(
        ['postgresql', 'postgresql-client'],
        'PostgreSQL',
        'Please install PostgreSQL 15 or newer (initdb and pg_ctl), or name its bin folder in THROUGHLINE_POSTGRES.',
      );
  },
  nginx() {
    if (!findNginx()) apt(['nginx-light'], 'nginx', 'Please install nginx, or name it in THROUGHLINE_NGINX.');
  },
};

/** Makes sure that what is named is there: `node_modules`, `browsers`, `browser`, `python`, `postgres`, `nginx`. Ends the process if it cannot. */
export function setUp(names) {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20) {
    console.error(`[set-up] Please use Node 20 or newer; this is ${process.version}.`);
    process.exit(1);
  }
  for (const name of names) needs[name]();
}
