/** The eviction lab's settings: what a link may say, and the stops of its sliders. */
import {
  ACCESSES_MAX,
  type EvictionSettings,
  evictionDefaults,
  KEYS_MAX,
  OWN_CHARACTERS_MAX,
  POLICY_IDS,
  type PolicyId,
  TRACE_KINDS,
  type TraceSettings,
} from '../../../contract/lab-eviction.ts';
import { SEED_MAX } from '../kit/controls.tsx';
import { type Check, integer, list, oneOf, refuse, shape, text } from '../kit/share.ts';

export const POLICIES_MAX = 8;

export const stops = {
  keys: [100, 200, 500, 1011, 2000, 5000, 10_000, 20_000, 50_000],
  skew: [0, 40, 60, 80, 90, 100, 110, 120, 150],
  accesses: [5000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000],
  capacity: [10, 20, 50, 100, 150, 200, 512, 1000, 2000, 5000, 10_000, 20_000],
  samples: [1, 2, 3, 4, 5, 7, 10, 15, 20],
  decay: [0, 1, 2, 5, 10, 60],
  rate: [1, 10, 100, 1000],
} as const;

/** What is usual for a kind of trace: the loop of the course is one of 1,011 keys in 512 places. */
export function settingsFor(
  kind: TraceSettings['kind'],
  settings: EvictionSettings,
): EvictionSettings {
  const trace = { ...settings.trace, kind };
  if (kind === 'loop') return { ...settings, trace: { ...trace, keys: 1011 }, capacity: 512 };
  if (settings.trace.kind !== 'loop') return { ...settings, trace };
  const { keys } = evictionDefaults.trace;
  return { ...settings, trace: { ...trace, keys }, capacity: evictionDefaults.capacity };
}

const policies: Check<readonly PolicyId[]> = (value, field) => {
  const listed = list(oneOf(POLICY_IDS), 1, POLICIES_MAX)(value, field);
  return new Set(listed).size === listed.length ? listed : refuse(field);
};

export const settingsCheck = shape<EvictionSettings>({
  seed: integer(0, SEED_MAX),
  trace: shape<TraceSettings>({
    kind: oneOf(TRACE_KINDS),
    keys: integer(1, KEYS_MAX),
    skewHundredths: integer(0, 300),
    accesses: integer(1, ACCESSES_MAX),
    own: text(OWN_CHARACTERS_MAX),
  }),
  capacity: integer(1, KEYS_MAX),
  policies,
  samples: integer(1, 64),
  decayMinutes: integer(0, 10_000),
  accessesPerSecond: integer(1, 1000),
});
