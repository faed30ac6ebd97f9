/** What a link or a file may say of a world: every field, in its range. */
import {
  happenings,
  type WorldClient,
  type WorldLab,
  type WorldLabSettings,
  worldClients,
  worldLabDefaults,
  worldLabOpenings,
} from '../../../contract/lab-world-settings.ts';
import {
  cachingStrategies,
  type StrategyText,
  stampedeStrategies,
} from '../../../strategies/all.ts';
import { SEED_MAX } from '../kit/controls.tsx';
import { type Check, integer, number, oneOf, shape, text } from '../kit/share.ts';

export const strategiesOf: {
  readonly [L in WorldLab]: { readonly [id: string]: StrategyText };
} = { caching: cachingStrategies, stampede: stampedeStrategies };

/** Edited code is a page or two; more is no strategy. */
const SOURCE_CHARACTERS_MAX = 20_000;

/** Links from before it could be set do not name it: then it is what it was. */
const since =
  <T>(check: Check<T>, before: T): Check<T> =>
  (value, field) =>
    value === undefined ? before : check(value, field);

const { thinkMs, deployStep } = worldLabDefaults.caching;

const checkOf = (lab: WorldLab): Check<WorldLabSettings> =>
  shape<WorldLabSettings>({
    lab: oneOf([lab]),
    strategy: oneOf(Object.keys(strategiesOf[lab])),
    source: text(SOURCE_CHARACTERS_MAX),
    client: since<WorldClient>(oneOf(worldClients), 'light'),
    seed: integer(0, SEED_MAX),
    seconds: integer(10, 1000),
    appServers: integer(1, 64),
    arrivals: oneOf(['open', 'closed']),
    requestsPerSecond: number(1, 10_000),
    users: integer(1, 10_000),
    thinkMs: since(number(10, 600_000), thinkMs),
    shape: oneOf(['steady', 'burst', 'diurnal']),
    rows: integer(1, 100_000),
    zipfExponent: number(0, 2),
    writeShare: number(0, 1),
    serviceMs: number(0.1, 10_000),
    distribution: oneOf(['fixed', 'exponential', 'lognormal']),
    concurrency: integer(1, 100_000),
    queueMax: integer(0, 1_000_000),
    commandTimeoutMs: number(0, 60_000),
    ttl: integer(1, 86_400),
    beta: number(0, 20),
    happening: oneOf(happenings),
    deployStep: since(number(0, 60), deployStep),
  });

export const settingsChecks: { readonly [L in WorldLab]: Check<WorldLabSettings> } = {
  caching: checkOf('caching'),
  stampede: checkOf('stampede'),
};

export const defaultsOf = (lab: WorldLab): WorldLabSettings => worldLabOpenings[lab];

/** The strategy of the settings as it is, in its client's way of calling. */
export function programOf({ lab, strategy, client }: WorldLabSettings) {
  const text = strategiesOf[lab][strategy];
  return (client === 'redis' ? text?.nodeRedis : text) ?? { source: '', compiled: '' };
}

/** What of a lab's settings is edited code; the strategy's own text where it is not. */
export function sourceOf(settings: WorldLabSettings): string {
  return settings.source === '' ? programOf(settings).source : settings.source;
}
