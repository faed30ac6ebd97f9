/** Hash routes, so that any static host serves deep links: `#/` and `#/learn/TRACK/LESSON/STEP`. */
import { useSyncExternalStore } from 'react';

export type Route =
  | { readonly kind: 'playground' }
  | { readonly kind: 'unknown'; readonly path: string };

export function parseRoute(hash: string): Route {
  const path = hash.replace(/^#\/?/, '').replace(/\/+$/, '');
  return path === '' ? { kind: 'playground' } : { kind: 'unknown', path };
}

export const hrefs = { playground: '#/' } as const;

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

export function useHash(): string {
  return useSyncExternalStore(subscribe, () => window.location.hash);
}
