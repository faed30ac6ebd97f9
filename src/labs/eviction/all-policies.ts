/** The models by name. The engine's own policies are in `redis-cache.ts`. */
import type { PolicyId } from '../../contract/lab-eviction.ts';
import type { CachePolicy, PolicyOptions } from './cache-policy.ts';
import { Fifo, Lru, RandomReplacement } from './policies/queues.ts';
import { Belady, Lfu } from './policies/ranked.ts';
import { S3Fifo } from './policies/s3-fifo.ts';
import { Sieve } from './policies/sieve.ts';
import { WTinyLfu } from './policies/w-tiny-lfu.ts';

type ModelId = Exclude<PolicyId, `redis-${string}`>;

export const models: { readonly [Id in ModelId]: new (options: PolicyOptions) => CachePolicy } = {
  opt: Belady,
  lru: Lru,
  lfu: Lfu,
  fifo: Fifo,
  random: RandomReplacement,
  sieve: Sieve,
  s3fifo: S3Fifo,
  wtinylfu: WTinyLfu,
};
