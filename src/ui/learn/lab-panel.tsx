/** The cache-aside lab: two sliders, a run, its counted results, and all runs beside what is said. */
import { Dices, FlaskConical } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { CacheAsideResult, CacheAsideSettings } from '../../contract/lab.ts';
import { useLanguage, useMessages } from '../i18n/i18n.tsx';
import { Button } from '../kit/button.tsx';
import { formatCount, formatShare } from '../kit/format.ts';
import { ScrollRegion } from '../kit/scroll-region.tsx';
import { formatMs } from './findings.ts';
import { LabChart } from './lab-chart.tsx';
import { Claims, RunsTable } from './lab-runs.tsx';
import type { LessonStore } from './lesson-store.ts';
import './lab.css';

const ttls = [0, 1, 2, 5, 10, 30, 60, 300];
const rates = [10, 25, 50, 100, 250, 500];

interface LabPanelProps {
  readonly defaults: CacheAsideSettings;
  readonly store: LessonStore;
}

export function LabPanel({ defaults, store }: LabPanelProps) {
  const m = useMessages();
  const words = m.learn.lab;
  const { memory, step, labBusy, failure } = useStore(store);
  const runs = memory.step === step ? memory.labRuns : [];
  const [last, before] = [runs.at(-1), runs.at(-2)];
  return (
    <ScrollRegion className="lab scroll" role="region" label={words.title}>
      <h2>{words.title}</h2>
      <p className="faint">{words.note(defaults.rows, defaults.databaseMs)}</p>
      <LabControls
        key={last ? JSON.stringify(last.settings) : 'none'}
        start={last?.settings ?? defaults}
        busy={labBusy}
        onRun={(settings) => void store.runLab(settings).catch(() => undefined)}
      />
      {failure?.kind === 'lab' ? (
        <p className="bad" role="alert">
          {words.failed(failure.detail)}
        </p>
      ) : null}
      <div role="status">
        {last ? <Figures run={last} before={before} /> : <p className="faint">{words.none}</p>}
      </div>
      {last ? <LabChart run={last} before={before ?? null} /> : null}
      {last ? <RunsTable runs={runs} /> : null}
      <Claims runs={runs} />
    </ScrollRegion>
  );
}

interface LabControlsProps {
  readonly start: CacheAsideSettings;
  readonly busy: boolean;
  readonly onRun: (settings: CacheAsideSettings) => void;
}

function LabControls({ start, busy, onRun }: LabControlsProps) {
  const m = useMessages();
  const words = m.learn.lab;
  const [settings, setSettings] = useState(start);
  const { ttlSeconds, requestsPerSecond, seed } = settings;
  return (
    <div className="lab-controls">
      <Slider
        label={words.ttl}
        stops={ttls}
        value={ttlSeconds}
        shown={words.ttlValue(ttlSeconds)}
        onMove={(value) => setSettings({ ...settings, ttlSeconds: value })}
      />
      <Slider
        label={words.rate}
        stops={rates}
        value={requestsPerSecond}
        shown={words.rateValue(requestsPerSecond)}
        onMove={(value) => setSettings({ ...settings, requestsPerSecond: value })}
      />
      <div className="lab-run">
        <Button kind="strong" disabled={busy} onClick={() => onRun(settings)}>
          <FlaskConical size={14} aria-hidden />
          {busy ? words.running : words.run}
        </Button>
        <Button disabled={busy} onClick={() => onRun({ ...settings, seed: seed + 1 })}>
          <Dices size={14} aria-hidden />
          {words.newSeed}
        </Button>
        <span className="faint data">{words.seed(seed)}</span>
      </div>
    </div>
  );
}

interface SliderProps {
  readonly label: string;
  readonly stops: readonly number[];
  readonly value: number;
  readonly shown: string;
  readonly onMove: (value: number) => void;
}

function Slider({ label, stops, value, shown, onMove }: SliderProps) {
  const nearest = stops.reduce(
    (best, stop, index) =>
      Math.abs(stop - value) < Math.abs((stops[best] ?? 0) - value) ? index : best,
    0,
  );
  return (
    <label className="lab-slider">
      <span>{label}</span>
      <input
        type="range"
        min={0}
        max={stops.length - 1}
        step={1}
        value={nearest}
        aria-valuetext={shown}
        onChange={(event) => onMove(stops[Number(event.target.value)] ?? value)}
      />
      <output className="data">{shown}</output>
    </label>
  );
}

const ratioOf = (run: CacheAsideResult): number => run.hits / Math.max(1, run.requests);

interface FiguresProps {
  readonly run: CacheAsideResult;
  readonly before: CacheAsideResult | undefined;
}

/** The newest run in figures; what the run before it had stands below, fainter. */
function Figures({ run, before }: FiguresProps) {
  const m = useMessages();
  const language = useLanguage();
  const words = m.learn.lab;
  const count = (n: number) => formatCount(n, language);
  const figures: readonly (readonly [string, (run: CacheAsideResult) => string])[] = [
    [words.hitRatio, (one) => formatShare(ratioOf(one))],
    [words.hits, (one) => count(one.hits)],
    [words.misses, (one) => count(one.misses)],
    [words.queries, (one) => count(one.databaseQueries)],
    [words.mean, (one) => formatMs(one.meanMs)],
    [words.p50, (one) => formatMs(one.p50Ms)],
    [words.p99, (one) => formatMs(one.p99Ms)],
  ];
  return (
    <>
      <dl className="lab-figures">
        {figures.map(([label, show]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="data">
              {show(run)}
              {before ? <span className="faint">{show(before)}</span> : null}
            </dd>
          </div>
        ))}
      </dl>
      <p className="unseen">{words.took(run.tookMs.toFixed(0))}</p>
    </>
  );
}
