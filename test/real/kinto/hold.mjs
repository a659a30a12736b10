// Another session on Kinto's database that holds a lock, so that a request stands still in the middle of its transaction for as long
// as a test needs. Plain Node ≥ 20.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { findPostgres } from '../../support/installed.mjs';

/**
 * Runs SQL in a transaction that stays open; resolves when it has run.
 * @param {number} port
 * @param {string} sql
 * @returns `release()` ends the transaction and the session.
 */
export async function hold(port, sql) {
  const psql = join(findPostgres() ?? '', 'psql');
  const where = ['-h', '127.0.0.1', '-p', String(port), '-U', 'postgres', '-d', 'kinto'];
  const child = spawn(psql, ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', ...where], { stdio: ['pipe', 'pipe', 'pipe'] });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  let said = '';
  child.stderr.on('data', (chunk) => (said += chunk));
  const held = new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk) => String(chunk).includes('held') && resolve(undefined));
    child.once('exit', () => reject(new Error(`psql ended: ${said}`)));
    child.once('error', reject);
  });
  child.stdin.write(`BEGIN;\n${sql}\n;\n\\echo held\n`);
  await held;
  return {
    async release() {
      child.stdin.end('ROLLBACK;\n');
      await gone;
    },
  };
}

/** Waits until as many sessions wait for a lock. */
export async function untilWaiting(port, sessions) {
  const count = `DO $$ BEGIN
    FOR i IN 1..2000 LOOP
      PERFORM pg_stat_clear_snapshot();
      IF (SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock') >= ${Number(sessions)} THEN RETURN; END IF;
      PERFORM pg_sleep(0.005);
    END LOOP;
    RAISE EXCEPTION 'nobody waits';
  END $$`;
  await (await hold(port, count)).release();
}
