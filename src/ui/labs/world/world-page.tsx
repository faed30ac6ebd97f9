/**
 * A lab on a world: strategy and settings at the side; on the stage the world at a moment, what was
 * counted over time, runs side by side, and the code that ran.
 */
import { memo, useCallback, useEffect, useMemo } from 'react';
import type { WorldProgress, WorldRun } from '../../../contract/lab-world.ts';
import type { WorldLab, WorldLabSettings } from '../../../contract/lab-world-settings.ts';
import { LabFrame } from '../kit/lab-frame.tsx';
import { useLab } from '../kit/room.ts';
import { type Opened, useShared } from '../kit/share-tools.tsx';
import { useLabsTexts } from '../kit/texts.tsx';
import { InTurn } from '../kit/turns.tsx';
import { type RunControl, useRun } from '../kit/use-run.ts';
import type { LabPageProps } from '../labs.ts';
import { asLeft, draftsInBrowser } from './code-drafts.ts';
import { defaultsOf, programOf, settingsChecks } from './settings-check.ts';
import { StrategyCodePane } from './strategy-code.tsx';
import { useTexts, WorldTexts } from './texts.ts';
import { TotalsTable } from './totals-table.tsx';
import { WorldCharts } from './world-charts.tsx';
import { runName } from './world-controls.tsx';
import { WorldNotes } from './world-notes.tsx';
import { WorldSide } from './world-side.tsx';
import { WorldStage } from './world-stage.tsx';
import { createWorldStore, type WorldStore } from './world-store.ts';
import { WorldVerdict } from './world-verdict.tsx';
import './world.css';

/** While a run is on, charts follow it at this pace: more is not seen, and costs frames. */
const FOLLOWED_EVERY_MS = 200;

export function CachingPage({ shared }: LabPageProps) {
  return <WorldLabPage lab="caching" shared={shared} />;
}

export function StampedePage({ shared }: LabPageProps) {
  return <WorldLabPage lab="stampede" shared={shared} />;
}

function WorldLabPage({ lab, shared }: LabPageProps & { readonly lab: WorldLab }) {
  const m = useLabsTexts();
  const opened = useShared(shared, settingsChecks[lab], defaultsOf(lab));
  const waiting = <p className="message">{m.loading}</p>;
  if (!opened.settings) return waiting;
  return (
    <WorldTexts waiting={waiting}>
      <Lab start={opened.settings} opened={opened} />
    </WorldTexts>
  );
}

/** What a run's progress does not concern is not drawn again with it. */
const Verdict = memo(WorldVerdict);
const Stage = memo(WorldStage);
const Charts = memo(WorldCharts);
const Totals = memo(TotalsTable);
const Notes = memo(WorldNotes);
const Code = memo(StrategyCodePane);

interface LabProps {
  readonly start: WorldLabSettings;
  readonly opened: Opened<WorldLabSettings>;
}

function Lab({ start, opened }: LabProps) {
  const m = useTexts();
  const { lab } = start;
  const { fromLink } = opened;
  const store = useMemo(() => {
    const drafts = draftsInBrowser(lab);
    return createWorldStore(fromLink ? start : asLeft(start, drafts), undefined, drafts);
  }, [lab, start, fromLink]);
  const control = useRun(FOLLOWED_EVERY_MS);
  const run = useRunner(store, control);
  // Code that came with a link is read before it is run.
  const runsAtOnce = !store.getState().hasForeignCode;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each store
  useEffect(() => {
    if (runsAtOnce) run();
  }, [store]);
  const words = m.lab[lab];
  return (
    <LabFrame
      title={words.title}
      sentence={words.sentence}
      stageLabel={words.stage}
      side={<WorldSide store={store} control={control} opened={opened} onRun={run} />}
    >
      <Verdict store={store} />
      <Stage store={store} />
      <Charts store={store} />
      <InTurn>
        <Totals store={store} />
        <Notes store={store} />
        <Code store={store} onRun={run} />
      </InTurn>
    </LabFrame>
  );
}

/** Runs the world of the settings as they stand; what ran before stays on the charts. */
function useRunner(store: WorldStore, { run }: RunControl): () => void {
  const m = useTexts();
  const { host, compile } = useLab();
  const work = useCallback(async () => {
    const { settings } = store.getState();
    const { source } = settings;
    // Told apart by what has been changed since the first of the runs that are there.
    const name = runName(m, settings, store.runs.getState().runs[0]?.settings ?? settings);
    store.begin(name);
    const result = await run<WorldRun, WorldProgress>(
      async (runId, onProgress) => {
        const known = () => ({ compiled: programOf(settings).compiled, map: '' });
        const code = source === '' ? known() : await compile(source);
        return host.runWorld(runId, settings, code, onProgress);
      },
      ({ series }) => store.grow(series),
    );
    if (result) store.finish(name, result);
    else store.drop();
  }, [store, run, host, compile, m]);
  return useCallback(() => void work(), [work]);
}
