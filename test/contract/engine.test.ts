import { setTimeout as tick } from 'node:timers/promises';
import { KintoModel } from '../support/kinto-model';
import type { Isolation } from '../support/kinto-tables';
import { holdEngine } from './engine';
import type { EngineStand } from './engine-stand';

/** The model as a stand: a request that is to stand in the middle is kept open until it is let go. */
function standOf(isolation: Isolation): EngineStand {
  let letGo = (): void => {};
  let now = Date.now();
  const model = new KintoModel({
    now: () => ++now, // time passes with everything that is done, as it does on a server
    random: () => 0.5,
    isolation,
    sleep: () => new Promise((resolve) => (letGo = () => resolve())),
  });
  return {
    addresses: [model.address],
    fetch: model.fetch,
    admin: model.user('admin'),
    user: (name) => Promise.resolve(model.user(name)),
    transactions: isolation,
    async inTheMiddle(start, _row, during) {
      model.faults = { heldOpen: 1, openFor: 60_000 };
      const started = start();
      model.faults = {};
      await during(() => tick());
      letGo();
      return started;
    },
  };
}

holdEngine('the model, at REPEATABLE READ', standOf('REPEATABLE READ'));
holdEngine('the model, at PostgreSQL’s own isolation', standOf('default'));
