/**
 * Registers the service worker that makes the page work offline, and asks before a new version
 * takes over.
 *
 * In development there is none: what is edited must be what is shown.
 */
import type { WorkerNotice, WorkerRequest } from '../../contract/offline.ts';

/** A new version is ready; calling `apply` takes it over and reloads this page. */
export type OnUpdateReady = (apply: () => void) => void;

const checkEveryMs = 60 * 60 * 1000;

function whenIdle(work: () => void): void {
  if ('requestIdleCallback' in window) window.requestIdleCallback(work, { timeout: 10_000 });
  else setTimeout(work, 3000);
}

const send = (worker: ServiceWorker | null, request: WorkerRequest): void =>
  worker?.postMessage(request);

/** Offers each version that comes to wait, once. */
function offerUpdates(registration: ServiceWorkerRegistration, onUpdateReady: OnUpdateReady): void {
  const offer = (waiting: ServiceWorker): void => {
    onUpdateReady(() => {
      navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), {
        once: true,
      });
      send(waiting, { kind: 'take-over' });
    });
  };
  // Without a controller this is the first visit: what installs is what is shown.
  if (registration.waiting && navigator.serviceWorker.controller) offer(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const coming = registration.installing;
    coming?.addEventListener('statechange', () => {
      if (coming.state === 'installed' && navigator.serviceWorker.controller) offer(coming);
    });
  });
}

function checkNowAndThen(registration: ServiceWorkerRegistration): void {
  let checkedMs = Date.now();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible' || Date.now() - checkedMs < checkEveryMs) return;
    checkedMs = Date.now();
    // Offline there is nothing to find out.
    registration.update().catch(() => {});
  });
}

async function start(onUpdateReady: OnUpdateReady, onOfflineReady?: () => void): Promise<void> {
  const { serviceWorker } = navigator;
  serviceWorker.addEventListener('message', (event: MessageEvent<WorkerNotice>) => {
    if (event.data.kind === 'rest-cached') onOfflineReady?.();
  });
  const registration = await serviceWorker.register(new URL('sw.js', document.baseURI), {
    updateViaCache: 'none',
  });
  offerUpdates(registration, onUpdateReady);
  checkNowAndThen(registration);
  await serviceWorker.ready;
  whenIdle(() => send(registration.active, { kind: 'cache-rest' }));
}

/**
 * Call once, when there is a prompt; it begins when the page is idle. `onOfflineReady` is called when all of the page, editors and
 * lessons too, is available offline. Where there is no service worker the page works online only.
 */
export function startOffline(onUpdateReady: OnUpdateReady, onOfflineReady?: () => void): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  whenIdle(() => {
    start(onUpdateReady, onOfflineReady).catch((error: unknown) =>
      console.warn('offline use is not available:', error),
    );
  });
}
