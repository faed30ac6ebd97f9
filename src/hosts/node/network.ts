/** TCP to other servers, as the engine's way out. */
import { connect } from 'node:net';
import type { Network } from '../../base/ports.ts';

const PORTS = 65536;

export const tcpNetwork: Network = {
  connect: (host, port, on) => {
    let why: 'no-address' | undefined = port < 0 ? 'no-address' : undefined;
    // As the system's resolver takes numbers that are no ports: by their last sixteen bits.
    const socket = connect(port < 0 ? 0 : port % PORTS, host);
    socket.on('connect', () => on.opened());
    socket.on('data', (bytes: Buffer) => on.received(bytes));
    // What else went wrong is followed by `close`, which is all that the engine needs to know.
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.syscall === 'getaddrinfo') why = 'no-address';
    });
    socket.once('close', () => on.closed(why));
    return { send: (bytes) => socket.write(bytes), close: () => socket.destroy() };
  },
};
