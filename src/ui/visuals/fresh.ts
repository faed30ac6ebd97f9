/**
 * Which elements the last change brought: those whose ids the view before did not have.
 *
 * Ids carry the content (`field=value`), so a changed value counts as new. The first view of a key
 * and a window moved by hand flash nothing; one that has gone to a change flashes what was changed.
 */
import { useRef } from 'react';

/** The key and the way it is shown, and where its window is. */
export interface Scope {
  readonly value: string;
  readonly window: string;
}

/** What was touched last: its place in the whole, and the ids that are in the window. */
export interface Touched {
  readonly at: number | null;
  readonly ids: readonly string[];
}

interface Seen {
  readonly scope: Scope;
  readonly touchedAt: number | null;
  readonly ids: ReadonlySet<string>;
  readonly fresh: ReadonlySet<string>;
  readonly key: string;
}

const none: ReadonlySet<string> = new Set();

export function freshIds(
  before: Seen | null,
  scope: Scope,
  ids: readonly string[],
  touched: Touched,
): Seen {
  const key = ids.join('\n');
  const sameValue = before?.scope.value === scope.value;
  const sameWindow = sameValue && before.scope.window === scope.window;
  if (sameWindow && before.key === key && before.touchedAt === touched.at) return before;
  let fresh = none;
  if (sameWindow) fresh = new Set(ids.filter((id) => !before.ids.has(id)));
  else if (sameValue && before.touchedAt !== touched.at) fresh = new Set(touched.ids);
  return { scope, touchedAt: touched.at, ids: new Set(ids), fresh, key };
}

export function useFresh(
  scope: Scope,
  ids: readonly string[],
  touched: Touched,
): ReadonlySet<string> {
  const seen = useRef<Seen | null>(null);
  seen.current = freshIds(seen.current, scope, ids, touched);
  return seen.current.fresh;
}
