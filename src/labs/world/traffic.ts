/**
 * Who asks for what, and when: an open stream that cares for nobody's slowness, or users who wait
 * for their answer and think before they ask again.
 *
 * An open stream is a Poisson process, thinned where its rate changes over the run (Lewis and
 * Shedler, 1979), so that a burst or a day's wave keeps its randomness.
 */
import { exponential, zipf } from '../../base/distributions.ts';
import type { Random } from '../../base/ports.ts';
import type { TrafficSettings } from '../../contract/lab-world.ts';
import type { VirtualClock } from '../../hosts/simulated/virtual-clock.ts';

export interface TrafficPorts {
  readonly clock: VirtualClock;
  readonly arrivals: Random;
  readonly choices: Random;
  readonly seconds: number;
  /** Begins a request; calls `ended` in a task once it has ended. */
  ask(id: string, isWrite: boolean, ended: () => void): void;
}

const BURST_FACTOR = 10;
const BURST_FROM = 0.4;
const BURST_UNTIL = 0.5;
/** A day's wave goes from a fifth of its peak to the peak and back. */
const NIGHT_SHARE = 0.2;

/** The rate at a moment as a multiple of the mean one; `at` is the share of the run that is over. */
export function rateFactor(shape: TrafficSettings['shape'], at: number): number {
  if (shape === 'burst') return at >= BURST_FROM && at < BURST_UNTIL ? BURST_FACTOR : 1;
  if (shape === 'diurnal') return (wave(at) * (1 - NIGHT_SHARE) + NIGHT_SHARE) / MEAN_OF_WAVE;
  return 1;
}

/** A parabola pair instead of a sine: smooth enough, and the same bits everywhere. */
function wave(at: number): number {
  const x = Math.abs(2 * at - 1);
  return x < 0.5 ? 1 - 2 * x * x : 2 * (1 - x) * (1 - x);
}

const MEAN_OF_WAVE = 0.5 * (1 - NIGHT_SHARE) + NIGHT_SHARE;
const highestFactor = { steady: 1, burst: BURST_FACTOR, diurnal: 1 / MEAN_OF_WAVE } as const;

const nothing = (): void => {};

export class Traffic {
  private readonly settings: TrafficSettings;
  private readonly ports: TrafficPorts;
  private readonly nextRow: () => number;
  private readonly startMs: number;
  private readonly endMs: number;
  /** What the time between two arrivals is drawn around, at the highest rate. */
  private readonly gapMs: number;

  constructor(settings: TrafficSettings, ports: TrafficPorts) {
    this.settings = settings;
    this.ports = ports;
    this.nextRow = zipf(ports.choices, settings.rows, settings.zipfExponent);
    this.startMs = ports.clock.nowMs();
    this.endMs = this.startMs + ports.seconds * 1000;
    this.gapMs = 1000 / (settings.requestsPerSecond * highestFactor[settings.shape]);
  }

  start(): void {
    if (this.settings.arrivals === 'open') this.armArrival();
    else for (let user = 0; user < this.settings.users; user++) this.think();
  }

  private armArrival(): void {
    const { clock, arrivals } = this.ports;
    clock.at(clock.nowMs() + exponential(arrivals, this.gapMs), this.arrival);
  }

  private readonly arrival = (): void => {
    const { shape } = this.settings;
    const nowMs = this.ports.clock.nowMs();
    if (nowMs >= this.endMs) return;
    const at = (nowMs - this.startMs) / (this.endMs - this.startMs);
    const share = rateFactor(shape, at) / highestFactor[shape];
    if (share >= 1 || this.ports.arrivals.unit() < share) this.ask(nothing);
    this.armArrival();
  };

  /** One user's pause before the next request. */
  private readonly think = (): void => {
    const { clock, arrivals } = this.ports;
    clock.at(clock.nowMs() + exponential(arrivals, this.settings.thinkMs), () => {
      if (clock.nowMs() < this.endMs) this.ask(this.think);
    });
  };

  private ask(ended: () => void): void {
    const { ports, settings } = this;
    const { writeShare } = settings;
    const row = String(this.nextRow());
    ports.ask(row, writeShare > 0 && ports.choices.unit() < writeShare, ended);
  }
}
