/**
 * The engine worker's entry, kept tiny: the engine is a module that it loads, while the database,
 * which is another process's work, is opened already.
 *
 * Browsers keep compiled code beside modules that a service worker answers with, but not beside a
 * worker's own first script: so the engine is compiled once, not at every visit.
 *
 * Invariant: messages that come before the engine listens are handed to it, in their order.
 */
import { openDiskDatabase } from './disk-database.ts';

const early: MessageEvent[] = [];
const keep = (event: MessageEvent): void => {
  early.push(event);
};

self.addEventListener('message', keep);
// The worker's name says which data set it is for. Nothing is read before the data set is ours.
const [, dataset] = /^engine (.+)$/.exec(self.name) ?? [];
const database = dataset === undefined ? null : openDiskDatabase(`stampede/${dataset}`);
// Whoever needs it hears of a failure.
database?.catch(() => undefined);
import('./engine.ts').then(
  ({ serve }) => {
    serve(dataset ?? null, database);
    self.removeEventListener('message', keep);
    for (const { data, ports } of early) {
      self.dispatchEvent(new MessageEvent('message', { data, ports: [...ports] }));
    }
  },
  // The page hears of it as of any failure of the worker.
  (error: unknown) => self.reportError(error),
);
