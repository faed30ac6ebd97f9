/**
 * Hash routes, so that any static host serves deep links: `#/`,
 * `#/learn/TRACK/LESSON/STEP`, `#/labs/NAME?s=SETTINGS` and `#/server/PANEL`.
 */
import { useSyncExternalStore } from 'react';

export type Route =
  | { readonly kind: 'playground' }
  /** The course map, or a lesson (`TRACK/LESSON`, or just a track), or one of its steps. */
  | { readonly kind: 'learn'; readonly lesson: string | null; readonly step: string | null }
  /** The list of labs, or one of them; `shared` is what a link says of its settings. */
  | { readonly kind: 'labs'; readonly lab: string | null; readonly shared: string | null }
  /** The server room, at one of its panels or at its first. */
  | { readonly kind: 'server'; readonly panel: string | null }
  | { readonly kind: 'unknown'; readonly path: string };

export function parseRoute(hash: string): Route {
  const [address = '', query] = hash.replace(/^#\/?/, '').split('?', 2);
  const path = address.replace(/\/+$/, '');
  if (path === '') return { kind: 'playground' };
  const [room, track, slug, step = null, ...rest] = path.split('/');
  if (room === 'learn' && rest.length === 0) {
    if (track === undefined) return { kind: 'learn', lesson: null, step };
    if (slug === undefined) return { kind: 'learn', lesson: track, step };
    return { kind: 'learn', lesson: `${track}/${slug}`, step };
  }
  if (room === 'labs' && slug === undefined) {
    const shared = /(?:^|&)s=([^&]*)/.exec(query ?? '')?.[1] ?? null;
    return { kind: 'labs', lab: track ?? null, shared };
  }
  if (room === 'server' && slug === undefined) return { kind: 'server', panel: track ?? null };
  return { kind: 'unknown', path };
}

export const hrefs = {
  playground: '#/',
  learn: '#/learn',
  labs: '#/labs',
  server: '#/server',
} as const;

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

export function useHash(): string {
  return useSyncExternalStore(subscribe, () => window.location.hash);
}
