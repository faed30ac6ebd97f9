/** Every strategy with its text and its program, by lab. The first of a lab is what it opens with. */
import * as cacheAside from './caching/cache-aside.ts?code';
import * as invalidateKeys from './caching/invalidate-keys.ts?code';
import * as invalidateScan from './caching/invalidate-scan.ts?code';
import * as invalidateTags from './caching/invalidate-tags.ts?code';
import * as lease from './caching/lease.ts?code';
import * as noCache from './caching/no-cache.ts?code';
import * as readThrough from './caching/read-through.ts?code';
import * as refreshAhead from './caching/refresh-ahead.ts?code';
import * as versionedKeys from './caching/versioned-keys.ts?code';
import * as warming from './caching/warming.ts?code';
import * as writeAround from './caching/write-around.ts?code';
import * as writeBehind from './caching/write-behind.ts?code';
import * as writeBehindMemory from './caching/write-behind-memory.ts?code';
import * as writeThrough from './caching/write-through.ts?code';
import * as earlyUniform from './stampede/early-uniform.ts?code';
import * as jitter from './stampede/jitter.ts?code';
import * as lockRetry from './stampede/lock-retry.ts?code';
import * as lockToken from './stampede/lock-token.ts?code';
import * as none from './stampede/none.ts?code';
import * as singleFlight from './stampede/single-flight.ts?code';
import * as staleWhileRevalidate from './stampede/stale-while-revalidate.ts?code';
import * as xfetch from './stampede/xfetch.ts?code';
import * as xfetchSingleFlight from './stampede/xfetch-single-flight.ts?code';

interface Program {
  /** As the editor shows it. */
  readonly source: string;
  /** As a world runs it. */
  readonly compiled: string;
}

/** Written for the light client and ioredis, whose way of calling is the same. */
export interface StrategyText extends Program {
  readonly nodeRedis: Program;
}

export const cachingStrategies = {
  'cache-aside': cacheAside,
  'no-cache': noCache,
  warming,
  'read-through': readThrough,
  'write-through': writeThrough,
  'write-behind': writeBehind,
  'write-behind-memory': writeBehindMemory,
  'write-around': writeAround,
  'refresh-ahead': refreshAhead,
  'invalidate-keys': invalidateKeys,
  'invalidate-scan': invalidateScan,
  'invalidate-tags': invalidateTags,
  'versioned-keys': versionedKeys,
  lease,
} as const satisfies Readonly<Record<string, StrategyText>>;

export const stampedeStrategies = {
  none,
  'lock-retry': lockRetry,
  'lock-token': lockToken,
  'single-flight': singleFlight,
  'early-uniform': earlyUniform,
  xfetch,
  'xfetch-single-flight': xfetchSingleFlight,
  'stale-while-revalidate': staleWhileRevalidate,
  jitter,
} as const satisfies Readonly<Record<string, StrategyText>>;

export type CachingStrategy = keyof typeof cachingStrategies;
export type StampedeStrategy = keyof typeof stampedeStrategies;
