/** The name that was probably meant: the one with the fewest letters to change (Levenshtein). */

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const change = (row[j] as number) + Number(letter !== b[j]);
      next.push(Math.min(change, (row[j + 1] as number) + 1, (next[j] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}

/** What is longer is no slip of the pen. */
const NAME_MAX = 80;

/** The nearest of some names, the first of equals; null where there are none. */
export function nearestName(wanted: string, names: readonly string[]): string | null {
  const name = wanted.slice(0, NAME_MAX);
  let nearest: string | null = null;
  let fewest = Number.POSITIVE_INFINITY;
  for (const one of names) {
    const changes = distance(name, one);
    if (changes >= fewest) continue;
    fewest = changes;
    nearest = one;
  }
  return nearest;
}
