/**
 * The engine's ports: everything it knows of the outside world is handed in through these.
 *
 * Invariants: the engine reads no wall clock, draws no randomness and does no I/O but through a
 * port; callbacks never run inside the call that registered them. So a node runs alike in a
 * worker, on TCP under Node, and on a virtual clock with seeded randomness.
 */

/** Milliseconds since the Unix epoch. */
export type UnixMs = number;

export interface Clock {
  /** Unix time in milliseconds; may have a fraction. Never goes backwards within a node's life. */
  nowMs(): UnixMs;
  /** A monotonic stopwatch in microseconds for measuring durations (slow log, latency). */
  monotonicUs(): number;
  /** Calls `wake` once, not before `delayMs` have passed on this clock. Returns the cancel function. */
  after(delayMs: number, wake: () => void): () => void;
}

export interface Random {
  /** Uniform in [0, 2^32). */
  uint32(): number;
  /** Uniform integer in [0, bound), bound in 1..2^32. */
  below(bound: number): number;
  /** Uniform in [0, 1). */
  unit(): number;
}

/** One client's connection, seen from the engine. */
export interface Link {
  /** Sends bytes in order. The array is shared between links: nobody writes to it or transfers it. */
  send(bytes: Uint8Array): void;
  /** Closes after what was sent has been delivered. Calling it again does nothing. */
  close(): void;
  /** Closes at once, where there is a way that may not deliver what was sent. */
  abort?(): void;
  /** Bytes that the way has not taken, because the other side does not read; where that can be known. */
  unsentBytes?(): number;
}

/** A way out to other servers, for nodes that have one. */
export interface Network {
  /**
   * Begins to connect. Nothing is called before this returns; `closed` comes last, and always; it
   * tells where there was nobody to connect to, because the address is none.
   */
  connect(
    host: string,
    port: number,
    on: { opened(): void; received(bytes: Uint8Array): void; closed(why?: 'no-address'): void },
  ): Link;
}

export type DiskErrorCode = 'ENOSPC' | 'EIO' | 'ENOENT';

export class DiskError extends Error {
  readonly code: DiskErrorCode;
  constructor(code: DiskErrorCode, message: string) {
    super(message);
    this.name = 'DiskError';
    this.code = code;
  }
}

/**
 * A small file system. Paths are relative, with `/` between folders.
 *
 * Contract (one suite runs on every host): calls take effect in the order made; `read` sees every
 * `append` made before it; after `sync` has resolved the bytes survive a power cut, before it they
 * may be lost from the tail only; `write` and `rename` are atomic: old or new, never a mixture.
 * Failures reject with a `DiskError`; after a failed `append` the next `sync` of that file rejects.
 */
export interface Disk {
  append(path: string, bytes: Uint8Array): void;
  sync(path: string): Promise<void>;
  /** Replaces the whole file, durably. */
  write(path: string, bytes: Uint8Array): Promise<void>;
  /** The whole file, or null where there is none. */
  read(path: string): Promise<Uint8Array | null>;
  /** Cuts the file to its first `sizeBytes` bytes, durably. */
  truncate(path: string, sizeBytes: number): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** Paths that start with `prefix`, sorted. */
  list(prefix: string): Promise<string[]>;
}

/** What a WebAssembly program calls, by module and name. */
export type WasmImports = Readonly<
  Record<string, Readonly<Record<string, (...args: never[]) => unknown>>>
>;

/** Makes a fresh instance of a compiled program, at once; gives its exports by name. */
export type Instantiate = (imports: WasmImports) => Readonly<Record<string, unknown>>;

export type LogLevel = 'debug' | 'verbose' | 'notice' | 'warning';

export interface Log {
  write(level: LogLevel, message: string): void;
}
