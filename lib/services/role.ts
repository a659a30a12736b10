import type { PageFacts } from '@/lib/messaging/names';
import { keep, recall } from './kept';
import { keyedHash } from './keyed-hash';

/**
 * Who sees a panel (DESIGN §12). The hint is for display only. Staff: yes, and remembered under a keyed hash, so that a page of
 * the same course without the hint shows it too. A learner: never. Unknown: only after "Show on this course".
 * Gives the reason for showing nothing; undefined: show.
 */
export async function mayShow(facts: PageFacts, course: string): Promise<'learner' | 'unknownRole' | undefined> {
  if (facts.role === 'learner') return 'learner';
  const seen = facts.viewer ? (`staff:${await keyedHash('staff', course, facts.viewer)}` as const) : undefined;
  if (facts.role === 'staff') {
    if (seen && !(await recall(seen))) await keep(seen, true);
    return undefined;
  }
  if ((seen && (await recall(seen))) || (await recall(`showHere:${course}`))) return undefined;
  return 'unknownRole';
}
