/** TCP to other servers, as the engine's way out. */
import { connect } from 'node:net';
import type { Network } from '../../base/ports.ts';

export const tcpNetwork: Network = {
  connect: (host, port, on) => {
    const isPort = Number.isInteger(port) && port > 0 && port < 65536;
    // Port 0 is refused by every host: a port that is none ends like a server that is not there.
    const socket = connect(isPort ? port : 0, host);
    socket.on('connect', () => on.opened());
    socket.on('data', (bytes: Buffer) => on.received(bytes));
    // What went wrong is followed by `close`, which is all that the engine needs to know.
    socket.on('error', () => {});
    socket.once('close', () => on.closed());
    return { send: (bytes) => socket.write(bytes), close: () => socket.destroy() };
  },
};
