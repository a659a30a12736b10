import type { Stamp } from '../schema/envelope';
import { byFirst } from './fields';

/**
 * What is shown of records that may claim one place twice: of those that are not hidden the one with the lowest first stamp (facts: sync
 * §4.1; DESIGN §12), so that all devices show the same. `placeOf` names the place: course and outcome, or a tile. Ascending by first stamp.
 */
export function shownOf<K extends { plain: { id: string }; first: Stamp; hidden: boolean }>(
  kept: readonly K[],
  placeOf: (k: K) => string,
): K[] {
  const taken = new Set<string>();
  return kept
    .filter(({ hidden }) => !hidden)
    .sort(byFirst)
    .filter((each) => {
      const place = placeOf(each);
      return !taken.has(place) && taken.add(place);
    });
}
