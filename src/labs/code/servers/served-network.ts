/**
 * A network of servers that live where their clients do: a table from `address:port` to who answers
 * there. Where nobody does, connections are closed before they were opened, as a machine refuses them.
 */
import type { Link, Network } from '../../../base/ports.ts';

/** The server's end of one connection. */
export interface Served {
  receive(bytes: Uint8Array): void;
  closed(): void;
}

/** Takes a connection: answers go out over `link`. Never sends before it has returned. */
export type Accept = (link: Link) => Served;

export interface ServedNetwork extends Network {
  /** Ends every connection, as when the network goes away. */
  cut(): void;
}

export function servedNetwork(
  servers: ReadonlyMap<string, Accept>,
  soon: (task: () => void) => void,
): ServedNetwork {
  const open = new Set<() => void>();
  return {
    connect: (host, port, on) => {
      const accept = servers.get(`${host}:${port}`);
      let served: Served | null = null;
      let ended = false;
      const end = (): void => {
        if (ended) return;
        ended = true;
        open.delete(end);
        served?.closed();
        on.closed();
      };
      soon(() => {
        if (ended) return;
        if (!accept) {
          end();
          return;
        }
        open.add(end);
        served = accept({
          // Never inside the call that sent the request.
          send: (bytes) => soon(() => !ended && on.received(bytes)),
          close: () => soon(end),
        });
        on.opened();
      });
      return {
        send: (bytes) => soon(() => !ended && served?.receive(bytes)),
        close: () => soon(end),
      };
    },
    cut: () => {
      for (const end of [...open]) end();
    },
  };
}
