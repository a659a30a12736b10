import { describe } from 'vitest';
import { holdBatches } from './engine-batches';
import { holdClient } from './engine-client';
import { holdRecords } from './engine-records';
import { holdRights } from './engine-rights';
import type { EngineStand } from './engine-stand';
import { holdTimes } from './engine-times';

/** Holds a Kinto to everything that sync relies on (facts: sync §0, §1): the model of it and the real one have to pass the same. */
export function holdEngine(name: string, stand: EngineStand): void {
  describe(name, () => {
    holdRecords(stand);
    holdTimes(stand);
    holdBatches(stand);
    holdRights(stand);
    holdClient(stand);
  });
}
