/**
 * Follows one policy along the trace: how often each key in the cache was asked for since it came
 * in, and when last. At checkpoints the keys are counted by age and frequency, in bins by powers of
 * two, and so are those that were evicted since the checkpoint before.
 */
import { AGE_BINS, FREQUENCY_BINS, type LiveGrid } from '../../contract/lab-eviction.ts';

const CELLS = AGE_BINS * FREQUENCY_BINS;

const bin = (value: number, bins: number): number => Math.min(bins - 1, 31 - Math.clz32(value));

export class GridTracker {
  evictions = 0;
  readonly resident: Uint16Array;
  readonly evicted: Uint16Array;
  /** Out of each cell since the beginning. */
  private readonly gone = new Uint32Array(CELLS);
  private readonly frequencies: Uint32Array;
  private readonly lastUses: Uint32Array;
  private now = 0;
  private checkpoint = 0;

  constructor(keyCount: number, checkpoints: number) {
    this.resident = new Uint16Array(checkpoints * CELLS);
    this.evicted = new Uint16Array(checkpoints * CELLS);
    this.frequencies = new Uint32Array(keyCount);
    this.lastUses = new Uint32Array(keyCount);
  }

  /** To be called before each access: evictions that it causes happen then. */
  tick(): void {
    this.now++;
  }

  used(key: number): void {
    this.frequencies[key] = (this.frequencies[key] as number) + 1;
    this.lastUses[key] = this.now;
  }

  left(key: number): void {
    this.evictions++;
    const place = this.cellOf(key);
    this.gone[place] = (this.gone[place] as number) + 1;
    const cell = this.checkpoint * CELLS + place;
    if (cell < this.evicted.length) this.evicted[cell] = (this.evicted[cell] as number) + 1;
    this.frequencies[key] = 0;
  }

  /** The key could not be stored after all. */
  forget(key: number): void {
    this.frequencies[key] = 0;
  }

  endCheckpoint(): void {
    const base = this.checkpoint++ * CELLS;
    for (let key = 0; key < this.frequencies.length; key++) {
      if (this.frequencies[key] === 0) continue;
      const cell = base + this.cellOf(key);
      this.resident[cell] = (this.resident[cell] as number) + 1;
    }
  }

  /** The newest checkpoint, copied: small enough to be sent while the run goes on. */
  live(): LiveGrid {
    const base = (this.checkpoint - 1) * CELLS;
    return { resident: this.resident.slice(base, base + CELLS), evicted: this.gone.slice() };
  }

  private cellOf(key: number): number {
    const age = bin(Math.max(1, this.now - (this.lastUses[key] as number)), AGE_BINS);
    const frequency = bin(Math.max(1, this.frequencies[key] as number), FREQUENCY_BINS);
    return age * FREQUENCY_BINS + frequency;
  }
}
