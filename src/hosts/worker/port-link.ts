/** A client's connection over a MessagePort: RESP bytes in both directions, and the farewell. */
import { detached } from '../../base/bytes.ts';
import type { Link } from '../../base/ports.ts';
import type { PortMessage } from '../../contract/host.ts';
import type { Node } from '../../engine/node.ts';

/** Anything that carries port messages: a MessagePort, or a guest's end of a broadcast channel. */
export interface Carrier {
  send(message: PortMessage): void;
  close(): void;
}

/** Makes the carrier a client of the node. Answers with the client's id and the receiving end. */
export function attachClient(
  node: Node,
  carrier: Carrier,
  name: string,
): { readonly id: number; receive(message: PortMessage): void } {
  const link: Link = {
    send: (bytes) => carrier.send({ kind: 'bytes', bytes: detached(bytes) }),
    close: () => {
      carrier.send({ kind: 'close', reason: 'closed by the server' });
      carrier.close();
    },
  };
  const connection = node.connect(link, { addr: `${name}:0`, laddr: 'engine:0' });
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
