/**
 * The explorer inside a lesson: the experiments that the step offers, their scripts, how all orders
 * end, and a replay. Runs and watched replays are told to the lesson, which counts them.
 */
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { InterleaveSettings } from '../../../contract/lab-interleave.ts';
import type { InterleavePreset } from '../../../contract/lab-interleave-presets.ts';
import { LessonRun } from '../kit/lesson-run.tsx';
import { ExperimentList } from './experiment-list.tsx';
import type { InterleaveStore } from './interleave-store.ts';
import { LanguageNotes } from './language-notes.tsx';
import { Outcomes } from './outcomes.tsx';
import { ReplayView } from './replay-view.tsx';
import { ScriptEditors } from './script-editors.tsx';
import { InterleaveTexts, useTexts } from './texts.ts';
import './interleave.css';

export interface LessonInterleaveProps {
  readonly store: InterleaveStore;
  readonly presets: readonly InterleavePreset[];
  /** The scripts that can be changed, as lessons name them. */
  readonly controls: readonly string[];
  readonly busy: boolean;
  readonly onRun: (settings: InterleaveSettings) => void;
  /** An order was replayed to its end. */
  readonly onWatched: (settings: InterleaveSettings, order: string) => void;
}

export function LessonInterleave(props: LessonInterleaveProps) {
  return (
    <InterleaveTexts waiting={null}>
      <Inside {...props} />
    </InterleaveTexts>
  );
}

function Inside({ store, presets, controls, busy, onRun, onWatched }: LessonInterleaveProps) {
  const t = useTexts();
  const { preset, settings } = useStore(store);
  useWatched(store, onWatched);
  return (
    <div className="lesson-lab lesson-interleave">
      <ExperimentList
        store={store}
        presets={presets}
        onPreset={(chosen) => {
          store.openPreset(chosen);
          if (!busy) onRun(store.getState().settings);
        }}
      />
      <p className="lab-prose">{preset ? t.presets[preset].about : t.ownAbout}</p>
      <ScriptEditors store={store} editable={controls} />
      <LessonRun lab="interleave" settings={settings} busy={busy} onRun={onRun} />
      <Outcomes store={store} />
      <ReplayView store={store} />
      {controls.length > 0 ? <LanguageNotes /> : null}
    </div>
  );
}

/** Tells once each time the chosen order's replay arrives at its end. */
function useWatched(store: InterleaveStore, onWatched: LessonInterleaveProps['onWatched']): void {
  const { replay, position, explored, chosen } = useStore(store);
  const tell = useRef(onWatched);
  tell.current = onWatched;
  // Until the replay of the order chosen last has come, the one before is still there.
  const schedule = chosen && explored?.result.outcomes[chosen.outcome]?.examples[chosen.example];
  const arrived =
    replay !== null &&
    replay.schedule === schedule &&
    position > 0 &&
    position === replay.steps.length;
  useEffect(() => {
    if (arrived && explored) tell.current(explored.settings, replay.schedule);
  }, [arrived, explored, replay]);
}
