/**
 * The names and ports that the sources use, and where they lead. `hosts` is the table of names;
 * whether somebody listens at an address is for the network to say.
 */
export const REDIS_PORT = 6379;
export const CLUSTER_PORTS: readonly number[] = [7000, 7001, 7002];
export const SENTINEL_PORTS: readonly number[] = [26379, 26380, 26381];
export const MASTER_NAME = 'mymaster';

/** Every name of the sources leads to this machine: their ports differ. */
export const HOME_ADDRESS = '127.0.0.1';

export const sourceHosts: ReadonlyMap<string, string> = new Map(
  [
    ...['localhost', 'redis', 'redis-master', 'redis-slave', 'redis-exporter'],
    ...['node1', 'node2', 'node3', 'example.upstash.io'],
  ].map((name) => [name, HOME_ADDRESS]),
);
