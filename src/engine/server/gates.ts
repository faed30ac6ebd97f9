/** What the server sees of those around it: the log, snapshots, the ACL file, whoever follows it. */
import type { Bytes } from '../../base/bytes.ts';
import type { UnixMs } from '../../base/ports.ts';
import type { Database } from '../keyspace/database.ts';
import type { CallRecord } from './call.ts';
import type { ConfigSetting } from './config.ts';

/** Somebody outside who follows what the node does: event logs, key trees, views. */
export interface NodeTap {
  called(record: CallRecord): void;
  modified(database: Database, key: Bytes): void;
  keyAdded(database: Database, key: Bytes): void;
  keyRemoved(database: Database, key: Bytes): void;
  expiryChanged(database: Database, key: Bytes): void;
  replacing(database: Database): void;
  replaced(database: Database): void;
}

export interface CpuTime {
  readonly userSeconds: number;
  readonly systemSeconds: number;
}

/** What a process takes of its machine. */
export interface ProcessUsage {
  readonly whole: CpuTime;
  readonly mainThread: CpuTime;
  readonly residentBytes: number;
  /** Memory of the machine. */
  readonly systemBytes: number;
}

/** The process around a node. Without `usage` nobody knows what it takes, as in a page. */
export interface ProcessAround {
  readonly id: number;
  readonly executable: string;
  readonly usage?: () => ProcessUsage;
}

/** The file that ACL LOAD reads and ACL SAVE writes. */
export interface AclFile {
  readonly path: string;
  read(): Bytes;
  write(text: Bytes): void;
}

/** Writes settings and users into the configuration file, `all` of them or what it is to hold; throws. */
export type RewriteConfig = (
  settings: readonly ConfigSetting[],
  users: readonly Bytes[],
  all?: boolean,
) => void;

/** Where a node's effects are kept: the append-only file, as the server sees it. */
export interface DurabilityGate {
  /** The text of the last write error, or null. */
  readonly error: string | null;
  /**
   * The turn is over: writes what has gathered. Answers with the position in the log that must be on
   * disk before the turn's replies may leave (`Server.released` tells when), or 0 for no waiting.
   */
  endTurn(): number;
}

/** How a node is to end. */
export interface ShutdownRequest {
  /** `default` saves where there are save points. */
  readonly save: string;
  /** Ends although what was to be kept could not be written. */
  readonly force: boolean;
  /** Does not wait for replicas that lag behind. */
  readonly now?: boolean;
  /** Told where it goes on instead. */
  readonly failed?: () => void;
}

/** How far a save under way is. */
export interface SaveProgress {
  readonly keys: number;
  readonly processed: number;
}

/** RDB snapshots, as the server sees them. */
export interface SnapshotGate {
  readonly lastSaveMs: number;
  readonly isSaving: boolean;
  /** A save is to begin when nothing else is written in the background. */
  isScheduled: boolean;
  /** When the save under way began, or the last one. */
  readonly startedMs: UnixMs;
  readonly progress: SaveProgress | null;
  /** The last one in the background. */
  readonly lastFailed: boolean;
  /** There are save points. */
  readonly hasPoints: boolean;
  /** -1 before the first. */
  readonly lastTookMs: number;
  readonly saves: number;
  readonly changesSinceSave: number;
  /** Resolves with null once the file is on disk, else with what went wrong. Never rejects. */
  save(): Promise<string | null>;
  /** The same for a command that holds everybody up: nothing is in progress, all counts as saved. */
  saveAtOnce(): Promise<string | null>;
  /** Gives up a background save that has not come to the disk yet. */
  kill(): void;
  /** Everything has been removed: where there are save points, that is saved. */
  flushed(): void;
  /** Called now and then: saves where a save point has been reached. */
  tick(): void;
  /** The data set as an RDB file for somebody else, or its functions alone. */
  bytes(functionsOnly: boolean): Uint8Array;
  /** Takes the data set through an RDB file and back. Answers with what went wrong, or null. */
  reload(): string | null;
}

/** Rewriting the log, as the server sees it. */
export interface RewriteGate {
  readonly isRunning: boolean;
  /** A rewrite is to begin when nothing else is written in the background. */
  isScheduled: boolean;
  /** When the rewrite under way began, or the last one. */
  readonly startedMs: UnixMs;
  readonly lastFailed: boolean;
  /** -1 before the first. */
  readonly lastTookMs: number;
  readonly rewrites: number;
  readonly baseBytes: number;
  /** Resolves with null once the new log is the log, else with what went wrong. Never rejects. */
  rewrite(): Promise<string | null>;
  /** Gives up a rewrite that has not come to the disk yet. */
  kill(): void;
  /** Called now and then: rewrites a log that has grown too much. */
  tick(): void;
  /** The disk has another folder from now on, and the log's files are not in it. */
  moved(): void;
}

/** What a node's files hold, read again at somebody's request. Never rejects. */
export interface DataFiles {
  /**
   * Puts the snapshot's data in the place of what is there or, without `flushes`, beside it; keys
   * and libraries of the same name are replaced where it `merges`, and a fault otherwise.
   */
  loadSnapshot(how: {
    readonly flushes: boolean;
    readonly merges: boolean;
  }): Promise<string | null>;
  /** Puts what the append-only log leads to in the place of what is there. */
  loadLog(): Promise<string | null>;
}

export interface AofStatus {
  /** The file that effects go to. */
  readonly path: string;
  readonly sizeBytes: number;
  /** Bytes gathered or handed to the disk that are not known to be safe yet. */
  readonly bufferedBytes: number;
  readonly pendingCommands: number;
  readonly syncing: boolean;
  readonly error: string | null;
}
