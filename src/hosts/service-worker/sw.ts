/**
 * The service worker: serves the page offline, from one cache per build.
 *
 * The idea: installing caches the shell, copying from the old build's cache what has not changed;
 * the rest follows when the page says it is idle. A new build waits until somebody in the page
 * agrees to it (`take-over`); only then do older caches go.
 *
 * Invariants: a page is served whole from one build; nothing outside the scope, of another origin,
 * or other than GET is touched; caches of other copies of this page on the same host are not ours.
 */
import type { WorkerNotice, WorkerRequest } from '../../contract/offline.ts';
import type { BuildFiles, CachedFile } from './cache-files.ts';

declare const BUILD_FILES: BuildFiles;

const worker = self as unknown as ServiceWorkerGlobalScope;
const { version, shell, rest } = BUILD_FILES;
const scope = worker.registration.scope;
const prefix = `stampede ${new URL(scope).pathname} `;
const cacheName = prefix + version;

const urlOf = (path: string): string => new URL(path, scope).href;
const hashHeader = 'x-content-hash';
/** What the build makes is named by its content: the same name is the same content. */
const isNamedByContent = ({ path }: CachedFile): boolean => path.startsWith('assets/');
const known = new Map([...shell, ...rest].map((file) => [urlOf(file.path), file]));

/** The same content in any cache of ours, or null. */
async function findCopy(file: CachedFile): Promise<Response | null> {
  for (const name of await caches.keys()) {
    if (!name.startsWith(prefix)) continue;
    const found = await (await caches.open(name)).match(urlOf(file.path));
    if (!found) continue;
    if (isNamedByContent(file) || found.headers.get(hashHeader) === file.hash) return found;
  }
  return null;
}

/**
 * As it is kept. What is named by its content is kept as it came: a browser keeps compiled code with
 * a response of the network, and not with one that was made here. Other files are stamped with their
 * hash, by which the next build knows whether it can copy them.
 */
async function kept(response: Response, file: CachedFile): Promise<Response> {
  if (isNamedByContent(file)) return response;
  const headers = new Headers(response.headers);
  headers.set(hashHeader, file.hash);
  // The body has been decoded already.
  headers.delete('content-encoding');
  headers.delete('content-length');
  return new Response(await response.arrayBuffer(), { status: 200, headers });
}

async function cacheFile(cache: Cache, file: CachedFile): Promise<void> {
  const url = urlOf(file.path);
  const copy = await findCopy(file);
  if (copy !== null) return cache.put(url, copy);
  const response = await fetch(url, { cache: 'no-cache', credentials: 'same-origin' });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  await cache.put(url, await kept(response, file));
}

async function install(): Promise<void> {
  const cache = await caches.open(cacheName);
  await Promise.all(shell.map((file) => cacheFile(cache, file)));
}

/** As browsers that can do it have it; the types do not know it yet. */
interface Router {
  addRoutes?(
    rules: readonly {
      readonly condition: { readonly urlPattern: object | string };
      readonly source: { readonly cacheName: string };
    }[],
  ): Promise<void>;
}

/**
 * Files named by their content are taken from this build's cache without asking (or even starting)
 * this worker; what is not in it comes from the network.
 */
async function routePastUs(event: ExtendableEvent): Promise<void> {
  const { pathname } = new URL(urlOf('assets/'));
  const condition = { urlPattern: { pathname: `${pathname}*` } };
  await (event as Router).addRoutes?.([{ condition, source: { cacheName } }]);
}

async function removeOlder(): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith(prefix));
  await Promise.all(names.filter((name) => name !== cacheName).map((name) => caches.delete(name)));
}

async function cacheRest(client: Client | null): Promise<void> {
  const cache = await caches.open(cacheName);
  for (const file of rest) {
    if ((await cache.match(urlOf(file.path))) === undefined) await cacheFile(cache, file);
  }
  const notice: WorkerNotice = { kind: 'rest-cached' };
  client?.postMessage(notice);
}

async function answer(request: Request, file: CachedFile): Promise<Response> {
  const cache = await caches.open(cacheName);
  const found = await cache.match(urlOf(file.path));
  if (found !== undefined) return found;
  const response = await fetch(request);
  if (response.ok) await cache.put(urlOf(file.path), await kept(response.clone(), file));
  return response;
}

worker.addEventListener('install', (event) => {
  event.waitUntil(install());
  event.waitUntil(routePastUs(event));
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(removeOlder().then(() => worker.clients.claim()));
});

worker.addEventListener('message', (event) => {
  const request = event.data as WorkerRequest;
  if (request.kind === 'take-over') event.waitUntil(worker.skipWaiting());
  else event.waitUntil(cacheRest(event.source as Client | null));
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET') return;
  const url = new URL(request.url);
  url.search = '';
  url.hash = '';
  // The page goes by its folder's name and by index.html.
  const file = known.get(url.href.replace(/\/index\.html$/, '/'));
  if (file !== undefined) event.respondWith(answer(request, file));
});
