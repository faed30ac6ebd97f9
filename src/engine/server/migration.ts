/**
 * MIGRATE: keys go to another server as RESTORE takes them, and are deleted here once it has them.
 *
 * Everybody waits meanwhile (as in Redis, which does nothing else until the other has answered), so
 * that no change can fall between the copy and the deletion. Where a host has no network the answer
 * is the one for an address that is none. A failed connection is told when the first request is
 * written, because Redis does not wait for it before. The connection is kept for a while; where a
 * kept one turns out to be gone, a new one is tried once.
 */
import { type Bytes, bytesOf } from '../../base/bytes.ts';
import { errorReply, NO_REPLY, OK, type Reply, simple } from '../../protocol/reply.ts';
import { encodeRequest } from '../../protocol/resp-request.ts';
import type { Args } from '../commands/args.ts';
import { fail, SYNTAX_ERROR } from '../commands/errors.ts';
import { NOTIFY_GENERIC } from '../keyspace/notifications.ts';
import { dumpValue } from '../rdb/dump-payload.ts';
import type { MigrateSocket } from './migrate-sockets.ts';
import type { ServerContext } from './server-context.ts';

const NO_KEY = simple('NOKEY');
const UNREACHABLE = errorReply('IOERR error or timeout connecting to the client');
const UNWRITTEN = errorReply('IOERR error or timeout writing to target instance');
const SILENT = errorReply('IOERR error or timeout reading to target instance');
const TIMEOUT_MS = 1000;

interface Request {
  readonly host: Bytes;
  readonly port: number;
  readonly keys: readonly Bytes[];
  readonly dbIndex: number;
  readonly timeoutMs: number;
  readonly copies: boolean;
  readonly replaces: boolean;
  /** AUTH's arguments. */
  readonly auth: readonly Bytes[];
}

function readRequest(args: Args): Request {
  let copies = false;
  let replaces = false;
  let auth: readonly Bytes[] = [];
  let keys = [args.bytes(3)];
  for (let i = 6; i < args.length; i++) {
    const left = args.length - i - 1;
    if (args.is(i, 'COPY')) copies = true;
    else if (args.is(i, 'REPLACE')) replaces = true;
    else if (args.is(i, 'AUTH') && left >= 1) auth = [args.bytes(++i)];
    else if (args.is(i, 'AUTH2') && left >= 2) auth = [args.bytes(++i), args.bytes(++i)];
    else if (args.is(i, 'KEYS')) {
      if (args.sizeOf(3) !== 0) {
        fail(
          'ERR When using MIGRATE KEYS option, the key argument must be set to the empty string',
        );
      }
      keys = args.toArray(i + 1);
      break;
    } else fail(SYNTAX_ERROR);
  }
  const timeoutMs = args.int(5);
  return {
    host: args.bytes(1),
    // As atoi reads it.
    port: Number.parseInt(args.bytes(2), 10) || 0,
    keys,
    dbIndex: args.int(4),
    timeoutMs: timeoutMs <= 0 ? TIMEOUT_MS : timeoutMs,
    copies,
    replaces,
    auth,
  };
}

/** What is sent for each of `keys`. */
function restoresFor(ctx: ServerContext, request: Request, keys: readonly Bytes[]): Bytes[][] {
  const { db, keyspace, version } = ctx;
  return keys.map((key) => {
    const value = db.peek(key);
    const payload = value === undefined ? '' : dumpValue(value, version, keyspace.rdbCompression);
    const expiresAtMs = db.expiresAt(key);
    const ttl = expiresAtMs === null ? 0 : Math.max(1, expiresAtMs - keyspace.nowMs);
    const tail = request.replaces ? ['REPLACE'] : [];
    return [
      'RESTORE',
      key,
      String(ttl),
      typeof payload === 'string' ? payload : bytesOf(payload),
      ...tail,
    ];
  });
}

/** One conversation with the other server, from the connection to the last answer. */
class Migration {
  private readonly ctx: ServerContext;
  private readonly request: Request;
  private readonly keys: readonly Bytes[];
  private readonly client: ServerContext['client'];
  private readonly db: ServerContext['db'];
  private readonly restores: readonly Bytes[][];
  /** How many requests come before those for keys. */
  private greetings = 0;
  private socket: MigrateSocket | null = null;
  private heard: Bytes = '';
  private answers = 0;
  private error: Bytes | null = null;
  private readonly moved: Bytes[] = [];
  /** What is answered where the connection ends here. */
  private broken: Reply = UNWRITTEN;
  private isOver = false;
  private cancelTimer: () => void = () => {};

  constructor(ctx: ServerContext, request: Request, keys: readonly Bytes[]) {
    this.ctx = ctx;
    this.client = ctx.client;
    this.db = ctx.db;
    this.request = request;
    this.keys = keys;
    this.restores = restoresFor(ctx, request, keys);
  }

  start(): void {
    const { server } = this.ctx;
    const { timeoutMs } = this.request;
    server.pauses.pause('all', timeoutMs + TIMEOUT_MS);
    this.cancelTimer = server.ports.clock.after(timeoutMs, () => this.end(this.broken));
    this.connect();
  }

  private connect(): void {
    const { server } = this.ctx;
    const { host, port } = this.request;
    const socket = server.migrateSockets.open(host, port, {
      opened: () => this.ask(),
      received: (text) => this.hear(text),
      closed: (why) => this.lost(why),
    });
    this.socket = socket;
    if (!socket) server.ports.clock.after(0, () => this.end(UNREACHABLE));
    else if (socket.isKept) this.ask();
  }

  private ask(): void {
    const { socket, request } = this;
    if (!socket) return;
    this.broken = SILENT;
    const greeting = request.auth.length > 0 ? [['AUTH', ...request.auth]] : [];
    if (socket.dbIndex !== request.dbIndex) greeting.push(['SELECT', String(request.dbIndex)]);
    this.greetings = greeting.length;
    for (const argv of [...greeting, ...this.restores]) socket.link.send(encodeRequest(argv));
  }

  private lost(why?: 'no-address'): void {
    // One that was kept may have been closed by the other side long ago.
    const mayRetry = this.socket?.isKept === true && this.answers === 0 && !this.isOver;
    this.socket = null;
    if (mayRetry) this.connect();
    else this.end(why === 'no-address' ? UNREACHABLE : this.broken);
  }

  /** Every answer is one line. */
  private hear(text: Bytes): void {
    this.heard += text;
    for (let end = this.heard.indexOf('\r\n'); end >= 0; end = this.heard.indexOf('\r\n')) {
      this.take(this.heard.slice(0, end));
      this.heard = this.heard.slice(end + 2);
    }
  }

  private take(line: Bytes): void {
    const index = this.answers++ - this.greetings;
    const isError = line.startsWith('-');
    if (isError) this.error ??= line.slice(1);
    else if (index >= 0) this.moved.push(this.keys[index] as Bytes);
    else if (index === -1 && this.socket) this.socket.dbIndex = this.request.dbIndex;
    const isLast = index === this.keys.length - 1;
    if (!isLast && !(index < 0 && isError)) return;
    const { error } = this;
    if (isLast && error === null) this.keepSocket();
    this.end(error === null ? OK : errorReply(`ERR Target instance replied with error: ${error}`));
  }

  private keepSocket(): void {
    const { host, port } = this.request;
    if (this.socket) this.ctx.server.migrateSockets.keep(host, port, this.socket);
    this.socket = null;
  }

  private end(reply: Reply): void {
    if (this.isOver) return;
    this.isOver = true;
    this.cancelTimer();
    const { server } = this.ctx;
    const { host, port } = this.request;
    if (this.socket) server.migrateSockets.discard(host, port, this.socket);
    server.turn(() => {
      if (!this.request.copies) this.deleteMoved();
      server.pauses.end();
      if (!this.client.closed && this.client.blocked) server.release(this.client, reply);
    });
  }

  private deleteMoved(): void {
    const { server } = this.ctx;
    const gone = this.moved.filter((key) => this.db.delete(key));
    for (const key of gone) this.db.notify(NOTIFY_GENERIC, 'del', key);
    if (gone.length === 0) return;
    server.keyspace.dirty += gone.length;
    server.propagation.add(this.db.index, ['DEL', ...gone]);
    server.propagation.commit();
  }
}

export function migrate(ctx: ServerContext, args: Args): Reply {
  const request = readRequest(args);
  const keys = request.keys.filter((key) => ctx.db.has(key));
  if (keys.length === 0) return NO_KEY;
  const wait = ctx.block({ keys: [], type: 'string', timeoutMs: 0, onTimeout: UNREACHABLE });
  if (wait !== NO_REPLY) return fail('ERR MIGRATE cannot wait for another server in here');
  new Migration(ctx, request, keys).start();
  return wait;
}
