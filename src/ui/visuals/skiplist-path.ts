/**
 * The skip list that Redis would have, as a model over the rows on screen: the path of a search.
 *
 * A search starts at the head on the highest level, goes right while the next node is not beyond
 * the target, else down. Positions are places in the window; -1 is the head, or, in a window that
 * begins later, whatever node the search comes from: which nodes it passes in the window is the same,
 * since a node is passed if no node between it and the target is higher.
 */
export interface SearchPath {
  /** Corners of the path: where it stands and on which level (1 is the lowest). */
  readonly steps: readonly { readonly at: number; readonly level: number }[];
  /** Steps to the right. */
  readonly hops: number;
}

export function searchPath(levels: readonly number[], target: number): SearchPath {
  const steps: { at: number; level: number }[] = [];
  let at = -1;
  let hops = 0;
  for (let level = Math.max(1, ...levels); level >= 1; level--) {
    steps.push({ at, level });
    for (
      let next = nextOn(levels, at, level);
      next !== null && next <= target;
      next = nextOn(levels, at, level)
    ) {
      at = next;
      hops++;
      steps.push({ at, level });
    }
    if (at === target) break;
  }
  return { steps, hops };
}

/** Of a path into a window that begins later: the way down before it is not known, only how it comes in. */
export function comingIn({ steps }: SearchPath): SearchPath['steps'] {
  const first = steps.findIndex(({ at }) => at >= 0);
  return first < 0 ? [] : steps.slice(first - 1);
}

/** The next place to the right that reaches `level`, or null. */
export function nextOn(levels: readonly number[], at: number, level: number): number | null {
  for (let next = at + 1; next < levels.length; next++) {
    if ((levels[next] ?? 0) >= level) return next;
  }
  return null;
}
