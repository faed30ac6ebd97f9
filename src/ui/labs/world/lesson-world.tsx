/**
 * A world inside a lesson: the strategies and sliders that the step gives, the picture, the charts
 * and the code. Runs are asked for through the lesson, which counts them.
 */
import { useEffect, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import type { WorldLabSettings } from '../../../contract/lab-world-settings.ts';
import { LessonRun } from '../kit/lesson-run.tsx';
import { RunList } from '../kit/run-list.tsx';
import { ClientChoice } from './client-choice.tsx';
import { RunTrouble } from './run-trouble.tsx';
import { StrategyCodePane } from './strategy-code.tsx';
import { StrategyList } from './strategy-list.tsx';
import { useTexts, WorldTexts } from './texts.ts';
import { WorldCharts } from './world-charts.tsx';
import {
  HappeningSelect,
  runName,
  type SliderName,
  WorldSlider,
  worldSliders,
} from './world-controls.tsx';
import { WorldNotes } from './world-notes.tsx';
import { WorldStage } from './world-stage.tsx';
import { createWorldStore, type WorldRuns } from './world-store.ts';
import './world.css';

export interface LessonWorldProps {
  /** Where the step begins. */
  readonly start: WorldLabSettings;
  readonly controls: readonly string[];
  readonly strategies: readonly string[];
  /** The lesson's runs: what it runs appears here. */
  readonly runs: WorldRuns;
  readonly busy: boolean;
  readonly onRun: (settings: WorldLabSettings) => void;
  /** Told, in the language chosen, how a run that ends from now on is called. */
  readonly onNaming: (nameOf: (settings: WorldLabSettings) => string) => void;
}

export function LessonWorld(props: LessonWorldProps) {
  return (
    <WorldTexts waiting={null}>
      <Inside {...props} />
    </WorldTexts>
  );
}

function Inside(props: LessonWorldProps) {
  const { start, controls, strategies, runs, busy, onRun, onNaming } = props;
  const m = useTexts();
  const store = useMemo(() => createWorldStore(start, runs), [start, runs]);
  const { settings } = useStore(store);
  const last = useStore(runs).runs.at(-1)?.settings;
  const asked = useRef<WorldLabSettings | null>(null);
  // A run that the text has asked for moves the sliders along. One that was asked for here does not:
  // whoever has typed or moved something since would lose it.
  useEffect(() => {
    if (last && !isSame(last, asked.current)) store.follow(last);
    asked.current = null;
  }, [last, store]);
  const run = () => {
    asked.current = store.getState().settings;
    onRun(asked.current);
  };
  useEffect(() => {
    onNaming((ended) => runName(m, ended, start));
  }, [m, start, onNaming]);
  return (
    <div className="lesson-lab">
      {strategies.length > 1 ? <StrategyList store={store} only={strategies} /> : null}
      <div className="controls">
        {worldSliders
          .filter((name) => controls.includes(name))
          .map((name: SliderName) => (
            <WorldSlider key={name} name={name} settings={settings} onEdit={store.edit} />
          ))}
        {controls.includes('happening') ? (
          <HappeningSelect settings={settings} onEdit={store.edit} />
        ) : null}
      </div>
      {controls.includes('client') ? <ClientChoice store={store} /> : null}
      <LessonRun lab={settings.lab} settings={settings} busy={busy} onRun={run} />
      <RunTrouble store={store} />
      <RunList store={runs} />
      <WorldStage store={store} />
      <WorldCharts store={store} />
      <WorldNotes store={store} />
      <StrategyCodePane store={store} onRun={run} />
    </div>
  );
}

function isSame(settings: WorldLabSettings, others: WorldLabSettings | null): boolean {
  if (others === null) return false;
  return (Object.keys(settings) as (keyof WorldLabSettings)[]).every(
    (name) => settings[name] === others[name],
  );
}
