/** The sliders of a world: what matters first, the rest behind "more". */
import {
  happenings,
  type WorldLab,
  type WorldLabSettings,
} from '../../../contract/lab-world-settings.ts';
import { formatCount } from '../../i18n/numbers.ts';
import type { WorldMessages } from '../../i18n/world-en.ts';
import { SeedField, Select, Slider } from '../kit/controls.tsx';
import { milliseconds } from './figures.ts';
import { nameOf, useTexts } from './texts.ts';

interface WorldControlsProps {
  readonly settings: WorldLabSettings;
  readonly onEdit: (change: Partial<WorldLabSettings>) => void;
}

const stops = {
  requestsPerSecond: [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000],
  users: [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000],
  thinkMs: [100, 200, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000],
  ttl: [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 3600],
  serviceMs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000],
  concurrency: [1, 2, 5, 10, 20, 50, 100, 200, 1000, 100_000],
  queueMax: [0, 10, 100, 1000, 2000, 10_000, 1_000_000],
  rows: [1, 10, 100, 200, 1000, 5000, 20_000, 100_000],
  zipfExponent: [0, 0.5, 0.8, 1, 1.2, 1.5, 2],
  writeShare: [0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.9],
  seconds: [30, 60, 120, 300, 600, 1000],
  appServers: [1, 2, 4, 8, 16, 32, 64],
  beta: [0, 0.25, 0.5, 1, 1.5, 2, 3, 5, 10],
  deployStep: [0, 1, 2, 5, 10],
  commandTimeoutMs: [0, 50, 100, 200, 500, 1000, 5000],
} as const satisfies { readonly [K in keyof WorldLabSettings]?: readonly number[] };

export type SliderName = keyof typeof stops;
export const worldSliders = Object.keys(stops) as readonly SliderName[];

export function WorldControls({ settings, onEdit }: WorldControlsProps) {
  const m = useTexts();
  const { controls } = m;
  const slider = (name: SliderName) => (
    <WorldSlider key={name} name={name} settings={settings} onEdit={onEdit} />
  );
  const isStampede = settings.lab === 'stampede';
  const isOpen = settings.arrivals === 'open';
  return (
    <div className="controls">
      {slider(isOpen ? 'requestsPerSecond' : 'users')}
      {slider('ttl')}
      {slider('serviceMs')}
      {slider(isStampede ? 'beta' : 'writeShare')}
      <HappeningSelect settings={settings} onEdit={onEdit} />
      {settings.happening === 'deploy' ? slider('deployStep') : null}
      <SeedField value={settings.seed} onChange={(seed) => onEdit({ seed })} />
      <details className="more">
        <summary>{controls.more}</summary>
        <div className="controls">
          <Arrivals settings={settings} onEdit={onEdit} />
          {isOpen ? null : slider('thinkMs')}
          {slider('concurrency')}
          {slider('queueMax')}
          <Distribution settings={settings} onEdit={onEdit} />
          {isStampede ? null : slider('rows')}
          {isStampede ? null : slider('zipfExponent')}
          {slider('appServers')}
          {slider('commandTimeoutMs')}
          {slider('seconds')}
        </div>
      </details>
    </div>
  );
}

/** What happens when half of the run is over. */
export function HappeningSelect({ settings, onEdit }: WorldControlsProps) {
  const { controls } = useTexts();
  return (
    <Select
      label={controls.happening}
      options={happenings.map((value) => ({ value, label: controls.happenings[value] }))}
      value={settings.happening}
      onChange={(happening) => onEdit({ happening })}
    />
  );
}

interface WorldSliderProps extends WorldControlsProps {
  readonly name: SliderName;
}

/** One slider of a world, with its name and unit. */
export function WorldSlider({ name, settings, onEdit }: WorldSliderProps) {
  const [label, shown] = sliderWords(useTexts(), settings.lab)[name];
  return (
    <Slider
      label={label}
      stops={stops[name]}
      value={settings[name]}
      shown={shown(settings[name])}
      onChange={(value) => onEdit({ [name]: value })}
    />
  );
}

type SliderWords = { readonly [K in SliderName]: readonly [string, (n: number) => string] };

/** What each slider is called, and its value with its unit. */
function sliderWords({ controls }: WorldMessages, lab: WorldLab): SliderWords {
  return {
    requestsPerSecond: [controls.rate, (n) => controls.perSecond(formatCount(n))],
    users: [controls.users, formatCount],
    thinkMs: [controls.think, milliseconds],
    ttl: [controls.ttl, controls.seconds],
    serviceMs: [lab === 'stampede' ? controls.rebuild : controls.service, milliseconds],
    concurrency: [controls.workers, formatCount],
    queueMax: [controls.queueMax, formatCount],
    rows: [controls.rows, formatCount],
    zipfExponent: [controls.zipf, String],
    writeShare: [controls.writes, (n) => `${Math.round(n * 100)}%`],
    seconds: [controls.length, controls.seconds],
    appServers: [controls.servers, formatCount],
    beta: [controls.beta, String],
    deployStep: [controls.deployStep, controls.seconds],
    commandTimeoutMs: [controls.timeout, (n) => (n === 0 ? controls.never : milliseconds(n))],
  };
}

/** What a run is called: its strategy, and what differs from where it begins, a lesson's step or the first run. */
export function runName(
  m: WorldMessages,
  settings: WorldLabSettings,
  start: WorldLabSettings,
): string {
  const words = sliderWords(m, settings.lab);
  const set = worldSliders
    .filter((name) => settings[name] !== start[name])
    .map((name) => `${words[name][0]} ${words[name][1](settings[name])}`);
  const { happening } = settings;
  if (happening !== start.happening) set.push(m.controls.happenings[happening]);
  return [nameOf(m, settings), ...set].join(', ');
}

function Arrivals({ settings, onEdit }: WorldControlsProps) {
  const { controls } = useTexts();
  return (
    <>
      <Select
        label={controls.arrivals}
        options={[
          { value: 'open', label: controls.open },
          { value: 'closed', label: controls.closed },
        ]}
        value={settings.arrivals}
        onChange={(arrivals) => onEdit({ arrivals })}
      />
      {settings.arrivals === 'open' ? (
        <Select
          label={controls.shape}
          options={(['steady', 'burst', 'diurnal'] as const).map((value) => ({
            value,
            label: controls.shapes[value],
          }))}
          value={settings.shape}
          onChange={(shape) => onEdit({ shape })}
        />
      ) : null}
    </>
  );
}

function Distribution({ settings, onEdit }: WorldControlsProps) {
  const { controls } = useTexts();
  return (
    <Select
      label={controls.distribution}
      options={(['fixed', 'lognormal', 'exponential'] as const).map((value) => ({
        value,
        label: controls.distributions[value],
      }))}
      value={settings.distribution}
      onChange={(distribution) => onEdit({ distribution })}
    />
  );
}
