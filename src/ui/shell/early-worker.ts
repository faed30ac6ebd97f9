/**
 * Starts an engine's worker; the first one before anything else of the page runs.
 *
 * A worker's name says which data set it is for: it opens that one at once, without waiting to be
 * asked (see hosts/worker/engine.ts).
 */
const FIRST = 'playground';

function start(dataset: string): Worker {
  return new Worker(new URL('../../hosts/worker/main.ts', import.meta.url), {
    type: 'module',
    name: `engine ${dataset}`,
  });
}

let early: Worker | null = start(FIRST);
// One that fails before anybody listens is not handed out: the next one tells why.
early.addEventListener('error', () => {
  early = null;
});

/** The worker that was started early, where it is for this data set, or a new one. */
export function engineWorker(dataset: string): Worker {
  const worker = dataset === FIRST ? early : null;
  if (worker) early = null;
  return worker ?? start(dataset);
}
