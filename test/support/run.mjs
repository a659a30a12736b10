// The commands of package.json. Written for the Node that a bare machine has (≥ 20), without dependencies:
// it brings up what the later steps need, then runs them with the project's own Node first in PATH.
import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { findChrome, findChromium } from './installed.mjs';
import { root, setUp } from './set-up.mjs';
import { runBuild } from './build-steps.mjs';

const [what = 'test', ...rest] = process.argv.slice(2);
const env = { ...process.env, PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH}` };

/** Runs a command of node_modules/.bin; its exit code other than 0 ends the whole run with it. */
function step(command, args, extra = {}) {
  const done = spawnSync(command, args, { cwd: root, env: { ...env, ...extra }, stdio: 'inherit', shell: process.platform === 'win32' });
  if (done.status !== 0) process.exit(done.status ?? 1);
}

const check = () => {
  step('tsc', ['--noEmit']);
  step('oxlint', ['--type-aware', '--deny-warnings', 'components', 'entrypoints', 'lib', 'test', 'wxt.config.ts', 'vitest.config.ts']);
  step('oxfmt', ['--check', 'components', 'entrypoints', 'lib', 'test', 'wxt.config.ts', 'vitest.config.ts']);
  step('knip', ['--no-progress']);
  step('node', ['test/support/rooms.mjs']);
};

const commands = {
  setup: { needs: ['node_modules', 'browsers', 'python', 'postgres', 'nginx'], run() {} },
  build: { needs: ['node_modules'], run: () => runBuild(step) },
  check: { needs: ['node_modules'], run: () => (step('wxt', ['prepare']), check()) },
  unit: { needs: ['node_modules'], run: () => step('vitest', ['run', '--project', 'unit', ...rest]) },
  e2e: {
    needs: ['node_modules', 'browsers'],
    run: () => (runBuild(step), step('vitest', ['run', '--project', 'chromium', '--project', 'firefox', ...rest])),
  },
  real: {
    needs: ['node_modules', 'browsers', 'python', 'postgres', 'nginx'],
    run: () => (runBuild(step), step('vitest', ['run', '--project', 'real', ...rest])),
  },
  bench: {
    needs: ['node_modules', 'browsers'],
    run: () => (runBuild(step), step('node', ['--import', './test/support/resolve.mjs', 'test/bench/run.ts', ...rest])),
  },
  start: {
    needs: ['node_modules', 'browser'],
    run() {
      const demo = { WXT_DEMO: '1', NODE_ENV: 'production' };
      const args = findChromium() || findChrome() ? ['-b', 'chrome'] : ['-b', 'firefox', '--mv3'];
      step('wxt', ['build', '--mode', 'demo', ...args], demo);
      step('node', ['--import', './test/support/resolve.mjs', 'test/demo/start.ts', ...rest]);
    },
  },
  test: {
    needs: ['node_modules', 'browsers', 'python', 'postgres', 'nginx'],
    run: () => (runBuild(step), check(), step('vitest', ['run', ...rest])),
  },
};

const command = commands[what];
if (!command) {
  console.error(`Unknown command "${what}". Known: ${Object.keys(commands).join(', ')}.`);
  process.exit(2);
}
setUp(command.needs);
command.run();
