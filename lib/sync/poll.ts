import type { CollectionState, ReplicaState } from '@/lib/store/replica';
import { EngineFailure, type Hint } from './contract';
import { overlap } from './pull';
import { keepKnown, knownOf, type Session } from './session';

/* Which collections are to be read now: one question for all of them, where the storage keeps a history (facts: sync §4.3). */

const whole = Symbol();

/** Asks the history; `whole`: there is none for us, so that everything is asked. */
async function asked(s: Session, late: boolean): Promise<Hint | typeof whole> {
  try {
    return await s.engine.hint(s.before.mark, late);
  } catch (error) {
    if (error instanceof EngineFailure && (error.code === 'forbidden' || error.code === 'missing')) return whole;
    throw error;
  }
}

/**
 * Collections to read in this cycle. A time is given before it is seen, so that an unmoved history proves nothing at first: once it has been
 * unmoved for as long as a transaction may take, it is asked once more what moved shortly before.
 */
export async function due(s: Session): Promise<Set<string>> {
  const { mark, markAt, settled } = s.before;
  const late = mark !== null && markAt !== null && settled !== true && s.serverNow >= markAt + overlap;
  const hint = await asked(s, late);
  const audited = s.names.filter((name) => s.layout.isAudited(name));
  if (hint === whole) return new Set(s.names);
  let moved: string[] = [];
  let state: Partial<ReplicaState> = {};
  if (hint.moved) {
    moved = hint.mark === null ? [...s.names] : (hint.collections ?? audited);
    state = { mark: hint.mark, markAt: hint.at, settled: late && hint.mark === mark };
  } else if (late) state = { settled: true };
  const named = new Set(moved);
  const states = s.names.filter((name) => named.has(name)).map((name): CollectionState => ({ ...knownOf(s, name), moved: true }));
  await keepKnown(s, states, state);
  return new Set(s.names.filter((name) => isDue(s, name)));
}

function isDue(s: Session, name: string): boolean {
  const { forbidden, pulledAt, moved } = knownOf(s, name);
  return forbidden !== true && (pulledAt === null || moved === true || !s.layout.isAudited(name));
}
