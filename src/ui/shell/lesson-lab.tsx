/**
 * The lab of a lesson's step: runs it in the labs' worker and keeps the whole results for the
 * drawings, while the lesson keeps the figures that its goals ask for.
 */
import { lazy, Suspense, useEffect, useMemo } from 'react';
import type { StrategyCode, WorldRun } from '../../contract/lab-world.ts';
import { type WorldLabSettings, worldLabDefaults } from '../../contract/lab-world-settings.ts';
import { type LabRecord, type LabSetup, type LabValues, worldFigures } from '../../course/labs.ts';
import { download } from '../data/download.ts';
import { LabContext } from '../labs/kit/room.ts';
import { createRunsStore, type RunsStore } from '../labs/kit/runs.ts';
import { LabsTexts } from '../labs/kit/texts.tsx';
import { labHost } from './lab.ts';
import { compileStrategy, StrategyEditor } from './strategy-editor.tsx';
import '../labs/labs.css';

export interface LessonLabService {
  readonly runs: RunsStore<WorldLabSettings, WorldRun>;
  run(setup: LabSetup, values: LabValues): Promise<LabRecord>;
}

/** Ids of the labs room count up from 1; a lesson's runs count down. */
let nextRunId = -1;

const settingsOf = ({ lab, values }: LabSetup, changed: LabValues): WorldLabSettings => ({
  ...worldLabDefaults[lab],
  ...values,
  ...changed,
  lab,
});

export function createLessonLab(): LessonLabService {
  const runs: LessonLabService['runs'] = createRunsStore();
  return {
    runs,
    run: async (setup, changed) => {
      const settings = settingsOf(setup, changed);
      const code =
        settings.source === ''
          ? await compiledStrategy(settings)
          : await compileStrategy(settings.source);
      const run = await labHost.runWorld(nextRunId--, settings, code, () => undefined);
      if (!run) throw new Error('cancelled');
      runs.add(nameOf(settings, changed), settings, run);
      const { source: _, ...told } = { source: '', ...setup.values, ...changed };
      const values = { ...told, strategy: settings.strategy };
      return { lab: setup.lab, values, figures: worldFigures(run) };
    },
  };
}

/** The strategy and what was set for this run. */
function nameOf({ strategy }: WorldLabSettings, changed: LabValues): string {
  const set = Object.entries(changed).filter(
    ([name]) => !['strategy', 'source', 'seed'].includes(name),
  );
  return [strategy, ...set.map(([name, value]) => `${name} ${value}`)].join(', ');
}

/** The texts of strategies come with the labs, not with the lesson. */
async function compiledStrategy({ lab, strategy }: WorldLabSettings): Promise<StrategyCode> {
  const { cachingStrategies, stampedeStrategies } = await import('../../strategies/all.ts');
  const texts: { readonly [id: string]: { readonly compiled: string } } =
    lab === 'caching' ? cachingStrategies : stampedeStrategies;
  const text = texts[strategy];
  if (!text) throw new Error(`no strategy ${strategy}`);
  return { compiled: text.compiled, map: '' };
}

const LessonWorld = lazy(() =>
  import('../labs/world/lesson-world.tsx').then(({ LessonWorld }) => ({ default: LessonWorld })),
);

interface LessonLabStageProps {
  readonly service: LessonLabService;
  readonly setup: LabSetup;
  readonly busy: boolean;
  readonly onRun: (values: LabValues) => void;
  readonly onToast: (text: string) => void;
}

export function LessonLabStage({ service, setup, busy, onRun, onToast }: LessonLabStageProps) {
  const own = useMemo(
    () => ({
      host: labHost,
      toast: onToast,
      save: download,
      compile: compileStrategy,
      Editor: StrategyEditor,
    }),
    [onToast],
  );
  const start = useMemo(() => settingsOf(setup, {}), [setup]);
  // The runs of another step are not to be compared with this one's.
  useEffect(() => () => service.runs.setState({ runs: [], removed: null }), [service]);
  return (
    <LabContext value={own}>
      <LabsTexts waiting={null}>
        <Suspense fallback={null}>
          <div className="labs">
            <LessonWorld
              start={start}
              controls={setup.controls}
              strategies={setup.strategies}
              runs={service.runs}
              busy={busy}
              onRun={(settings) => onRun(changesOf(settings, start))}
            />
          </div>
        </Suspense>
      </LabsTexts>
    </LabContext>
  );
}

/** What differs from where the step begins. */
function changesOf(settings: WorldLabSettings, start: WorldLabSettings): LabValues {
  const given: Readonly<Record<string, string | number>> = { ...start };
  return Object.fromEntries(
    Object.entries(settings).filter(([name, value]) => given[name] !== value),
  ) as LabValues;
}
