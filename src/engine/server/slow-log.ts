/** The slow log: the last commands that ran longer than slowlog-log-slower-than, newest first. */
import type { Bytes } from '../../base/bytes.ts';
import type { UnixMs } from '../../base/ports.ts';

const ARGUMENTS_MAX = 32;
const ARGUMENT_BYTES_MAX = 128;

export interface SlowLogEntry {
  readonly id: number;
  readonly atMs: UnixMs;
  readonly durationUs: number;
  readonly argv: readonly Bytes[];
  readonly addr: Bytes;
  readonly clientName: Bytes;
}

export class SlowLog {
  /** Microseconds; negative switches the log off, zero logs everything. */
  slowerThanUs = 10000;
  private entries: SlowLogEntry[] = [];
  private nextId = 0;
  private maxLength = 128;

  set limit(length: number) {
    this.maxLength = length;
    this.entries.length = Math.min(this.entries.length, length);
  }

  get length(): number {
    return this.entries.length;
  }

  add(entry: Omit<SlowLogEntry, 'id' | 'argv'>, argv: readonly Bytes[]): void {
    this.entries.unshift({ ...entry, id: this.nextId++, argv: shorten(argv) });
    if (this.entries.length > this.maxLength) this.entries.length = this.maxLength;
  }

  /** The newest `count` entries; a negative count means all. */
  newest(count: number): readonly SlowLogEntry[] {
    return count < 0 ? this.entries : this.entries.slice(0, count);
  }

  clear(): void {
    this.entries = [];
  }
}

function shorten(argv: readonly Bytes[]): Bytes[] {
  const kept = argv.slice(0, argv.length > ARGUMENTS_MAX ? ARGUMENTS_MAX - 1 : ARGUMENTS_MAX);
  const words = kept.map((word) => {
    const over = word.length - ARGUMENT_BYTES_MAX;
    return over > 0 ? `${word.slice(0, ARGUMENT_BYTES_MAX)}... (${over} more bytes)` : word;
  });
  const left = argv.length - kept.length;
  return left > 0 ? [...words, `... (${left} more arguments)`] : words;
}
