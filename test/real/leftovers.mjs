// Servers of a run that was cut off (killed, not stopped) are ended before the next one; only those, and only where that can be
// proved. Plain Node ≥ 20.
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { isAlive } from './cache.mjs';

const prefix = 'throughline-real-';
const place = () => realpathSync(tmpdir());

/** A folder for one run; it says whose it is. */
export function newRunFolder() {
  const folder = mkdtempSync(join(place(), prefix));
  writeFileSync(join(folder, 'owner.pid'), String(process.pid));
  return folder;
}

/** Processes that work inside a folder: every server here is started with its folder as working directory. */
function workingIn(folder) {
  const inside = (pid) => {
    try {
      return `${readlinkSync(`/proc/${pid}/cwd`)}${sep}`.startsWith(folder + sep);
    } catch {
      return false; // gone, or not ours to see
    }
  };
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && inside(name))
      .map(Number);
  } catch {
    return []; // no /proc on this system
  }
}

/** Ends what runs whose owner is gone left running, and removes their folders. */
export function clearLeftovers() {
  for (const name of readdirSync(place()).filter((entry) => entry.startsWith(prefix))) {
    const folder = join(place(), name);
    let owner;
    try {
      owner = Number(readFileSync(join(folder, 'owner.pid'), 'utf8'));
    } catch {
      continue;
    }
    if (isAlive(owner)) continue;
    for (const pid of workingIn(folder)) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // gone meanwhile
      }
    }
    rmSync(folder, { recursive: true, force: true });
  }
}
