/**
 * The engine as the page has it: plain async functions over the worker's Comlink surface.
 *
 * The worker may crash. Then every call under way is rejected, every client of it is told, and a
 * new worker is started from the disk; callers keep this object and simply call again. Three
 * crashes within a minute stop that, and leave the decision to the person.
 *
 * SHUTDOWN is no crash: the worker stays, refuses everything and waits to be told to start again, by
 * whichever tab asks first.
 */
import * as Comlink from 'comlink';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { connectClient, type RespClient } from '../../client/client.ts';
import type { EngineHost, HostNews, OpenReport, StopReport } from '../../contract/host.ts';
import { engineWorker } from './early-worker.ts';

export type EngineStatus =
  | { readonly kind: 'starting' }
  | {
      readonly kind: 'ready';
      readonly report: OpenReport;
      readonly crashes: number;
      readonly detail: string;
    }
  /** By SHUTDOWN, here or in another tab. */
  | { readonly kind: 'stopped'; readonly report: StopReport }
  | { readonly kind: 'failed'; readonly detail: string };

export interface EngineConnection {
  readonly client: RespClient;
  readonly id: number;
}

/** Everything of `EngineHost` that is called freely; opening, connecting and watching are ours. */
type Calls = Omit<EngineHost, 'open' | 'connect' | 'watch' | 'start'>;

export interface Engine extends Calls {
  readonly status: StoreApi<EngineStatus>;
  connect(): Promise<EngineConnection>;
  /** Makes the other end of this port's channel a client of the engine. Answers with its id. */
  connectPort(port: MessagePort): Promise<number>;
  /** Called with the revision after every change, until the returned function is called. */
  onBeat(listener: (revision: number) => void): () => void;
  /** Starts again after `failed` or `stopped`. */
  restart(): void;
  /** Ends the worker for good; the data set is free for another. */
  stop(): void;
}

interface Running {
  readonly worker: Worker;
  readonly remote: Comlink.Remote<EngineHost>;
  /** Rejects when this worker dies. */
  readonly death: Promise<never>;
  readonly clients: Set<RespClient>;
}

const CRASHES_MAX = 3;
const CRASH_WINDOW_MS = 60_000;

export function startEngine(dataset: string): Engine {
  const status = createStore<EngineStatus>(() => ({ kind: 'starting' }));
  const listeners = new Set<(revision: number) => void>();
  const crashTimes: number[] = [];
  let lastDetail = '';
  let running = start();

  function start(): Promise<Running> {
    const worker = engineWorker(dataset);
    const remote = Comlink.wrap<EngineHost>(worker);
    const clients = new Set<RespClient>();
    let die: (error: Error) => void = () => undefined;
    const death = new Promise<never>((_, reject) => {
      die = reject;
    });
    death.catch(() => undefined);
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      worker.terminate();
      const detail = event.message || 'The worker could not be loaded.';
      die(new Error(detail));
      // The new worker is under way before the clients hear of it, so that they reconnect to it.
      crashed(detail);
      for (const client of clients) client.abort(detail);
    });
    const made: Running = { worker, remote, death, clients };
    const opened = Promise.race([remote.open(dataset), death]).then(async (report) => {
      const beats = new MessageChannel();
      beats.port1.onmessage = ({ data }: MessageEvent<HostNews>) => hear(data);
      await remote.watch(Comlink.transfer(beats.port2, [beats.port2]));
      // A guest may find the server stopped.
      if (status.getState().kind !== 'stopped') ready(report);
      return made;
    });
    opened.catch((error: unknown) => {
      if (status.getState().kind !== 'failed') fail(error);
    });
    return opened;
  }

  function ready(report: OpenReport): void {
    status.setState(
      { kind: 'ready', report, crashes: crashTimes.length, detail: lastDetail },
      true,
    );
  }

  function hear(news: HostNews): void {
    if (news.kind === 'beat') for (const listener of listeners) listener(news.revision);
    else if (news.kind === 'stopped') status.setState(news, true);
    // A tab that takes over from another starts too, without having been stopped.
    else if (status.getState().kind === 'stopped') ready(news.report);
  }

  function crashed(detail: string): void {
    lastDetail = detail;
    const now = Date.now();
    crashTimes.push(now);
    const wasReady = status.getState().kind === 'ready';
    const recent = crashTimes.filter((time) => now - time < CRASH_WINDOW_MS).length;
    if (!wasReady || recent >= CRASHES_MAX) {
      fail(new Error(detail));
      return;
    }
    status.setState({ kind: 'starting' }, true);
    running = start();
  }

  /** A guest that connects anew may own the data set by now: then the page is to say so. */
  async function followTenancy(remote: Comlink.Remote<EngineHost>): Promise<void> {
    const report = await remote.open(dataset);
    const now = status.getState();
    if (now.kind !== 'ready' || now.report.tenancy === report.tenancy) return;
    status.setState({ ...now, report }, true);
  }

  function fail(error: unknown): void {
    status.setState(
      { kind: 'failed', detail: error instanceof Error ? error.message : String(error) },
      true,
    );
  }

  /** Calls the worker of the moment; a crash rejects instead of leaving the caller waiting. */
  async function ask<T>(call: (remote: Comlink.Remote<EngineHost>) => Promise<T>): Promise<T> {
    const { remote, death } = await running;
    return Promise.race([call(remote), death]);
  }

  function stop(): void {
    running.then(({ worker }) => worker.terminate()).catch(() => undefined);
  }

  return {
    status,
    connect: async () => {
      const { remote, death, clients } = await running;
      const channel = new MessageChannel();
      const client = connectClient(channel.port1);
      clients.add(client);
      const id = await Promise.race([
        remote.connect(Comlink.transfer(channel.port2, [channel.port2])),
        death,
      ]);
      followTenancy(remote).catch(() => undefined);
      return { client, id };
    },
    connectPort: (port) => ask((remote) => remote.connect(Comlink.transfer(port, [port]))),
    onBeat: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    restart: () => {
      if (status.getState().kind === 'stopped') {
        // What has come of it is told as news.
        ask((remote) => remote.start()).catch((error: unknown) => {
          stop();
          fail(error);
        });
        return;
      }
      crashTimes.length = 0;
      status.setState({ kind: 'starting' }, true);
      running = start();
    },
    stop,
    vitals: () => ask((remote) => remote.vitals()),
    keyTree: (request) => ask((remote) => remote.keyTree(request)),
    inspect: (request) => ask((remote) => remote.inspect(request)),
    catalogue: () => ask((remote) => remote.catalogue()),
    commandWords: () => ask((remote) => remote.commandWords()),
    directives: () => ask((remote) => remote.directives()),
    completeKey: (db, prefix, type, limit) =>
      ask((remote) => remote.completeKey(db, prefix, type, limit)),
    clock: (command) => ask((remote) => remote.clock(command)),
    undo: () => ask((remote) => remote.undo()),
    eventsSince: (seq, limit) => ask((remote) => remote.eventsSince(seq, limit)),
    reset: (commands) => ask((remote) => remote.reset(commands)),
    exportAof: () => ask((remote) => remote.exportAof()),
    importFile: (bytes) => ask((remote) => remote.importFile(bytes)),
  };
}
