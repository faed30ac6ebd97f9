/** What the page and its service worker say to each other. */

/** From page to service worker. */
export type WorkerRequest = { readonly kind: 'take-over' } | { readonly kind: 'cache-rest' };

/** From service worker to page. */
export interface WorkerNotice {
  readonly kind: 'rest-cached';
}
