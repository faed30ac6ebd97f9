/**
 * Runs of learners' code, one at a time: starts a worker, gives it connections to the engine, gathers
 * what it says, and ends it when told to, when the next run begins, or when it no longer answers.
 *
 * The worker belongs to the learner: its messages are checked before they are believed, and all that
 * they can do is show text or talk to the engine as a client.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type {
  CodeClient,
  CodeFailure,
  CodeFromWorker,
  CodePrintLevel,
  CodeRunRequest,
  CodeToWorker,
} from '../../contract/code.ts';
import type { PortMessage } from '../../contract/host.ts';
import { createFrameGate } from '../kit/frame-gate.ts';
import { readMessage } from './read-message.ts';

export type OutputLine =
  | { readonly kind: 'print'; readonly level: CodePrintLevel; readonly text: string }
  | { readonly kind: 'failure'; readonly failure: CodeFailure }
  | { readonly kind: 'limit' | 'stuck' | 'stopped' }
  | { readonly kind: 'crashed'; readonly detail: string };

/** `listening`: the last line has run, and connections are open. */
export type CodePhase = 'idle' | 'preparing' | 'running' | 'listening' | 'ended';

export interface CodeState {
  readonly phase: CodePhase;
  readonly lines: readonly OutputLine[];
}

/** Attaches one end of a channel to the engine as a client. */
export type ConnectPort = (port: MessagePort) => Promise<unknown>;

export interface CodeSession extends StoreApi<CodeState> {
  run(compiled: CodeRunRequest['compiled'], client: CodeClient): void;
  /** Before a run begins: the code is being compiled. */
  prepare(): void;
  stop(): void;
  clear(): void;
}

const PING_EVERY_MS = 1000;
const PATIENCE_MS = 3000;
const CONNECTIONS_MAX = 200;

interface Run {
  readonly worker: Worker;
  readonly port: MessagePort;
  readonly connections: Map<number, MessagePort>;
  readonly timer: ReturnType<typeof setInterval>;
  /** When the oldest ping without an answer was sent; null while nothing was heard at all. */
  askedAtMs: number | null;
  heard: boolean;
  ended: boolean;
}

export function createCodeSession(connect: ConnectPort): CodeSession {
  const store = createStore<CodeState>(() => ({ phase: 'idle', lines: [] }));
  let current: Run | null = null;
  let fresh: OutputLine[] = [];
  const flush = createFrameGate(() => {
    if (fresh.length === 0) return;
    const added = fresh;
    fresh = [];
    store.setState(({ lines }) => ({ lines: [...lines, ...added] }));
  });
  const say = (line: OutputLine): void => {
    fresh.push(line);
    flush();
  };

  const end = (phase: CodePhase): void => {
    const run = current;
    if (!run) return;
    current = null;
    clearInterval(run.timer);
    run.worker.terminate();
    run.port.close();
    for (const [connection, port] of run.connections) hangUp(run, connection, port);
    store.setState({ phase });
  };

  const begin = (request: CodeRunRequest): Run => {
    const worker = new Worker(new URL('../../hosts/worker/code-main.ts', import.meta.url), {
      type: 'module',
      name: 'code',
    });
    const { port1, port2 } = new MessageChannel();
    const timer = setInterval(() => look(run), PING_EVERY_MS);
    const run: Run = {
      worker,
      port: port1,
      connections: new Map(),
      timer,
      askedAtMs: null,
      heard: false,
      ended: false,
    };
    port1.onmessage = ({ data }: MessageEvent<unknown>) => {
      const message = readMessage(data);
      if (message && current === run) hear(run, message);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      if (current !== run) return;
      say({ kind: 'crashed', detail: event.message || 'it could not be loaded' });
      end('ended');
    };
    worker.postMessage(request, [port2]);
    return run;
  };

  /** A worker that has spoken once and does not answer any more is in a loop. */
  const look = (run: Run): void => {
    const now = performance.now();
    if (run.askedAtMs === null) {
      run.askedAtMs = now;
      tell(run, { kind: 'ping', n: 0 });
    } else if (run.heard && now - run.askedAtMs > PATIENCE_MS) {
      say({ kind: 'stuck' });
      end('ended');
    }
  };

  const hear = (run: Run, message: CodeFromWorker): void => {
    run.heard = true;
    if (message.kind === 'pong') run.askedAtMs = null;
    else if (message.kind === 'print') say(message);
    else if (message.kind === 'print-limit') say({ kind: 'limit' });
    else if (message.kind === 'failure') say(message);
    else if (message.kind === 'connect') open(run, message.connection);
    else if (message.kind === 'send') {
      const bytes = { kind: 'bytes', bytes: message.bytes } satisfies PortMessage;
      run.connections.get(message.connection)?.postMessage(bytes);
    } else if (message.kind === 'hang-up') {
      hangUp(run, message.connection, run.connections.get(message.connection));
    } else run.ended = true;
    const phase = !run.ended ? 'running' : run.connections.size > 0 ? 'listening' : 'ended';
    if (store.getState().phase !== phase) store.setState({ phase });
  };

  const open = (run: Run, connection: number): void => {
    if (run.connections.has(connection)) return;
    const { port1, port2 } = new MessageChannel();
    const closed = (): void => {
      if (run.connections.delete(connection)) tell(run, { kind: 'closed', connection });
      port1.close();
    };
    run.connections.set(connection, port1);
    port1.onmessage = ({ data }: MessageEvent<PortMessage>) => {
      if (data.kind === 'bytes') tell(run, { kind: 'received', connection, bytes: data.bytes });
      else closed();
    };
    if (run.connections.size > CONNECTIONS_MAX) closed();
    else connect(port2).catch(closed);
  };

  return {
    ...store,
    prepare: () => {
      end('idle');
      fresh = [];
      store.setState({ phase: 'preparing', lines: [] });
    },
    run: (compiled, client) => {
      end('idle');
      fresh = [];
      store.setState({ phase: 'running', lines: [] });
      current = begin({ kind: 'run', compiled, client });
    },
    stop: () => {
      if (!current) return;
      if (!current.ended) say({ kind: 'stopped' });
      end('ended');
    },
    clear: () => {
      fresh = [];
      store.setState({ lines: [] });
    },
  };
}

function tell(run: Run, message: CodeToWorker): void {
  run.port.postMessage(message);
}

function hangUp(run: Run, connection: number, port: MessagePort | undefined): void {
  run.connections.delete(connection);
  port?.postMessage({ kind: 'close', reason: 'the code has ended' } satisfies PortMessage);
  port?.close();
}
