/** The interleaving explorer: experiments at the side; scripts, outcomes and a replay on the stage. */
import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import type { InterleaveSettings } from '../../../contract/lab-interleave.ts';
import {
  type InterleavePreset,
  interleavePresets,
} from '../../../contract/lab-interleave-presets.ts';
import { SeedField, Select } from '../kit/controls.tsx';
import { LabFrame } from '../kit/lab-frame.tsx';
import { useLab } from '../kit/room.ts';
import { RunBar } from '../kit/run-bar.tsx';
import { type Opened, SharedNote, ShareTools, useShared } from '../kit/share-tools.tsx';
import { useLabsTexts } from '../kit/texts.tsx';
import { type RunControl, useRun } from '../kit/use-run.ts';
import type { LabPageProps } from '../labs.ts';
import { ExperimentList } from './experiment-list.tsx';
import { ownScripts, settingsCheck, type Theme, themeOf, themes } from './experiments.ts';
import { createInterleaveStore, type InterleaveStore } from './interleave-store.ts';
import { LanguageNotes } from './language-notes.tsx';
import { Outcomes } from './outcomes.tsx';
import { ReplayView } from './replay-view.tsx';
import { ScriptEditors } from './script-editors.tsx';
import { InterleaveTexts, useTexts } from './texts.ts';
import './interleave.css';

const LAB = 'interleave';

export function InterleavePage({ shared }: LabPageProps) {
  const m = useLabsTexts();
  const opened = useShared(shared, settingsCheck, interleavePresets.lostUpdate);
  const waiting = <p className="message">{m.loading}</p>;
  if (!opened.settings) return waiting;
  return (
    <InterleaveTexts waiting={waiting}>
      <Explorer start={opened.settings} opened={opened} />
    </InterleaveTexts>
  );
}

interface ExplorerProps {
  readonly start: InterleaveSettings;
  readonly opened: Opened<InterleaveSettings>;
}

function Explorer({ start, opened }: ExplorerProps) {
  const m = useTexts();
  const { host } = useLab();
  const store = useMemo(() => createInterleaveStore(start, host, ownScripts), [start, host]);
  const control = useRun();
  const run = async () => {
    const { settings } = store.getState();
    const result = await control.run((runId, onProgress) =>
      host.exploreInterleavings(runId, settings, onProgress),
    );
    if (result) store.finish(settings, result);
  };
  // What a link or an experiment brings is small: it is run at once, so the page is never empty.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each store
  useEffect(() => void run(), [store]);
  const usePreset = (preset: InterleavePreset) => {
    store.openPreset(preset);
    void run();
  };
  const useOwn = () => {
    store.openOwn();
    void run();
  };
  return (
    <LabFrame
      title={m.title}
      sentence={m.sentence}
      stageLabel={m.stage}
      side={
        <Side
          store={store}
          control={control}
          opened={opened}
          onRun={() => void run()}
          onPreset={usePreset}
          onOwn={useOwn}
        />
      }
    >
      <ScriptEditors store={store} />
      <Outcomes store={store} />
      <ReplayView store={store} />
      <LanguageNotes />
    </LabFrame>
  );
}

interface SideProps {
  readonly store: InterleaveStore;
  readonly control: RunControl;
  readonly opened: Opened<InterleaveSettings>;
  readonly onRun: () => void;
  readonly onPreset: (preset: InterleavePreset) => void;
  readonly onOwn: () => void;
}

function Side({ store, control, opened, onRun, onPreset, onOwn }: SideProps) {
  const m = useTexts();
  const { settings, preset, explored } = useStore(store);
  return (
    <>
      <SharedNote opened={opened} />
      <Experiments store={store} onPreset={onPreset} onOwn={onOwn} />
      <p className="lab-prose">{preset ? m.presets[preset].about : m.ownAbout}</p>
      {explored?.result.isSample ? (
        <SeedField value={settings.seed} onChange={(seed) => store.edit({ seed })} />
      ) : null}
      <RunBar
        status={control.status}
        again={explored !== null}
        onRun={onRun}
        onCancel={control.cancel}
      />
      <ShareTools lab={LAB} settings={settings} check={settingsCheck} onOpen={store.open} />
      <p className="faint lab-small">{m.granularity}</p>
    </>
  );
}

/** A theme, and its variants with what each came to. */
function Experiments({ store, onPreset, onOwn }: Pick<SideProps, 'store' | 'onPreset' | 'onOwn'>) {
  const m = useTexts();
  const { preset, own } = useStore(store);
  const shown = preset ? themeOf(preset) : 'own';
  const options: readonly { value: Theme | 'own'; label: string }[] = [
    ...themes.map(({ id }) => ({ value: id, label: m.themes[id] })),
    ...(own ? [{ value: 'own', label: m.own } as const] : []),
  ];
  const variants = themes.find(({ id }) => id === shown)?.variants ?? [];
  return (
    <div>
      <Select
        label={m.theme}
        options={options}
        value={shown}
        onChange={(theme) => {
          const first = themes.find(({ id }) => id === theme)?.variants[0];
          if (first) onPreset(first);
          else onOwn();
        }}
      />
      <ExperimentList store={store} presets={variants} onPreset={onPreset} />
    </div>
  );
}
