/**
 * A TCP or Unix socket as a Link: bytes out in order, closed after they have been delivered.
 *
 * Backpressure: while a client leaves more than `unreadBytesMax` of its replies unread, nothing
 * more is read from it, so that it cannot make us hold an unlimited amount. The bound is high,
 * because a client may write a long pipeline to its end before it reads anything.
 */
import type { Socket } from 'node:net';
import { concatBytes } from '../../base/bytes.ts';
import type { Link } from '../../base/ports.ts';

const unreadBytesMax = 64 << 20;

export interface Receiver {
  receive(bytes: Uint8Array): void;
  /** The client has closed its side; it may still be reading the replies to what it sent. */
  ended(): void;
  closed(): void;
}

/** `ADDR:PORT` as CLIENT LIST shows it. */
export function addressOf(address: string | undefined, port: number | undefined): string {
  if (address === undefined || port === undefined) return '';
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** Links with bytes to send once all that has arrived in this round of the event loop is answered. */
let waiting: SocketLink[] = [];

function flushAll(): void {
  const links = waiting;
  waiting = [];
  for (const link of links) link.flush();
}

/**
 * Writes at the end of the event loop's round, as redis-server does before it sleeps: fifty messages
 * to one subscriber, each published by another client, are one write.
 */
class SocketLink implements Link {
  private readonly socket: Socket;
  private pieces: Uint8Array[] = [];
  private isClosing = false;

  constructor(socket: Socket) {
    this.socket = socket;
  }

  send(bytes: Uint8Array): void {
    if (this.pieces.push(bytes) === 1 && waiting.push(this) === 1) setImmediate(flushAll);
  }

  close(): void {
    if (this.isClosing) return;
    this.isClosing = true;
    this.flush();
    this.socket.end(() => this.socket.destroySoon());
  }

  abort(): void {
    this.isClosing = true;
    this.pieces = [];
    this.socket.destroy();
  }

  /** Without what has not been tried yet in this round. */
  unsentBytes(): number {
    return this.socket.writableLength;
  }

  flush(): void {
    const { socket, pieces } = this;
    if (pieces.length === 0) return;
    this.pieces = [];
    if (!socket.writable) return;
    const isTaken = socket.write(concatBytes(pieces));
    if (!isTaken && socket.writableLength > unreadBytesMax) socket.pause();
  }
}

export function linkOf(socket: Socket): Link {
  return new SocketLink(socket);
}

/** Feeds what the socket receives to `receiver`, and tells it once when the socket is gone. */
export function attach(socket: Socket, receiver: Receiver): void {
  socket.on('data', (bytes: Buffer) => receiver.receive(bytes));
  socket.on('drain', () => socket.resume());
  socket.once('end', () => receiver.ended());
  // A reset or a broken pipe is followed by `close`, which is all that the engine needs to know.
  socket.on('error', () => {});
  socket.once('close', () => receiver.closed());
}
