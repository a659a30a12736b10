// Programs that the tests run beside themselves: own process group, log file, ready or a clear failure, and a stop that ends
// exactly what was started. Plain Node ≥ 20.
import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const tailOf = (log) => (existsSync(log) ? readFileSync(log, 'utf8').split('\n').slice(-40).join('\n') : '');

/** The wanted port if nobody listens there, else a free one. */
export function freePort(wanted = 0) {
  const tryPort = (port) =>
    new Promise((resolve, reject) => {
      const server = createServer();
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        const { port: got } = server.address();
        server.close(() => resolve(got));
      });
    });
  return tryPort(wanted).catch(() => tryPort(0));
}

function launch(command, args, { cwd, env, log, as = {}, stdin = 'ignore' }) {
  const out = openSync(log, 'a');
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: [stdin, out, out], detached: true, ...as });
  closeSync(out);
  return child;
}

/** Runs a program to its end; its exit code other than 0 is an error with the end of its log. `input` goes to its standard input, `as` = `{ uid, gid }` of another user. */
export async function runToEnd(name, command, args, { runFolder, cwd, env, as, input } = {}) {
  const log = logFile(runFolder, name);
  const child = launch(command, args, { cwd, env, log, as, stdin: input === undefined ? 'ignore' : 'pipe' });
  child.stdin?.on('error', () => {}); // a program that ends early says why in its log and exit code
  child.stdin?.end(input);
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (status, signal) => resolve(status ?? signal));
  });
  if (code !== 0) throw new Error(`${name} ended with ${code}\n${tailOf(log)}`);
}

const logFile = (runFolder, name) => {
  mkdirSync(join(runFolder, 'logs'), { recursive: true });
  return join(runFolder, 'logs', `${name}.log`);
};

/**
 * Starts a program that keeps running and waits until `ready()` gives true.
 * `stopSignal` asks it to end; its whole group is ended for good if it has not after 15 s.
 */
export async function startProcess(name, command, args, { runFolder, cwd, env, as, ready, seconds = 120, stopSignal = 'SIGTERM' }) {
  const log = logFile(runFolder, name);
  const child = launch(command, args, { cwd, env, log, as });
  /** @type {{ how: string | number | null }} */
  const ended = { how: null };
  const gone = new Promise((resolve) => {
    const end = (how) => {
      ended.how = how;
      endedWithUs.delete(child);
      resolve();
    };
    child.once('error', (error) => end(error.message));
    child.once('exit', (status, signal) => end(status ?? signal));
  });
  endedWithUs.add(child);
  const signalGroup = (signal) => {
    try {
      process.kill(-child.pid, signal);
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
  };
  const running = {
    name,
    log,
    pid: child.pid,
    async stop() {
      if (ended.how === null) process.kill(child.pid, stopSignal);
      await Promise.race([gone, wait(15_000, undefined, { ref: false })]);
      if (child.pid) signalGroup('SIGKILL'); // children that outlived it
      await gone;
    },
  };
  const deadline = Date.now() + seconds * 1000;
  while (!(await ready())) {
    if (ended.how !== null) throw new Error(`${name} ended with ${ended.how} before it was ready\n${tailOf(log)}`);
    if (Date.now() > deadline) {
      await running.stop();
      throw new Error(`${name} was not ready after ${seconds} s\n${tailOf(log)}`);
    }
    await wait(150);
  }
  return running;
}

/** A `ready` for startProcess: the address answers with 200. */
export const answers = (url) => () =>
  fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(5000) }).then(
    (response) => response.status === 200,
    () => false,
  );

const endedWithUs = new Set();
// A test run that is cut short leaves no servers behind.
process.on('exit', () => {
  for (const child of endedWithUs) {
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // already gone
    }
  }
});
