/**
 * The engine worker's entry, kept tiny: the engine is a module that it loads.
 *
 * Browsers keep compiled code beside modules that a service worker answers with, but not beside a
 * worker's own first script: so the engine is compiled once, not at every visit.
 *
 * Invariant: messages that come before the engine listens are handed to it, in their order.
 */
const early: MessageEvent[] = [];
const keep = (event: MessageEvent): void => {
  early.push(event);
};

self.addEventListener('message', keep);
import('./engine.ts').then(
  () => {
    self.removeEventListener('message', keep);
    for (const { data, ports } of early) {
      self.dispatchEvent(new MessageEvent('message', { data, ports: [...ports] }));
    }
  },
  // The page hears of it as of any failure of the worker.
  (error: unknown) => self.reportError(error),
);
