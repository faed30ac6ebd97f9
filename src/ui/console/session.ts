/**
 * One console tab: a client of the engine, its log and its state.
 *
 * Lines run one after another; several at once (pasted, or a script) form a group and are sent in
 * windows, so that they pipeline and can still be stopped. Ctrl-C leaves whatever the client is
 * in: it unblocks (from another client), unsubscribes, or, where nothing else helps, reconnects.
 * `exit` and `quit` end the connection without a word to the server, as redis-cli does.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type Bytes, bytesToUtf8Lossy, utf8ToBytes } from '../../base/bytes.ts';
import type { RespClient } from '../../client/client.ts';
import type { RespValue } from '../../client/resp-value.ts';
import { splitArguments } from '../../protocol/split-arguments.ts';
import type { CatalogueIndex } from './catalogue-index.ts';
import {
  afterConfirmation,
  afterReply,
  type ConnectionState,
  freshConnection,
  promptOf,
} from './connection-state.ts';
import { helpFor } from './help.ts';
import type { CommandEntry, Log, LogEntry } from './log.ts';

export interface Connection {
  readonly client: RespClient;
  readonly id: number;
}

export interface SessionState {
  /** `left`: by `exit` or `quit`; the next command connects again. */
  readonly status: 'connecting' | 'ready' | 'left';
  readonly clientId: number | null;
  readonly connection: ConnectionState;
  /** Channels and patterns this client listens to. */
  readonly channels: readonly string[];
  /** The command whose answer has been awaited for a while; quick answers never show here. */
  readonly waiting: Pending | null;
  /** Lines of a group that have not been sent yet. */
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
  /** Runs what was typed or pasted; several lines become a group. */
  run(text: string): Promise<void>;
  cancel(): Promise<void>;
  close(): void;
}

/** Answers later than this are worth telling. */
const PATIENCE_MS = 200;
/** How many commands of a group are under way at once. */
const WINDOW = 256;
const REPEATS_MAX = 100_000;
/** Larger groups start folded. */
const OPEN_MAX = 10;

const isLeaving = (line: string): boolean => /^(?:exit|quit)(?:\s|$)/i.test(line);

/** The prompt of a session as it is now, without its trailing blank. */
export const sessionPrompt = ({ connection, channels, status }: SessionState): string =>
  promptOf(connection, { subscribed: channels.length > 0, left: status === 'left' });

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
  let stopped = false;
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

  function settle(id: number, change: Partial<CommandEntry>): void {
    log.update(id, (entry) => (entry.kind === 'command' ? { ...entry, ...change } : entry));
  }

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
    try {
      const { client } = await connection();
      pending.push(one);
      watchPending();
      const reply = await client.send(argv);
      // In a pipeline the prompt is known only now: it is the one the command was run at.
      const ranAt = store.getState();
      follow(client, argv, reply);
      const tookMs = sinceTurn();
      lastReplyMs = deps.nowMs();
      settle(id, { prompt: sessionPrompt(ranAt), db: ranAt.connection.db, reply, tookMs });
      return reply.kind === 'error';
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      settle(id, {
        failure: { code: 'connection-closed', reason },
        tookMs: sinceTurn(),
      });
      return true;
    } finally {
      donePending(one);
    }
  }

  /** One line: local commands are answered here, the rest by the engine. */
  async function runLine(line: string, group: number | null): Promise<boolean> {
    const argv = splitArguments(utf8ToBytes(line));
    const prompt = sessionPrompt(store.getState());
    if (argv === null) {
      log.add({
        kind: 'command',
        group,
        prompt,
        db: 0,
        line,
        argv: [],
        reply: null,
        failure: { code: 'invalid-arguments' },
        tookMs: 0,
      });
      return true;
    }
    const help = helpFor(argv, deps.catalogue());
    if (help) {
      log.add({ kind: 'help', prompt, line, ...help });
      return false;
    }
    if (argv.length === 1 && /^clear$/i.test(argv[0] ?? '')) {
      log.clear();
      return false;
    }
    const repeats = argv.length > 1 && /^\d+$/.test(argv[0] ?? '') ? Number(argv[0]) : null;
    if (repeats === null) return execute(line, argv, group);
    return repeat(argv.slice(1), Math.min(repeats, REPEATS_MAX), group);
  }

  async function repeat(
    argv: readonly Bytes[],
    times: number,
    group: number | null,
  ): Promise<boolean> {
    const shown = argv.map(bytesToUtf8Lossy).join(' ');
    let failed = false;
    for (let at = 0; at < times && !stopped; at += WINDOW) {
      patch({ linesLeft: times - at });
      const count = Math.min(WINDOW, times - at);
      const window = Array.from({ length: count }, () => execute(shown, argv, group));
      failed = (await Promise.all(window)).includes(true) || failed;
    }
    patch({ linesLeft: 0 });
    return failed;
  }

  async function runGroup(lines: readonly string[]): Promise<void> {
    const group = log.add({
      kind: 'group',
      commands: lines.length,
      done: 0,
      errors: 0,
      open: lines.length <= OPEN_MAX,
    });
    const report = (failed: boolean) => {
      log.update(group, (entry: LogEntry) =>
        entry.kind === 'group'
          ? { ...entry, done: entry.done + 1, errors: entry.errors + Number(failed) }
          : entry,
      );
    };
    for (let at = 0; at < lines.length && !stopped; at += WINDOW) {
      const window = lines.slice(at, at + WINDOW);
      patch({ linesLeft: lines.length - at });
      await Promise.all(window.map((line) => runLine(line, group).then(report)));
    }
    patch({ linesLeft: 0 });
  }

  async function run(text: string): Promise<void> {
    stopped = false;
    patch({ runs: store.getState().runs + 1 });
    const lines = text.split(/\r?\n/).map((line) => line.trim());
    const all = lines.filter((line) => line !== '' && !line.startsWith('#'));
    const end = all.findIndex(isLeaving);
    const commands = end < 0 ? all : all.slice(0, end);
    const [only] = commands;
    if (only !== undefined && commands.length === 1) await runLine(only, null);
    else if (commands.length > 1) await runGroup(commands);
    if (end >= 0 && !stopped) leave(all[end] ?? '', all.length - end - 1);
  }

  /** What comes after it in a script is not run, as when redis-cli has ended. */
  function leave(line: string, linesDropped: number): void {
    const prompt = sessionPrompt(store.getState());
    dropConnection(freshConnection);
    patch({ status: 'left', clientId: null });
    const failure = { code: 'left', linesDropped } as const;
    const entry = { group: null, prompt, db: 0, line, argv: [], reply: null, failure, tookMs: 0 };
    log.add({ kind: 'command', ...entry });
  }

  async function cancel(): Promise<void> {
    stopped = true;
    const { clientId, channels, connection: state } = store.getState();
    const [waiting] = pending;
    if (waiting && clientId !== null) {
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
    close: () => {
      closed = true;
      stopped = true;
      client?.close();
    },
  };
}
