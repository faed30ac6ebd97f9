/**
 * The control surface of the engine's host, as the page sees it: plain data in, plain data out.
 *
 * Commands do not travel here: they are RESP bytes on a MessagePort per client (see `PortMessage`).
 * Every method answers from what the engine holds at that moment; the page pulls once per frame,
 * after `ChangeBeat` told it that something moved.
 */
import type { CommandDoc, CommandWords } from './catalogue.ts';
import type { DirectiveDoc } from './directives.ts';
import type { KeyTreePage, KeyTreeRequest } from './key-tree.ts';
import type { InspectRequest, KeyView } from './key-view.ts';

/** A byte string: char codes 0..255, one per byte. */
export type ByteText = string;

/** What travels on a client's port, in both directions. Byte arrays are transferred. */
export type PortMessage =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'close'; readonly reason: string };

/** Posted by the host on the beat port, at most once per frame, when anything has changed. */
export interface ChangeBeat {
  readonly kind: 'beat';
  /** Grows with every change of data, clients, clock or disk state. */
  readonly revision: number;
}

/** How SHUTDOWN left the data set. */
export interface StopReport {
  /** The append-only file was on: it has every write that was acknowledged. */
  readonly logged: boolean;
  /** A last snapshot was written. */
  readonly saved: boolean;
  readonly keys: number;
  /** Changes that no snapshot has: lost where nothing was logged. */
  readonly unsavedChanges: number;
  /** A script was ended with it: what that had written is in no file. */
  readonly endedScript: boolean;
  /** What the next start is told as on a command line, so that it keeps data in the same way. */
  readonly options: readonly (readonly string[])[];
}

/** Posted by the host on the beat port. */
export type HostNews =
  | ChangeBeat
  | { readonly kind: 'stopped'; readonly report: StopReport }
  | { readonly kind: 'started'; readonly report: OpenReport };

/** Why a stopped server answers nothing: of connections that end, and of calls that fail. */
export const SERVER_STOPPED = 'the server has stopped';

/** How this tab reaches the data set. */
export type Tenancy = 'owner' | 'guest';

export interface DamageNotice {
  readonly kind: 'truncated-tail' | 'damaged' | 'disk-unavailable';
  readonly file: string;
  /** Where the first unreadable byte stands. */
  readonly offset: number;
  /** The copy that was kept aside, or null where nothing had to be. */
  readonly keptAs: string | null;
  readonly detail: string;
}

export interface OpenReport {
  readonly dataset: string;
  readonly tenancy: Tenancy;
  readonly keysLoaded: number;
  readonly commandsReplayed: number;
  readonly loadMs: number;
  readonly notices: readonly DamageNotice[];
}

export interface ClockView {
  /** The engine's time, Unix milliseconds. */
  readonly nowMs: number;
  /** How far a person has moved it from real time; negative where it was stopped. */
  readonly aheadMs: number;
  readonly paused: boolean;
  /** Engine seconds per real second: 1, 10 or 60. */
  readonly speed: number;
  /** The earliest expiry of any key, Unix milliseconds, or null. */
  readonly nextExpiryMs: number | null;
}

export type ClockCommand =
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  | { readonly kind: 'speed'; readonly speed: number }
  | { readonly kind: 'advance'; readonly byMs: number }
  | { readonly kind: 'jump-to-next-expiry' }
  /** Undoes what pauses, pace and steps have moved; what keys have left to live stays. */
  | { readonly kind: 'real-time' };

export interface AofView {
  readonly enabled: boolean;
  readonly fsync: 'always' | 'everysec' | 'no';
  readonly sizeBytes: number;
  /** Commands executed whose bytes are not yet known to be on disk. */
  readonly pendingCommands: number;
  /** The last write error's text, or null while writing works. */
  readonly error: string | null;
}

export interface Vitals {
  readonly revision: number;
  readonly clock: ClockView;
  /** Keys per database that has any. */
  readonly databases: readonly {
    readonly db: number;
    readonly keys: number;
    readonly expires: number;
  }[];
  readonly keys: number;
  readonly usedMemoryBytes: number;
  /** 0 means no limit. */
  readonly maxmemoryBytes: number;
  readonly maxmemoryPolicy: string;
  readonly commandsProcessed: number;
  readonly opsPerSecond: number;
  readonly keyspaceHits: number;
  readonly keyspaceMisses: number;
  readonly expiredKeys: number;
  readonly evictedKeys: number;
  readonly connectedClients: number;
  readonly aof: AofView;
  /** A flush that can still be undone. */
  readonly undo: UndoView | null;
}

export interface UndoView {
  readonly command: 'FLUSHALL' | 'FLUSHDB' | 'RESET';
  readonly keys: number;
  /** Real Unix milliseconds after which the offer ends. */
  readonly untilMs: number;
}

/** One executed command, for lessons' checks and "changed by the last command". */
export interface EngineEvent {
  readonly seq: number;
  readonly atMs: number;
  readonly clientId: number;
  readonly db: number;
  readonly argv: readonly ByteText[];
  readonly outcome: 'ok' | 'nil' | 'error' | 'blocked' | 'queued';
  /** The error line without its leading '-', or null. */
  readonly error: string | null;
  readonly durationUs: number;
  readonly hits: number;
  readonly misses: number;
  /** Keys the command changed. */
  readonly touched: readonly ByteText[];
}

/**
 * Implemented in the worker, called through Comlink (there every method answers with a promise).
 * Errors reject with an `Error` whose message is a sentence for the person.
 */
export interface EngineHost {
  /** Opens (creating if needed) a data set: `playground`, or `lesson/TRACK/SLUG`. Call once, first. */
  open(dataset: string): Promise<OpenReport>;
  /** Adds a client; RESP bytes then flow over `port`. Answers with the CLIENT ID. */
  connect(port: MessagePort): Promise<number>;
  /** News is posted on this port from now on; first of all that the server has stopped, if it has. */
  watch(port: MessagePort): Promise<void>;
  /** Starts the server again after SHUTDOWN; does nothing where it runs. */
  start(): Promise<OpenReport>;
  vitals(): Promise<Vitals>;
  keyTree(request: KeyTreeRequest): Promise<KeyTreePage>;
  /** Null when the key does not exist. Never changes the key's idle time or frequency. */
  inspect(request: InspectRequest): Promise<KeyView | null>;
  /** Every command, at once; the words about them are asked for apart. */
  catalogue(): Promise<readonly CommandDoc[]>;
  /** Rejects where their file cannot be fetched: asking again may help. */
  commandWords(): Promise<readonly CommandWords[]>;
  /** Every directive of the emulated version; values are asked for with CONFIG GET. */
  directives(): Promise<readonly DirectiveDoc[]>;
  /** Keys that start with `prefix`, for completion; at most `limit`, optionally of one type. */
  completeKey(
    db: number,
    prefix: ByteText,
    type: string | null,
    limit: number,
  ): Promise<readonly ByteText[]>;
  clock(command: ClockCommand): Promise<ClockView>;
  /** Brings back what the last FLUSHALL, FLUSHDB or reset removed. Answers with the number of keys. */
  undo(): Promise<number>;
  /** Executed commands after `seq`, oldest first, at most `limit`; the log keeps the last 10,000. */
  eventsSince(seq: number, limit: number): Promise<readonly EngineEvent[]>;
  /** Removes every key (undoable) and runs `commands`: how a lesson resets its own data set. */
  reset(commands: readonly (readonly ByteText[])[]): Promise<void>;
  /** Everything as an append-only file that a real redis-server can load. */
  exportAof(): Promise<Uint8Array>;
  /** Loads an append-only file or an RDB snapshot in place of the current data (undoable). Answers with the number of keys. */
  importFile(bytes: Uint8Array): Promise<number>;
}
