/**
 * Runs one command: time, context, errors, statistics, propagation.
 *
 * One context object serves every call of a node; what a command asks for (propagation, blocking)
 * is noted in it and carried out when the handler has returned. A handler that throws
 * `CommandError` has changed nothing; any other exception is a defect: it is logged, answered as an
 * internal error, and the node goes on.
 */
import type { Bytes } from '../../base/bytes.ts';
import type { UnixMs } from '../../base/ports.ts';
import { errorReply, isError, NO_REPLY, type Reply } from '../../protocol/reply.ts';
import type { RespVersion } from '../../protocol/reply-writer.ts';
import type { RequestParser } from '../../protocol/request-parser.ts';
import { Args } from '../commands/args.ts';
import type { Wait } from '../commands/context.ts';
import { CommandError } from '../commands/errors.ts';
import type { Database } from '../keyspace/database.ts';
import type { Keyspace } from '../keyspace/keyspace.ts';
import type { OldValues } from '../rdb/value-reader.ts';
import type { Client } from './client.ts';
import type { CommandEntry } from './command-table.ts';
import { LatencyHistogram } from './latency/latency-histogram.ts';
import { tellMonitors } from './monitor.ts';
import { redactedArguments } from './redaction.ts';
import type { Server } from './server.ts';
import type { ServerContext } from './server-context.ts';

class CallContext implements ServerContext {
  readonly server: Server;
  readonly keyspace: Keyspace;
  client!: Client;
  db!: Database;
  resp: RespVersion = 2;
  /** What the handler wants propagated instead of its own request; null while it has not said. */
  effects: (readonly Bytes[])[] | null = null;
  /** The request follows its effects, unless it fails. */
  receivedToo = false;
  wait: Wait | null = null;
  spentUs = 0;
  /** False inside MULTI: a command that would block answers as if its time were up. */
  mayBlock = true;
  runsAgain = false;
  /** Set by a handler that cannot answer yet: makes its reply from that of what it waits for. */
  later: ((reply: Reply) => Reply) | null = null;

  constructor(server: Server) {
    this.server = server;
    this.keyspace = server.keyspace;
  }

  get random() {
    return this.server.ports.random;
  }

  helpOf(container: Bytes): readonly string[] {
    const entry = this.server.table.byOwnFullName(container);
    return entry === undefined ? [] : this.server.parts.reference.loaded.helpOf(entry);
  }

  get oldValues(): OldValues | null {
    return this.server.parts.exchange.part?.oldValues ?? null;
  }

  get version(): number {
    return this.server.version;
  }

  get inScript(): boolean {
    return this.client.isScript;
  }

  get replyBytesMax(): number {
    const { client, server } = this;
    return client.isScript ? Number.POSITIVE_INFINITY : server.outputLimits.replyBytesMax(client);
  }

  get propagates(): boolean {
    return this.server.propagation.isOn;
  }

  mayReadAnyKey(args: Args): boolean {
    const { client, server } = this;
    if (client.user.isUnlimited) return true;
    const entry = server.table.resolve(args);
    return entry !== undefined && client.user.mayReadAnyKey(entry, args);
  }

  propagate(...argv: readonly Bytes[]): void {
    this.effects ??= [];
    this.effects.push(argv);
  }

  propagateReceivedToo(): void {
    this.receivedToo = true;
  }

  spend(durationUs: number): void {
    this.spentUs += durationUs;
  }

  /** What was said before is forgotten: under EXEC it is the last queued command's. */
  propagateNothing(): void {
    this.effects = [];
  }

  block(wait: Wait): Reply {
    if (!this.mayBlock) return wait.onTimeout;
    this.wait = wait;
    return NO_REPLY;
  }
}

/** Half the resolution of expiry times, which are whole milliseconds. */
const TIME_STEP_US = 500;
const READ_ONLY_SCRIPTS = new Set(['EVAL_RO', 'EVALSHA_RO', 'FCALL_RO']);

/** The time spent and what was counted during one call, for whoever watches the node. */
export interface CallRecord {
  readonly client: Client;
  readonly args: Args;
  readonly reply: Reply;
  readonly blocked: boolean;
  readonly durationUs: number;
  readonly hits: number;
  readonly misses: number;
}

/** What is known of a call while it runs. One object for each depth of nesting, used again. */
class Frame {
  client!: Client;
  entry!: CommandEntry;
  args!: Args;
  raw: RequestParser | null = null;
  outer = true;
  startUs = 0;
  dbIndex = 0;
  dirtyBefore = 0;
  hitsBefore = 0;
  missesBefore = 0;
}

interface SuspendedFrame extends Frame {
  readonly later: (reply: Reply) => Reply;
  readonly timeMs: UnixMs;
}

export class Caller {
  private readonly server: Server;
  private readonly context: CallContext;
  private depth = 0;
  private readonly frames: Frame[] = [];
  /** Commands that wait for a paused script, the innermost first. */
  private suspended: SuspendedFrame[] = [];
  private lastUs = 0;
  private timeSetUs = 0;

  constructor(server: Server) {
    this.server = server;
    this.context = new CallContext(server);
  }

  /** The client whose command is being run, a script's own where it is one's; or null. */
  get calling(): Client | null {
    return this.depth > 0 ? this.context.client : null;
  }

  /** The same, but of a script its caller. */
  get running(): Client | null {
    return this.outermost?.client ?? null;
  }

  /** A command runs as one of a transaction. */
  get inExec(): boolean {
    return this.outermost?.entry.command.name === 'EXEC';
  }

  private get outermost(): Frame | undefined {
    return this.depth === 0 ? undefined : (this.suspended.at(-1) ?? this.frames[0]);
  }

  /** What the last call wants to wait for, or null. */
  get wait(): Wait | null {
    return this.context.wait;
  }

  /**
   * A turn begins. From here the stopwatch is read once per command, each beginning where the one
   * before ended, and the time of day again whenever the stopwatch has moved by TIME_STEP_US.
   */
  startClock(): void {
    const { clock } = this.server.ports;
    this.lastUs = clock.monotonicUs();
    this.timeSetUs = this.lastUs;
    this.server.keyspace.setTime(clock.nowMs());
  }

  /** `call` for a command that has waited. */
  callAgain(client: Client, entry: CommandEntry, args: Args): Reply {
    this.context.runsAgain = true;
    try {
      return this.call(client, entry, args, null);
    } finally {
      this.context.runsAgain = false;
    }
  }

  /**
   * Runs the command for the client. `raw` holds its request as received, if that can be propagated
   * as it stands. A wish to block is left in `wait`. Where the handler has paused (`isSuspended`)
   * there is no reply yet; `complete` brings it.
   */
  call(client: Client, entry: CommandEntry, args: Args, raw: RequestParser | null): Reply {
    const frame = this.begin(client, entry, args, raw);
    const reply = this.run(frame);
    const { later } = this.context;
    if (later) {
      this.context.later = null;
      this.depth--;
      this.suspended.push(this.outlasting(frame, later));
      return NO_REPLY;
    }
    return this.finish(frame, reply);
  }

  // ---- Commands that answer later ----

  /** A command is waiting, for its paused script or because it sleeps. */
  get isSuspended(): boolean {
    return this.suspended.length > 0;
  }

  /** Whose command is waiting; or null. */
  get suspendedClient(): Client | null {
    return this.suspended.at(-1)?.client ?? null;
  }

  /** To be called by a handler, which then returns: `later` gives its reply when the time has come. */
  suspend(later: (reply: Reply) => Reply): void {
    this.context.later = later;
  }

  /** The handler's nested calls have propagated all there is. */
  propagatedItself(): void {
    this.context.effects = [];
  }

  /** Runs `work` as if it went on inside the suspended command, on that command's time. */
  inside(work: () => Reply): Reply {
    const [innermost] = this.suspended;
    this.depth += this.suspended.length;
    this.server.keyspace.setTime(innermost?.timeMs ?? this.server.keyspace.nowMs);
    const reply = work();
    this.depth -= this.suspended.length;
    return reply;
  }

  /** A nested suspension was renewed by what went on inside: nothing is to be completed yet. */
  renewed(): boolean {
    const { later } = this.context;
    this.context.later = null;
    return later !== null;
  }

  /** The innermost suspended command's reply is there; gives the outermost's, or null if one pauses again. */
  complete(reply: Reply): { readonly client: Client; readonly reply: Reply } | null {
    const frames = this.suspended;
    this.suspended = [];
    let answer = reply;
    for (let i = 0; i < frames.length; i++) {
      const frame = frames[i] as SuspendedFrame;
      this.depth = frames.length - i;
      this.enter(frame);
      answer = this.guarded(frame.entry, () => frame.later(answer));
      const { later } = this.context;
      if (later) {
        this.context.later = null;
        this.suspended.push({ ...frame, later }, ...frames.slice(i + 1));
        this.depth = 0;
        return null;
      }
      answer = this.finish(frame, answer);
      if (frame.outer) tellMonitors(this.server, frame.client, frame.entry, frame.args, 'after');
    }
    return { client: (frames.at(-1) as SuspendedFrame).client, reply: answer };
  }

  /** What of a frame can wait: the request's bytes do not outlive the turn. */
  private outlasting(frame: Frame, later: (reply: Reply) => Reply): SuspendedFrame {
    const args = Args.of(frame.args.toArray());
    return { ...frame, args, raw: null, later, timeMs: this.server.keyspace.nowMs };
  }

  // ---- One call ----

  private begin(client: Client, entry: CommandEntry, args: Args, raw: RequestParser | null): Frame {
    const { keyspace, ports } = this.server;
    this.frames[this.depth] ??= new Frame();
    const frame = this.frames[this.depth] as Frame;
    const outer = this.depth++ === 0;
    if (outer && this.lastUs - this.timeSetUs > TIME_STEP_US) {
      this.timeSetUs = this.lastUs;
      keyspace.setTime(ports.clock.nowMs());
    }
    keyspace.noTouch = client.noTouch && entry.command.fullName !== 'touch';
    tellMonitors(this.server, client, entry, args, 'before');
    frame.client = client;
    frame.entry = entry;
    frame.args = args;
    frame.raw = raw;
    frame.outer = outer;
    frame.startUs = this.lastUs;
    frame.dbIndex = client.dbIndex;
    frame.dirtyBefore = keyspace.dirty;
    frame.hitsBefore = keyspace.stats.keyspaceHits;
    frame.missesBefore = keyspace.stats.keyspaceMisses;
    return frame;
  }

  private finish(frame: Frame, reply: Reply): Reply {
    const { server, context } = this;
    const { keyspace } = server;
    const { client, args } = frame;
    const { effects, wait } = context;
    if (client.tracking || client.isScript) this.track(frame);
    this.depth--;
    if (!frame.outer) tellMonitors(server, client, frame.entry, args, 'after');
    if (keyspace.dirty !== frame.dirtyBefore && server.propagation.isOn) {
      this.propagate(frame, effects, context.receivedToo && !isError(reply));
    }
    context.effects = null;
    context.receivedToo = false;
    // A command that has waited was counted when it began to.
    if (!context.runsAgain) {
      frame.entry.stats.calls++;
      server.stats.commandsProcessed++;
      client.commands++;
    }
    const durationUs = this.measure(frame, reply);
    if (server.tap) {
      server.tap.called({
        client,
        args,
        reply,
        blocked: wait !== null,
        durationUs,
        hits: keyspace.stats.keyspaceHits - frame.hitsBefore,
        misses: keyspace.stats.keyspaceMisses - frame.missesBefore,
      });
    }
    if (frame.outer) server.propagation.commit();
    return reply;
  }

  /**
   * Remembers what a tracking client has read. What a script reads counts as its caller's: up to 7.0
   * the keys the caller declared, from 7.2 on those that were read, and of those only.
   */
  private track(frame: Frame): void {
    const { flagSet, name } = frame.entry.command;
    if (!flagSet.has('readonly')) return;
    const caller = frame.client.isScript
      ? (this.suspended[0] ?? this.frames[this.depth - 2])
      : frame;
    if (!caller?.client.tracking) return;
    const { tracking, version } = this.server;
    if (READ_ONLY_SCRIPTS.has(name)) return;
    const { entry, args } = version < 702 ? caller : frame;
    tracking.noteRead(caller.client, entry.command, args);
  }

  private run(frame: Frame): Reply {
    const { context } = this;
    const { entry, args } = frame;
    const run = entry.command.run as NonNullable<typeof entry.command.run>;
    this.enter(frame);
    context.mayBlock = frame.outer && frame.client.transaction === null;
    try {
      return run(context, args);
    } catch (error) {
      return this.replyOfThrown(error, entry);
    }
  }

  private enter({ client }: Frame): void {
    const { context, server } = this;
    context.client = client;
    context.db = server.keyspace.databases[client.dbIndex] as Database;
    context.resp = client.resp;
    context.effects = null;
    context.receivedToo = false;
    context.wait = null;
    context.spentUs = 0;
  }

  private guarded(entry: CommandEntry, work: () => Reply): Reply {
    try {
      return work();
    } catch (error) {
      return this.replyOfThrown(error, entry);
    }
  }

  private replyOfThrown(error: unknown, entry: CommandEntry): Reply {
    if (error instanceof CommandError) return error.reply;
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.server.ports.log.write('warning', `Internal error in ${entry.command.name}: ${message}`);
    return errorReply(
      `ERR internal error in '${entry.command.fullName}': the command was not carried out`,
    );
  }

  private propagate(
    { dbIndex, args, raw }: Frame,
    effects: readonly (readonly Bytes[])[] | null,
    receivedToo: boolean,
  ): void {
    const { propagation } = this.server;
    for (const argv of effects ?? []) propagation.add(dbIndex, argv);
    if (effects && !receivedToo) return;
    if (raw) propagation.addRaw(dbIndex, raw.requestBytes());
    else propagation.add(dbIndex, args.toArray());
  }

  private measure({ client, entry, args, startUs }: Frame, reply: Reply): number {
    const { server } = this;
    const now = server.ports.clock.monotonicUs();
    const durationUs = now - startUs + this.context.spentUs;
    this.lastUs = now;
    const { stats } = entry;
    stats.usec += durationUs;
    if (isError(reply)) {
      stats.failed++;
      if (!reply.counted) server.stats.countError(reply.text);
    }
    if (server.tracksLatency) {
      stats.latency ??= new LatencyHistogram();
      stats.latency.record(durationUs);
    }
    const { slowLog, latency } = server;
    if (latency.isSpike(durationUs / 1000)) {
      const event = entry.command.flagSet.has('fast') ? 'fast-command' : 'command';
      latency.add(event, durationUs / 1000, server.keyspace.nowMs);
    }
    if (slowLog.slowerThanUs >= 0 && durationUs >= slowLog.slowerThanUs) {
      if (!entry.command.flagSet.has('skip_slowlog')) {
        this.logSlow(client, entry.command.name, args, durationUs);
      }
    }
    return durationUs;
  }

  private logSlow(client: Client, name: string, args: Args, durationUs: number): void {
    const { slowLog, keyspace } = this.server;
    const entry = {
      atMs: keyspace.nowMs,
      durationUs,
      addr: client.address.addr,
      clientName: client.name,
    };
    slowLog.add(entry, redactedArguments(name, args));
  }
}
