/** The ready-made experiments by theme, and what goes wrong in each. */
import { CLIENTS_MAX, type InterleaveSettings } from '../../../contract/lab-interleave.ts';
import type { InterleavePreset } from '../../../contract/lab-interleave-presets.ts';
import type { InterleaveFault, InterleaveMessages } from '../../i18n/interleave-en.ts';
import { loadStored, saveStored } from '../../kit/stored.ts';
import { SEED_MAX } from '../kit/controls.tsx';
import { integer, list, shape, text } from '../kit/share.ts';
import type { OwnScripts } from './interleave-store.ts';

export type Theme = keyof InterleaveMessages['themes'];

interface ThemeEntry {
  readonly id: Theme;
  readonly variants: readonly InterleavePreset[];
}

export const themes: readonly ThemeEntry[] = [
  { id: 'counter', variants: ['lostUpdate', 'lostUpdate3', 'incr'] },
  {
    id: 'cacheAside',
    variants: [
      'writeDelCold',
      'writeDelWarm',
      'delWriteWarm',
      'delWriteCold',
      'twoWriters',
      'doubleDelWarm',
      'doubleDelCold',
    ],
  },
  { id: 'lease', variants: ['leaseOne', 'versionsOne', 'twoReaders', 'lease'] },
  { id: 'lock', variants: ['lockBare', 'lockToken'] },
  { id: 'transfer', variants: ['transferBare', 'transferWatch', 'transferRetry'] },
];

const themeFaults: { readonly [T in Theme]: InterleaveFault } = {
  counter: 'lost',
  cacheAside: 'stale',
  lease: 'stale',
  lock: 'lock',
  transfer: 'money',
};

export const themeOf = (preset: InterleavePreset): Theme =>
  themes.find(({ variants }) => variants.includes(preset))?.id ?? 'counter';

/** What a broken invariant means: the experiment's fault, or just that, of changed scripts. */
export function faultOf(preset: InterleavePreset | null): InterleaveFault {
  if (preset === null) return 'own';
  return preset === 'transferRetry' ? 'twice' : themeFaults[themeOf(preset)];
}

const SCRIPT_CHARACTERS_MAX = 6000;
export const INVARIANT_CHARACTERS_MAX = 400;

const OWN = 'interleave.own';

/** A person's own scripts, in the browser. */
export const ownScripts: OwnScripts = {
  load: () => loadStored(OWN, isSettings),
  save: (own) => saveStored(OWN, own),
};

function isSettings(value: unknown): value is InterleaveSettings {
  try {
    settingsCheck(value, '');
    return true;
  } catch {
    return false;
  }
}

export const settingsCheck = shape<InterleaveSettings>({
  seed: integer(0, SEED_MAX),
  setup: text(SCRIPT_CHARACTERS_MAX),
  clients: list(text(SCRIPT_CHARACTERS_MAX), 2, CLIENTS_MAX),
  invariant: text(INVARIANT_CHARACTERS_MAX),
});
