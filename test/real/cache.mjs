// What is slow to make is made once: a folder per key, built aside and renamed when whole, under a lock. Plain Node ≥ 20.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

export const cacheFolder = () => process.env.THROUGHLINE_CACHE ?? join(homedir(), '.cache', 'throughline');

/**
 * A short key over everything that a kept folder depends on: texts, and files by their content.
 * @param {{ texts?: string[], files?: string[] }} what
 */
export function keyOf({ texts = [], files = [] }) {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(`${text}\0`);
  for (const file of files) hash.update(readFileSync(file)).update('\0');
  return hash.digest('hex').slice(0, 16);
}

/** Whether a process with this id runs. One that has ended and that nobody has taken note of yet does not. */
export const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(existsSync(`/proc/${pid}/status`) ? readFileSync(`/proc/${pid}/status`, 'utf8') : '');
  } catch (error) {
    return error.code === 'EPERM';
  }
};

/** Holds `<path>.lock` while `work` runs; a lock whose process is gone is taken over. */
async function locked(path, work) {
  const lock = `${path}.lock`;
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      const holder = existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : 0;
      if (holder && !isAlive(holder)) rmSync(lock, { force: true });
      else await wait(250);
    }
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Removes versions of `name` that nobody has used for thirty days. */
function forgetUnused(name) {
  const old = Date.now() - 30 * 86_400_000;
  for (const entry of readdirSync(cacheFolder())) {
    const folder = join(cacheFolder(), entry);
    if (entry.replace(/-[0-9a-f]{16}(\.building)?$/, '') === name && statSync(folder).mtimeMs < old)
      rmSync(folder, { recursive: true, force: true });
  }
}

/** The folder kept under `name` and `key`; if it is not there, `build(aside)` fills a folder that then takes its place. */
export async function kept(name, key, build) {
  const path = join(cacheFolder(), `${name}-${key}`);
  mkdirSync(cacheFolder(), { recursive: true });
  return locked(path, async () => {
    if (!existsSync(path)) {
      const aside = `${path}.building`;
      rmSync(aside, { recursive: true, force: true });
      mkdirSync(aside, { recursive: true });
      await build(aside, path);
      renameSync(aside, path);
      forgetUnused(name);
    }
    const now = new Date();
    utimesSync(path, now, now); // in use
    return path;
  });
}

/** Copies a folder with its owners and modes (a database cluster refuses to start on anything else). */
export function copyFolder(from, to) {
  const done = spawnSync('cp', ['-a', `${from}/.`, to], { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`could not copy ${from} to ${to}: ${done.stderr}`);
}
