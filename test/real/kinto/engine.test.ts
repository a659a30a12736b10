import { afterAll, inject } from 'vitest';
import { holdEngine } from '../../contract/engine';
import type { EngineStand } from '../../contract/engine-stand';
import { kintoAt, startKinto } from '../../support/kinto-server';
import { hold, untilWaiting } from './hold.mjs';

/** A real one as a stand; `port` of its PostgreSQL, by which a request is kept waiting for a lock. */
function standOf(
  server: { urls: string[]; admin: { user: string; password: string } },
  isolation: EngineStand['transactions'],
  port?: number,
): EngineStand {
  const there = kintoAt(server);
  return {
    addresses: there.urls,
    fetch: (url, ask) => fetch(url, ask),
    admin: there.admin.authorization,
    user: async (name) => (await there.user(name)).authorization,
    transactions: isolation,
    ...(port !== undefined && {
      async inTheMiddle(start, { list, id }, during) {
        const parent = list.slice(0, -'/records'.length);
        const held = await hold(port, `SELECT 1 FROM objects WHERE id = '${id}' AND parent_id = '${parent}' FOR UPDATE`);
        const started = start();
        await untilWaiting(port, 1);
        await during((requests) => untilWaiting(port, requests));
        await held.release();
        return started;
      },
    }),
  };
}

const { memory, postgres } = inject('real').kinto;
holdEngine('Kinto in memory', standOf(memory, false));
holdEngine('two heads on PostgreSQL, at REPEATABLE READ', standOf(postgres, 'REPEATABLE READ', postgres.postgres!.port));

const other = await startKinto({ backend: 'postgres', heads: 2, isolation: null, port: 18831 });
afterAll(() => other.stop());
holdEngine('two heads on PostgreSQL, at its own isolation', standOf(other.state, 'default', other.state.postgres!.port));
