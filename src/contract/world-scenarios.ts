/**
 * What the labs on worlds open with: settings that show what each lab is about, and what everybody
 * who builds settings begins from.
 */
import type { WorldSettings } from './lab-world.ts';

/** A few app servers, a database that is easily overrun, a cache in the same rack. */
const plain: WorldSettings = {
  seed: 1,
  seconds: 120,
  appServers: 4,
  traffic: {
    arrivals: 'open',
    requestsPerSecond: 200,
    users: 100,
    thinkMs: 1000,
    shape: 'steady',
    rows: 1000,
    zipfExponent: 1,
    writeShare: 0,
  },
  database: {
    serviceMs: 20,
    distribution: 'lognormal',
    concurrency: 20,
    queueMax: 2000,
    timeoutMs: 0,
  },
  cache: { oneWayMs: 0.2, jitterMs: 0.05, lossShare: 0, commandTimeoutMs: 0, config: [] },
  events: [],
  params: { ttl: 60 },
  hotKey: '',
};

export const cachingScenario: WorldSettings = {
  ...plain,
  traffic: { ...plain.traffic, writeShare: 0.05 },
};

/** One row that everybody wants, and a rebuild that takes a second. */
export const stampedeScenario: WorldSettings = {
  ...plain,
  traffic: { ...plain.traffic, requestsPerSecond: 1000, rows: 1 },
  database: { ...plain.database, serviceMs: 1000, distribution: 'fixed' },
  params: { ttl: 30, beta: 1 },
  hotKey: 'post:1',
};
