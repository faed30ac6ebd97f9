/**
 * A Redis client with ioredis's call shapes, made for worlds: it speaks RESP to a node through the
 * world's network and answers with the world's promises, at a tenth of a real client's cost.
 *
 *   redis.get(key)                          -> string | null
 *   redis.set(key, value, 'NX', 'EX', 10)   -> 'OK' | null
 *   redis.hgetall(key)                      -> { field: value }
 *   redis.pipeline().get(a).del(b).exec()   -> [[error, reply], ...]
 *
 * Every command of the engine is a method. One connection; replies come in the order of requests.
 * A lost connection fails what was under way, as ioredis does with maxRetriesPerRequest 0, and the
 * next command opens a new one.
 */
import { type Bytes, bytesToUtf8Lossy, utf8ToBytes } from '../../base/bytes.ts';
import type { Clock } from '../../base/ports.ts';
import { RespReader } from '../../client/resp-reader.ts';
import type { RespValue } from '../../client/resp-value.ts';
import { allCommands } from '../../engine/all-commands.ts';
import { WorldPromise } from '../../hosts/simulated/world-promise.ts';
import { RequestWriter } from '../../protocol/resp-request.ts';
import type { WireEnd, WireToServer } from './cache-server.ts';

/** An error that the server answered with, as ioredis names it. */
export class ReplyError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ReplyError';
  }
}

export type Reply = string | number | null | Reply[] | { [field: string]: string };
type Argument = string | number | boolean | readonly Argument[] | Record<string, unknown>;

interface Pending {
  /** Its reply is a list of fields and values, and is given as an object. */
  readonly isPairs: boolean;
  readonly promise: WorldPromise<Reply>;
  readonly deadlineMs: number;
  /** Its promise was rejected already; the reply that comes later is dropped. */
  timedOut: boolean;
}

/** Answered requests are dropped from the front of the queue when there are so many. */
const FORGET_AFTER = 1024;

export interface LightClientPorts {
  readonly clock: Clock;
  /** Opens a connection to the cache, or answers null where nothing listens. */
  connect(end: WireEnd): WireToServer | null;
  /** How long a command may take before its promise is rejected. */
  readonly commandTimeoutMs: number;
}

export class LightClient {
  private readonly ports: LightClientPorts;
  private wire: WireToServer | null = null;
  private reader = new RespReader();
  /** In the order sent, the first `answered` of them done. */
  private pending: Pending[] = [];
  private answered = 0;
  private watchesTime = false;
  private isGone = false;
  private readonly requests = new RequestWriter();

  constructor(ports: LightClientPorts) {
    this.ports = ports;
  }

  /** Sends one command by its name. */
  call(name: string, ...args: readonly Argument[]): WorldPromise<Reply> {
    const argv: Bytes[] = [utf8ToBytes(name)];
    for (const arg of args) flatten(arg, argv);
    return this.send(argv, name.length === 7 && name.toLowerCase() === 'hgetall');
  }

  /** Commands sent that have neither been answered nor given up. */
  get underWay(): number {
    return this.pending.slice(this.answered).filter(({ timedOut }) => !timedOut).length;
  }

  pipeline(): Batch {
    return new Batch(this, false);
  }

  multi(): Batch {
    return new Batch(this, true);
  }

  /** Closes the connection; what is under way fails. */
  disconnect(): void {
    this.wire?.close();
    this.lost();
  }

  /** The process is gone: nothing more is sent, and nothing is answered. */
  abandon(): void {
    this.isGone = true;
    this.wire?.close();
    this.pending = [];
    this.answered = 0;
  }

  private send(argv: readonly Bytes[], isPairs: boolean): WorldPromise<Reply> {
    const promise = new WorldPromise<Reply>();
    if (this.isGone) return promise;
    this.wire ??= this.open();
    if (!this.wire) {
      promise.reject(new Error('connect ECONNREFUSED cache:6379'));
      return promise;
    }
    const { clock, commandTimeoutMs } = this.ports;
    const deadlineMs = clock.nowMs() + commandTimeoutMs;
    this.pending.push({ isPairs, promise, deadlineMs, timedOut: false });
    if (!this.watchesTime && commandTimeoutMs !== Infinity) this.watchTime(commandTimeoutMs);
    this.wire.send(this.requests.encode(argv));
    return promise;
  }

  /** One timer for all: deadlines come in the order of requests. */
  private watchTime(delayMs: number): void {
    this.watchesTime = true;
    const { clock } = this.ports;
    clock.after(delayMs, () => {
      this.watchesTime = false;
      const nowMs = clock.nowMs();
      for (let at = this.answered; at < this.pending.length; at++) {
        const pending = this.pending[at] as Pending;
        if (pending.timedOut) continue;
        if (pending.deadlineMs > nowMs) {
          this.watchTime(pending.deadlineMs - nowMs);
          return;
        }
        pending.timedOut = true;
        pending.promise.reject(new Error('Command timed out'));
      }
    });
  }

  private open(): WireToServer | null {
    this.reader = new RespReader();
    return this.ports.connect({
      received: (bytes) => this.received(bytes),
      closed: () => this.lost(),
    });
  }

  private received(bytes: Uint8Array): void {
    this.reader.feed(bytes);
    for (let value = this.reader.next(); value !== null; value = this.reader.next()) {
      const pending = this.pending[this.answered++];
      if (pending && !pending.timedOut) answer(pending, value);
    }
    if (this.answered < this.pending.length && this.answered < FORGET_AFTER) return;
    if (this.answered === this.pending.length) this.pending.length = 0;
    else this.pending.splice(0, this.answered);
    this.answered = 0;
  }

  private lost(): void {
    this.wire = null;
    const unanswered = this.pending.slice(this.answered);
    this.pending = [];
    this.answered = 0;
    for (const { promise, timedOut } of unanswered) {
      if (!timedOut) promise.reject(new Error('Connection is closed.'));
    }
  }
}

/** Commands gathered and sent together; with `isAtomic` between MULTI and EXEC. */
export class Batch {
  private readonly client: LightClient;
  private readonly isAtomic: boolean;
  private readonly commands: { name: string; args: readonly Argument[] }[] = [];

  constructor(client: LightClient, isAtomic: boolean) {
    this.client = client;
    this.isAtomic = isAtomic;
  }

  call(name: string, ...args: readonly Argument[]): this {
    this.commands.push({ name, args });
    return this;
  }

  /** One `[error, reply]` per command; null where a transaction was refused because of WATCH. */
  exec(): WorldPromise<[Error | null, Reply | undefined][] | null> {
    const { client, commands } = this;
    if (this.isAtomic) {
      const opened = client.call('multi');
      const queued = commands.map(({ name, args }) => client.call(name, ...args));
      const replies = client.call('exec');
      for (const promise of [opened, ...queued]) promise.catch(() => {});
      return replies.then((all) => (Array.isArray(all) ? all.map((reply) => [null, reply]) : null));
    }
    const sent = commands.map(({ name, args }) => client.call(name, ...args));
    return WorldPromise.allSettled(sent).then((all) =>
      all.map((one) =>
        one.status === 'fulfilled' ? [null, one.value] : [one.reason as Error, undefined],
      ),
    );
  }
}

/** ioredis's methods: every command by its lower-case name, on clients and on batches. */
for (const { name } of allCommands) {
  const method = name.toLowerCase();
  if (name.includes(' ') || method in LightClient.prototype) continue;
  const define = (target: object): void => {
    Object.defineProperty(target, method, {
      value: function command(this: LightClient | Batch, ...args: readonly Argument[]) {
        return this.call(name, ...args);
      },
    });
  };
  define(LightClient.prototype);
  if (!(method in Batch.prototype)) define(Batch.prototype);
}

/** Lists are spread, objects become field and value, as ioredis does for MSET and HSET. */
function flatten(arg: Argument, argv: Bytes[]): void {
  if (typeof arg === 'string') argv.push(utf8ToBytes(arg));
  else if (Array.isArray(arg)) for (const each of arg as readonly Argument[]) flatten(each, argv);
  else if (arg !== null && typeof arg === 'object') {
    for (const [field, value] of Object.entries(arg)) {
      argv.push(utf8ToBytes(field), utf8ToBytes(String(value)));
    }
  } else argv.push(utf8ToBytes(arg === null || arg === undefined ? '' : String(arg)));
}

function answer({ isPairs, promise }: Pending, value: RespValue): void {
  if (value.kind === 'error') {
    promise.reject(new ReplyError(bytesToUtf8Lossy(value.text)));
    return;
  }
  const reply = replyOf(value);
  promise.resolve(isPairs && Array.isArray(reply) ? pairs(reply) : reply);
}

function replyOf(value: RespValue): Reply {
  switch (value.kind) {
    case 'bulk':
    case 'simple':
    case 'double':
    case 'verbatim':
    case 'error':
      return bytesToUtf8Lossy(value.text);
    case 'integer':
      return Number(value.digits);
    case 'bignumber':
      return value.digits;
    case 'boolean':
      return value.value ? 1 : 0;
    case 'null':
    case 'none':
      return null;
    case 'array':
    case 'set':
    case 'push':
    case 'map':
      return value.items.map(replyOf);
  }
}

function pairs(flat: readonly Reply[]): { [field: string]: string } {
  const object: { [field: string]: string } = {};
  for (let at = 0; at + 1 < flat.length; at += 2) object[String(flat[at])] = String(flat[at + 1]);
  return object;
}
