import type { Stamp } from '../schema/envelope';
import { byFirst } from './fields';

/**
 * Of records that claim one place the one with the lowest first stamp is shown (facts: sync §4.1; DESIGN §12). Gives for each other its id
 * and the id of the one that is shown. `placeOf` names the place: course and outcome, or site, dashboard and tile.
 */
export function duplicatesOf<K extends { plain: { id: string }; first: Stamp }>(
  kept: readonly K[],
  placeOf: (k: K) => string,
): Map<string, string> {
  const shown = new Map<string, string>();
  const out = new Map<string, string>();
  for (const each of kept.toSorted(byFirst)) {
    const place = placeOf(each);
    const first = shown.get(place);
    if (first === undefined) shown.set(place, each.plain.id);
    else out.set(each.plain.id, first);
  }
  return out;
}
