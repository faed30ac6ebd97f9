/**
 * The job queue that a snippet calls `queue`, in the shape of Bull's: jobs are kept in memory, in the
 * order they were added, until they are removed or a processor has taken them.
 */
import type { CodeWorld } from '../code-world.ts';

export interface FakeJob {
  readonly id: string;
  readonly name: string;
  readonly data: unknown;
  remove(): Promise<void>;
}

type Processor = (job: FakeJob) => unknown;
type Listener = (...args: unknown[]) => void;

export interface FakeQueue {
  add(name: string, data: unknown): Promise<FakeJob>;
  getJobs(): Promise<FakeJob[]>;
  /** Each job is handed over once, soon after it was added. */
  process(processor: Processor): void;
  on(event: 'completed' | 'failed', listener: Listener): FakeQueue;
}

export function fakeQueue(world: Pick<CodeWorld, 'Promise' | 'soon'>): FakeQueue {
  const P = world.Promise;
  const jobs: FakeJob[] = [];
  const listeners: { readonly event: string; readonly listener: Listener }[] = [];
  let processor: Processor | null = null;
  let lastId = 0;
  const emit = (event: string, ...args: unknown[]): void => {
    for (const one of listeners) if (one.event === event) one.listener(...args);
  };
  const drop = (job: FakeJob): void => {
    const at = jobs.indexOf(job);
    if (at >= 0) jobs.splice(at, 1);
  };
  const work = (job: FakeJob): void => {
    if (!processor || !jobs.includes(job)) return;
    drop(job);
    const run = processor;
    P.resolve()
      .then(() => run(job))
      .then(
        (result) => emit('completed', job, result),
        (error: unknown) => emit('failed', job, error),
      );
  };
  const queue: FakeQueue = {
    add: (name, data) => {
      const id = String(++lastId);
      const job: FakeJob = { id, name, data, remove: () => P.resolve(drop(job)) };
      jobs.push(job);
      world.soon(() => work(job));
      return P.resolve(job);
    },
    getJobs: () => P.resolve([...jobs]),
    process: (next) => {
      processor = next;
      for (const job of [...jobs]) world.soon(() => work(job));
    },
    on: (event, listener) => {
      listeners.push({ event, listener });
      return queue;
    },
  };
  return queue;
}
