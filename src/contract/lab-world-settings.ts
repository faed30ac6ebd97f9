/**
 * What a learner sets in the labs on worlds, flat: it goes into links, lessons and controls.
 * `labs/world/scenario.ts` makes a world of it.
 */

import type { CodeClient } from './code.ts';

export type WorldLab = 'caching' | 'stampede';

/** What happens when half of the run is over. */
export const happenings = [
  'nothing',
  'restart-cache',
  'cut-network',
  'slow-database',
  'expire-key',
  'crash-app',
  'deploy',
] as const;
export type Happening = (typeof happenings)[number];

/** What an app server talks to the cache with: our own client, or a package as it is published. */
export const worldClients = ['light', 'ioredis', 'redis'] as const satisfies readonly CodeClient[];
export type WorldClient = (typeof worldClients)[number];

export interface WorldLabSettings {
  readonly lab: WorldLab;
  /** The strategy's id (`strategies/all.ts`); what is edited keeps the id it began from. */
  readonly strategy: string;
  /** Edited code; '' for the strategy as it is. */
  readonly source: string;
  readonly client: WorldClient;
  readonly seed: number;
  readonly seconds: number;
  readonly appServers: number;
  readonly arrivals: 'open' | 'closed';
  readonly requestsPerSecond: number;
  readonly users: number;
  /** Closed: between an answer and the same user's next request, mean. */
  readonly thinkMs: number;
  readonly shape: 'steady' | 'burst' | 'diurnal';
  readonly rows: number;
  readonly zipfExponent: number;
  readonly writeShare: number;
  readonly serviceMs: number;
  readonly distribution: 'fixed' | 'exponential' | 'lognormal';
  readonly concurrency: number;
  readonly queueMax: number;
  /** 0: nobody gives up on the cache. */
  readonly commandTimeoutMs: number;
  readonly ttl: number;
  readonly beta: number;
  readonly happening: Happening;
  /** A deploy's: seconds from one app server's return to the next one's leave. */
  readonly deployStep: number;
}

const plain: WorldLabSettings = {
  lab: 'caching',
  strategy: 'cache-aside',
  source: '',
  client: 'light',
  seed: 1,
  seconds: 120,
  appServers: 4,
  arrivals: 'open',
  requestsPerSecond: 200,
  users: 100,
  thinkMs: 1000,
  shape: 'steady',
  rows: 1000,
  zipfExponent: 1,
  writeShare: 0,
  serviceMs: 20,
  distribution: 'lognormal',
  concurrency: 20,
  queueMax: 2000,
  commandTimeoutMs: 0,
  ttl: 60,
  beta: 1,
  happening: 'nothing',
  deployStep: 2,
};

/** What holds where a lesson says nothing: its figures rest on these. */
export const worldLabDefaults: { readonly [L in WorldLab]: WorldLabSettings } = {
  caching: { ...plain, writeShare: 0.05 },
  /** One row that everybody wants, and a rebuild that takes a second. */
  stampede: {
    ...plain,
    lab: 'stampede',
    strategy: 'none',
    requestsPerSecond: 1000,
    rows: 1,
    serviceMs: 1000,
    distribution: 'fixed',
    concurrency: 100,
    seconds: 60,
    ttl: 20,
  },
};

/**
 * What the page of each lab opens with. Caching: ten thousand clients, of whom a thousand ask in a
 * second, before a database that can do half of that.
 */
export const worldLabOpenings: { readonly [L in WorldLab]: WorldLabSettings } = {
  ...worldLabDefaults,
  caching: {
    ...worldLabDefaults.caching,
    arrivals: 'closed',
    users: 10_000,
    thinkMs: 10_000,
    seconds: 30,
    concurrency: 10,
    ttl: 10,
  },
};
