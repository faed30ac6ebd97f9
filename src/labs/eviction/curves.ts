/** Hit ratio over cache size: the whole trace for each policy at each of a few sizes. */
import {
  type CurvePoint,
  type CurveProgress,
  type CurvesRun,
  type EvictionSettings,
  isRedisPolicy,
} from '../../contract/lab-eviction.ts';
import type { Trace } from './own-trace.ts';
import { measureMaxmemory, RedisCache } from './redis-cache.ts';
import { engineOptions, makeCache } from './run-eviction.ts';
import { makeTrace } from './traces.ts';

const SIZES = 9;
const PIECE_ACCESSES = 2000;

/** Sizes from a hundredth of all keys to all of them, each about 1.8 times the one before. */
export function curveSizes(keyCount: number): number[] {
  const sizes = Array.from({ length: SIZES }, (_, index) =>
    Math.max(1, Math.round(keyCount * 100 ** (index / (SIZES - 1) - 1))),
  );
  return [...new Set(sizes)];
}

/** Points come size by size, all policies of a size together. */
export function* runCurves(settings: EvictionSettings): Generator<CurveProgress, CurvesRun> {
  const made = makeTrace(settings.trace, settings.seed);
  if (made.kind === 'problem') return made;
  const { trace } = made;
  const sizes = curveSizes(trace.keyCount);
  const total = sizes.length * settings.policies.length;
  const points: CurvePoint[] = [];
  for (const capacity of sizes) {
    const limitBytes = settings.policies.some(isRedisPolicy)
      ? measureMaxmemory(capacity, engineOptions(settings, trace))
      : 0;
    for (const policy of settings.policies) {
      const cache = makeCache(policy, capacity, settings, trace, limitBytes, () => {});
      let hits = 0;
      for (let from = 0; from < trace.accesses.length; from += PIECE_ACCESSES) {
        hits += hitsWithin(cache, trace, from);
        const share = (from + PIECE_ACCESSES) / trace.accesses.length;
        yield { done: points.length + Math.min(1, share), total, points };
      }
      if (cache instanceof RedisCache) cache.stop();
      points.push({ policy, capacity, hitRatio: hits / trace.accesses.length });
    }
  }
  return { kind: 'done', points };
}

function hitsWithin(
  cache: ReturnType<typeof makeCache>,
  { accesses }: Trace,
  from: number,
): number {
  const end = Math.min(accesses.length, from + PIECE_ACCESSES);
  let hits = 0;
  for (let at = from; at < end; at++) if (cache.access(accesses[at] as number)) hits++;
  return hits;
}
