/**
 * One piece a frame: what a lab shows is drawn piece by piece, each in a frame of its own, so that
 * neither opening a lab nor following its run costs a frame more than its dearest piece.
 */
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';

const waiting = new Set<() => void>();

function takeTurn(): void {
  const [turn] = waiting;
  if (!turn) return;
  waiting.delete(turn);
  turn();
  if (waiting.size > 0) requestAnimationFrame(takeTurn);
}

function wait(turn: () => void): void {
  if (waiting.size === 0) requestAnimationFrame(takeTurn);
  waiting.add(turn);
}

/**
 * Follows `value`, some frames late: one that waits its turn shows `first`, then what it had, and
 * keeps that while it is not `wanted`.
 */
export function useTurn<T>(value: T, first: T = value, wanted = true): T {
  const [shown, setShown] = useState<{ readonly value: T }>({ value: first });
  const newest = useRef(value);
  // The same function for as long as the piece is there: what comes meanwhile takes no new place in
  // the queue, or a piece far behind would never have its turn.
  const turn = useCallback(() => setShown({ value: newest.current }), []);
  useEffect(() => {
    newest.current = value;
    if (!wanted) waiting.delete(turn);
    else if (!Object.is(shown.value, value)) wait(turn);
  }, [value, shown, turn, wanted]);
  useEffect(
    () => () => {
      waiting.delete(turn);
    },
    [turn],
  );
  return shown.value;
}

/** Its children appear when their turn comes. */
export function InTurn({ children }: { readonly children: ReactNode }) {
  return useTurn(true, false) ? children : null;
}
