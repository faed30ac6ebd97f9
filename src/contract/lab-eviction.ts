/** The eviction lab as the page sees it: a trace and policies in; hit ratios, grids and dots out. */
import type { LabProgress } from './lab.ts';

export const TRACE_KINDS = ['loop', 'zipf', 'shift', 'scan', 'sessions', 'own'] as const;
export type TraceKind = (typeof TRACE_KINDS)[number];

/** Policies of the research papers run as models of their own; those that begin with `redis-` are the engine's. */
export const POLICY_IDS = [
  'opt',
  'lru',
  'lfu',
  'fifo',
  'random',
  'sieve',
  's3fifo',
  'wtinylfu',
  'redis-allkeys-lru',
  'redis-allkeys-lfu',
  'redis-allkeys-random',
  'redis-volatile-lru',
  'redis-volatile-lfu',
  'redis-volatile-random',
  'redis-volatile-ttl',
  'redis-noeviction',
] as const;
export type PolicyId = (typeof POLICY_IDS)[number];

export const isRedisPolicy = (policy: PolicyId): boolean => policy.startsWith('redis-');

export const KEYS_MAX = 50_000;
export const ACCESSES_MAX = 1_000_000;
/** A trace of one's own: characters of its file. */
export const OWN_CHARACTERS_MAX = 12_000_000;
/** Distinct keys of such a trace. */
export const OWN_KEYS_MAX = 200_000;

export interface TraceSettings {
  readonly kind: TraceKind;
  /** Distinct keys that are asked for again and again; a trace of one's own brings its own. */
  readonly keys: number;
  /** Zipf's exponent in hundredths: how much more popular the popular keys are. */
  readonly skewHundredths: number;
  readonly accesses: number;
  /** The text of a trace of one's own; empty for the others. */
  readonly own: string;
}

export interface EvictionSettings {
  readonly seed: number;
  readonly trace: TraceSettings;
  /** How many keys the cache holds. */
  readonly capacity: number;
  readonly policies: readonly PolicyId[];
  /** The engine's maxmemory-samples. */
  readonly samples: number;
  /** The engine's lfu-decay-time. */
  readonly decayMinutes: number;
  /** How fast the engine's clock goes while the trace is played. */
  readonly accessesPerSecond: number;
}

/** What the lab opens with. */
export const evictionDefaults: EvictionSettings = {
  seed: 1,
  trace: { kind: 'zipf', keys: 10_000, skewHundredths: 100, accesses: 50_000, own: '' },
  capacity: 1000,
  policies: ['opt', 'lru', 'sieve', 's3fifo', 'wtinylfu', 'redis-allkeys-lru', 'redis-allkeys-lfu'],
  samples: 5,
  decayMinutes: 1,
  accessesPerSecond: 100,
};

/** What is wrong with a trace of one's own. */
export interface TraceProblem {
  readonly kind: 'empty' | 'tooManyAccesses' | 'tooManyKeys' | 'badLine' | 'notText';
  /** From 1; 0 where it is about the whole. */
  readonly line: number;
}

/** Bins of the grid, by powers of two: how long ago (in accesses), and how often, a key was used. */
export const AGE_BINS = 20;
export const FREQUENCY_BINS = 12;

/** State at some moments of a run, for the chart and the grid. */
export interface EvictionCheckpoint {
  /** Accesses so far. */
  readonly at: number;
  /** Hits so far, one figure per policy. */
  readonly hits: readonly number[];
}

export interface PolicyResult {
  readonly policy: PolicyId;
  readonly hits: number;
  readonly evictions: number;
  /** Misses on sessions: people who have to log in again. Only of the trace that has sessions. */
  readonly sessionMisses: number;
  /** Writes that the engine refused with OOM: nothing that it may evict was left. */
  readonly refused: number;
  /** Keys in each cell of the grid at each checkpoint: age first, then frequency. */
  readonly resident: Uint16Array;
  /** Keys that were evicted out of each cell since the checkpoint before. */
  readonly evicted: Uint16Array;
}

export interface EvictionResult {
  readonly kind: 'done';
  readonly accesses: number;
  /** Distinct keys in the trace. */
  readonly keys: number;
  /** Accesses to sessions, where the trace has them. */
  readonly sessionAccesses: number;
  readonly checkpoints: readonly EvictionCheckpoint[];
  readonly policies: readonly PolicyResult[];
  /** The engine's maxmemory for so many keys, measured; null where no policy of the engine ran. */
  readonly maxmemoryBytes: number | null;
  /** Commands that engines executed. */
  readonly commands: number;
  readonly tookMs: number;
}

/** Where a policy stood at the newest checkpoint of a run that is on. */
export interface LiveGrid {
  /** Keys in each cell of the grid: age first, then frequency. */
  readonly resident: Uint16Array;
  /** Keys that were evicted out of each cell since the run began. */
  readonly evicted: Uint32Array;
}

export interface EvictionProgress extends LabProgress {
  /** The whole trace's length; 0 while it is not known. */
  readonly accesses: number;
  /** All checkpoints so far. */
  readonly checkpoints: readonly EvictionCheckpoint[];
  /** One per policy, in their order; empty before the first checkpoint. */
  readonly grids: readonly LiveGrid[];
}

export type EvictionRun =
  | EvictionResult
  | { readonly kind: 'problem'; readonly problem: TraceProblem };

/** One point of a hit-ratio curve. */
export interface CurvePoint {
  readonly policy: PolicyId;
  readonly capacity: number;
  readonly hitRatio: number;
}

export interface CurveProgress extends LabProgress {
  readonly points: readonly CurvePoint[];
}

export type CurvesRun =
  | { readonly kind: 'done'; readonly points: readonly CurvePoint[] }
  | { readonly kind: 'problem'; readonly problem: TraceProblem };

/** The dot picture: keys are written in order, then half as many more; which of the old ones went? */
export interface DotSettings {
  readonly seed: number;
  /** Keys that fill the memory; half as many come after. */
  readonly keys: number;
  /** The sample sizes to measure, each 1..20. */
  readonly samples: readonly number[];
}

export interface DotPicture {
  readonly samples: number;
  /** One per key, in the order of writing: 1 where it was evicted. */
  readonly evicted: Uint8Array;
  readonly evictions: number;
  /** Evictions that exact LRU would have made too. */
  readonly alsoByLru: number;
  /** Evicted among those written after memory was full. */
  readonly newEvicted: number;
}

export interface DotProgress extends LabProgress {
  readonly pictures: readonly DotPicture[];
}
