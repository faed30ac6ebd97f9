/**
 * The eviction lab inside a lesson: the controls that the step gives, and either the hit ratios of
 * its policies or the dots. Runs are asked for through the lesson, which counts them.
 */
import { type ReactNode, useEffect } from 'react';
import { useStore } from 'zustand';
import {
  type EvictionSettings,
  TRACE_KINDS,
  type TraceSettings,
} from '../../../contract/lab-eviction.ts';
import type { EvictionMessages } from '../../i18n/eviction-en.ts';
import { formatCount } from '../../i18n/numbers.ts';
import { SeedField, Select, Slider } from '../kit/controls.tsx';
import { LessonRun } from '../kit/lesson-run.tsx';
import { RunList } from '../kit/run-list.tsx';
import { DotPictures } from './dots-section.tsx';
import { stops } from './eviction-settings.ts';
import type { EvictionStore } from './eviction-store.ts';
import { ResultsSection } from './results-section.tsx';
import { EvictionTexts, useTexts } from './texts.ts';
import './eviction.css';

export interface LessonEvictionProps {
  readonly store: EvictionStore;
  /** Names of settings, as lessons have them. */
  readonly controls: readonly string[];
  /** The step draws dots instead of playing a trace. */
  readonly dots: boolean;
  readonly busy: boolean;
  readonly onRun: (settings: EvictionSettings) => void;
  /** Told, in the language chosen, how a run that ends from now on is called. */
  readonly onNaming: (nameOf: RunNaming) => void;
}

/** `changed` names the settings that the run was given. */
export type RunNaming = (settings: EvictionSettings, changed: readonly string[]) => string;

export function LessonEviction(props: LessonEvictionProps) {
  return (
    <EvictionTexts waiting={null}>
      <Inside {...props} />
    </EvictionTexts>
  );
}

function Inside({ store, controls, dots, busy, onRun, onNaming }: LessonEvictionProps) {
  const t = useTexts();
  useEffect(() => {
    onNaming((settings, changed) => runName(t, settings, changed));
  }, [t, onNaming]);
  const settings = useStore(store, (state) => state.settings);
  const drawn = useStore(store, (state) => state.dots);
  const hasRun = useStore(store.runs, ({ runs }) => runs.length > 0);
  const newest = useStore(store, (state) => state.dotSamples);
  // The slider that sets the next run also chooses among the pictures that there are.
  const isDrawn = drawn.some((picture) => picture.samples === settings.samples);
  const samples = isDrawn ? settings.samples : newest;
  return (
    <div className="lesson-lab lesson-eviction">
      <Controls store={store} names={controls} />
      <LessonRun lab="eviction" settings={settings} busy={busy} onRun={onRun} />
      {dots ? null : <RunList store={store.runs} />}
      {!dots && hasRun ? <ResultsSection store={store} /> : null}
      {dots ? (
        <DotPictures dots={drawn} samples={samples} seed={settings.seed} onSamples={null} />
      ) : null}
    </div>
  );
}

function runName(
  t: EvictionMessages,
  { trace, ...rest }: EvictionSettings,
  changed: readonly string[],
): string {
  const words: Readonly<Record<string, string>> = {
    keys: `${t.keys} ${formatCount(trace.keys)}`,
    skew: `${t.skew} ${(trace.skewHundredths / 100).toFixed(1)}`,
    accesses: `${t.accesses} ${formatCount(trace.accesses)}`,
    capacity: `${t.capacity} ${formatCount(rest.capacity)}`,
    samples: `${t.samples} ${formatCount(rest.samples)}`,
    decayMinutes: `${t.decay} ${t.decayValue(rest.decayMinutes)}`,
    accessesPerSecond: `${t.rate} ${formatCount(rest.accessesPerSecond)}`,
  };
  const set = changed.map((name) => words[name]).filter((text) => text !== undefined);
  return [t.traces[trace.kind], ...set].join(', ');
}

interface ControlsProps {
  readonly store: EvictionStore;
  readonly names: readonly string[];
}

function Controls({ store, names }: ControlsProps) {
  const t = useTexts();
  const settings = useStore(store, (state) => state.settings);
  const { trace } = settings;
  const edit = (change: Partial<TraceSettings>) => store.edit({ trace: { ...trace, ...change } });
  const kinds = TRACE_KINDS.filter((kind) => kind !== 'own');
  const slider = (
    label: string,
    given: readonly number[],
    value: number,
    onChange: (value: number) => void,
    shown = formatCount(value),
  ) => <Slider {...{ label, stops: given, value, shown, onChange }} />;
  const all: Readonly<Record<string, () => ReactNode>> = {
    trace: () => (
      <Select
        label={t.trace}
        options={kinds.map((kind) => ({ value: kind, label: t.traces[kind] }))}
        value={trace.kind === 'own' ? 'zipf' : trace.kind}
        onChange={(kind) => edit({ kind })}
      />
    ),
    keys: () => slider(t.keys, stops.keys, trace.keys, (keys) => edit({ keys })),
    accesses: () =>
      slider(t.accesses, stops.accesses, trace.accesses, (accesses) => edit({ accesses })),
    capacity: () =>
      slider(t.capacity, stops.capacity, settings.capacity, (capacity) => store.edit({ capacity })),
    samples: () =>
      slider(t.samples, stops.samples, settings.samples, (samples) => store.edit({ samples })),
    decayMinutes: () =>
      slider(
        t.decay,
        stops.decay,
        settings.decayMinutes,
        (decayMinutes) => store.edit({ decayMinutes }),
        t.decayValue(settings.decayMinutes),
      ),
    accessesPerSecond: () =>
      slider(t.rate, stops.rate, settings.accessesPerSecond, (accessesPerSecond) =>
        store.edit({ accessesPerSecond }),
      ),
    seed: () => <SeedField value={settings.seed} onChange={(seed) => store.edit({ seed })} />,
  };
  return (
    <div className="controls">
      {names.map((name) => (
        <div key={name}>{all[name]?.()}</div>
      ))}
    </div>
  );
}
