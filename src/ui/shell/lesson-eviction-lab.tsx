/**
 * The eviction lab inside a lesson: plays the step's trace to its policies, or draws the dots, in
 * the labs' worker. Dots of other sample sizes stay, so that they can be compared.
 */
import { lazy, useEffect } from 'react';
import { type EvictionSettings, evictionDefaults } from '../../contract/lab-eviction.ts';
import {
  dotFigures,
  dotSettings,
  evictionFigures,
  evictionSettings,
  evictionValues,
  measuresDots,
} from '../../course/eviction-lab.ts';
import type { LabSetup, LabValues } from '../../course/labs.ts';
import { createEvictionStore, type EvictionStore } from '../labs/eviction/eviction-store.ts';
import type { RunNaming } from '../labs/eviction/lesson-eviction.tsx';
import { labHost } from './lab.ts';
import type { LessonLabKind, LessonStageProps } from './lesson-lab-kind.ts';

export function createLessonEvictionLab(): LessonLabKind {
  const store = createEvictionStore(evictionDefaults);
  /** The stage knows the words; it is there before a run that a reader has begun ends. */
  let nameOf: RunNaming = ({ trace }) => trace.kind;
  const setNaming = (naming: RunNaming) => {
    nameOf = naming;
  };
  let begun = '';
  /** What another step has measured is not to be compared with this one's. */
  const begin = (setup: LabSetup) => {
    const step = JSON.stringify(setup);
    if (step === begun) return;
    begun = step;
    store.runs.setState({ runs: [], removed: null });
    store.show({ dots: [] });
    store.edit(evictionSettings(setup.values, setup.policies));
  };
  return {
    run: async (runId, setup, changed) => {
      begin(setup);
      const values = { ...setup.values, ...changed };
      const settings = evictionSettings(values, setup.policies);
      const measured = measuresDots(values)
        ? await drawDots(runId, store, settings)
        : await play(runId, store, settings, () => nameOf(settings, Object.keys(changed)));
      // The controls go along with what the text has asked for.
      store.edit(settings);
      return { lab: 'eviction', values, figures: measured };
    },
    Stage: (props) => <Stage {...props} store={store} begin={begin} onNaming={setNaming} />,
  };
}

async function play(
  runId: number,
  store: EvictionStore,
  settings: EvictionSettings,
  nameOf: () => string,
): Promise<Readonly<Record<string, number>>> {
  const run = await labHost.runEviction(runId, settings, () => undefined);
  if (run?.kind !== 'done') throw new Error(run ? run.problem.kind : 'cancelled');
  store.finish(nameOf(), settings, run);
  return evictionFigures(run);
}

async function drawDots(
  runId: number,
  store: EvictionStore,
  settings: EvictionSettings,
): Promise<Readonly<Record<string, number>>> {
  const pictures = await labHost.runDots(runId, dotSettings(settings), () => undefined);
  const [picture] = pictures ?? [];
  if (!picture) throw new Error('cancelled');
  const others = store.getState().dots.filter(({ samples }) => samples !== picture.samples);
  const dots = [...others, picture].sort((a, b) => a.samples - b.samples);
  store.show({ dots, dotSamples: picture.samples });
  return dotFigures(picture);
}

const LessonEviction = lazy(() =>
  import('../labs/eviction/lesson-eviction.tsx').then(({ LessonEviction }) => ({
    default: LessonEviction,
  })),
);

interface StageProps extends LessonStageProps {
  readonly store: EvictionStore;
  readonly begin: (setup: LabSetup) => void;
  readonly onNaming: (nameOf: RunNaming) => void;
}

function Stage({ setup, store, begin, busy, onRun, onNaming }: StageProps) {
  // A phone shows the stage now and then only: what was measured meanwhile stays.
  useEffect(() => begin(setup), [begin, setup]);
  return (
    <LessonEviction
      store={store}
      controls={setup.controls}
      dots={measuresDots(setup.values)}
      busy={busy}
      onNaming={onNaming}
      onRun={(settings) => onRun(changesOf(settings, setup))}
    />
  );
}

/** What differs from where the step begins. */
function changesOf(settings: EvictionSettings, { values, policies }: LabSetup): LabValues {
  const given = evictionValues(evictionSettings(values, policies));
  const wished = Object.entries(evictionValues(settings));
  return Object.fromEntries(wished.filter(([name, value]) => given[name] !== value));
}
