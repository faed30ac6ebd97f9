/**
 * A RESP client over a message port: one of these is one client of the engine.
 *
 * Commands are answered in the order sent. What is sent within one microtask leaves as one message
 * (a pipeline). Out-of-band messages (RESP3 pushes; in RESP2 the message arrays of a subscribed
 * client; the lines of MONITOR) go to the listener and never answer a command.
 * Commands silenced by CLIENT REPLY resolve at once, with `none`: nothing will come for them.
 *
 * Invariant: a promise from `send` resolves exactly once: with its reply, or rejects when the
 * connection ends first.
 */
import type { Bytes } from '../base/bytes.ts';
import { encodeRequests } from '../protocol/resp-request.ts';
import { ReplyMode } from './reply-mode.ts';
import { RespReader } from './resp-reader.ts';
import { itemsOf, type RespValue, scalarText } from './resp-value.ts';

/** The part of a `MessagePort` that is used; messages are the contract's `PortMessage`. */
export interface BytePort {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  start(): void;
  close(): void;
}

type Incoming =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'close'; readonly reason: string };

export interface ClientListener {
  /** A pub/sub message, an invalidation, a (p)(s)subscribe confirmation beyond the first, ... */
  onPush?(value: RespValue): void;
  /** One line of MONITOR. */
  onMonitor?(line: Bytes): void;
  /** The connection ended: the server closed it, or the bytes made no sense. */
  onClose?(reason: string): void;
}

export class ConnectionClosed extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'ConnectionClosed';
  }
}

export interface RespClient {
  /** Sends a command and resolves with its reply; error replies resolve too. */
  send(argv: readonly Bytes[]): Promise<RespValue>;
  /** True between SUBSCRIBE (and its kin) and the last UNSUBSCRIBE. */
  readonly subscribed: boolean;
  readonly closed: boolean;
  listen(listener: ClientListener): void;
  close(): void;
  /** Ends the connection from outside, as when the engine's worker has died; the listener hears it. */
  abort(reason: string): void;
}

interface Waiting {
  readonly name: string;
  /** Confirmations still to come: SUBSCRIBE a b answers twice. */
  confirmations: number;
  /** The first of them has answered the command. */
  answered: boolean;
  readonly resolve: (value: RespValue) => void;
  readonly reject: (error: Error) => void;
}

const subscribing = new Set([
  'SUBSCRIBE',
  'PSUBSCRIBE',
  'SSUBSCRIBE',
  'UNSUBSCRIBE',
  'PUNSUBSCRIBE',
  'SUNSUBSCRIBE',
]);
const confirmationNames = new Set([...subscribing].map((name) => name.toLowerCase()));
const messageNames = new Set(['message', 'pmessage', 'smessage']);

export function connectClient(port: BytePort): RespClient {
  return new PortClient(port);
}

class PortClient implements RespClient {
  readonly #port: BytePort;
  readonly #reader = new RespReader();
  readonly #waiting: Waiting[] = [];
  /** Index of the oldest waiting command; the array is cut now and then. */
  #head = 0;
  #outbox: (readonly Bytes[])[] = [];
  #listener: ClientListener = {};
  #subscriptions = 0;
  #monitoring = false;
  #resp3 = false;
  #closed = false;
  readonly #replies = new ReplyMode();

  constructor(port: BytePort) {
    this.#port = port;
    port.addEventListener('message', (event) => this.#receive(event.data as Incoming));
    port.start();
  }

  get subscribed(): boolean {
    return this.#subscriptions > 0;
  }

  get closed(): boolean {
    return this.#closed;
  }

  listen(listener: ClientListener): void {
    this.#listener = listener;
  }

  send(argv: readonly Bytes[]): Promise<RespValue> {
    if (this.#closed) return Promise.reject(new ConnectionClosed('the connection is closed'));
    return new Promise((resolve, reject) => {
      const name = (argv[0] ?? '').toUpperCase();
      if (this.#outbox.push(argv) === 1) queueMicrotask(() => this.#flush());
      if (this.#replies.follow(name, argv)) {
        resolve({ kind: 'none' });
        return;
      }
      const confirmations = subscribing.has(name) ? Math.max(1, argv.length - 1) : 0;
      this.#waiting.push({ name, confirmations, answered: false, resolve, reject });
    });
  }

  close(): void {
    if (this.#closed) return;
    this.#flush();
    this.#port.postMessage({ kind: 'close', reason: 'closed by the client' }, []);
    this.#end('closed by the client', false);
  }

  abort(reason: string): void {
    if (!this.#closed) this.#end(reason, true);
  }

  #flush(): void {
    if (this.#closed || this.#outbox.length === 0) return;
    const bytes = encodeRequests(this.#outbox);
    this.#outbox = [];
    this.#port.postMessage({ kind: 'bytes', bytes }, [bytes.buffer as ArrayBuffer]);
  }

  #receive(message: Incoming): void {
    if (this.#closed) return;
    if (message.kind === 'close') {
      this.#end(message.reason, true);
      return;
    }
    try {
      this.#reader.feed(message.bytes);
      for (let value = this.#reader.next(); value !== null; value = this.#reader.next())
        this.#dispatch(value);
    } catch (error) {
      this.#end(error instanceof Error ? error.message : String(error), true);
    }
  }

  #dispatch(value: RespValue): void {
    if (this.#monitoring && value.kind === 'simple' && /^\d+\.\d+ \[/.test(value.text)) {
      this.#listener.onMonitor?.(value.text);
      return;
    }
    if (value.kind === 'push' || this.#isPushArray(value)) {
      const name = scalarText(value.items[0]) ?? '';
      if (confirmationNames.has(name))
        this.#confirm(value, name, Number(scalarText(value.items[2])));
      else this.#listener.onPush?.(value);
      return;
    }
    this.#answer(value);
  }

  /** RESP2 has no push type: pub/sub arrives as arrays, told apart by what the client is doing. */
  #isPushArray(value: RespValue): value is RespValue & { readonly kind: 'array' } {
    if (this.#resp3 || value.kind !== 'array') return false;
    const name = scalarText(value.items[0]) ?? '';
    if (this.#subscriptions > 0 && messageNames.has(name)) return true;
    const expected = this.#subscriptions > 0 || (this.#waiting[this.#head]?.confirmations ?? 0) > 0;
    return expected && value.items.length === 3 && confirmationNames.has(name);
  }

  /** The first confirmation answers the command, the others follow as pushes. */
  #confirm(value: RespValue, name: string, count: number): void {
    this.#subscriptions = count;
    const waiting = this.#waiting[this.#head];
    if (!waiting || waiting.name.toLowerCase() !== name || waiting.confirmations === 0) {
      this.#listener.onPush?.(value);
      return;
    }
    if (waiting.answered) this.#listener.onPush?.(value);
    else waiting.resolve(value);
    waiting.answered = true;
    waiting.confirmations--;
    if (waiting.confirmations === 0) this.#shift();
  }

  #answer(value: RespValue): void {
    const waiting = this.#shift();
    if (!waiting) {
      this.#listener.onPush?.(value);
      return;
    }
    if (value.kind !== 'error') {
      if (waiting.name === 'HELLO') this.#resp3 = value.kind === 'map';
      if (waiting.name === 'MONITOR') this.#monitoring = true;
      if (waiting.name === 'EXEC') this.#subscribeWithin(value);
      if (waiting.name === 'RESET') {
        this.#monitoring = false;
        this.#resp3 = false;
        this.#subscriptions = 0;
      }
    }
    waiting.resolve(value);
  }

  /** A transaction may subscribe: the confirmation is an item of EXEC's reply. */
  #subscribeWithin(value: RespValue): void {
    for (const item of itemsOf(value) ?? []) {
      const [name, , count] = itemsOf(item) ?? [];
      if (confirmationNames.has(scalarText(name) ?? ''))
        this.#subscriptions = Number(scalarText(count));
    }
  }

  #shift(): Waiting | undefined {
    const waiting = this.#waiting[this.#head];
    if (!waiting) return undefined;
    this.#head++;
    if (this.#head > 1024 && this.#head * 2 > this.#waiting.length) {
      this.#waiting.splice(0, this.#head);
      this.#head = 0;
    }
    return waiting;
  }

  #end(reason: string, tell: boolean): void {
    this.#closed = true;
    this.#port.close();
    const waiting = this.#waiting.splice(this.#head);
    for (const { reject } of waiting) reject(new ConnectionClosed(reason));
    if (tell) this.#listener.onClose?.(reason);
  }
}
