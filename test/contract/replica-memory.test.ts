import { MemoryReplica } from '../support/memory-replica';
import { replicaContract } from './replica';

replicaContract('over maps', async () => {
  const clock = { device: '0000000a', last: undefined, now: Date.now, offset: null };
  return { replica: new MemoryReplica(clock, new Set(['user-a'])), close: () => {} };
});
