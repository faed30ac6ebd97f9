/**
 * A lab on worlds inside a lesson: compiles the strategy, runs it in the labs' worker and keeps the
 * whole results for the drawings, while the lesson keeps the figures that its goals ask for.
 */
import { lazy, useEffect, useMemo } from 'react';
import type { StrategyCode, WorldRun } from '../../contract/lab-world.ts';
import {
  type WorldLab,
  type WorldLabSettings,
  worldLabDefaults,
} from '../../contract/lab-world-settings.ts';
import { type LabSetup, type LabValues, worldFigures } from '../../course/labs.ts';
import type { StrategyText } from '../../strategies/all.ts';
import { createRunsStore, type RunsStore } from '../labs/kit/runs.ts';
import { labHost } from './lab.ts';
import type { LessonLabKind, LessonStageProps } from './lesson-lab-kind.ts';
import { compileStrategy } from './strategy-editor.tsx';

type WorldRuns = RunsStore<WorldLabSettings, WorldRun>;

export function createLessonWorldLab(lab: WorldLab): LessonLabKind {
  const runs: WorldRuns = createRunsStore();
  const settingsOf = ({ values }: LabSetup, changed: LabValues): WorldLabSettings => ({
    ...worldLabDefaults[lab],
    ...values,
    ...changed,
    lab,
  });
  /** The stage knows the words; it is there before a run that a reader has begun ends. */
  let nameOf = ({ strategy }: WorldLabSettings): string => strategy;
  const setNaming = (naming: typeof nameOf) => {
    nameOf = naming;
  };
  let begun = '';
  /** What another step has measured is not to be compared with this one's. */
  const begin = (setup: LabSetup) => {
    const step = JSON.stringify(setup);
    if (step === begun) return;
    begun = step;
    runs.setState({ runs: [], removed: null });
  };
  return {
    run: async (runId, setup, changed) => {
      begin(setup);
      const settings = settingsOf(setup, changed);
      const code =
        settings.source === ''
          ? await compiledStrategy(settings)
          : await compileStrategy(settings.source);
      const run = await labHost.runWorld(runId, settings, code, () => undefined);
      if (!run) throw new Error('cancelled');
      runs.add(nameOf(settings), settings, run);
      const { source: _, ...told } = { source: '', ...setup.values, ...changed };
      const values = { ...told, strategy: settings.strategy };
      return { lab, values, figures: worldFigures(run) };
    },
    Stage: (props) => {
      const start = useMemo(() => settingsOf(props.setup, {}), [props.setup]);
      return <Stage {...props} runs={runs} start={start} begin={begin} onNaming={setNaming} />;
    },
  };
}

/** The texts of strategies come with the labs, not with the lesson. */
async function compiledStrategy({
  lab,
  strategy,
  client,
}: WorldLabSettings): Promise<StrategyCode> {
  const { cachingStrategies, stampedeStrategies } = await import('../../strategies/all.ts');
  const texts: { readonly [id: string]: StrategyText } =
    lab === 'caching' ? cachingStrategies : stampedeStrategies;
  const chosen = texts[strategy];
  if (!chosen) throw new Error(`no strategy ${strategy}`);
  const text = client === 'redis' ? chosen.nodeRedis : chosen;
  return { compiled: text.compiled, map: '' };
}

const LessonWorld = lazy(() =>
  import('../labs/world/lesson-world.tsx').then(({ LessonWorld }) => ({ default: LessonWorld })),
);

interface StageProps extends LessonStageProps {
  readonly runs: WorldRuns;
  /** Where the step begins. */
  readonly start: WorldLabSettings;
  readonly begin: (setup: LabSetup) => void;
  readonly onNaming: (nameOf: (settings: WorldLabSettings) => string) => void;
}

function Stage({ setup, runs, start, begin, busy, onRun, onNaming }: StageProps) {
  useEffect(() => begin(setup), [begin, setup]);
  return (
    <LessonWorld
      start={start}
      controls={setup.controls}
      strategies={setup.strategies}
      runs={runs}
      busy={busy}
      onNaming={onNaming}
      onRun={(settings) => onRun(changesOf(settings, start))}
    />
  );
}

/** What differs from where the step begins. */
function changesOf(settings: WorldLabSettings, start: WorldLabSettings): LabValues {
  const given: Readonly<Record<string, string | number>> = { ...start };
  return Object.fromEntries(
    Object.entries(settings).filter(([name, value]) => given[name] !== value),
  ) as LabValues;
}
