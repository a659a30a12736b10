// Python programs in environments of their own, kept between runs. Plain Node ≥ 20.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { findPython } from '../support/installed.mjs';
import { kept, keyOf } from './cache.mjs';
import { runToEnd } from './process.mjs';

/**
 * An environment that holds `requirements`, every version fixed by the constraints file. Programs in it are called as
 * `python -m name`, never by their script: scripts name the folder they were made in, and the environment moves once.
 * @returns `{ python, key, versionOf(name) }`: `key` changes with the constraints, the requirements and the Python.
 */
export async function venv(name, { requirements, constraints, runFolder, say = () => {} }) {
  const python = findPython();
  if (!python) throw new Error('no Python 3.10 to 3.12 with venv found: npm run setup');
  const version = spawnSync(python, ['-c', 'import sys, platform; print(sys.version, platform.machine())'], { encoding: 'utf8' }).stdout;
  const key = keyOf({ texts: [version, ...requirements], files: [constraints] });
  const folder = await kept(`venv-${name}`, key, async (aside) => {
    say(`${name}: installing from PyPI (usually ten seconds to five minutes)`);
    await runToEnd(`${name}-venv`, python, ['-m', 'venv', aside], { runFolder });
    const pip = ['-m', 'pip', 'install', '--no-input', '--disable-pip-version-check', '-c', constraints];
    const env = { PIP_CONSTRAINT: constraints }; // limits what building a source distribution pulls in, too
    await runToEnd(`${name}-pip`, join(aside, 'bin', 'python'), [...pip, ...requirements], { runFolder, env });
  });
  const inside = join(folder, 'bin', 'python');
  const versionOf = (distribution) =>
    spawnSync(inside, ['-c', 'import importlib.metadata, sys; print(importlib.metadata.version(sys.argv[1]))', distribution], {
      encoding: 'utf8',
    }).stdout.trim();
  return { python: inside, key, versionOf };
}
