/**
 * Rewriting the append-only log: a base with the data set of one moment takes the place of all that
 * led to it, and what follows goes to a new increment.
 *
 *   before   [base 1] incr 1
 *   1        [base 1] incr 1  incr 2       the manifest knows the new increment, still empty
 *   2        the old one is on disk whole; from here on effects go to incr 2, and the data set
 *            of this very moment is laid down as bytes
 *   3        base 2 is on disk             [base 1] incr 1  incr 2 still holds everything
 *   after    base 2  incr 2                one write of the manifest; the old files are removed
 *
 * Invariant: at every moment the manifest on disk leads to all that was acknowledged. A rewrite that
 * fails leaves one more increment, nothing else.
 */
import { bytesOf, toUint8Array } from '../../base/bytes.ts';
import type { Clock, Disk, Log, UnixMs } from '../../base/ports.ts';
import { encodeRequests } from '../../protocol/resp-request.ts';
import type { RewriteGate } from '../server/gates.ts';
import type { Server } from '../server/server.ts';
import type { AppendOnlyFile } from './append-only-file.ts';
import { KeySaveDelay } from './key-save-delay.ts';
import {
  baseName,
  formatManifest,
  incrementName,
  type ManifestFile,
  manifestName,
  parseManifest,
} from './manifest.ts';
import { rewriteCommands } from './rewrite.ts';
import { rdbBytes } from './snapshots.ts';

export interface LogRewritePorts {
  readonly disk: Disk;
  readonly clock: Clock;
  readonly log: Log;
}

/** Begins a log at `path`, or hands out the one there is. */
export type OpenLog = (path: string) => AppendOnlyFile;

/** What there is now as the base of a log: an RDB file, or commands under aof-use-rdb-preamble no. */
export function baseBytes(server: Server): Uint8Array {
  return server.config.flag('aof-use-rdb-preamble')
    ? rdbBytes(server, true).slice()
    : encodeRequests([...rewriteCommands(server)]);
}

const KILLED = new Error('the rewrite was given up');

export class LogRewrite implements RewriteGate {
  isRunning = false;
  isScheduled = false;
  startedMs: UnixMs = 0;
  lastFailed = false;
  lastTookMs = -1;
  rewrites = 0;
  /** The size of the log right after it was last rewritten or opened. */
  baseBytes = 0;
  /** The highest that an increment has had: no name is used twice, even in another folder. */
  private lastSequence = 0;
  /** The manifest on disk is not of this log. */
  private isElsewhere = false;
  private readonly server: Server;
  private readonly ports: LogRewritePorts;
  private readonly currentLog: () => AppendOnlyFile | null;
  private readonly openLog: OpenLog;
  private readonly delay: KeySaveDelay;

  constructor(
    server: Server,
    ports: LogRewritePorts,
    currentLog: () => AppendOnlyFile | null,
    openLog: OpenLog,
  ) {
    this.server = server;
    this.ports = ports;
    this.currentLog = currentLog;
    this.openLog = openLog;
    this.delay = new KeySaveDelay(server.config, server.ports.clock);
  }

  /** Resolves with null once the new log is the log, else with what went wrong. Never rejects. */
  rewrite(): Promise<string | null> {
    const { clock, log } = this.ports;
    const startedMs = clock.nowMs();
    this.startedMs = startedMs;
    this.isRunning = true;
    this.isScheduled = false;
    return this.run().then(
      (baseBytes) => {
        this.isRunning = false;
        this.lastFailed = false;
        this.rewrites++;
        this.sized(baseBytes);
        this.lastTookMs = clock.nowMs() - startedMs;
        log.write('notice', 'Background AOF rewrite finished successfully');
        return null;
      },
      (error: unknown) => {
        this.isRunning = false;
        if (error === KILLED) {
          log.write('warning', 'Background AOF rewrite terminated');
          return 'terminated';
        }
        this.lastFailed = true;
        const reason = error instanceof Error ? error.message : String(error);
        log.write('warning', `Background AOF rewrite failed: ${reason}`);
        return reason;
      },
    );
  }

  /** Called now and then: rewrites a log that has outgrown auto-aof-rewrite-percentage. */
  tick(): void {
    const { config } = this.server;
    const percentage = config.number('auto-aof-rewrite-percentage');
    if (this.isRunning || this.server.snapshots?.isSaving) return;
    if (this.isScheduled) void this.rewrite();
    const log = this.currentLog();
    if (!log || log.error || this.isRunning || percentage === 0) return;
    const { sizeBytes } = log.status;
    if (sizeBytes < config.number('auto-aof-rewrite-min-size')) return;
    const base = Math.max(1, this.baseBytes);
    if (((sizeBytes - base) / base) * 100 >= percentage) void this.rewrite();
  }

  kill(): void {
    if (this.isRunning) this.ports.log.write('notice', 'Killing running AOF rewrite child');
    this.delay.stop();
  }

  /** Effects go to the increment of this name. */
  began(path: string): void {
    const sequence = Number(/\.(\d+)\.incr\.aof$/.exec(path)?.[1] ?? 0);
    this.lastSequence = Math.max(this.lastSequence, sequence);
  }

  moved(): void {
    this.isElsewhere = true;
  }

  /** What the log has now is what the next rewrite is measured against. */
  private sized(baseBytes: number): void {
    const log = this.currentLog();
    if (log) log.baseBytes = baseBytes;
    this.baseBytes = log?.status.sizeBytes ?? baseBytes;
  }

  private get folder(): string {
    return `${this.server.config.text('appenddirname')}/`;
  }

  /** Answers with the size of the new base. */
  private run(): Promise<number> {
    const { disk } = this.ports;
    const name = this.server.config.text('appendfilename');
    return this.readManifest().then((files) => {
      const known = files.map((file) => file.sequence);
      const sequence = 1 + Math.max(this.lastSequence, ...known);
      this.lastSequence = sequence;
      const usesRdb = this.server.config.flag('aof-use-rdb-preamble');
      const increment: ManifestFile = { name: incrementName(name, sequence), sequence, type: 'i' };
      const base: ManifestFile = { name: baseName(name, sequence, usesRdb), sequence, type: 'b' };
      const log = this.currentLog();
      const ready = log
        ? this.writeManifest([...files, increment]).then(() => log.flush())
        : disk.remove(this.folder + increment.name);
      return ready
        .then(() => this.changeOver(log, this.folder + increment.name))
        .then((bytes) =>
          disk
            .write(this.folder + base.name, bytes)
            .then(() => this.writeManifest(this.currentLog() ? [base, increment] : [base]))
            .then(() => this.settled(files))
            .then(() => bytes.length),
        );
    });
  }

  /**
   * Between two turns: what comes from now on goes to `path`, what is there now is answered as bytes.
   * Without a log (BGREWRITEAOF under `appendonly no`) nothing comes.
   */
  private changeOver(log: AppendOnlyFile | null, path: string): Uint8Array | Promise<Uint8Array> {
    const { server } = this;
    // The manifest names it, so it has to be there, though nothing may follow.
    if (server.config.flag('appendonly')) this.ports.disk.append(path, new Uint8Array(0));
    if (log) log.continueIn(path);
    else if (server.config.flag('appendonly')) this.openLog(path);
    const bytes = server.stats.fork(server.ports.clock, () => baseBytes(server));
    return this.delay.perKeyUs === 0 ? bytes : this.later(bytes);
  }

  private later(bytes: Uint8Array): Promise<Uint8Array> {
    return this.delay.pass(this.server.keyspace.size).then((isOver) => {
      if (!isOver) throw KILLED;
      return bytes;
    });
  }

  private settled(old: readonly ManifestFile[]): Promise<unknown> {
    this.isElsewhere = false;
    return this.removeAll(old);
  }

  private readManifest(): Promise<readonly ManifestFile[]> {
    if (this.isElsewhere) return Promise.resolve([]);
    const name = this.server.config.text('appendfilename');
    return this.ports.disk.read(this.folder + manifestName(name)).then((bytes) => {
      return bytes ? parseManifest(bytesOf(bytes)) : [];
    });
  }

  private writeManifest(files: readonly ManifestFile[]): Promise<void> {
    const name = this.server.config.text('appendfilename');
    return this.ports.disk.write(
      this.folder + manifestName(name),
      toUint8Array(formatManifest(files)),
    );
  }

  private removeAll(files: readonly ManifestFile[]): Promise<unknown> {
    return Promise.all(files.map(({ name }) => this.ports.disk.remove(this.folder + name)));
  }
}
