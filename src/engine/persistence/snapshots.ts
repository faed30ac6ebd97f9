/**
 * RDB snapshots: SAVE, BGSAVE and the save points of the configuration.
 *
 * The file's bytes are made in one go between two commands (there is no fork here), and handed to
 * the disk, which replaces the old file when all of them are there. Both commands therefore see
 * the same moment; they differ in who waits for the disk.
 */
import type { Clock, Disk, Log, UnixMs } from '../../base/ports.ts';
import { type RdbFileContents, readRdbFile, writeRdbFile } from '../rdb/rdb-file.ts';
import type { SaveProgress, SnapshotGate } from '../server/gates.ts';
import { usedMemoryBytes } from '../server/memory-usage.ts';
import { REDIS_VERSIONS } from '../server/redis-versions.ts';
import type { Server } from '../server/server.ts';
import { KeySaveDelay } from './key-save-delay.ts';

interface SavePoint {
  readonly afterMs: number;
  readonly changes: number;
}

/** How long to wait after a save that failed, as Redis does. */
const RETRY_MS = 5000;
const TERMINATED = 'terminated';
/** How many keys without elements the log names. */
const EMPTY_KEYS_NAMED = 10;

export interface SnapshotPorts {
  readonly disk: Disk;
  readonly clock: Clock;
  readonly log: Log;
}

/** The data set as an RDB file. */
export function rdbBytes(server: Server, isAofBase: boolean, functionsOnly = false): Uint8Array {
  const { keyspace, config, version } = server;
  return writeRdbFile(keyspace, {
    version,
    redisVersion: REDIS_VERSIONS[version] ?? '',
    nowMs: server.ports.clock.nowMs(),
    usedBytes: usedMemoryBytes(server),
    isAofBase,
    functionsOnly,
    compresses: keyspace.rdbCompression,
    checksums: config.flag('rdbchecksum'),
    libraries: [...server.scripting.libraries.libraries.values()].map(({ code }) => code),
  });
}

/**
 * Puts an RDB file's keys into a server, an empty one or one whose keys of the same name it
 * `replaces`. Answers with what it held: the code of function libraries is left to the caller, since
 * it needs Lua. Throws `RdbError` where the file cannot be read, and `OldValuesMissing` where it
 * needs readers that have not been loaded.
 */
export function loadSnapshot(
  server: Server,
  bytes: Uint8Array,
  isAofBase: boolean,
  replaces = false,
): RdbFileContents {
  const { keyspace } = server;
  const sink = server.propagation.sink;
  server.propagation.sink = null;
  keyspace.loading = true;
  try {
    const contents = readRdbFile(bytes, keyspace, {
      old: server.parts.exchange.part?.oldValues ?? null,
      keepsExpired: isAofBase,
      replaces,
    });
    server.stats.lastLoad = contents;
    logLoaded(server.ports.log, contents);
    return contents;
  } finally {
    keyspace.loading = false;
    server.propagation.sink = sink;
  }
}

/** In redis-server's words. */
function logLoaded(log: Log, contents: RdbFileContents): void {
  const { writtenBy, keys, expired, emptyKeys } = contents;
  if (writtenBy !== null) log.write('notice', `Loading RDB produced by version ${writtenBy}`);
  for (const key of emptyKeys.slice(0, EMPTY_KEYS_NAMED)) {
    log.write('warning', `rdbLoadObject skipping empty key: ${key}`);
  }
  const done = `Done loading RDB, keys loaded: ${keys}, keys expired: ${expired}`;
  if (emptyKeys.length === 0) log.write('notice', `${done}.`);
  else log.write('warning', `${done}, empty keys skipped: ${emptyKeys.length}.`);
}

export class Snapshots implements SnapshotGate {
  lastSaveMs: UnixMs;
  isSaving = false;
  isScheduled = false;
  lastFailed = false;
  lastTookMs = -1;
  saves = 0;
  private readonly server: Server;
  private readonly ports: SnapshotPorts;
  startedMs: UnixMs = 0;
  private savedDirty = 0;
  private readonly delay: KeySaveDelay;
  private points: readonly SavePoint[] = [];

  constructor(server: Server, ports: SnapshotPorts) {
    this.server = server;
    this.ports = ports;
    this.lastSaveMs = server.startedMs;
    this.delay = new KeySaveDelay(server.config, ports.clock);
  }

  /** The directive `save`: pairs of seconds and changes. */
  setPoints(text: string): void {
    const numbers = text.split(' ').filter(Boolean).map(Number);
    this.points = numbers.flatMap((seconds, i) =>
      i % 2 === 0 ? [{ afterMs: seconds * 1000, changes: numbers[i + 1] ?? 1 }] : [],
    );
  }

  get hasPoints(): boolean {
    return this.points.length > 0;
  }

  get changesSinceSave(): number {
    return this.server.keyspace.dirty - this.savedDirty;
  }

  get progress(): SaveProgress | null {
    return this.delay.progress;
  }

  save(): Promise<string | null> {
    const { dirty } = this.server.keyspace;
    this.isSaving = true;
    this.isScheduled = false;
    this.startedMs = this.ports.clock.nowMs();
    const bytes = this.server.stats.fork(this.ports.clock, () => rdbBytes(this.server, false));
    const written =
      this.delay.perKeyUs === 0
        ? this.write(bytes)
        : this.writeLater(bytes, this.server.keyspace.size);
    return written.then((failure) => {
      this.isSaving = false;
      if (failure === null) this.savedDirty = dirty;
      else this.lastFailed ||= failure !== TERMINATED;
      return failure;
    });
  }

  saveAtOnce(): Promise<string | null> {
    const before = this.savedDirty;
    const { dirty } = this.server.keyspace;
    this.savedDirty = dirty;
    this.startedMs = this.ports.clock.nowMs();
    return this.write(rdbBytes(this.server, false)).then((failure) => {
      if (failure !== null && this.savedDirty === dirty) this.savedDirty = before;
      return failure;
    });
  }

  kill(): void {
    this.delay.stop();
  }

  flushed(): void {
    this.kill();
    if (this.hasPoints) void this.saveAtOnce();
  }

  /** Resolves with null, or with what went wrong. */
  private write(bytes: Uint8Array): Promise<string | null> {
    const { clock, disk, log } = this.ports;
    const { startedMs } = this;
    return disk.write(this.server.config.text('dbfilename'), bytes).then(
      () => {
        this.lastFailed = false;
        this.saves++;
        this.lastSaveMs = clock.nowMs();
        this.lastTookMs = this.lastSaveMs - startedMs;
        log.write('notice', 'DB saved on disk');
        return null;
      },
      (error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        log.write('warning', `Error saving DB on disk: ${reason}`);
        return reason;
      },
    );
  }

  private writeLater(bytes: Uint8Array, keys: number): Promise<string | null> {
    return this.delay.pass(keys).then((isOver) => {
      if (isOver) return this.write(bytes);
      this.ports.log.write('warning', 'Background saving terminated');
      return TERMINATED;
    });
  }

  bytes(functionsOnly: boolean): Uint8Array {
    const { stats } = this.server;
    return stats.fork(this.ports.clock, () => rdbBytes(this.server, false, functionsOnly));
  }

  reload(): string | null {
    const bytes = rdbBytes(this.server, false).slice();
    this.server.keyspace.flushAll();
    try {
      loadSnapshot(this.server, bytes, false);
      return null;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  /** Called now and then: saves where a save point has been reached. */
  tick(): void {
    if (this.isSaving || this.server.logRewrite?.isRunning) return;
    const nowMs = this.ports.clock.nowMs();
    if (this.lastFailed && nowMs - this.startedMs < RETRY_MS) return;
    const due = this.points.find(
      ({ afterMs, changes }) =>
        this.changesSinceSave >= changes && nowMs - this.lastSaveMs > afterMs,
    );
    if (due || this.isScheduled) void this.save();
  }
}
