/** The side of a lab on a world: strategies, sliders, the run bar, finished runs, sharing. */
import { memo, useCallback } from 'react';
import { useStore } from 'zustand';
import type { WorldRun } from '../../../contract/lab-world.ts';
import type { WorldLabSettings } from '../../../contract/lab-world-settings.ts';
import { Button } from '../../kit/button.tsx';
import { useLab } from '../kit/room.ts';
import { RunBar } from '../kit/run-bar.tsx';
import { RunList } from '../kit/run-list.tsx';
import { type Opened, SharedNote, ShareTools } from '../kit/share-tools.tsx';
import type { RunControl } from '../kit/use-run.ts';
import { ClientChoice } from './client-choice.tsx';
import { latency, percent, perRebuild } from './figures.ts';
import { RunTrouble } from './run-trouble.tsx';
import { defaultsOf, settingsChecks } from './settings-check.ts';
import { StrategyList } from './strategy-list.tsx';
import { useTexts } from './texts.ts';
import { WorldControls } from './world-controls.tsx';
import type { WorldStore } from './world-store.ts';

/** Progress moves the run bar only. */
const Strategies = memo(StrategyList);
const Runs = memo(RunList<WorldLabSettings, WorldRun>);
const Trouble = memo(RunTrouble);
const Controls = memo(WorldControls);
const Client = memo(ClientChoice);
const Sharing = memo(ShareTools) as typeof ShareTools;

interface WorldSideProps {
  readonly store: WorldStore;
  readonly control: RunControl;
  readonly opened: Opened<WorldLabSettings>;
  readonly onRun: () => void;
}

export function WorldSide({ store, control, opened, onRun }: WorldSideProps) {
  const m = useTexts();
  const { host } = useLab();
  const settings = useStore(store, (state) => state.settings);
  const paused = useStore(store, (state) => state.paused);
  const hasForeignCode = useStore(store, (state) => state.hasForeignCode);
  const { requests, perSecond } = useStore(store, (state) => state.simulated);
  const counted =
    perSecond === null || paused
      ? m.verdict.running(requests)
      : m.verdict.runningAt(requests, perSecond);
  const { runs } = useStore(store.runs);
  const steer = (order: 'pause' | 'resume' | 'step') => {
    if (control.runId === null) return;
    store.setPaused(order !== 'resume');
    host.steer(control.runId, order).catch(() => undefined);
  };
  const figures = useCallback(
    ({ lab }: WorldLabSettings, run: WorldRun): string =>
      lab === 'stampede'
        ? m.figuresStampede(perRebuild(run), latency(run.totals, run.totals.p99Ms))
        : m.figures(
            percent(run.totals.hits, run.totals.misses),
            latency(run.totals, run.totals.p99Ms),
          ),
    [m],
  );
  return (
    <>
      <SharedNote opened={opened} />
      <Strategies store={store} />
      <Button kind="outlined" onClick={store.openEditor}>
        {m.code.change}
      </Button>
      <Client store={store} />
      {hasForeignCode ? (
        <p className="lab-note" data-tone="bad">
          {m.code.foreign}
        </p>
      ) : null}
      <RunBar
        status={control.status}
        again={runs.length > 0}
        counted={counted}
        onRun={onRun}
        onCancel={control.cancel}
        pausing={{
          paused,
          onPause: () => steer('pause'),
          onResume: () => steer('resume'),
          onStep: () => steer('step'),
        }}
      />
      <Trouble store={store} />
      <Runs store={store.runs} figures={figures} />
      <Controls settings={settings} onEdit={store.edit} />
      <Button onClick={() => store.open(defaultsOf(settings.lab))}>{m.code.reset}</Button>
      <Sharing
        lab={settings.lab}
        settings={settings}
        check={settingsChecks[settings.lab]}
        onOpen={store.open}
      />
      <p className="faint lab-small">{m.controls.modelled}</p>
    </>
  );
}
