/** The dot picture: one dot per key in the order of writing; exact LRU above, the engine's below. */
import { useCallback, useMemo } from 'react';
import { useStore } from 'zustand';
import type { DotPicture } from '../../../contract/lab-eviction.ts';
import { formatCount } from '../../i18n/numbers.ts';
import { Slider } from '../kit/controls.tsx';
import { ExportMenu } from '../kit/export-menu.tsx';
import { LineChart } from '../kit/line-chart.tsx';
import { useLab } from '../kit/room.ts';
import { RunBar } from '../kit/run-bar.tsx';
import { type Draw, useCanvas } from '../kit/use-canvas.ts';
import { useRun } from '../kit/use-run.ts';
import type { EvictionStore } from './eviction-store.ts';
import { percent, ratioAxis } from './results-section.tsx';
import { useTexts } from './texts.ts';

const SAMPLES = Array.from({ length: 20 }, (_, index) => index + 1);
const KEYS = [500, 1000, 2000, 5000];

export function DotsSection({ store }: { readonly store: EvictionStore }) {
  const m = useTexts();
  const { host } = useLab();
  const control = useRun();
  const dots = useStore(store, (state) => state.dots);
  const dotSamples = useStore(store, (state) => state.dotSamples);
  const dotKeys = useStore(store, (state) => state.dotKeys);
  const seed = useStore(store, (state) => state.settings.seed);
  const run = async () => {
    const asked = { seed, keys: dotKeys, samples: SAMPLES };
    const pictures = await control.run((runId, onProgress) =>
      host.runDots(runId, asked, onProgress),
    );
    if (pictures) store.show({ dots: pictures });
  };
  return (
    <section>
      <h2>{m.dotsTitle}</h2>
      <p className="lab-prose">{m.dotsNote}</p>
      <div className="dots-tools">
        <Slider
          label={m.dotsKeys}
          stops={KEYS}
          value={dotKeys}
          shown={formatCount(dotKeys)}
          onChange={(keys) => store.show({ dotKeys: keys })}
        />
        <RunBar
          status={control.status}
          label={m.dotsRun}
          onRun={() => void run()}
          onCancel={control.cancel}
        />
      </div>
      <DotPictures
        dots={dots}
        samples={dotSamples}
        seed={seed}
        onSamples={(samples) => store.show({ dotSamples: samples })}
      />
    </section>
  );
}

interface DotPicturesProps {
  /** By samples, from the smallest. */
  readonly dots: readonly DotPicture[];
  /** Whose picture is shown, where it has been drawn. */
  readonly samples: number;
  readonly seed: number;
  /** Null where something else chooses. */
  readonly onSamples: ((samples: number) => void) | null;
}

/** The dots of the chosen sample size beside those of exact LRU, and how near each size comes. */
export function DotPictures({ dots, samples, seed, onSamples }: DotPicturesProps) {
  const m = useTexts();
  const shown = dots.find((picture) => picture.samples === samples) ?? dots[0];
  const x = useMemo(
    () => ({ label: m.dotsSamples, format: String, domain: [1, 20] as const }),
    [m],
  );
  const y = useMemo(() => ratioAxis(m.dotsUnit), [m]);
  const series = useMemo(
    () => [
      {
        id: 'same',
        label: 'allkeys-lru',
        slot: 0,
        points: dots.map(
          (one) => [one.samples, one.alsoByLru / Math.max(1, one.evictions)] as const,
        ),
      },
    ],
    [dots],
  );
  const exact = useMemo(() => (shown ? exactLru(shown) : null), [shown]);
  if (!shown || !exact) return null;
  const summary = m.dotsSummary(
    shown.samples,
    percent(shown.alsoByLru / Math.max(1, shown.evictions)),
    shown.newEvicted,
  );
  return (
    <>
      {onSamples ? (
        <Slider
          label={m.dotsSamples}
          stops={dots.map((picture) => picture.samples)}
          value={shown.samples}
          shown={String(shown.samples)}
          onChange={onSamples}
        />
      ) : null}
      <p role="status">{summary}</p>
      <Dots picture={exact} title={m.dotsExact} fileName={`eviction-dots-exact-seed-${seed}`} />
      <Dots
        picture={shown}
        title={m.dotsSampled(shown.samples)}
        fileName={`eviction-dots-${shown.samples}-samples-seed-${seed}`}
      />
      <Key />
      <LineChart
        title={m.dotsFidelity}
        summary={summary}
        x={x}
        y={y}
        series={series}
        scrub={shown.samples}
        heightPx={176}
        fileName={`eviction-samples-seed-${seed}`}
      />
    </>
  );
}

/** What exact LRU would have evicted: as many, from the oldest on. */
function exactLru({ evicted, evictions, samples }: DotPicture): DotPicture {
  const exact = new Uint8Array(evicted.length);
  exact.fill(1, 0, evictions);
  return { samples, evicted: exact, evictions, alsoByLru: evictions, newEvicted: 0 };
}

const ROWS = 24;
const HEIGHT_PX = 96;
const colours = {
  kept: '--string',
  evicted: '--ground-3',
  new: '--list',
  newEvicted: '--bad',
} as const;

interface DotsProps {
  readonly picture: DotPicture;
  readonly title: string;
  readonly fileName: string;
}

/** Columns of keys, the oldest at the left; the last third came when memory was full. */
function Dots({ picture, title, fileName }: DotsProps) {
  const m = useTexts();
  const { evicted } = picture;
  const draw = useCallback<Draw>(
    (pen, widthPx, token) => {
      const fresh = (evicted.length * 2) / 3;
      const columns = Math.ceil(evicted.length / ROWS);
      const [stepX, stepY] = [widthPx / columns, HEIGHT_PX / ROWS];
      const [kept, added] = [token(colours.kept), token(colours.new)];
      const [gone, refused] = [token(colours.evicted), token(colours.newEvicted)];
      pen.clearRect(0, 0, widthPx, HEIGHT_PX);
      evicted.forEach((flag, key) => {
        pen.fillStyle = flag === 0 ? (key < fresh ? kept : added) : key < fresh ? gone : refused;
        const [x, y] = [Math.floor(key / ROWS) * stepX, (key % ROWS) * stepY];
        pen.fillRect(x, y, Math.max(1, stepX - 0.6), Math.max(1, stepY - 0.6));
      });
    },
    [evicted],
  );
  const { box, canvas } = useCanvas(HEIGHT_PX, draw);
  return (
    <figure className="chart">
      <figcaption>
        <span className="chart-title">{title}</span>
        <span className="chart-tools">
          <ExportMenu
            fileName={fileName}
            title={title}
            headings={['key', m.dotEvicted]}
            rows={() => [...evicted].map((flag, key) => [key, flag])}
            picture={() => canvas.current}
            legend={keyRows(m).map(({ label, colour }) => ({ label, colour }))}
          />
        </span>
      </figcaption>
      <div ref={box} className="grid-box" style={{ height: HEIGHT_PX }}>
        <canvas ref={canvas} role="img" aria-label={title} />
      </div>
    </figure>
  );
}

/** What the colours stand for: tokens of the palette. */
const keyRows = (m: ReturnType<typeof useTexts>) =>
  [
    { kind: 'kept', label: m.dotKept, colour: colours.kept },
    { kind: 'evicted', label: m.dotEvicted, colour: colours.evicted },
    { kind: 'new', label: m.dotNew, colour: colours.new },
    { kind: 'new-evicted', label: m.dotNewEvicted, colour: colours.newEvicted },
  ] as const;

function Key() {
  const m = useTexts();
  return (
    <ul className="dots-key">
      {keyRows(m).map(({ kind, label }) => (
        <li key={kind}>
          <i data-dot={kind} />
          {label}
        </li>
      ))}
    </ul>
  );
}
