/**
 * The interleaving explorer inside a lesson: runs every order of the step's scripts in the labs'
 * worker, or replays one. The lesson keeps counts; outcomes and the replay stay here.
 */
import { lazy, useEffect } from 'react';
import type { InterleaveSettings } from '../../contract/lab-interleave.ts';
import { interleavePresets } from '../../contract/lab-interleave-presets.ts';
import {
  interleaveChanges,
  interleaveFigures,
  interleaveSettings,
  interleaveValues,
  presetIds,
  replayFigures,
  toldValues,
} from '../../course/interleave-lab.ts';
import type { LabRecord, LabSetup } from '../../course/labs.ts';
import {
  createInterleaveStore,
  type InterleaveStore,
} from '../labs/interleave/interleave-store.ts';
import { labHost } from './lab.ts';
import type { LessonLabKind, LessonStageProps } from './lesson-lab-kind.ts';

export function createLessonInterleaveLab(): LessonLabKind {
  const store = createInterleaveStore(interleavePresets.writeDelCold, labHost);
  let begun = '';
  /** What another step has found is not to be compared with this one's. */
  const begin = (setup: LabSetup) => {
    const step = JSON.stringify(setup);
    if (step === begun) return;
    begun = step;
    store.clear();
    store.open(interleaveSettings(setup.values));
  };
  return {
    run: async (runId, setup, changed) => {
      begin(setup);
      const values = interleaveValues(setup.values, changed);
      const settings = interleaveSettings(values);
      const figures =
        values.order === undefined
          ? await exploreAll(runId, store, settings)
          : await replayOne(runId, store, settings, String(values.order));
      return { lab: 'interleave', values: toldValues(values), figures };
    },
    Stage: (props) => <Stage {...props} store={store} begin={begin} />,
  };
}

type Figures = LabRecord['figures'];

async function exploreAll(
  runId: number,
  store: InterleaveStore,
  settings: InterleaveSettings,
): Promise<Figures> {
  // The scripts on the page go along with what the text has asked for.
  store.open(settings);
  const result = await labHost.exploreInterleavings(runId, settings, () => undefined);
  if (!result) throw new Error('cancelled');
  store.finish(settings, result);
  // The stage lists the problems, each with its line.
  if (result.kind === 'problems') throw new Error('');
  return interleaveFigures(result);
}

/** Shows the order among the others that end so, at its end, unless it is there already. */
async function replayOne(
  runId: number,
  store: InterleaveStore,
  settings: InterleaveSettings,
  order: string,
): Promise<Figures> {
  const replay = await labHost.replayInterleaving(settings, order);
  if (!replay) throw new Error(order);
  const { explored } = store.getState();
  const isShown = JSON.stringify(explored?.settings) === JSON.stringify(settings);
  if (!isShown) await exploreAll(runId, store, settings);
  if (store.getState().replay?.schedule !== order) {
    await store.chooseOrder(order);
    store.move(replay.steps.length);
  }
  return replayFigures(replay);
}

const LessonInterleave = lazy(() =>
  import('../labs/interleave/lesson-interleave.tsx').then(({ LessonInterleave }) => ({
    default: LessonInterleave,
  })),
);

interface StageProps extends LessonStageProps {
  readonly store: InterleaveStore;
  readonly begin: (setup: LabSetup) => void;
}

function Stage({ setup, store, begin, busy, onRun }: StageProps) {
  useEffect(() => begin(setup), [begin, setup]);
  const changes = (settings: InterleaveSettings) => interleaveChanges(settings, setup.values);
  return (
    <LessonInterleave
      store={store}
      presets={presetIds.filter((id) => setup.presets.includes(id))}
      controls={setup.controls}
      busy={busy}
      onRun={(settings) => onRun(changes(settings))}
      onWatched={(settings, order) => onRun({ ...changes(settings), order })}
    />
  );
}
