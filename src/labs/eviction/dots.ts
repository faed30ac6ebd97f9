/**
 * The dot picture of Redis's documentation, from the engine's own eviction: keys are written one a
 * second until memory is full, then half as many more. Exact LRU would evict the oldest and nothing
 * else; sampling evicts others too, the more of them the smaller the samples.
 */
import type { DotPicture, DotProgress, DotSettings } from '../../contract/lab-eviction.ts';
import { measureMaxmemory, RedisCache, type RedisCacheOptions } from './redis-cache.ts';

const MS_PER_KEY = 1000;
const PIECE_KEYS = 500;

export function* runDots(settings: DotSettings): Generator<DotProgress, DotPicture[]> {
  const { keys } = settings;
  const written = keys + Math.floor(keys / 2);
  const pictures: DotPicture[] = [];
  const base: RedisCacheOptions = {
    policy: 'allkeys-lru',
    maxmemoryBytes: 0,
    samples: 5,
    decayMinutes: 1,
    msPerAccess: MS_PER_KEY,
    seed: settings.seed,
    firstSession: Number.POSITIVE_INFINITY,
    onEvict: () => {},
  };
  const limitBytes = measureMaxmemory(keys, base);
  for (const samples of settings.samples) {
    const evicted = new Uint8Array(written);
    const onEvict = (key: number) => {
      evicted[key] = 1;
    };
    const cache = new RedisCache({ ...base, samples, maxmemoryBytes: limitBytes, onEvict });
    for (let key = 0; key < written; key++) {
      cache.write(key);
      if (key % PIECE_KEYS === 0) {
        const done = pictures.length + key / written;
        yield { done, total: settings.samples.length, pictures: [] };
      }
    }
    cache.stop();
    pictures.push(judge(samples, evicted, keys));
  }
  return pictures;
}

const sum = (flags: Uint8Array): number => flags.reduce((total, flag) => total + flag, 0);

function judge(samples: number, evicted: Uint8Array, keys: number): DotPicture {
  const evictions = sum(evicted);
  return {
    samples,
    evicted,
    evictions,
    alsoByLru: sum(evicted.subarray(0, evictions)),
    newEvicted: sum(evicted.subarray(keys)),
  };
}
