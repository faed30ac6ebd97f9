/**
 * One trace played to several policies side by side, from checkpoint to checkpoint.
 *
 * A generator that stops after every few thousand accesses, so that whoever drives it can show how
 * far it is, hold it or leave it. Its `done` counts checkpoints: one step of a held run is one.
 */
import { seededRandom } from '../../base/random.ts';
import {
  type EvictionCheckpoint,
  type EvictionProgress,
  type EvictionResult,
  type EvictionRun,
  type EvictionSettings,
  isRedisPolicy,
  type LiveGrid,
  type PolicyId,
  type PolicyResult,
} from '../../contract/lab-eviction.ts';
import { models } from './all-policies.ts';
import type { CachePolicy } from './cache-policy.ts';
import { GridTracker } from './grid-tracker.ts';
import type { Trace } from './own-trace.ts';
import { measureMaxmemory, RedisCache, type RedisCacheOptions } from './redis-cache.ts';
import { makeTrace } from './traces.ts';

const CHECKPOINTS_MAX = 200;
const PIECE_ACCESSES = 2000;

/** A policy with what is counted of it. */
interface Player {
  readonly policy: PolicyId;
  readonly cache: CachePolicy;
  readonly tracker: GridTracker;
  hits: number;
  sessionMisses: number;
}

/** How the engine is set up for these settings, but for its policy and limit. */
export function engineOptions(settings: EvictionSettings, trace: Trace): RedisCacheOptions {
  return {
    policy: 'noeviction',
    maxmemoryBytes: 0,
    samples: settings.samples,
    decayMinutes: settings.decayMinutes,
    msPerAccess: 1000 / settings.accessesPerSecond,
    seed: settings.seed,
    firstSession: trace.firstSession,
    onEvict: () => {},
  };
}

/** The cache of a policy: a model, or a node of the engine with that maxmemory. */
export function makeCache(
  policy: PolicyId,
  capacity: number,
  settings: EvictionSettings,
  trace: Trace,
  maxmemoryBytes: number,
  onEvict: (key: number) => void,
): CachePolicy {
  if (isRedisPolicy(policy)) {
    const name = policy.replace('redis-', '');
    return new RedisCache({
      ...engineOptions(settings, trace),
      policy: name,
      maxmemoryBytes,
      onEvict,
    });
  }
  const random = seededRandom(settings.seed + 1);
  const { keyCount, accesses } = trace;
  const Model = models[policy as keyof typeof models];
  return new Model({ capacity, keyCount, random, trace: accesses, onEvict });
}

export function* runEviction(
  settings: EvictionSettings,
  stopwatchMs: () => number,
): Generator<EvictionProgress, EvictionRun> {
  const startedMs = stopwatchMs();
  const made = makeTrace(settings.trace, settings.seed);
  if (made.kind === 'problem') return made;
  const { trace } = made;
  const total = Math.min(CHECKPOINTS_MAX, trace.accesses.length);
  const maxmemoryBytes = settings.policies.some(isRedisPolicy)
    ? measureMaxmemory(settings.capacity, engineOptions(settings, trace))
    : null;
  const players = settings.policies.map((policy) => {
    const tracker = new GridTracker(trace.keyCount, total);
    const { capacity } = settings;
    const onEvict = (key: number) => tracker.left(key);
    const cache = makeCache(policy, capacity, settings, trace, maxmemoryBytes ?? 0, onEvict);
    return { policy, cache, tracker, hits: 0, sessionMisses: 0 };
  });
  const checkpoints: EvictionCheckpoint[] = [];
  let grids: readonly LiveGrid[] = [];
  const told = (): EvictionProgress => ({
    done: checkpoints.length,
    total,
    accesses: trace.accesses.length,
    checkpoints,
    grids,
  });
  let at = 0;
  for (let checkpoint = 1; checkpoint <= total; checkpoint++) {
    const end = Math.round((trace.accesses.length * checkpoint) / total);
    for (const player of players) {
      for (let from = at; from < end; from += PIECE_ACCESSES) {
        play(player, trace, from, Math.min(end, from + PIECE_ACCESSES));
        yield told();
      }
      player.tracker.endCheckpoint();
    }
    at = end;
    checkpoints.push({ at, hits: players.map(({ hits }) => hits) });
    grids = players.map(({ tracker }) => tracker.live());
    yield told();
  }
  return resultOf(trace, players, checkpoints, maxmemoryBytes, stopwatchMs() - startedMs);
}

function play(player: Player, trace: Trace, from: number, end: number): void {
  const { cache, tracker } = player;
  const refusing = cache instanceof RedisCache ? cache : null;
  for (let at = from; at < end; at++) {
    const key = trace.accesses[at] as number;
    const refusedBefore = refusing?.refused ?? 0;
    tracker.tick();
    if (cache.access(key)) player.hits++;
    else if (key >= trace.firstSession) player.sessionMisses++;
    tracker.used(key);
    if (refusing && refusing.refused > refusedBefore) tracker.forget(key);
  }
}

function resultOf(
  trace: Trace,
  players: readonly Player[],
  checkpoints: readonly EvictionCheckpoint[],
  maxmemoryBytes: number | null,
  tookMs: number,
): EvictionResult {
  let commands = 0;
  const policies = players.map(({ policy, cache, tracker, hits, sessionMisses }): PolicyResult => {
    const { evictions, resident, evicted } = tracker;
    const engine = cache instanceof RedisCache ? cache : null;
    engine?.stop();
    commands += engine?.commands ?? 0;
    const refused = engine?.refused ?? 0;
    return { policy, hits, evictions, sessionMisses, refused, resident, evicted };
  });
  const isSession = (key: number) => key >= trace.firstSession;
  return {
    kind: 'done',
    accesses: trace.accesses.length,
    keys: trace.keyCount,
    sessionAccesses: trace.accesses.reduce((sum, key) => sum + (isSession(key) ? 1 : 0), 0),
    checkpoints,
    policies,
    maxmemoryBytes,
    commands,
    tookMs,
  };
}
