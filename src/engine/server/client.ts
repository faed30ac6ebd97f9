/**
 * One client: its connection, its session (database, protocol, name, user) and its unsent output.
 *
 * Invariants: output leaves in the order it was produced; a client is either free, blocked on
 * keys, or paused, and while it is not free its input waits in its parser.
 */
import { type Bytes, concatBytes } from '../../base/bytes.ts';
import type { Link, UnixMs } from '../../base/ports.ts';
import type { Reply } from '../../protocol/reply.ts';
import type { RespVersion } from '../../protocol/reply-writer.ts';
import { RequestParser } from '../../protocol/request-parser.ts';
import type { Wait } from '../commands/context.ts';
import type { User } from './acl/user.ts';
import type { CommandEntry } from './command-table.ts';
import type { ReplicaFacts } from './replication-facts.ts';
import type { TrackingState } from './tracking.ts';

const NOTHING = new Uint8Array(0);
/** A client's buffer of replies, as it is at first and at the least. */
export const REPLY_BUFFER_BYTES = 16 * 1024;
export const REPLY_BUFFER_MIN_BYTES = 1024;

export interface QueuedCommand {
  readonly entry: CommandEntry;
  readonly argv: readonly Bytes[];
}

/** MULTI's queue. */
export interface Transaction {
  readonly queue: QueuedCommand[];
  /** A command was refused while queueing: EXEC will answer EXECABORT. */
  aborted: boolean;
  /** What the queue takes, as allocated and as CLIENT LIST counts it. */
  memoryBytes: number;
  declaredBytes: number;
}

export interface BlockedState {
  readonly entry: CommandEntry;
  readonly argv: readonly Bytes[];
  readonly wait: Wait;
  readonly sinceMs: UnixMs;
  cancelTimer: () => void;
}

export type ReplyMode = 'on' | 'off' | 'skip-next' | 'skip';

export type DebugMode = 'yes' | 'sync';

export interface InputTaker {
  receive(bytes: Uint8Array): void;
  /** The connection is gone. */
  leave(): void;
}

export interface ClientAddress {
  readonly addr: Bytes;
  readonly laddr: Bytes;
}

export class Client {
  readonly id: number;
  readonly link: Link;
  readonly address: ClientAddress;
  createdMs: UnixMs;
  readonly parser = new RequestParser();
  lastSeenMs: UnixMs;
  name: Bytes = '';
  libName: Bytes = '';
  libVersion: Bytes = '';
  user: User;
  authenticated: boolean;
  dbIndex = 0;
  resp: RespVersion = 2;
  transaction: Transaction | null = null;
  /** Watched keys, as `db:key`, and whether each had already expired when WATCH was called. */
  readonly watched = new Map<Bytes, boolean>();
  /** A watched key was changed: EXEC will answer nil. */
  watchBroken = false;
  readonly channels = new Set<Bytes>();
  readonly patterns = new Set<Bytes>();
  readonly shardChannels = new Set<Bytes>();
  /** CLIENT TRACKING, while it is on. */
  tracking: TrackingState | null = null;
  blocked: BlockedState | null = null;
  /** A command held back by CLIENT PAUSE. */
  postponed: QueuedCommand | null = null;
  /** Its command, paused script or sleep, goes on later. */
  runsScript = false;
  isMonitor = false;
  noEvict = false;
  noTouch = false;
  replyMode: ReplyMode = 'on';
  /** Pushes held back until their place is written: in EXEC's array, or after what is silenced. */
  heldPushes: Reply[] | null = null;
  /** SCRIPT DEBUG: how the next EVAL is run. */
  debugMode: DebugMode | null = null;
  /** Who reads what the client sends, while its script is being debugged. */
  debugged: InputTaker | null = null;
  closing = false;
  /** To be closed when the turn ends, for what it lets pile up. */
  doomed = false;
  /** It follows what is written here: it gets effects, and no replies. */
  isReplica = false;
  replica: ReplicaFacts | null = null;
  /** Where replication stood when its last command had run. */
  writtenOffset = 0;
  closed = false;
  lastCommand: Bytes = '';
  /** What input that is not a whole request is charged with in HeldInput. */
  heldInputBytes = 0;
  bytesIn = 0;
  bytesOut = 0;
  commands = 0;
  private output: Uint8Array[] = [];
  /** Bytes waiting to be sent. */
  outputBytes = 0;
  /** The buffer that Redis would have for its replies, and the most there was in it lately. */
  replyBufferBytes = REPLY_BUFFER_BYTES;
  replyPeakBytes = REPLY_BUFFER_BYTES;
  replyPeakResetMs = Number.NEGATIVE_INFINITY;

  constructor(id: number, link: Link, address: ClientAddress, nowMs: UnixMs, user: User) {
    this.id = id;
    this.link = link;
    this.address = address;
    this.createdMs = nowMs;
    this.lastSeenMs = nowMs;
    this.user = user;
    this.authenticated = this.becomeDefault(user);
  }

  /** It is what scripts call commands as: no connection has the number 0. */
  get isScript(): boolean {
    return this.id === 0;
  }

  get subscriptions(): number {
    return this.channels.size + this.patterns.size;
  }

  get isSubscribed(): boolean {
    return this.channels.size + this.patterns.size + this.shardChannels.size > 0;
  }

  /** Input waits while the client is blocked, paused or on its way out. */
  get isHeld(): boolean {
    return (
      this.blocked !== null ||
      this.postponed !== null ||
      this.runsScript ||
      this.closing ||
      this.doomed ||
      this.closed
    );
  }

  authenticate(user: User): void {
    this.user = user;
    this.authenticated = true;
    this.parser.authenticated = true;
  }

  /** As a new connection is: authenticated where the default user needs no password. */
  becomeDefault(user: User): boolean {
    this.user = user;
    this.authenticated = user.noPassword && user.enabled;
    this.parser.authenticated = this.authenticated;
    return this.authenticated;
  }

  queueOutput(bytes: Uint8Array): void {
    if (this.closed || this.doomed || bytes.length === 0) return;
    this.output.push(bytes);
    this.outputBytes += bytes.length;
    if (this.outputBytes > this.replyPeakBytes) {
      this.replyPeakBytes = Math.min(this.outputBytes, this.replyBufferBytes);
    }
  }

  /** Replies that have been sent and wait on the way, because the other side does not read. */
  get unreadBytes(): number {
    return this.link.unsentBytes?.() ?? 0;
  }

  /** It will be closed when the turn ends: it gets and runs nothing more. */
  doom(): void {
    this.doomed = true;
    this.dropOutput();
  }

  private dropOutput(): void {
    this.output = [];
    this.outputBytes = 0;
  }

  /** Closes without delivering anything. */
  abort(): void {
    this.closed = true;
    this.dropOutput();
    if (this.link.abort) this.link.abort();
    else this.link.close();
  }

  /** All waiting output in one piece; empty where there is none, or while a debugger speaks. */
  takeOutput(): Uint8Array {
    if (this.debugged) return NOTHING;
    const { output } = this;
    this.dropOutput();
    return concatBytes(output);
  }

  /** Sends what `takeOutput` gave, then closes if that was asked for. */
  deliver(bytes: Uint8Array): void {
    if (this.closed) return;
    if (bytes.length > 0) {
      this.bytesOut += bytes.length;
      this.link.send(bytes);
    }
    if (this.closing && this.output.length === 0) {
      this.closed = true;
      this.link.close();
    }
  }
}
