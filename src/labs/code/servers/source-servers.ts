/** Who answers at the addresses that the sources use, where there is one Redis to answer them all. */
import {
  CLUSTER_PORTS,
  HOME_ADDRESS,
  MASTER_NAME,
  REDIS_PORT,
  SENTINEL_PORTS,
} from '../addresses.ts';
import { clusterFronts } from './cluster-front.ts';
import { sentinelFront } from './sentinel-front.ts';
import type { Accept } from './served-network.ts';

export function sourceServers(redis: Accept): ReadonlyMap<string, Accept> {
  const host = HOME_ADDRESS;
  const cluster = CLUSTER_PORTS.map((port) => ({ host, port }));
  const master = { name: MASTER_NAME, host, port: REDIS_PORT };
  return new Map([
    [`${host}:${REDIS_PORT}`, redis],
    ...clusterFronts(redis, cluster),
    ...SENTINEL_PORTS.map((port) => [`${host}:${port}`, sentinelFront(redis, master)] as const),
  ]);
}
