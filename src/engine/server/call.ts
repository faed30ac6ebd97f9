/**
 * Runs one command: time, context, errors, statistics, propagation.
 *
 * One context object serves every call of a node; what a command asks for (propagation, blocking)
 * is noted in it and carried out when the handler has returned. A handler that throws
 * `CommandError` has changed nothing; any other exception is a defect: it is logged, answered as an
 * internal error, and the node goes on.
 */
import type { Bytes } from '../../base/bytes.ts';
import { errorReply, isError, NO_REPLY, type Reply } from '../../protocol/reply.ts';
import type { RespVersion } from '../../protocol/reply-writer.ts';
import type { RequestParser } from '../../protocol/request-parser.ts';
import type { Args } from '../commands/args.ts';
import type { Wait } from '../commands/context.ts';
import { CommandError } from '../commands/errors.ts';
import type { Database } from '../keyspace/database.ts';
import type { Keyspace } from '../keyspace/keyspace.ts';
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
  wait: Wait | null = null;
  spentUs = 0;
  /** False inside MULTI: a command that would block answers as if its time were up. */
  mayBlock = true;
  runsAgain = false;

  constructor(server: Server) {
    this.server = server;
    this.keyspace = server.keyspace;
  }

  get random() {
    return this.server.ports.random;
  }

  get version(): number {
    return this.server.version;
  }

  get propagates(): boolean {
    return this.server.propagation.isOn;
  }

  propagate(...argv: readonly Bytes[]): void {
    this.effects ??= [];
    this.effects.push(argv);
  }

  /** What was said before is forgotten: under EXEC it is the last queued command's. */
  spend(durationUs: number): void {
    this.spentUs += durationUs;
  }

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

export class Caller {
  private readonly server: Server;
  private readonly context: CallContext;
  private depth = 0;
  private lastUs = 0;
  private timeSetUs = 0;

  constructor(server: Server) {
    this.server = server;
    this.context = new CallContext(server);
  }

  /** The client whose command is being run, or null. */
  get running(): Client | null {
    return this.depth > 0 ? this.context.client : null;
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
   * as it stands. A wish to block is left in `wait`.
   */
  call(client: Client, entry: CommandEntry, args: Args, raw: RequestParser | null): Reply {
    const { server } = this;
    const { keyspace, stats } = server;
    const outer = this.depth++ === 0;
    if (outer && this.lastUs - this.timeSetUs > TIME_STEP_US) {
      this.timeSetUs = this.lastUs;
      keyspace.setTime(server.ports.clock.nowMs());
    }
    const dirtyBefore = keyspace.dirty;
    const hitsBefore = keyspace.stats.keyspaceHits;
    const missesBefore = keyspace.stats.keyspaceMisses;
    const dbIndex = client.dbIndex;
    keyspace.noTouch = client.noTouch && entry.command.fullName !== 'touch';
    const reply = this.run(client, entry, args, outer);
    const { effects, wait } = this.context;
    if (client.tracking) this.track(client, entry, args);
    this.depth--;
    if (!outer) tellMonitors(server, client, entry, args);
    if (keyspace.dirty !== dirtyBefore && server.propagation.isOn) {
      this.propagate(dbIndex, effects, args, raw);
    }
    stats.commandsProcessed++;
    client.commands++;
    const durationUs = this.measure(client, entry, args, reply);
    if (server.tap) {
      server.tap.called({
        client,
        args,
        reply,
        blocked: wait !== null,
        durationUs,
        hits: keyspace.stats.keyspaceHits - hitsBefore,
        misses: keyspace.stats.keyspaceMisses - missesBefore,
      });
    }
    if (outer) server.propagation.commit();
    return reply;
  }

  /** Remembers what a tracking client has read; CLIENT CACHING counts for one command only. */
  private track(client: Client, { command }: CommandEntry, args: Args): void {
    const { tracking } = client;
    if (command.flagSet.has('readonly')) this.server.tracking.noteRead(client, command, args);
    if (tracking && !client.transaction && command.name !== 'CLIENT CACHING') {
      tracking.caching = false;
    }
  }

  private run(client: Client, entry: CommandEntry, args: Args, outer: boolean): Reply {
    const { context, server } = this;
    const run = entry.command.run as NonNullable<typeof entry.command.run>;
    context.client = client;
    context.db = server.keyspace.databases[client.dbIndex] as Database;
    context.resp = client.resp;
    context.effects = null;
    context.wait = null;
    context.spentUs = 0;
    context.mayBlock = outer && client.transaction === null;
    try {
      return run(context, args);
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
    dbIndex: number,
    effects: readonly (readonly Bytes[])[] | null,
    args: Args,
    raw: RequestParser | null,
  ): void {
    const { propagation } = this.server;
    if (effects) for (const argv of effects) propagation.add(dbIndex, argv);
    else if (raw) propagation.addRaw(dbIndex, raw.requestBytes());
    else propagation.add(dbIndex, args.toArray());
  }

  private measure(client: Client, entry: CommandEntry, args: Args, reply: Reply): number {
    const { server } = this;
    const now = server.ports.clock.monotonicUs();
    const durationUs = now - this.lastUs + this.context.spentUs;
    this.lastUs = now;
    const { stats } = entry;
    stats.calls++;
    stats.usec += durationUs;
    if (isError(reply)) {
      stats.failed++;
      server.stats.countError(reply.text);
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
