/**
 * Node's `net` for clients: a duplex stream over the world's network.
 *
 * A name is looked up first; one that the world does not know ends in ENOTFOUND, an address where
 * nobody listens in ECONNREFUSED, as on a machine. What is written before the connection stands is
 * kept until it does.
 */
import { Duplex } from 'readable-stream';
import type { Link } from '../../../../base/ports.ts';
import { outside } from '../outside.ts';
import { Buffer } from './buffer.ts';
import { findAddress, ipVersion } from './dns.ts';
import { connectionRefused } from './socket-errors.ts';

export interface ConnectOptions {
  readonly host?: string;
  readonly port?: number | string;
  readonly path?: string;
  readonly timeout?: number;
}

type Done = (error?: Error | null) => void;

export class Socket extends Duplex {
  connecting = false;
  remoteAddress: string | undefined;
  remotePort: number | undefined;
  readonly localAddress = '127.0.0.1';
  readonly encrypted: boolean = false;
  timeout = 0;
  #link: Link | null = null;
  #opened = false;
  #waiting: (() => void)[] = [];
  #idle: unknown = null;

  constructor() {
    super({ allowHalfOpen: false, autoDestroy: true, emitClose: true });
  }

  connect(options: ConnectOptions, onConnect?: () => void): this {
    if (onConnect) this.once('connect', onConnect);
    this.connecting = true;
    if (options.timeout) this.setTimeout(options.timeout);
    const { world } = outside();
    world.soon(() => {
      if (!this.destroyed) this.#dial(options);
    });
    return this;
  }

  #dial(options: ConnectOptions): void {
    if (options.path !== undefined) {
      const error = new Error(`connect ENOENT ${options.path}`);
      this.destroy(Object.assign(error, { code: 'ENOENT', errno: -2, syscall: 'connect' }));
      return;
    }
    const host = options.host ?? 'localhost';
    const port = Number(options.port);
    const found = findAddress(host);
    this.emit('lookup', found.error, found.address, found.error ? undefined : 4, host);
    if (found.error) {
      this.destroy(found.error);
      return;
    }
    this.#link = outside().world.network.connect(found.address, port, {
      opened: () => this.#guard(() => this.#open(found.address, port)),
      received: (bytes) => this.#guard(() => this.#receive(bytes)),
      closed: () => this.#guard(() => this.#closed(found.address, port)),
    });
  }

  /** What listeners throw is nobody's to catch, least of all the network's. */
  #guard(event: () => void): void {
    try {
      event();
    } catch (error) {
      outside().world.uncaught(error);
    }
  }

  #open(address: string, port: number): void {
    if (this.destroyed) return;
    this.connecting = false;
    this.#opened = true;
    this.remoteAddress = address;
    this.remotePort = port;
    const waiting = this.#waiting;
    this.#waiting = [];
    this.emit('connect');
    this.emit('ready');
    for (const write of waiting) write();
  }

  #receive(bytes: Uint8Array): void {
    if (this.destroyed) return;
    this.#stir();
    // The same memory: nobody writes to it.
    const { buffer, byteOffset, byteLength } = bytes;
    this.push(Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength));
  }

  #closed(address: string, port: number): void {
    this.#link = null;
    if (this.destroyed) return;
    if (!this.#opened) {
      this.destroy(connectionRefused(address, port));
      return;
    }
    // The end of the stream, after which it closes itself.
    this.push(null);
    this.resume();
  }

  override _read(): void {}

  override _write(chunk: Uint8Array, _encoding: string, done: Done): void {
    this.#write([chunk], done);
  }

  override _writev(chunks: readonly { readonly chunk: Uint8Array }[], done: Done): void {
    this.#write(
      chunks.map(({ chunk }) => chunk),
      done,
    );
  }

  #write(chunks: readonly Uint8Array[], done: Done): void {
    if (!this.#opened) {
      this.#waiting.push(() => this.#write(chunks, done));
      return;
    }
    this.#stir();
    // What was corked together leaves as one message.
    const [only] = chunks;
    const bytes = chunks.length === 1 && only ? only : Buffer.concat([...chunks]);
    // A copy: the engine may keep it, and the client may use its buffer again.
    this.#link?.send(new Uint8Array(bytes));
    done();
  }

  override _final(done: Done): void {
    this.#link?.close();
    this.#link = null;
    done();
    if (!this.destroyed) outside().world.soon(() => this.destroy());
  }

  override _destroy(error: Error | null, done: Done): void {
    outside().timers.clearTimeout(this.#idle);
    this.connecting = false;
    this.#link?.close();
    this.#link = null;
    done(error);
  }

  setTimeout(timeoutMs: number, onTimeout?: () => void): this {
    if (onTimeout) this.once('timeout', onTimeout);
    this.timeout = timeoutMs;
    this.#stir();
    return this;
  }

  /** Something happened: idle time counts from here. */
  #stir(): void {
    const { timers } = outside();
    timers.clearTimeout(this.#idle);
    this.#idle =
      this.timeout > 0 ? timers.setTimeout(() => this.emit('timeout'), this.timeout).unref() : null;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  address(): { readonly address: string; readonly family: string; readonly port: number } {
    return { address: this.localAddress, family: 'IPv4', port: 0 };
  }
}

/** `(options)`, `(port, host)` and `(path)`, each with a listener behind if wished. */
export function createConnection(...args: readonly unknown[]): Socket {
  const [first, second] = args;
  const onConnect = args.find((arg) => typeof arg === 'function') as (() => void) | undefined;
  const options: ConnectOptions =
    typeof first === 'object' && first !== null
      ? (first as ConnectOptions)
      : { port: Number(first), ...(typeof second === 'string' ? { host: second } : {}) };
  return new Socket().connect(options, onConnect);
}

export const connect = createConnection;
export const isIP = ipVersion;
export const isIPv4 = (text: string): boolean => ipVersion(text) === 4;
export const isIPv6 = (text: string): boolean => ipVersion(text) === 6;
