/** Which command was probably meant: letters left out, doubled, wrong, or two of them swapped. */

/** What is longer is no slip of the pen. */
const NAME_MAX = 40;
const CHANGES_MAX = 2;
const NAMES_MAX = 3;

/** The fewest letters to put in, take out or change, or neighbours to swap, to get from `a` to `b`. */
function slips(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, n) => n)];
  const at = (i: number, j: number): number => rows[i]?.[j] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= b.length; j++) {
      const change = at(i - 1, j - 1) + Number(a[i - 1] !== b[j - 1]);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = isSwap ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY;
      row.push(Math.min(change, swap, at(i - 1, j) + 1, at(i, j - 1) + 1));
    }
  }
  return at(a.length, b.length);
}

/** The nearest names, at most three; none where nothing is near. */
export function meantCommands(typed: string, names: readonly string[]): readonly string[] {
  const word = typed.toUpperCase();
  if (word.length > NAME_MAX) return [];
  // In a short word two slips leave nothing of it.
  let fewest = Math.min(CHANGES_MAX, Math.floor(word.length / 2));
  let nearest: string[] = [];
  for (const name of names) {
    const count = slips(word, name);
    if (count > fewest) continue;
    if (count < fewest) nearest = [];
    fewest = count;
    nearest.push(name);
  }
  return nearest.slice(0, NAMES_MAX);
}
