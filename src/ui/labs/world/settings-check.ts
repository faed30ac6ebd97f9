/** What a link or a file may say of a world: every field, in its range. */
import {
  happenings,
  type WorldClient,
  type WorldLab,
  type WorldLabSettings,
  worldClients,
  worldLabDefaults,
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

/** Links from before there was a choice name none. */
const client: Check<WorldClient> = (value, field) =>
  value === undefined ? 'light' : oneOf(worldClients)(value, field);

/** Links from before it could be set name none. */
const deployStep: Check<number> = (value, field) =>
  value === undefined ? worldLabDefaults.caching.deployStep : number(0, 60)(value, field);

const checkOf = (lab: WorldLab): Check<WorldLabSettings> =>
  shape<WorldLabSettings>({
    lab: oneOf([lab]),
    strategy: oneOf(Object.keys(strategiesOf[lab])),
    source: text(SOURCE_CHARACTERS_MAX),
    client,
    seed: integer(0, SEED_MAX),
    seconds: integer(10, 1000),
    appServers: integer(1, 64),
    arrivals: oneOf(['open', 'closed']),
    requestsPerSecond: number(1, 10_000),
    users: integer(1, 10_000),
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
    deployStep,
  });

export const settingsChecks: { readonly [L in WorldLab]: Check<WorldLabSettings> } = {
  caching: checkOf('caching'),
  stampede: checkOf('stampede'),
};

export const defaultsOf = (lab: WorldLab): WorldLabSettings => worldLabDefaults[lab];

/** The strategy of the settings as it is, in its client's way of calling. */
export function programOf({ lab, strategy, client }: WorldLabSettings) {
  const text = strategiesOf[lab][strategy];
  return (client === 'redis' ? text?.nodeRedis : text) ?? { source: '', compiled: '' };
}

/** What of a lab's settings is edited code; the strategy's own text where it is not. */
export function sourceOf(settings: WorldLabSettings): string {
  return settings.source === '' ? programOf(settings).source : settings.source;
}
