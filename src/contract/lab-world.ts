/**
 * A simulated world as the page sees it: settings in, counted results out.
 *
 * Everything is plain JSON. 0 stands for "never" or "no limit" where a field says so.
 */

import type { LabProgress, RunOrder } from './lab.ts';
import type { WorldLabSettings } from './lab-world-settings.ts';

/** How requests come and what they ask for. */
export interface TrafficSettings {
  /** `open`: at random moments, however slow the answers; `closed`: `users` who wait for each. */
  readonly arrivals: 'open' | 'closed';
  /** Open: mean requests per second before `shape` bends it. */
  readonly requestsPerSecond: number;
  /** Closed: how many users, and their mean pause between answer and next request. */
  readonly users: number;
  readonly thinkMs: number;
  /** Open: steady; ten times as many from 40% to 50% of the run; or a day's wave over the run. */
  readonly shape: 'steady' | 'burst' | 'diurnal';
  /** Rows that can be asked for; rank k is asked for with weight 1 / k^zipfExponent. */
  readonly rows: number;
  readonly zipfExponent: number;
  /** Share of requests that change a row, 0 to 1. */
  readonly writeShare: number;
}

/** The modelled database. */
export interface DatabaseModel {
  readonly serviceMs: number;
  readonly distribution: 'fixed' | 'exponential' | 'lognormal';
  readonly concurrency: number;
  readonly queueMax: number;
  /** 0: callers never give up. */
  readonly timeoutMs: number;
}

/** The cache and the modelled network to it. */
export interface CacheModel {
  readonly oneWayMs: number;
  readonly jitterMs: number;
  readonly lossShare: number;
  /** 0: commands wait for ever. */
  readonly commandTimeoutMs: number;
  /** Lines of redis.conf, such as maxmemory. */
  readonly config: readonly (readonly string[])[];
}

/** Something that happens to the world. */
export type WorldEvent = { readonly atSecond: number } & (
  | { readonly kind: 'restart-cache' }
  | { readonly kind: 'cut-network'; readonly forSeconds: number }
  | { readonly kind: 'slow-database'; readonly factor: number; readonly forSeconds: number }
  /** The copy goes, whatever its expiry. */
  | { readonly kind: 'expire-key'; readonly key: string }
  /** One app server dies with what is in its memory, and starts again a second later. */
  | { readonly kind: 'crash-app'; readonly server: number }
  /** App servers are replaced one after another, each when it has ended its requests. */
  | { readonly kind: 'deploy'; readonly stepSeconds: number }
);

export interface WorldSettings {
  readonly seed: number;
  readonly seconds: number;
  readonly appServers: number;
  readonly traffic: TrafficSettings;
  readonly database: DatabaseModel;
  readonly cache: CacheModel;
  readonly events: readonly WorldEvent[];
  /** What the strategy reads as `params`. */
  readonly params: Readonly<Record<string, number>>;
  /** A key whose remaining life is sampled; '' for none. */
  readonly hotKey: string;
  /** What the names of copies begin with, before the row's id, whose rebuilds are counted; '' for none. */
  readonly copiesOf: string;
}

/** Strategy code, compiled: see `scripts/build/strategy-code.ts`. */
export interface StrategyCode {
  readonly compiled: string;
  /** A source map back to the text; '' where there is none. */
  readonly map: string;
}

/** What is counted in every virtual second; each is a list with one number per second. */
export interface WorldSeries {
  readonly requests: readonly number[];
  readonly completed: readonly number[];
  readonly failed: readonly number[];
  /** keyspace_hits and keyspace_misses of the engine. */
  readonly hits: readonly number[];
  readonly misses: readonly number[];
  readonly queries: readonly number[];
  readonly staleReads: readonly number[];
  readonly p50Ms: readonly number[];
  readonly p99Ms: readonly number[];
  readonly inFlight: readonly number[];
  /** App servers that take requests, and those that only end the ones they have. */
  readonly serversUp: readonly number[];
  readonly serversDraining: readonly number[];
  readonly databaseBusy: readonly number[];
  readonly databaseQueue: readonly number[];
  readonly memoryBytes: readonly number[];
  readonly evictedKeys: readonly number[];
  /** What the hot key has left to live, in seconds; -1 where it has no expiry, -2 where it is gone. */
  readonly hotTtlSeconds: readonly number[];
}

export interface WorldTotals {
  readonly requests: number;
  readonly completed: number;
  readonly failed: number;
  /** Still under way when the world ended. */
  readonly unfinished: number;
  readonly reads: number;
  readonly writes: number;
  readonly hits: number;
  readonly misses: number;
  readonly commands: number;
  readonly queries: number;
  readonly databaseReads: number;
  readonly databaseWrites: number;
  readonly databaseRefused: number;
  readonly databaseTimedOut: number;
  /** What callers measure of the queries that were answered: waiting in the queue included. */
  readonly queryMeanMs: number;
  readonly queryMaxMs: number;
  /** What of it was work, mean. */
  readonly workMeanMs: number;
  /** Reads that got a version older than the one committed when they began. */
  readonly staleReads: number;
  /** Writes that were acknowledged and are not in the database, nor anything newer. */
  readonly lostWrites: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly meanMs: number;
  readonly maxMs: number;
  /** Requests that sent a query themselves, and those that waited over 10 ms without one. */
  readonly queriedRequests: number;
  readonly waitedRequests: number;
  readonly evictedKeys: number;
  readonly expiredKeys: number;
}

/** The rebuilds of copies: queries for one row, those belonging together as one rebuild. */
export interface Rebuilds {
  readonly count: number;
  readonly queries: number;
  readonly worst: number;
  /** What the copy had left to live when its rebuild began, mean; 0 where it was gone. */
  readonly meanEarlySeconds: number;
}

export interface WorldNote {
  readonly atSecond: number;
  readonly kind:
    | WorldEvent['kind']
    | 'console'
    | 'error'
    | 'endless'
    /** Requests that had no answer when the run was over, while queries or commands were under way. */
    | 'unanswered'
    /** The same, and nothing was under way: what the code waits for never comes. */
    | 'unsettled';
  /**
   * What code printed, the text of an error, the line of a loop without an end or of the `await`
   * where requests stay, '' where that is not known; '' for events.
   */
  readonly text: string;
  /** How often the same was said. */
  readonly times: number;
}

/** Where a running world stands: `done` and `total` are virtual seconds. */
export interface WorldProgress extends LabProgress {
  readonly series: WorldSeries;
}

export interface WorldRun {
  readonly settings: WorldSettings;
  readonly series: WorldSeries;
  readonly totals: WorldTotals;
  readonly rebuilds: Rebuilds;
  readonly notes: readonly WorldNote[];
  /** Real time that the run took. */
  readonly tookMs: number;
}

/** Why a learner's code was stopped, and at which line it was. */
export type CodeStop =
  /** Request after request takes step after step and never ends. */
  | { readonly kind: 'endless'; readonly line: number }
  /** It goes on and on without waiting for anything that takes time. */
  | { readonly kind: 'still'; readonly line: number }
  /** It does not give way. Where is not known. */
  | { readonly kind: 'silent' };

/** To the worker of a world that runs a learner's own code. */
export type OwnWorldToWorker =
  | { readonly kind: 'run'; readonly settings: WorldLabSettings; readonly code: StrategyCode }
  | { readonly kind: 'steer'; readonly order: RunOrder };

export type OwnWorldFromWorker =
  /** All is fetched: from here on it says how far it is, or has lost itself. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'progress'; readonly progress: WorldProgress }
  | { readonly kind: 'done'; readonly run: WorldRun }
  | { readonly kind: 'stopped'; readonly stop: CodeStop }
  /** The text is for the learner. */
  | { readonly kind: 'failed'; readonly text: string };
