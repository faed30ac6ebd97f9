/**
 * One console tab: a client of the engine, its log and its state.
 *
 * Lines run as `line-runner.ts` says. Ctrl-C stops them and leaves whatever the client is in: it
 * unblocks (from another client), unsubscribes, or, where nothing else helps, reconnects.
 * `exit` and `quit` end the connection without a word to the server, as redis-cli does.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bytes } from '../../base/bytes.ts';
import type { RespClient } from '../../client/client.ts';
import type { RespValue } from '../../client/resp-value.ts';
import type { CatalogueIndex } from './catalogue-index.ts';
import {
  afterConfirmation,
  afterReply,
  type ConnectionState,
  freshConnection,
  killOf,
  promptOf,
} from './connection-state.ts';
import { createLineRunner, unsent } from './line-runner.ts';
import type { CommandEntry, Log } from './log.ts';

export interface Connection {
  readonly client: RespClient;
  readonly id: number;
}

export interface SessionState {
  /**
   * `left`: by `exit` or `quit`; `refused`: nobody answers, as after SHUTDOWN. The next command
   * connects again.
   */
  readonly status: 'connecting' | 'ready' | 'left' | 'refused';
  readonly clientId: number | null;
  readonly connection: ConnectionState;
  /** Channels and patterns this client listens to. */
  readonly channels: readonly string[];
  /** The command whose answer has been awaited for a while; quick answers never show here. */
  readonly waiting: Pending | null;
  /** Lines of a group that have not been run yet, and what was typed after them. */
  readonly linesLeft: number;
  /** How often something was run by hand: the output then shows its end. */
  readonly runs: number;
}

export interface Pending {
  readonly argv: readonly Bytes[];
  /** By `performance.now()`. */
  readonly sinceMs: number;
}

export interface SessionDeps {
  readonly connect: () => Promise<Connection>;
  /** Runs a command on the page's own control client. */
  readonly control: (argv: readonly Bytes[]) => Promise<RespValue>;
  readonly catalogue: () => CatalogueIndex;
  readonly nowMs: () => number;
}

export interface Session {
  readonly number: number;
  readonly store: StoreApi<SessionState>;
  readonly log: Log;
  /** Runs what was typed or pasted; several lines become a group (line-runner.ts). */
  run(text: string, skipped?: number): Promise<void>;
  cancel(): Promise<void>;
  /** Connects again where that was refused, and says so. */
  reconnect(): void;
  close(): void;
}

/** Answers later than this are worth telling. */
const PATIENCE_MS = 200;

/** The prompt of a session as it is now, without its trailing blank. */
export const sessionPrompt = ({ connection, channels, status }: SessionState): string =>
  promptOf(connection, {
    subscribed: channels.length > 0,
    left: status === 'left' || status === 'refused',
  });

function settle(log: Log, id: number, change: Partial<CommandEntry>): void {
  log.update(id, (entry) => (entry.kind === 'command' ? { ...entry, ...change } : entry));
}

export function createSession(number: number, log: Log, deps: SessionDeps): Session {
  const store = createStore<SessionState>(() => ({
    status: 'connecting',
    clientId: null,
    connection: freshConnection,
    channels: [],
    waiting: null,
    linesLeft: 0,
    runs: 0,
  }));
  let connecting: Promise<Connection> | null = null;
  let client: RespClient | null = null;
  let closed = false;
  /** Commands under way, oldest first: answers come in this order. */
  const pending: Pending[] = [];
  let watching = false;
  const patch = (change: Partial<SessionState>) => store.setState(change);

  function connection(): Promise<Connection> {
    if (connecting && !client?.closed) return connecting;
    patch({ status: 'connecting' });
    connecting = deps.connect().then(async (made) => {
      client = made.client;
      made.client.listen({ onPush, onMonitor, onClose });
      const { db } = store.getState().connection;
      if (db !== 0) await made.client.send(['SELECT', String(db)]);
      patch({ status: 'ready', clientId: made.id });
      return made;
    });
    connecting.catch(() => {
      connecting = null;
      patch({ status: 'refused', clientId: null });
    });
    return connecting;
  }

  function onPush(value: RespValue): void {
    patch({ channels: afterConfirmation(store.getState().channels, value) });
    log.add({ kind: 'push', value });
  }

  function onMonitor(line: Bytes): void {
    log.add({ kind: 'monitor', line });
  }

  function onClose(reason: string): void {
    client = null;
    connecting = null;
    if (closed) return;
    const { connection } = store.getState();
    patch({ connection: { ...freshConnection, db: connection.db }, channels: [], waiting: null });
    log.add({ kind: 'notice', code: 'closed', detail: reason });
    reconnect();
  }

  function reconnect(): void {
    connection().then(
      () => log.add({ kind: 'notice', code: 'reconnected', detail: '' }),
      () => undefined,
    );
  }

  /** Looks now and then whether the oldest command is taking long, instead of telling of each. */
  function watchPending(): void {
    if (watching) return;
    watching = true;
    setTimeout(() => {
      watching = false;
      const [oldest] = pending;
      if (!oldest) return;
      const isSlow = deps.nowMs() - oldest.sinceMs >= PATIENCE_MS;
      if (isSlow && store.getState().waiting !== oldest) patch({ waiting: oldest });
      watchPending();
    }, PATIENCE_MS);
  }

  function donePending(one: Pending): void {
    const at = pending.indexOf(one);
    if (at >= 0) pending.splice(at, 1);
    if (store.getState().waiting === one) patch({ waiting: null });
  }

  /** Follows what the reply made of the connection; says nothing when it changed nothing. */
  function follow(client: RespClient, argv: readonly Bytes[], reply: RespValue): void {
    const { connection: before, channels } = store.getState();
    const connection = afterReply(before, argv, reply);
    const hasReset = /^reset$/i.test(argv[0] ?? '') && reply.kind !== 'error';
    const listening = client.subscribed || channels.length > 0;
    const now = hasReset ? [] : listening ? afterConfirmation(channels, reply) : channels;
    if (connection !== before || now !== channels) patch({ connection, channels: now });
  }

  let lastReplyMs = Number.NEGATIVE_INFINITY;

  /** Sends one command; the promise resolves with true when the answer is an error. */
  async function execute(
    line: string,
    argv: readonly Bytes[],
    group: number | null,
  ): Promise<boolean> {
    const id = log.add({
      kind: 'command',
      group,
      prompt: sessionPrompt(store.getState()),
      db: store.getState().connection.db,
      line,
      argv,
      reply: null,
      failure: null,
      tookMs: 0,
    });
    const sinceMs = deps.nowMs();
    const one: Pending = { argv, sinceMs };
    // What is sent behind others waits for them: its own time begins with the reply before.
    const sinceTurn = () => deps.nowMs() - Math.max(sinceMs, lastReplyMs);
    let made: Connection | null = null;
    try {
      made = await connection();
      const { client } = made;
      pending.push(one);
      watchPending();
      const reply = await client.send(argv);
      // In a pipeline the prompt is known only now: it is the one the command was run at.
      const ranAt = store.getState();
      follow(client, argv, reply);
      const tookMs = sinceTurn();
      lastReplyMs = deps.nowMs();
      settle(log, id, { prompt: sessionPrompt(ranAt), db: ranAt.connection.db, reply, tookMs });
      return reply.kind === 'error';
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      settle(log, id, {
        failure: { code: made ? 'connection-closed' : 'not-connected', reason },
        tookMs: sinceTurn(),
      });
      return true;
    } finally {
      donePending(one);
    }
  }

  const runner = createLineRunner({
    log,
    prompt: () => sessionPrompt(store.getState()),
    catalogue: deps.catalogue,
    nowMs: deps.nowMs,
    execute,
    leave,
    onLinesLeft: (linesLeft) => {
      if (store.getState().linesLeft !== linesLeft) patch({ linesLeft });
    },
  });

  async function run(text: string, skipped = 0): Promise<void> {
    patch({ runs: store.getState().runs + 1 });
    const lines = text.split(/\r?\n/).map((line) => line.trim());
    await runner.run(
      lines.filter((line) => line !== '' && !line.startsWith('#')),
      skipped,
    );
  }

  /** What comes after it in a script is not run, as when redis-cli has ended. */
  function leave(line: string, linesDropped: number): void {
    const prompt = sessionPrompt(store.getState());
    dropConnection(freshConnection);
    patch({ status: 'left', clientId: null });
    log.add(unsent(line, prompt, null, { code: 'left', linesDropped }));
  }

  async function cancel(): Promise<void> {
    runner.stop();
    const { clientId, channels, connection: state } = store.getState();
    const [waiting] = pending;
    if (waiting && clientId !== null) {
      const kill = killOf(waiting.argv);
      if (kill) {
        await endScript(kill, state.db);
        return;
      }
      const reply = await deps.control(['CLIENT', 'UNBLOCK', String(clientId)]).catch(() => null);
      if (reply?.kind === 'integer' && reply.digits === '1') return;
      if (pending[0] === waiting) hangUp('cancelled');
      return;
    }
    if (state.monitoring) {
      hangUp('monitor-ended');
    } else if (channels.length > 0 && client) {
      const sent = ['UNSUBSCRIBE', 'PUNSUBSCRIBE', 'SUNSUBSCRIBE'].map((name) =>
        client?.send([name]),
      );
      await Promise.allSettled(sent);
      patch({ channels: [] });
    }
  }

  /** Shown as a command, since it is one; a script that has written goes on, and the answer says so. */
  async function endScript(argv: readonly Bytes[], db: number): Promise<void> {
    const reply = await deps.control(argv).catch(() => null);
    if (!reply) return;
    const line = argv.join(' ');
    log.add({
      ...{ kind: 'command', group: null, prompt: '^C', db, line, argv },
      ...{ reply, failure: null, tookMs: 0 },
    });
  }

  /** Ends the connection from our side and makes a new one. */
  function hangUp(code: 'cancelled' | 'monitor-ended'): void {
    dropConnection({ ...freshConnection, db: store.getState().connection.db });
    log.add({ kind: 'notice', code, detail: '' });
    connection().catch(() => undefined);
  }

  function dropConnection(connection: ConnectionState): void {
    client?.close();
    client = null;
    connecting = null;
    patch({ connection, channels: [], waiting: null });
  }

  connection().catch(() => undefined);
  return {
    number,
    store,
    log,
    run,
    cancel,
    reconnect: () => (store.getState().status === 'refused' ? reconnect() : undefined),
    close: () => {
      closed = true;
      runner.stop();
      client?.close();
    },
  };
}
