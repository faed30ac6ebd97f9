/**
 * Node's `tls` for clients. There is no wire to listen on, so nothing is encrypted: the connection
 * says that it is secured as soon as it stands.
 */
import { type ConnectOptions, Socket } from './net.ts';

export class TLSSocket extends Socket {
  override readonly encrypted = true;
  readonly authorized = true;
}

export function connect(options: ConnectOptions, onSecure?: () => void): TLSSocket {
  const socket = new TLSSocket();
  if (onSecure) socket.once('secureConnect', onSecure);
  socket.once('connect', () => socket.emit('secureConnect'));
  return socket.connect(options);
}

/** Contexts carry certificates, which nothing here looks at. */
export const createSecureContext = (options: unknown): unknown => ({ context: options });
