/**
 * The append-only file: every effect, in order, as RESP requests that a real redis-server can load.
 *
 * Bytes gather during a turn and are handed to the disk once at its end. When they are forced down
 * is `appendfsync`: `always` before the turn's replies leave (one sync serves all turns that came
 * meanwhile), `everysec` once a second, `no` whenever the disk likes.
 *
 * Invariants: `safeBytes` only grows; the bytes after it are kept in memory until a sync has
 * succeeded, so that after an error the file is cut back to `safeBytes` and written again. While
 * there is an error writes are refused (MISCONF) and reads go on.
 */
import { assert } from '../../base/assert.ts';
import { concatBytes } from '../../base/bytes.ts';
import type { Clock, Disk, Log } from '../../base/ports.ts';
import { encodeRequest } from '../../protocol/resp-request.ts';
import type { AofStatus, DurabilityGate } from '../server/gates.ts';

export type FsyncPolicy = 'always' | 'everysec' | 'no';

const SECOND_MS = 1000;

export interface AppendOnlyFilePorts {
  readonly disk: Disk;
  readonly clock: Clock;
  readonly log: Log;
}

export class AppendOnlyFile implements DurabilityGate {
  error: string | null = null;
  policy: FsyncPolicy = 'everysec';
  /** What the files before the present one hold: part of the log's size. */
  baseBytes = 0;
  private readonly ports: AppendOnlyFilePorts;
  private path: string;
  /** Where in all that was ever appended the present file begins. */
  private start = 0;
  private readonly onSafe: (position: number) => void;
  private turn: Uint8Array[] = [];
  /** What was appended since the last successful sync, oldest first. */
  private unsafe: Uint8Array[] = [];
  private unsafeCommands = 0;
  private sizeBytes: number;
  private safeBytes: number;
  private selectedDb = -1;
  private syncing = false;
  private timerRuns = false;
  private idle: (() => void)[] = [];

  /** `sizeBytes` is what the file already holds, all of it safe. `onSafe` hears how far it is safe. */
  constructor(
    ports: AppendOnlyFilePorts,
    path: string,
    sizeBytes: number,
    onSafe: (position: number) => void,
  ) {
    this.ports = ports;
    this.path = path;
    this.sizeBytes = sizeBytes;
    this.safeBytes = sizeBytes;
    this.onSafe = onSafe;
  }

  get status(): AofStatus {
    return {
      path: this.path,
      sizeBytes: this.baseBytes + this.sizeBytes - this.start,
      bufferedBytes: this.sizeBytes - this.safeBytes,
      pendingCommands: this.unsafeCommands,
      syncing: this.syncing,
      error: this.error,
    };
  }

  /** Takes one effect, executed in database `dbIndex`. */
  add(dbIndex: number, request: Uint8Array): void {
    if (dbIndex !== this.selectedDb) {
      this.selectedDb = dbIndex;
      this.turn.push(encodeRequest(['SELECT', String(dbIndex)]));
    }
    this.turn.push(request);
    this.unsafeCommands++;
  }

  endTurn(): number {
    const wrote = this.turn.length > 0;
    if (wrote) this.write(concatBytes(this.turn));
    if (this.policy !== 'always') return 0;
    // Nobody knows when an error ends: refusals and reads do not wait for that.
    if (this.error && !wrote) return 0;
    return this.sizeBytes > this.safeBytes ? this.sizeBytes : 0;
  }

  /** Resolves once everything taken so far is on disk, or cannot get there: for an orderly end. */
  flush(): Promise<void> {
    this.endTurn();
    if (this.safeBytes === this.sizeBytes || this.error) return Promise.resolve();
    this.startSync();
    return new Promise((resolve) => this.idle.push(resolve));
  }

  /** From now on effects go to a new file. All of the present one must be on disk. */
  continueIn(path: string): void {
    if (this.error) throw new Error(this.error);
    assert(this.turn.length === 0 && this.safeBytes === this.sizeBytes, 'the file is whole');
    this.path = path;
    this.start = this.sizeBytes;
    this.selectedDb = -1;
  }

  private write(bytes: Uint8Array): void {
    this.turn = [];
    this.unsafe.push(bytes);
    this.sizeBytes += bytes.length;
    if (this.error) return;
    this.ports.disk.append(this.path, bytes);
    if (this.policy === 'always') this.startSync();
    else this.startTimer();
  }

  /** Under `no` nobody forces the disk, but the tail in memory has to be let go of now and then all the same. */
  private startTimer(): void {
    if (this.timerRuns) return;
    this.timerRuns = true;
    this.ports.clock.after(SECOND_MS, () => {
      this.timerRuns = false;
      // After an error `retry` begins: the disk has told of it, and would say that all is well now.
      if (!this.error) this.startSync();
    });
  }

  private startSync(): void {
    if (this.syncing || this.safeBytes === this.sizeBytes) return;
    this.syncing = true;
    const target = this.sizeBytes;
    const pieces = this.unsafe.length;
    const commands = this.unsafeCommands;
    this.ports.disk.sync(this.path).then(
      () => this.synced(target, pieces, commands),
      (error: unknown) => this.failed(error),
    );
  }

  private synced(target: number, pieces: number, commands: number): void {
    this.syncing = false;
    if (this.error)
      this.ports.log.write('notice', 'AOF write error looks solved. Writes are accepted again.');
    this.error = null;
    this.safeBytes = target;
    this.unsafe.splice(0, pieces);
    this.unsafeCommands -= commands;
    this.onSafe(target);
    if (this.sizeBytes === this.safeBytes) {
      for (const done of this.idle.splice(0)) done();
    } else if (this.policy === 'always' || this.idle.length > 0) this.startSync();
    else this.startTimer();
  }

  private failed(error: unknown): void {
    this.syncing = false;
    this.error = error instanceof Error ? error.message : String(error);
    this.ports.log.write('warning', `Error writing to the AOF file: ${this.error}`);
    for (const done of this.idle.splice(0)) done();
    this.ports.clock.after(SECOND_MS, () => this.retry());
  }

  /** Cuts the file back to what is safe and writes the rest again. */
  private retry(): void {
    const { disk } = this.ports;
    disk.truncate(this.path, this.safeBytes - this.start).then(
      () => {
        for (const bytes of this.unsafe) disk.append(this.path, bytes);
        this.startSync();
      },
      (error: unknown) => this.failed(error),
    );
  }
}
