/**
 * The eviction lab as lessons know it: flat names and values to settings and back, and the figures
 * of each policy.
 *
 * A step measures either `hits` (a trace played to all of its policies) or `dots` (keys in order
 * until memory is full, and half as many more: how near is sampling to LRU?). Policies go by the
 * names that a learner types: `allkeys-lru` is the engine's, `lru` the textbook's.
 */
import {
  type DotPicture,
  type DotSettings,
  type EvictionResult,
  type EvictionSettings,
  evictionDefaults,
  POLICY_IDS,
  type PolicyId,
  TRACE_KINDS,
  type TraceKind,
} from '../contract/lab-eviction.ts';

type Values = Readonly<Record<string, number | string>>;

export const evictionSettingKinds = {
  measure: ['hits', 'dots'],
  trace: TRACE_KINDS.filter((kind) => kind !== 'own'),
  keys: 'number',
  skew: 'number',
  accesses: 'number',
  capacity: 'number',
  samples: 'number',
  decayMinutes: 'number',
  accessesPerSecond: 'number',
  seed: 'number',
} as const;

const nameOf = (policy: PolicyId): string => policy.replace(/^redis-/, '');

export const policyNames: readonly string[] = POLICY_IDS.map(nameOf);

/** What begins the figures that each policy has: `hit-allkeys-lru`. */
export const policyFigures = ['hit', 'session-misses', 'refused'] as const;

export const evictionFigureNames: readonly string[] = [
  'fidelity',
  'new-evicted',
  ...policyFigures.flatMap((figure) => policyNames.map((policy) => `${figure}-${policy}`)),
];

export const measuresDots = ({ measure }: Values): boolean => measure === 'dots';

/** The lab's settings; what is not given is as the lab opens with. */
export function evictionSettings(values: Values, policies: readonly string[]): EvictionSettings {
  const { trace, ...rest } = evictionDefaults;
  const number = (name: string, fallback: number) => Number(values[name] ?? fallback);
  return {
    seed: number('seed', rest.seed),
    trace: {
      kind: TRACE_KINDS.find((kind): kind is TraceKind => kind === values.trace) ?? trace.kind,
      keys: number('keys', trace.keys),
      skewHundredths: Math.round(number('skew', trace.skewHundredths / 100) * 100),
      accesses: number('accesses', trace.accesses),
      own: '',
    },
    capacity: number('capacity', rest.capacity),
    policies: POLICY_IDS.filter((id) => policies.includes(nameOf(id))),
    samples: number('samples', rest.samples),
    decayMinutes: number('decayMinutes', rest.decayMinutes),
    accessesPerSecond: number('accessesPerSecond', rest.accessesPerSecond),
  };
}

/** The other way round. */
export function evictionValues({ trace, ...rest }: EvictionSettings): Values {
  const { seed, capacity, samples, decayMinutes, accessesPerSecond } = rest;
  const { kind, keys, skewHundredths, accesses } = trace;
  const own = { trace: kind, keys, skew: skewHundredths / 100, accesses };
  return { ...own, seed, capacity, samples, decayMinutes, accessesPerSecond };
}

export function dotSettings({ seed, trace, samples }: EvictionSettings): DotSettings {
  return { seed, keys: trace.keys, samples: [samples] };
}

/** The figures of the policies that played, in their order. */
export function evictionFigures({ accesses, policies }: EvictionResult): Record<string, number> {
  const figures: Record<string, number> = {};
  for (const { policy, hits } of policies) figures[`hit-${nameOf(policy)}`] = hits / accesses;
  for (const { policy, sessionMisses, refused } of policies) {
    figures[`session-misses-${nameOf(policy)}`] = sessionMisses;
    figures[`refused-${nameOf(policy)}`] = refused;
  }
  return figures;
}

export function dotFigures({ evictions, alsoByLru, newEvicted }: DotPicture) {
  return { fidelity: alsoByLru / Math.max(1, evictions), 'new-evicted': newEvicted };
}
