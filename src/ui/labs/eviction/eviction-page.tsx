/** The eviction lab: trace, size and policies at the side; hit ratios, the grid, curves and dots. */
import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import {
  type EvictionProgress,
  type EvictionRun,
  type EvictionSettings,
  evictionDefaults,
} from '../../../contract/lab-eviction.ts';
import { SeedField } from '../kit/controls.tsx';
import { LabFrame } from '../kit/lab-frame.tsx';
import { useLab } from '../kit/room.ts';
import { RunBar } from '../kit/run-bar.tsx';
import { RunList } from '../kit/run-list.tsx';
import { type Opened, SharedNote, ShareTools, useShared } from '../kit/share-tools.tsx';
import { useLabsTexts } from '../kit/texts.tsx';
import { InTurn } from '../kit/turns.tsx';
import { useRun } from '../kit/use-run.ts';
import type { LabPageProps } from '../labs.ts';
import { CurvesSection } from './curves-section.tsx';
import { DotsSection } from './dots-section.tsx';
import { settingsCheck } from './eviction-settings.ts';
import { createEvictionStore, type EvictionStore } from './eviction-store.ts';
import { GridSection } from './grid-section.tsx';
import { PolicyPicker } from './policy-picker.tsx';
import { bestText, ResultsSection } from './results-section.tsx';
import { EvictionTexts, useTexts } from './texts.ts';
import { TraceControls } from './trace-controls.tsx';
import { TraceTrouble } from './trace-trouble.tsx';
import './eviction.css';

const LAB = 'eviction';

export function EvictionPage({ shared }: LabPageProps) {
  const m = useLabsTexts();
  const opened = useShared(shared, settingsCheck, evictionDefaults);
  const waiting = <p className="message">{m.loading}</p>;
  if (!opened.settings) return waiting;
  return (
    <EvictionTexts waiting={waiting}>
      <Lab start={opened.settings} opened={opened} />
    </EvictionTexts>
  );
}

interface LabProps {
  readonly start: EvictionSettings;
  readonly opened: Opened<EvictionSettings>;
}

function Lab({ start, opened }: LabProps) {
  const m = useTexts();
  const store = useMemo(() => createEvictionStore(start), [start]);
  return (
    <LabFrame
      title={m.title}
      sentence={m.sentence}
      stageLabel={m.stage}
      side={<Side store={store} opened={opened} />}
    >
      <InTurn>
        <ResultsSection store={store} />
      </InTurn>
      <InTurn>
        <GridSection store={store} />
      </InTurn>
      <InTurn>
        <CurvesSection store={store} />
      </InTurn>
      <InTurn>
        <DotsSection store={store} />
      </InTurn>
    </LabFrame>
  );
}

interface SideProps {
  readonly store: EvictionStore;
  readonly opened: Opened<EvictionSettings>;
}

function Side({ store, opened }: SideProps) {
  const m = useTexts();
  const settings = useStore(store, (state) => state.settings);
  const problem = useStore(store, (state) => state.problem);
  return (
    <>
      <SharedNote opened={opened} />
      <TraceControls store={store} />
      {problem ? <TraceTrouble problem={problem} /> : null}
      <Run store={store} />
      <PolicyPicker store={store} />
      <SeedField value={settings.seed} onChange={(seed) => store.edit({ seed })} />
      <RunList store={store.runs} figures={(_, result) => bestText(result, m)} />
      <ShareTools
        lab={LAB}
        settings={settings}
        check={settingsCheck}
        onOpen={(opened) => store.edit(opened)}
      />
    </>
  );
}

function Run({ store }: { readonly store: EvictionStore }) {
  const m = useTexts();
  const { host } = useLab();
  const control = useRun();
  const [paused, setPaused] = useState(false);
  const { runs } = useStore(store.runs);
  const run = async () => {
    const { settings } = store.getState();
    setPaused(false);
    store.progress(settings);
    const result = await control.run<EvictionRun, EvictionProgress>(
      (runId, onProgress) => host.runEviction(runId, settings, onProgress),
      (progress) => store.progress(settings, progress),
    );
    const name = m.runName(m.traces[settings.trace.kind], settings.capacity);
    store.finish(name, settings, result);
  };
  // A page that shows nothing says nothing: what it opens with is played at once.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each store
  useEffect(() => void run(), [store]);
  const steer = (order: 'pause' | 'resume' | 'step') => {
    setPaused(order !== 'resume');
    if (control.runId !== null) host.steer(control.runId, order).catch(() => undefined);
  };
  return (
    <RunBar
      status={control.status}
      again={runs.length > 0}
      onRun={() => void run()}
      onCancel={() => {
        control.cancel();
        store.finish('', store.getState().settings, null);
      }}
      pausing={{
        paused,
        onPause: () => steer('pause'),
        onResume: () => steer('resume'),
        onStep: () => steer('step'),
      }}
    />
  );
}
