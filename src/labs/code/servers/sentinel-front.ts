/**
 * A sentinel's outside in front of a server: says where the master is. It watches over nothing.
 */

import { encodeTree, frontServer } from './front-server.ts';
import type { Accept } from './served-network.ts';

export interface Watched {
  readonly name: string;
  readonly host: string;
  readonly port: number;
}

export function sentinelFront(behind: Accept, { name, host, port }: Watched): Accept {
  return frontServer(behind, () => (argv) => {
    if ((argv[0] ?? '').toUpperCase() !== 'SENTINEL') return null;
    const what = (argv[1] ?? '').toUpperCase();
    const known = argv[2] === name;
    if (what === 'GET-MASTER-ADDR-BY-NAME') {
      return known ? encodeTree([host, String(port)]) : '*-1\r\n';
    }
    if (what === 'MASTERS') return encodeTree([['name', name, 'ip', host, 'port', String(port)]]);
    if (/^(SENTINELS|SLAVES|REPLICAS)$/.test(what)) {
      return known ? encodeTree([]) : '-ERR No such master with that name\r\n';
    }
    return `-ERR unknown subcommand '${argv[1] ?? ''}'. Try SENTINEL HELP.\r\n`;
  });
}
