/**
 * A TCP or Unix socket as a Link: bytes out in order, closed after they have been delivered.
 *
 * Backpressure: while a client leaves more than `unreadBytesMax` of its replies unread, nothing
 * more is read from it, so that it cannot make us hold an unlimited amount. The bound is high,
 * because a client may write a long pipeline to its end before it reads anything.
 */
import type { Socket } from 'node:net';
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

export function linkOf(socket: Socket): Link {
  let isClosing = false;
  return {
    send: (bytes) => {
      if (!socket.writable) return;
      if (!socket.write(bytes) && socket.writableLength > unreadBytesMax) socket.pause();
    },
    close: () => {
      if (isClosing) return;
      isClosing = true;
      socket.end(() => socket.destroySoon());
    },
  };
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
