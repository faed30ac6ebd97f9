/**
 * The light client: a small client of our own for learners' code, with ioredis's way of calling.
 *
 * Every command is a method in lower case (`redis.set('k', 'v', 'EX', 60)`), objects are spread
 * into fields, replies are plain values. It uses the world's promises and nothing of the platform,
 * so that on a virtual clock it takes no real time. Shapes are ioredis's: WITHSCORES and SCAN give
 * flat arrays, HGETALL an object, a pipeline `[error, reply]` pairs.
 */
import { type Bytes, bytesToUtf8Lossy, utf8ToBytes } from '../../base/bytes.ts';
import type { RespValue } from '../../client/resp-value.ts';
import type { CodeWorld } from './code-world.ts';
import { openRespSocket, type RespSocket } from './resp-socket.ts';

type ClientWorld = Pick<CodeWorld, 'network' | 'Promise' | 'hosts' | 'uncaught'>;

export interface LightOptions {
  readonly host?: string;
  readonly port?: number;
}

type MessageListener = (channel: string, message: string) => void;
type Pair = readonly [Error | null, unknown];

export interface LightPipeline {
  exec(): Promise<readonly Pair[] | null>;
  [command: string]: (...args: unknown[]) => unknown;
}

/** Commands are looked up as they are called, so the type says only what is not a command. */
export interface LightClient {
  call(name: string, ...args: unknown[]): Promise<unknown>;
  pipeline(): LightPipeline;
  multi(): LightPipeline;
  duplicate(): LightClient;
  on(event: 'message' | 'connect' | 'error', listener: MessageListener): LightClient;
  quit(): Promise<unknown>;
  disconnect(): void;
}

export class ReplyError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ReplyError';
  }
}

/** Arrays and objects are spread; everything else is text. */
function wordsOf(args: readonly unknown[]): Bytes[] {
  return args.flatMap((arg) => {
    if (Array.isArray(arg)) return wordsOf(arg);
    if (typeof arg === 'object' && arg !== null) return wordsOf(Object.entries(arg).flat());
    return utf8ToBytes(arg === null || arg === undefined ? '' : String(arg));
  });
}

function plainValue(reply: RespValue): unknown {
  if (reply.kind === 'null' || reply.kind === 'none') return null;
  if (reply.kind === 'integer') return Number(reply.digits);
  if (reply.kind === 'error') return new ReplyError(bytesToUtf8Lossy(reply.text));
  if (reply.kind === 'boolean') return reply.value;
  if ('items' in reply) return reply.items.map(plainValue);
  return bytesToUtf8Lossy('text' in reply ? reply.text : reply.digits);
}

/** HGETALL and CONFIG GET as an object. */
function shaped(name: string, value: unknown): unknown {
  if (name !== 'hgetall' || !Array.isArray(value)) return value;
  const object: Record<string, unknown> = {};
  for (let i = 0; i + 1 < value.length; i += 2) object[String(value[i])] = value[i + 1];
  return object;
}

class Light {
  private readonly world: ClientWorld;
  private readonly options: LightOptions;
  private readonly listeners: { readonly event: string; readonly listener: MessageListener }[] = [];
  private socket: RespSocket | null = null;

  constructor(world: ClientWorld, options: LightOptions) {
    this.world = world;
    this.options = options;
  }

  call(name: string, ...args: unknown[]): Promise<unknown> {
    const command = name.toLowerCase();
    const sent = this.open();
    if (sent instanceof Error) return this.world.Promise.reject(sent);
    return sent.send([utf8ToBytes(name.toUpperCase()), ...wordsOf(args)]).then((reply) => {
      const value = plainValue(reply);
      if (value instanceof ReplyError) throw value;
      return shaped(command, value);
    });
  }

  on(event: string, listener: MessageListener): void {
    this.listeners.push({ event, listener });
  }

  close(): void {
    this.socket?.close();
  }

  private tell(listener: MessageListener, channel: string, message: string): void {
    try {
      listener(channel, message);
    } catch (error) {
      this.world.uncaught(error);
    }
  }

  /** Connects when first used, and again after the connection has ended. */
  private open(): RespSocket | Error {
    if (this.socket && !this.socket.closed) return this.socket;
    const { host = 'localhost', port = 6379 } = this.options;
    const isAddress = /^[\d.]+$/.test(host);
    const address = isAddress ? host : this.world.hosts.get(host.toLowerCase());
    if (address === undefined) return new Error(`getaddrinfo ENOTFOUND ${host}`);
    this.socket = openRespSocket(this.world, address, port);
    this.socket.onMessage((items) => {
      const [channel, message] = items.slice(-2).map((item) => String(plainValue(item)));
      for (const one of this.listeners) {
        if (one.event === 'message') this.tell(one.listener, channel ?? '', message ?? '');
      }
    });
    return this.socket;
  }
}

/** Gathers commands and sends them together; MULTI wraps them in a transaction. */
function createPipeline(world: ClientWorld, light: Light, isMulti: boolean): LightPipeline {
  const queued: { readonly name: string; readonly args: unknown[] }[] = [];
  const settle = (reply: Promise<unknown>): Promise<Pair> =>
    reply.then(
      (value): Pair => [null, value],
      (error: Error): Pair => [error, undefined],
    );
  const exec = (): Promise<readonly Pair[] | null> => {
    if (!isMulti)
      return world.Promise.all(queued.map(({ name, args }) => settle(light.call(name, ...args))));
    const sent = [
      light.call('multi'),
      ...queued.map(({ name, args }) => light.call(name, ...args)),
    ];
    for (const one of sent) one.catch(() => undefined);
    return light
      .call('exec')
      .then((replies) =>
        Array.isArray(replies)
          ? replies.map(
              (reply, i): Pair =>
                reply instanceof ReplyError
                  ? [reply, undefined]
                  : [null, shaped(queued[i]?.name ?? '', reply)],
            )
          : null,
      );
  };
  const pipeline: LightPipeline = new Proxy({} as LightPipeline, {
    get: (_target, name) => {
      if (name === 'exec') return exec;
      if (typeof name !== 'string' || name === 'then') return undefined;
      return (...args: unknown[]) => {
        queued.push({ name, args });
        return pipeline;
      };
    },
  });
  return pipeline;
}

export function lightClient(world: ClientWorld, options: LightOptions = {}): LightClient {
  const light = new Light(world, options);
  const own: LightClient = {
    call: (name, ...args) => light.call(name, ...args),
    pipeline: () => createPipeline(world, light, false),
    multi: () => createPipeline(world, light, true),
    duplicate: () => lightClient(world, options),
    on: (event, listener) => {
      light.on(event, listener);
      return client;
    },
    quit: () => {
      const done = light.call('quit');
      done.then(
        () => light.close(),
        () => light.close(),
      );
      return done;
    },
    disconnect: () => light.close(),
  };
  const client: LightClient = new Proxy(own, {
    get: (target, name) => {
      if (typeof name !== 'string') return undefined;
      if (Object.hasOwn(target, name)) return Reflect.get(target, name) as unknown;
      // Not a promise: `await redis` gives the client itself.
      if (name === 'then' || name === 'toJSON') return undefined;
      return (...args: unknown[]) => light.call(name, ...args);
    },
  });
  return client;
}

/** The module `light`: `new Redis(options)` of it, as with ioredis. */
export function lightModule(world: ClientWorld): Readonly<Record<string, unknown>> {
  function Redis(options?: LightOptions): LightClient {
    return lightClient(world, options);
  }
  return { Redis, default: Redis, __esModule: true };
}
