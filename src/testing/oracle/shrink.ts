/**
 * Delta debugging (Zeller and Hildebrandt, 2002): the smallest part of a failing sequence that
 * still fails, found by leaving out ever smaller pieces. Then arguments are left out, too.
 */

export type Fails<T> = (candidate: readonly T[]) => Promise<boolean>;

/** A part of `items` that fails and from which no single item can be left out. */
export async function shrink<T>(items: readonly T[], fails: Fails<T>): Promise<readonly T[]> {
  let kept = items;
  let pieceCount = 2;
  while (kept.length > 1) {
    const size = Math.ceil(kept.length / pieceCount);
    const smaller = await firstThatFails(withoutEachPiece(kept, size), fails);
    if (smaller !== null) {
      kept = smaller;
      pieceCount = Math.max(2, pieceCount - 1);
    } else if (size === 1) {
      return kept;
    } else {
      pieceCount = Math.min(kept.length, pieceCount * 2);
    }
  }
  return kept;
}

function* withoutEachPiece<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += size) {
    yield [...items.slice(0, at), ...items.slice(at + size)];
  }
}

async function firstThatFails<T>(
  candidates: Iterable<readonly T[]>,
  fails: Fails<T>,
): Promise<readonly T[] | null> {
  for (const candidate of candidates) if (await fails(candidate)) return candidate;
  return null;
}

/** Leaves out arguments of single commands while the sequence still fails. */
export async function shrinkArguments(
  sequence: readonly (readonly string[])[],
  fails: Fails<readonly string[]>,
): Promise<readonly (readonly string[])[]> {
  let kept = sequence;
  for (let at = 0; at < kept.length; at++) {
    for (let arg = (kept[at]?.length ?? 0) - 1; arg > 0; arg--) {
      const candidate = kept.map((argv, n) => (n === at ? argv.filter((_, m) => m !== arg) : argv));
      if (await fails(candidate)) kept = candidate;
    }
  }
  return kept;
}
