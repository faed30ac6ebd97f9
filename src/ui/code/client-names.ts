/** Names of the client libraries, the same in every language. The light client is no library. */
import type { CodeClient } from '../../contract/code.ts';

export const clientNames: Readonly<Record<Exclude<CodeClient, 'light'>, string>> = {
  ioredis: 'ioredis',
  redis: 'node-redis',
  upstash: 'Upstash',
};
