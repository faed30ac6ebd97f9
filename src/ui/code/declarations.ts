/**
 * The declarations that the editor knows: trimmed ones of our own for the two clients, what Node
 * gives, the practice database and its friends, and the names that examples use unmade.
 */
import type { CodeClient } from '../../contract/code.ts';
import globals from './declarations/globals.txt?raw';
import ioredis from './declarations/ioredis.txt?raw';
import light from './declarations/light.txt?raw';
import redis from './declarations/redis.txt?raw';
import upstash from './declarations/upstash.txt?raw';

interface ExtraLib {
  readonly content: string;
  readonly filePath: string;
}

const lib = (name: string, content: string): ExtraLib => ({
  content,
  filePath: `file:///node_modules/${name}/index.d.ts`,
});

/** The packages that worlds have. */
export const packageDeclarations: readonly ExtraLib[] = [
  lib('ioredis', ioredis),
  lib('redis', redis),
];

export const declarations: readonly ExtraLib[] = [
  lib('globals', globals),
  ...packageDeclarations,
  lib('light', light),
  lib('@upstash/redis', upstash),
];

/** What the unmade names of a client are; `import` types keep the file global. */
const clientGlobals: Readonly<Record<CodeClient, string>> = {
  ioredis: `declare const Redis: typeof import('ioredis').default;
declare const redis: import('ioredis').Redis;`,
  redis: `declare const createClient: typeof import('redis').createClient;
declare const createCluster: typeof import('redis').createCluster;
declare const redis: import('redis').RedisClientType;`,
  upstash: `declare const Redis: typeof import('@upstash/redis').Redis;
declare const redis: import('@upstash/redis').Redis;`,
  light: `declare const Redis: typeof import('light').Redis;
declare const redis: import('light').Redis;`,
};

export const declarationsFor = (client: CodeClient): ExtraLib =>
  lib('client-globals', clientGlobals[client]);
