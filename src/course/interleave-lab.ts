/**
 * The interleaving explorer as lessons know it: flat names and values to scripts and back, and the
 * figures of an exploration or of a replay.
 *
 * A step begins with a ready-made experiment (`preset`), or with scripts of its own; a text that is
 * given (`before`, `a`, `b`, `c`, `invariant`) stands in place of the experiment's. A run with an
 * `order` replays that order instead of running all: it counts as watched.
 */
import type { Explored, InterleaveSettings, Replay } from '../contract/lab-interleave.ts';
import { type InterleavePreset, interleavePresets } from '../contract/lab-interleave-presets.ts';

type Values = Readonly<Record<string, number | string>>;

export const presetIds = Object.keys(interleavePresets) as InterleavePreset[];
/** What `preset` says of scripts that are no ready-made experiment. */
export const OWN = 'own';

export const interleaveSettingKinds = {
  preset: [...presetIds, OWN],
  before: 'text',
  a: 'text',
  b: 'text',
  c: 'text',
  invariant: 'text',
  order: 'word',
} as const;

/** Texts that stand in place of an experiment's, in the order of the page. */
export const scriptNames = ['before', 'a', 'b', 'c', 'invariant'] as const;
type ScriptName = (typeof scriptNames)[number];

export const interleaveFigureNames = [
  'schedules',
  'bad',
  'filled',
  'written',
  'outcomes',
  'watched-bad',
] as const;
type InterleaveFigure = (typeof interleaveFigureNames)[number];

/** The experiment that these settings are, but for the seed; null when they are somebody's own. */
export function presetOf(settings: InterleaveSettings): InterleavePreset | null {
  const same = (one: InterleaveSettings) =>
    one.setup === settings.setup &&
    one.invariant === settings.invariant &&
    one.clients.join('\f') === settings.clients.join('\f');
  return presetIds.find((name) => same(interleavePresets[name])) ?? null;
}

/** What a run is set to: another experiment brings its own texts, so the step's do not apply to it. */
export function interleaveValues(given: Values, changed: Values): Values {
  if (changed.preset === undefined || changed.preset === given.preset) {
    return { ...given, ...changed };
  }
  const kept = Object.entries(given).filter(([name]) => !isScript(name));
  return { ...Object.fromEntries(kept), ...changed };
}

const isScript = (name: string): boolean => (scriptNames as readonly string[]).includes(name);

export function interleaveSettings(values: Values): InterleaveSettings {
  const id = presetIds.find((one) => one === values.preset) ?? 'writeDelCold';
  const preset: InterleaveSettings = interleavePresets[id];
  const text = (name: ScriptName, given = '') => String(values[name] ?? given);
  const [a, b, c] = preset.clients;
  const third = text('c', c);
  return {
    seed: preset.seed,
    setup: text('before', preset.setup),
    clients: [text('a', a), text('b', b), ...(third === '' ? [] : [third])],
    invariant: text('invariant', preset.invariant),
  };
}

/** What a learner has changed of a step's scripts: another experiment, or texts that differ. */
export function interleaveChanges(settings: InterleaveSettings, given: Values): Values {
  const start = scriptsOf(interleaveSettings(given));
  const now = scriptsOf(settings);
  const differing = scriptNames.filter((name) => now[name] !== start[name]);
  if (differing.length === 0) return {};
  const preset = presetOf(settings);
  if (preset) return { preset };
  return Object.fromEntries(differing.map((name) => [name, now[name]]));
}

function scriptsOf({ setup, clients, invariant }: InterleaveSettings): Record<ScriptName, string> {
  const [a = '', b = '', c = ''] = clients;
  return { before: setup, a, b, c, invariant };
}

/** What a lesson keeps of a run's settings: an experiment by its name, other scripts as such. */
export function toldValues(values: Values): Values {
  return { ...values, preset: presetOf(interleaveSettings(values)) ?? OWN };
}

export function interleaveFigures(result: Explored): Partial<Record<InterleaveFigure, number>> {
  const { schedules, bad, filled, written, outcomes } = result;
  return { schedules, bad, filled, written, outcomes: outcomes.length };
}

/** Of a replay it is only told how it ended. */
export function replayFigures({ outcome }: Replay): Partial<Record<InterleaveFigure, number>> {
  return { 'watched-bad': outcome.holds === true ? 0 : 1 };
}
