/** The name that was probably meant: the one with the fewest letters to change. */
import { editDistance } from '../../course/edit-distance.ts';

/** What is longer is no slip of the pen. */
const NAME_MAX = 80;

/** The nearest of some names, the first of equals; null where there are none. */
export function nearestName(wanted: string, names: readonly string[]): string | null {
  const name = wanted.slice(0, NAME_MAX);
  let nearest: string | null = null;
  let fewest = Number.POSITIVE_INFINITY;
  for (const one of names) {
    const changes = editDistance(name, one);
    if (changes >= fewest) continue;
    fewest = changes;
    nearest = one;
  }
  return nearest;
}
