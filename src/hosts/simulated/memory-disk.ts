/**
 * A disk in memory with a page cache, so that a power cut loses what a real one would.
 *
 * The idea: two directories over the same file contents. The cached one is what `read` sees and
 * changes at once; the durable one follows when a flush completes. A file's bytes are only ever
 * appended in place, so the durable directory needs no copy, just how much of the file it holds.
 *
 * Invariants: the durable directory changes in the order the flushes were asked for; `powerCut`
 * makes it the only one, and operations that had not completed never do.
 */
import { assert } from '../../base/assert.ts';
import { type Clock, type Disk, DiskError, type DiskErrorCode } from '../../base/ports.ts';

export interface MemoryDiskOptions {
  /** With a clock a flush takes `fsyncMs` on it; without one it completes at once. */
  readonly clock?: Clock;
  readonly fsyncMs?: number;
}

/** How many bytes of a file's unsynced tail survive the cut: 0 unless a torn tail is wanted. */
export type TailKept = (path: string, unsyncedBytes: number) => number;

interface Content {
  bytes: Uint8Array;
  sizeBytes: number;
}
interface DurableFile {
  readonly content: Content;
  readonly sizeBytes: number;
}

const contentOf = (bytes: Uint8Array): Content => ({
  bytes: bytes.slice(),
  sizeBytes: bytes.length,
});

function appendTo(content: Content, more: Uint8Array): void {
  const sizeBytes = content.sizeBytes + more.length;
  if (sizeBytes > content.bytes.length) {
    const grown = new Uint8Array(Math.max(sizeBytes, content.bytes.length * 2, 256));
    grown.set(content.bytes.subarray(0, content.sizeBytes));
    content.bytes = grown;
  }
  content.bytes.set(more, content.sizeBytes);
  content.sizeBytes = sizeBytes;
}

export class MemoryDisk implements Disk {
  readonly #clock: Clock | null;
  readonly #fsyncMs: number;
  #cached = new Map<string, Content>();
  #durable = new Map<string, DurableFile>();
  /** Files whose last append failed: they take no more until a sync has reported it. */
  readonly #failed = new Map<string, DiskError>();
  #capacityBytes = Number.POSITIVE_INFINITY;
  #fault: DiskErrorCode | null = null;
  /** Grows with every power cut: flushes of an earlier life are dropped. */
  #life = 0;

  constructor(options: MemoryDiskOptions = {}) {
    this.#clock = options.clock ?? null;
    this.#fsyncMs = options.fsyncMs ?? 0;
  }

  /** From now on every change fails with `code`; null ends it. Reads go on. */
  failWith(code: DiskErrorCode | null): void {
    this.#fault = code;
  }

  /** Changes that would take all files together over this fail with ENOSPC. */
  limitTo(capacityBytes: number): void {
    this.#capacityBytes = capacityBytes;
  }

  get sizeBytes(): number {
    let total = 0;
    for (const content of this.#cached.values()) total += content.sizeBytes;
    return total;
  }

  /** Bytes of `path` that a power cut would lose now. */
  unsyncedBytes(path: string): number {
    const content = this.#cached.get(path);
    if (content === undefined) return 0;
    const durable = this.#durable.get(path);
    return content.sizeBytes - (durable?.content === content ? durable.sizeBytes : 0);
  }

  powerCut(tailKept: TailKept = () => 0): void {
    this.#life++;
    this.#failed.clear();
    const survivors = new Map<string, Content>();
    for (const [path, { content, sizeBytes }] of this.#durable) {
      const unsynced = this.#cached.get(path) === content ? content.sizeBytes - sizeBytes : 0;
      const kept = tailKept(path, unsynced);
      assert(kept >= 0 && kept <= unsynced, 'a cut keeps part of the unsynced tail');
      survivors.set(path, contentOf(content.bytes.subarray(0, sizeBytes + kept)));
    }
    this.#cached = survivors;
    this.#durable = new Map();
    for (const [path, content] of survivors) {
      this.#durable.set(path, { content, sizeBytes: content.sizeBytes });
    }
  }

  append(path: string, bytes: Uint8Array): void {
    if (this.#failed.has(path)) return;
    const refusal = this.#refusal(bytes.length);
    if (refusal !== null) {
      this.#failed.set(path, refusal);
      return;
    }
    const content = this.#cached.get(path);
    if (content === undefined) this.#cached.set(path, contentOf(bytes));
    else appendTo(content, bytes);
  }

  sync(path: string): Promise<void> {
    const failure = this.#failed.get(path) ?? this.#refusal(0);
    this.#failed.delete(path);
    if (failure !== null) return Promise.reject(failure);
    const content = this.#cached.get(path);
    if (content === undefined) return Promise.resolve();
    const sizeBytes = content.sizeBytes;
    return this.#flush((durable) => durable.set(path, { content, sizeBytes }));
  }

  write(path: string, bytes: Uint8Array): Promise<void> {
    const old = this.#cached.get(path)?.sizeBytes ?? 0;
    const refusal = this.#refusal(bytes.length - old);
    if (refusal !== null) return Promise.reject(refusal);
    this.#failed.delete(path);
    return this.#replace(path, contentOf(bytes));
  }

  read(path: string): Promise<Uint8Array | null> {
    const content = this.#cached.get(path);
    return Promise.resolve(content?.bytes.slice(0, content.sizeBytes) ?? null);
  }

  truncate(path: string, sizeBytes: number): Promise<void> {
    const content = this.#cached.get(path);
    const refusal = content === undefined ? missing(path) : this.#refusal(0);
    if (refusal !== null || content === undefined) return Promise.reject(refusal);
    const kept = Math.min(sizeBytes, content.sizeBytes);
    return this.#replace(path, contentOf(content.bytes.subarray(0, kept)));
  }

  rename(from: string, to: string): Promise<void> {
    const content = this.#cached.get(from);
    const refusal = content === undefined ? missing(from) : this.#refusal(0);
    if (refusal !== null || content === undefined) return Promise.reject(refusal);
    this.#cached.delete(from);
    this.#cached.set(to, content);
    const failure = this.#failed.get(from);
    this.#failed.delete(from);
    if (failure === undefined) this.#failed.delete(to);
    else this.#failed.set(to, failure);
    return this.#flush((durable) => {
      const file = durable.get(from);
      durable.delete(from);
      durable.set(to, file ?? { content, sizeBytes: 0 });
    });
  }

  remove(path: string): Promise<void> {
    const refusal = this.#refusal(0);
    if (refusal !== null) return Promise.reject(refusal);
    this.#cached.delete(path);
    this.#failed.delete(path);
    return this.#flush((durable) => durable.delete(path));
  }

  list(prefix: string): Promise<string[]> {
    const paths = [...this.#cached.keys()].filter((path) => path.startsWith(prefix));
    return Promise.resolve(paths.sort());
  }

  #replace(path: string, content: Content): Promise<void> {
    this.#cached.set(path, content);
    const sizeBytes = content.sizeBytes;
    return this.#flush((durable) => durable.set(path, { content, sizeBytes }));
  }

  #refusal(growthBytes: number): DiskError | null {
    if (this.#fault !== null) return new DiskError(this.#fault, `the disk fails: ${this.#fault}`);
    if (growthBytes <= 0 || this.sizeBytes + growthBytes <= this.#capacityBytes) return null;
    return new DiskError('ENOSPC', 'No space left on device');
  }

  #flush(change: (durable: Map<string, DurableFile>) => void): Promise<void> {
    const clock = this.#clock;
    if (clock === null) {
      change(this.#durable);
      return Promise.resolve();
    }
    const life = this.#life;
    return new Promise((resolve) => {
      clock.after(this.#fsyncMs, () => {
        if (life !== this.#life) return;
        change(this.#durable);
        resolve();
      });
    });
  }
}

const missing = (path: string): DiskError => new DiskError('ENOENT', `no such file: ${path}`);
