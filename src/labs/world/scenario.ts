/** The world that a learner's settings describe. */
import type { WorldEvent, WorldSettings } from '../../contract/lab-world.ts';
import type { WorldLabSettings } from '../../contract/lab-world-settings.ts';

/** Both within one data centre: modelled. */
const ONE_WAY_MS = 0.2;
const JITTER_MS = 0.05;
const OUTAGE_SECONDS = 5;
const SLOWER_BY = 5;
const SLOW_SECONDS = 20;

/** The key that everybody wants in the stampede lab. */
const HOT_KEY = 'post:1';
const COPIES = 'post:';

function eventOf(
  { happening, deployStep }: WorldLabSettings,
  atSecond: number,
  key: string,
): WorldEvent | null {
  switch (happening) {
    case 'nothing':
      return null;
    case 'cut-network':
      return { atSecond, kind: happening, forSeconds: OUTAGE_SECONDS };
    case 'slow-database':
      return { atSecond, kind: happening, factor: SLOWER_BY, forSeconds: SLOW_SECONDS };
    case 'expire-key':
      return { atSecond, kind: happening, key };
    case 'crash-app':
      return { atSecond, kind: happening, server: 0 };
    case 'restart-cache':
      return { atSecond, kind: happening };
    case 'deploy':
      return { atSecond, kind: happening, stepSeconds: deployStep };
  }
}

export function worldOf(settings: WorldLabSettings): WorldSettings {
  const { seed, seconds, appServers, ttl, beta } = settings;
  const hotKey = settings.lab === 'stampede' ? HOT_KEY : '';
  const { arrivals, requestsPerSecond, users, thinkMs, shape } = settings;
  const { rows, zipfExponent, writeShare } = settings;
  const { serviceMs, distribution, concurrency, queueMax, commandTimeoutMs } = settings;
  const event = eventOf(settings, seconds / 2, hotKey || 'product:1');
  return {
    seed,
    seconds,
    appServers,
    traffic: {
      arrivals,
      requestsPerSecond,
      users,
      thinkMs,
      shape,
      rows,
      zipfExponent,
      writeShare,
    },
    database: { serviceMs, distribution, concurrency, queueMax, timeoutMs: 0 },
    cache: {
      oneWayMs: ONE_WAY_MS,
      jitterMs: JITTER_MS,
      lossShare: 0,
      commandTimeoutMs,
      config: [],
    },
    events: event ? [event] : [],
    params: { ttl, beta },
    hotKey,
    copiesOf: settings.lab === 'stampede' ? COPIES : '',
  };
}
