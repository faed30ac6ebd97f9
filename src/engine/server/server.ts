/**
 * A node's server: its clients, and everything they share.
 *
 * Hosts call `connect`, `receive` and `disconnect`; timers come from the clock port. All work
 * happens inside one of those calls, a *turn*; output leaves at the end of the turn, after the
 * append-only file has been handed its bytes, and under `appendfsync always` only once they are on
 * disk.
 */
import type { Bytes } from '../../base/bytes.ts';
import type { Clock, Link, Log, Network, Random } from '../../base/ports.ts';
import { errorReply, type Reply } from '../../protocol/reply.ts';
import { ReplyWriter } from '../../protocol/reply-writer.ts';
import type { Args } from '../commands/args.ts';
import { Keyspace } from '../keyspace/keyspace.ts';
import type { EncodingLimits } from '../keyspace/values.ts';
import { AccessGate } from './acl/access-gate.ts';
import { Acl } from './acl/acl.ts';
import { Blocking } from './blocking.ts';
import { Caller } from './call.ts';
import { Client, type ClientAddress } from './client.ts';
import { ClientCron } from './client-cron.ts';
import { ClientEviction } from './client-eviction.ts';
import { HeldInput, TransactionQueues } from './client-memory.ts';
import {
  type CommandEntry,
  type CommandRenames,
  CommandTable,
  type NodeCommand,
} from './command-table.ts';
import type { Config } from './config.ts';
import { Cron } from './cron.ts';
import type {
  AclFile,
  AofStatus,
  DataFiles,
  DurabilityGate,
  NodeTap,
  ProcessAround,
  RewriteConfig,
  RewriteGate,
  ShutdownRequest,
  SnapshotGate,
} from './gates.ts';
import { HeldReplies } from './held-replies.ts';
import { hexId } from './hex-id.ts';
import { keyspaceObserver } from './keyspace-observer.ts';
import { LatencyMonitor } from './latency/latency-monitor.ts';
import { MemoryLimit } from './memory-limit.ts';
import { MigrateSockets } from './migrate-sockets.ts';
import { type LatePart, LateParts, type PartLoaders } from './on-demand.ts';
import { OutputLimits } from './output-limits.ts';
import { Pauses } from './pauses.ts';
import { Pipeline } from './pipeline.ts';
import { type Effect, Propagation } from './propagation.ts';
import { PubSub } from './pubsub.ts';
import type { Replication } from './replication.ts';
import { Scripting } from './scripting.ts';
import { SlowLog } from './slow-log.ts';
import { Stats } from './stats.ts';
import { SyncWaits } from './sync-waits.ts';
import { Tracking } from './tracking.ts';
import { UnreadReplies } from './unread-replies.ts';
import { Watching } from './watching.ts';

export interface NodePorts extends PartLoaders {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** The way to other servers, for MIGRATE. */
  readonly network?: Network;
}

export class Server {
  readonly ports: NodePorts;
  readonly config: Config;
  readonly version: number;
  readonly keyspace: Keyspace;
  readonly table: CommandTable;
  readonly clients = new Map<number, Client>();
  readonly acl: Acl;
  readonly access: AccessGate;
  readonly pubsub: PubSub;
  readonly blocking = new Blocking();
  readonly tracking: Tracking;
  readonly watching = new Watching();
  readonly transactions = new TransactionQueues();
  readonly heldInput = new HeldInput();
  readonly syncWaits = new SyncWaits();
  readonly slowLog = new SlowLog();
  readonly latency = new LatencyMonitor();
  /** latency-tracking: every command has a histogram of its calls. */
  tracksLatency = true;
  readonly memoryLimit: MemoryLimit;
  readonly clientEviction: ClientEviction;
  readonly outputLimits = new OutputLimits(this);
  readonly clientCron = new ClientCron(this);
  readonly migrateSockets = new MigrateSockets(this);
  readonly stats = new Stats();
  readonly propagation = new Propagation();
  readonly pauses: Pauses;
  readonly monitors = new Set<Client>();
  readonly cron: Cron;
  readonly caller: Caller;
  readonly scripting: Scripting;
  readonly parts: LateParts;
  readonly runId: Bytes;
  /** Names this history of the data set to replicas. */
  replicationId: Bytes;
  startedMs: number;
  tap: NodeTap | null = null;
  durability: DurabilityGate | null = null;
  snapshots: SnapshotGate | null = null;
  /** Where other servers can follow this one. */
  replication: Replication | null = null;
  logRewrite: RewriteGate | null = null;
  /** What the node's files hold, where it has been opened from files. */
  files: DataFiles | null = null;
  /** Makes a server like this one, with a copy of its data, that keeps nothing on disk. */
  fork: () => Server = () => this;
  /** Makes a server like this one without data, files and messages, to try something on. */
  trial: () => Server = () => this;
  /** Made by `fork`: called when what it was made for is over. */
  whenOver: (() => void) | null = null;
  /** Set by SHUTDOWN; the host closes up when it sees it. */
  onShutdown: ((request: ShutdownRequest) => void) | null = null;
  /** Gives up an end that was asked for and has not begun; false where there is none. */
  abortShutdown: () => boolean = () => false;
  /** Brings the configuration file up to date, where the host has one. */
  rewriteConfig: RewriteConfig | null = null;
  /** The file of `aclfile`, where the host has one. `read` and `write` throw where they cannot. */
  aclFile: AclFile | null = null;
  /** The configuration file's path, for INFO. */
  configFile = '';
  /** Of the process around the node, where there is one. */
  process: ProcessAround = { id: 0, executable: '' };
  /** The append-only file's state, while there is one. */
  aofStatus: (() => AofStatus) | null = null;
  private readonly pipeline: Pipeline;
  private readonly writer = new ReplyWriter();
  private readonly sideWriter = new ReplyWriter();
  /** The client whose input is being read: its replies gather in `writer`. */
  private current: Client | null = null;
  private readonly withOutput = new Set<Client>();
  private readonly doomed = new Set<Client>();
  private readonly held = new HeldReplies();
  /** What a paused script has done so far. */
  private heldEffects: Effect[] = [];
  private resumable: Client[] = [];
  private nextClientId = 1;
  private turnDepth = 0;
  /** Output of this turn. */
  private queuedBytes = 0;
  readonly unread = new UnreadReplies();

  constructor(
    ports: NodePorts,
    config: Config,
    commands: readonly NodeCommand[],
    limits: EncodingLimits,
    renames: CommandRenames = new Map(),
  ) {
    this.ports = ports;
    this.config = config;
    this.version = config.version;
    this.keyspace = new Keyspace(
      config.number('databases'),
      limits,
      keyspaceObserver(this),
      ports.random,
    );
    this.table = new CommandTable(commands, this.version, renames);
    this.acl = new Acl(this.table, this.version);
    this.access = new AccessGate(this);
    this.pubsub = new PubSub((client, message) => this.push(client, message));
    this.tracking = new Tracking({
      send: (client, message) => this.reply(client, message),
      clientById: (id) => this.clients.get(id),
      running: () => this.caller.running,
      calling: () => this.caller.calling,
      commandNumber: () => this.stats.commandsProcessed,
    });
    this.pauses = new Pauses(
      ports.clock,
      () => this.resumePaused(),
      (blocksWrites) => {
        this.keyspace.keepsExpired = blocksWrites;
      },
    );
    this.caller = new Caller(this);
    this.parts = new LateParts(this, ports);
    this.scripting = new Scripting(this);
    this.pipeline = new Pipeline(this);
    this.memoryLimit = new MemoryLimit(this);
    this.clientEviction = new ClientEviction(this);
    this.runId = hexId(ports.random);
    this.replicationId = hexId(ports.random);
    this.startedMs = ports.clock.nowMs();
    this.keyspace.setTime(this.startedMs);
    this.cron = new Cron(this, () => this.pipeline.serveBlocked());
  }

  /** The part that has to be loaded before the command can run, or null. */
  missingPart(entry: CommandEntry, args: Args): LatePart | null {
    return this.scripting.needsLua(entry) ? this.scripting : this.parts.missing(entry, args);
  }

  connect(link: Link, address: ClientAddress): Client {
    this.stats.connectionsReceived++;
    const client = new Client(
      this.nextClientId++,
      link,
      address,
      this.ports.clock.nowMs(),
      this.acl.defaultUser,
    );
    this.clients.set(client.id, client);
    if (this.clients.size > this.config.number('maxclients')) {
      this.stats.rejectedConnections++;
      this.reply(client, errorReply('ERR max number of clients reached'));
      this.close(client);
      this.turn(() => {});
    }
    return client;
  }

  /** Bytes from the client. The array must not be reused by the caller. */
  receive(client: Client, bytes: Uint8Array): void {
    if (client.debugged) {
      client.debugged.receive(bytes);
      return;
    }
    if (client.closed) return;
    client.bytesIn += bytes.length;
    this.stats.bytesIn += bytes.length;
    this.stats.reads++;
    client.parser.feed(bytes);
    this.turn(() => this.readInput(client));
  }

  /** The connection is gone; the client is forgotten. */
  disconnect(client: Client): void {
    client.closed = true;
    this.forget(client);
    client.debugged?.leave();
  }

  /** Closes after the output produced so far has been sent. */
  close(client: Client): void {
    client.closing = true;
    this.withOutput.add(client);
    this.forget(client);
  }

  /** Closes at once; what has not left is lost. */
  abort(client: Client): void {
    if (client === this.current) this.writer.rewind(0);
    client.abort();
    this.forget(client);
  }

  /** Closes when the turn ends: nothing more reaches the client, or is run for it. */
  abortSoon(client: Client): void {
    client.doom();
    this.doomed.add(client);
  }

  /** Sends a reply or push message to a client, in order with everything else it gets. */
  reply(client: Client, reply: Reply): void {
    if (client.closed) return;
    if (client.isReplica) {
      this.replication?.refuse(client);
      return;
    }
    if (client === this.current) {
      this.writer.write(reply, client.resp);
      return;
    }
    this.sideWriter.write(reply, client.resp);
    this.send(client, this.sideWriter.take());
  }

  /** A message of pub/sub or the confirmation of a subscription: no reply, so never silenced. */
  push(client: Client, message: Reply): void {
    if (client.heldPushes) client.heldPushes.push(message);
    else this.reply(client, message);
  }

  /** Bytes that are already RESP, in order with everything else the client gets. */
  send(client: Client, bytes: Uint8Array): void {
    client.queueOutput(bytes);
    this.queuedBytes += bytes.length;
    this.withOutput.add(client);
    if (client.outputBytes > this.outputLimits.leastBytes) this.outputLimits.check(client);
  }

  /** Where the current client's output stands: lets CLIENT REPLY take back what a command wrote. */
  get outputMark(): number {
    return this.writer.sizeBytes;
  }

  /** A command of the current client may have written much. */
  noteOutput(client: Client): void {
    if (this.writer.sizeBytes > this.outputLimits.leastBytes) this.outputLimits.check(client);
  }

  /** Replies that have been made and have not left. */
  get unsentBytes(): number {
    return this.writer.sizeBytes + this.queuedBytes + this.held.bytes + this.unread.bytes;
  }

  /** Those of one client. */
  unsentBytesOf(client: Client): number {
    const written = client === this.current ? this.writer.sizeBytes : 0;
    return client.outputBytes + client.unreadBytes + written;
  }

  /** The client of whom a command is being run, or is refused; or null. */
  get reading(): Client | null {
    return this.current;
  }

  /** What the client whose input is being read would still get. */
  takeUnsent(client: Client): Uint8Array {
    client.queueOutput(this.writer.take());
    return client.takeOutput();
  }

  rewindOutput(mark: number): void {
    this.writer.rewind(mark);
  }

  /** Runs `work` as one turn: whatever it produced is written, propagated and sent when it ends. */
  turn(work: () => void): void {
    if (this.turnDepth++ === 0) this.caller.startClock();
    try {
      work();
      if (this.turnDepth === 1) this.settle();
      if (this.turnDepth === 1) this.memoryLimit.settle();
    } finally {
      this.turnDepth--;
    }
    if (this.turnDepth === 0) this.endTurn();
  }

  /** The client can go on: its waiting input is read before the turn ends. */
  resume(client: Client): void {
    this.resumable.push(client);
  }

  /** Ends a client's wait with an answer. */
  release(client: Client, reply: Reply): void {
    this.pipeline.release(client, reply);
  }

  /** A command has paused: what it has done so far leaves when it ends, not with others' effects. */
  holdEffects(): void {
    this.heldEffects = this.propagation.takeOut();
  }

  /** Goes on with the paused command; answers its client when it has come to its end. */
  continueCall(work: () => Reply): void {
    const { caller, propagation } = this;
    propagation.putBack(this.heldEffects);
    this.heldEffects = [];
    const reply = caller.inside(work);
    const ended = caller.renewed() ? null : caller.complete(reply);
    if (ended) this.pipeline.finishLate(ended.client, ended.reply);
    else this.holdEffects();
  }

  /** Reads what clients have sent while a script held them up. */
  resumeHeld(): void {
    for (const client of this.clients.values()) {
      if (client.postponed || client.parser.pendingBytes > 0) this.resume(client);
    }
  }

  /** CLIENT UNBLOCK: true where the client was blocked. */
  unblockByOperator(client: Client, withError: boolean): boolean {
    return this.pipeline.unblockByOperator(client, withError);
  }

  clientsSorted(): Client[] {
    return [...this.clients.values()].sort((a, b) => a.id - b.id);
  }

  /** Stops timers. The node must not be used afterwards. */
  stop(): void {
    this.cron.stop();
    this.scripting.stop();
    this.pauses.stop();
    this.memoryLimit.stop();
    this.migrateSockets.stop();
    for (const client of [...this.clients.values()]) this.close(client);
    this.turn(() => {});
  }

  private readInput(client: Client): void {
    if (!client.isHeld && !this.scripting.holdsClients) {
      this.current = client;
      client.lastSeenMs = this.keyspace.nowMs;
      this.pipeline.readInput(client);
      if (this.writer.sizeBytes > 0) this.send(client, this.writer.take());
      this.current = null;
    }
    this.heldInput.note(client);
    this.clientEviction.note(client);
  }

  /** Reads the input of clients that came free, until none is left. */
  private settle(): void {
    while (this.resumable.length > 0) {
      const batch = this.resumable;
      this.resumable = [];
      for (const client of batch) {
        this.pipeline.runPostponed(client);
        this.readInput(client);
      }
    }
  }

  /** The log is on disk up to `position`: replies that waited for it leave. */
  released(position: number): void {
    for (const { client, bytes } of this.held.takeUpTo(position)) this.deliver(client, bytes);
    this.syncWaits.synced(this.aofStatus?.().pendingCommands === 0, (client, reply) =>
      this.pipeline.release(client, reply),
    );
  }

  private endTurn(): void {
    this.tracking.broadcast();
    this.replication?.endTurn();
    this.queuedBytes = 0;
    for (const client of this.doomed) this.abort(client);
    this.doomed.clear();
    const position = this.durability?.endTurn() ?? 0;
    this.deliverAll(position);
    this.clientEviction.relieve();
    // Those that have gone may have had others to tell.
    this.deliverAll(position);
  }

  private deliverAll(position: number): void {
    if (this.withOutput.size === 0) return;
    const diskFails = Boolean(this.durability?.error);
    for (const client of this.withOutput) {
      const bytes = client.takeOutput();
      this.stats.bytesOut += bytes.length;
      this.stats.writes++;
      if (position > 0 || this.held.isAhead(client, diskFails))
        this.held.hold({ position, client, bytes });
      else this.deliver(client, bytes);
      this.clientEviction.note(client);
    }
    this.withOutput.clear();
  }

  private deliver(client: Client, bytes: Uint8Array): void {
    client.deliver(bytes);
    const unread = this.unread.note(client);
    if (unread > this.outputLimits.leastBytes) this.outputLimits.checkNow(client);
  }

  private forget(client: Client): void {
    if (!this.clients.delete(client.id)) return;
    this.pipeline.unblock(client);
    this.pubsub.drop(client);
    this.watching.unwatchAll(client);
    this.tracking.drop(client);
    this.syncWaits.drop(client);
    this.monitors.delete(client);
    this.transactions.end(client);
    this.heldInput.drop(client);
    this.clientEviction.drop(client);
    this.unread.drop(client);
    this.outputLimits.drop(client);
    this.clientCron.replyBuffers.drop(client);
    this.replication?.drop(client);
  }

  private resumePaused(): void {
    this.turn(() => {
      for (const client of this.clients.values()) if (client.postponed) this.resume(client);
    });
  }
}
