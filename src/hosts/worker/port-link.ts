/** A client's connection over a MessagePort: RESP bytes in both directions, and the farewell. */
import { detached } from '../../base/bytes.ts';
import type { Link } from '../../base/ports.ts';
import { type PortMessage, SERVER_STOPPED } from '../../contract/host.ts';
import type { LocalHost } from './local-host.ts';

/** Anything that carries port messages: a MessagePort, or a guest's end of a broadcast channel. */
export interface Carrier {
  send(message: PortMessage): void;
  close(): void;
}

/** Makes the carrier a client of the host's node. Answers with the client's id and the receiving end. */
export function attachClient(
  host: LocalHost,
  carrier: Carrier,
  name: string,
): { readonly id: number; receive(message: PortMessage): void } {
  const link: Link = {
    send: (bytes) => carrier.send({ kind: 'bytes', bytes: detached(bytes) }),
    close: () => {
      const reason = host.isEnding ? SERVER_STOPPED : 'closed by the server';
      carrier.send({ kind: 'close', reason });
      carrier.close();
    },
  };
  const connection = host.node.connect(link, { addr: `${name}:0`, laddr: 'engine:0' });
  return {
    id: connection.client.id,
    receive: (message) => {
      if (message.kind === 'bytes') connection.receive(message.bytes);
      else connection.closed();
    },
  };
}

export function portCarrier(port: MessagePort): Carrier {
  return {
    send: (message) => port.postMessage(message),
    close: () => port.close(),
  };
}
