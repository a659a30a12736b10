import { inTurn } from './in-turn';
import { keep, recall } from './kept';

/** Outcomes that this device's person tagged last, newest first; what the picker offers before anything is typed. */
export const recentOutcomes = async (): Promise<string[]> => (await recall('recentOutcomes')) ?? [];

export const rememberRecent = (id: string): Promise<void> =>
  inTurn('recentOutcomes', async () =>
    keep('recentOutcomes', [id, ...(await recentOutcomes()).filter((other) => other !== id)].slice(0, 5)),
  );
