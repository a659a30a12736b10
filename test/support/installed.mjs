// Where the machine's own programs are. Plain Node ≥ 20; used by the set-up and by the tests.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const onPath = (name) => {
  const found = spawnSync(process.platform === 'win32' ? 'where' : 'which', [name], { encoding: 'utf8' });
  return found.status === 0 ? found.stdout.split(/\r?\n/)[0] : null;
};
const firstExisting = (paths) => paths.find((path) => path && existsSync(path)) ?? null;

/** Chromium or Chrome for Testing; branded Chrome ignores --load-extension since 137. Null: none found. */
export const findChromium = () =>
  firstExisting([
    process.env.THROUGHLINE_CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    onPath('chromium'),
  ]);

/** Branded Chrome or Edge: takes the extension by a debugging command only. Null: none found. */
export const findChrome = () =>
  firstExisting([
    '/usr/bin/google-chrome',
    '/usr/bin/microsoft-edge',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    process.env.PROGRAMFILES && join(process.env.PROGRAMFILES, 'Google/Chrome/Application/chrome.exe'),
    onPath('google-chrome'),
  ]);

/** Firefox, the extended-support release first. Null: none found. */
export const findFirefox = () =>
  firstExisting([
    process.env.THROUGHLINE_FIREFOX,
    '/usr/bin/firefox-esr',
    '/usr/bin/firefox',
    '/Applications/Firefox.app/Contents/MacOS/firefox',
    onPath('firefox'),
  ]);

/** A Python 3.10–3.12 whose venv module works (Superset needs one of these). Null: none found. */
export function findPython() {
  const test = 'import sys, venv, ensurepip; raise SystemExit(not ((3, 10) <= sys.version_info[:2] <= (3, 12)))';
  for (const name of [process.env.THROUGHLINE_PYTHON, '/usr/bin/python3.11', 'python3.11', 'python3.12', 'python3.10', 'python3'])
    if (name && spawnSync(name, ['-c', test], { stdio: 'ignore' }).status === 0) return name;
  return null;
}

/** The folder with initdb and pg_ctl. Null: none found. */
export function findPostgres() {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian)
    ? readdirSync(debian)
        .sort((a, b) => Number(b) - Number(a))
        .map((v) => join(debian, v, 'bin'))
    : [];
  const folder = [process.env.THROUGHLINE_POSTGRES, ...versions].find((dir) => dir && existsSync(join(dir, 'initdb')));
  return folder ?? (onPath('initdb') ? onPath('initdb').replace(/\/initdb$/, '') : null);
}

/** nginx, which stands before the shared storage as docs/storage.md says. Null: none found. */
export const findNginx = () =>
  firstExisting([process.env.THROUGHLINE_NGINX, '/usr/sbin/nginx', '/opt/homebrew/bin/nginx', onPath('nginx')]);
