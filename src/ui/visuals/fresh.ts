/**
 * Which elements the last change brought: those whose ids the view before did not have.
 *
 * Ids carry the content (`field=value`), so a changed value counts as new. The first view of a key
 * and a moved window flash nothing.
 */
import { useRef } from 'react';

interface Seen {
  readonly scope: string;
  readonly ids: ReadonlySet<string>;
  readonly fresh: ReadonlySet<string>;
  readonly key: string;
}

const none: ReadonlySet<string> = new Set();

export function freshIds(before: Seen | null, scope: string, ids: readonly string[]): Seen {
  const key = ids.join('\n');
  if (before?.scope === scope && before.key === key) return before;
  const fresh = before?.scope === scope ? new Set(ids.filter((id) => !before.ids.has(id))) : none;
  return { scope, ids: new Set(ids), fresh, key };
}

/** `scope` names the key and window: a new one starts afresh. */
export function useFresh(scope: string, ids: readonly string[]): ReadonlySet<string> {
  const seen = useRef<Seen | null>(null);
  seen.current = freshIds(seen.current, scope, ids);
  return seen.current.fresh;
}
