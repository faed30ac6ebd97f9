/**
 * A request's way from the client's input to its reply.
 *
 *   parse -> look up -> may this client? -> queue (MULTI) | hold (PAUSE) | call -> reply
 *                                                                           '-> serve blocked clients
 *
 * The order of the checks is Redis's (processCommand), because it decides which error wins.
 */
import type { Bytes } from '../../base/bytes.ts';
import { type ErrorReply, errorReply, NO_REPLY, QUEUED, type Reply } from '../../protocol/reply.ts';
import type { RequestParser } from '../../protocol/request-parser.ts';
import { Args } from '../commands/args.ts';
import { cText, OUT_OF_MEMORY, wrongArity } from '../commands/errors.ts';
import type { Database } from '../keyspace/database.ts';
import { typeOf } from '../keyspace/values.ts';
import { argvWithOnly } from './blocking.ts';
import type { Client, QueuedCommand } from './client.ts';
import type { CommandEntry, NodeCommand } from './command-table.ts';
import { lockedOut } from './locked-commands.ts';
import { tellMonitors } from './monitor.ts';
import type { LatePart } from './on-demand.ts';
import type { Server } from './server.ts';
import { diskRefusal, replicaRefusal } from './write-refusal.ts';

const NO_AUTH = errorReply('NOAUTH Authentication required.');
const UNBLOCKED = errorReply('UNBLOCKED client unblocked via CLIENT UNBLOCK');
/** Run at once inside MULTI; everything else is queued. */
const NEVER_QUEUED = new Set(['EXEC', 'DISCARD', 'MULTI', 'WATCH', 'QUIT', 'RESET']);
/** Beside EXEC, what a full server still takes from a client that queues. */
const TAKES_NO_QUEUE = new Set(['DISCARD', 'QUIT', 'RESET']);
const SUBSCRIBED_RESP2 = new Set([
  'SUBSCRIBE',
  'UNSUBSCRIBE',
  'PSUBSCRIBE',
  'PUNSUBSCRIBE',
  'SSUBSCRIBE',
  'SUNSUBSCRIBE',
  'PING',
  'QUIT',
  'RESET',
]);
/** They write nothing themselves, but others may come to hear of them. */
const MAY_REPLICATE = new Set(['EVAL', 'EVALSHA', 'FCALL', 'PUBLISH', 'SPUBLISH', 'PFCOUNT']);
const NAME_SHOWN_MAX = 128;
/** What a browser says when it takes a Redis for a web server: others' pages speak through it. */
const WORDS_OF_HTTP = new Set(['POST', 'HOST:']);
const ATTACK =
  'Possible SECURITY ATTACK detected. It looks like somebody is sending POST or Host: commands to Redis. This is likely due to an attacker attempting to use Cross Protocol Scripting to compromise your Redis instance. Connection aborted.';
const ATTACK_TOLD_EVERY_MS = 60_000;

export class Pipeline {
  private readonly server: Server;
  private readonly args = new Args();
  private attackToldMs = Number.NEGATIVE_INFINITY;

  constructor(server: Server) {
    this.server = server;
  }

  /** Runs whole requests from the client's input until it is used up or the client is held. */
  readInput(client: Client): void {
    const { parser } = client;
    this.server.heldInput.drop(client);
    parser.maxBulkBytes = this.server.config.number('proto-max-bulk-len');
    while (!client.isHeld && !this.server.scripting.holdsClients) {
      const outcome = parser.next();
      if (outcome === 'incomplete') return;
      if (outcome === 'error') {
        this.protocolError(client);
        return;
      }
      this.args.reset(parser);
      this.process(client, this.args, parser.wasInline ? null : parser);
    }
  }

  /** A command that CLIENT PAUSE held back, now that the pause is over. */
  runPostponed(client: Client): void {
    const { postponed } = client;
    if (!postponed || client.closed || this.server.scripting.holdsClients) return;
    client.postponed = null;
    this.process(client, Args.of(postponed.argv), null);
  }

  /** Ends the client's wait without an answer: it has gone. */
  unblock(client: Client): void {
    const { blocked } = client;
    if (!blocked) return;
    blocked.cancelTimer();
    client.blocked = null;
    this.server.blocking.remove(client, blocked.wait.keys, blocked.argv);
    this.server.keyspace.anyBlocked = this.server.blocking.blockedClients > 0;
  }

  private protocolError(client: Client): void {
    this.server.reply(client, errorReply(`ERR ${client.parser.error}`));
    this.server.close(client);
  }

  /** Somebody speaks HTTP: the connection ends at once, and what it was to be told is dropped. */
  private abort(client: Client): void {
    const { server } = this;
    const { nowMs } = server.keyspace;
    if (nowMs - this.attackToldMs >= ATTACK_TOLD_EVERY_MS) {
      this.attackToldMs = nowMs;
      server.ports.log.write('warning', ATTACK);
    }
    server.rewindOutput(0);
    client.takeOutput();
    server.close(client);
  }

  private process(client: Client, args: Args, raw: RequestParser | null): void {
    const mark = this.server.outputMark;
    if (client.replyMode === 'off' || client.replyMode === 'skip') client.heldPushes = [];
    const entry = this.server.table.resolve(args);
    if (!entry && WORDS_OF_HTTP.has(args.word(0))) {
      this.abort(client);
      return;
    }
    client.lastCommand = entry && !lacksSubcommand(entry, args) ? entry.command.fullName : '';
    this.server.clientEviction.relieve();
    if (client.closed) return;
    const refusal = this.refusal(client, entry, args);
    if (refusal) this.refuse(client, entry, refusal);
    else if (entry) this.admit(client, entry, args, raw);
    this.applyReplyMode(client, mark);
    endCaching(client);
    this.server.noteOutput(client);
    this.server.clientEviction.note(client);
  }

  private refuse(client: Client, entry: CommandEntry | undefined, refusal: ErrorReply): void {
    if (client.transaction) client.transaction.aborted = true;
    if (entry) entry.stats.rejected++;
    this.server.stats.countError(refusal.text);
    if (entry?.command.name === 'EXEC') {
      this.server.transactions.end(client);
      this.server.watching.unwatchAll(client);
      const why = refusal.text.replace(/^ERR /, '');
      const text = `EXECABORT Transaction discarded because of: ${why}`;
      this.server.reply(client, errorReply(text));
    } else this.server.reply(client, refusal);
  }

  /** Why the command is not even tried, or null. */
  private refusal(client: Client, entry: CommandEntry | undefined, args: Args): ErrorReply | null {
    if (!entry) return unknownCommand(args);
    const { command } = entry;
    if (lacksSubcommand(entry, args)) return unknownSubcommand(command.name, args.bytes(1));
    const { arity, flagSet } = command;
    if (!command.run || (arity > 0 ? args.length !== arity : args.length < -arity)) {
      return wrongArity(command.fullName);
    }
    const locked = command.lockedBy === undefined ? null : lockedOut(this.server, client, command);
    if (locked) return locked;
    if (!flagSet.has('no_auth') && this.server.access.mustAuthenticate(client)) return NO_AUTH;
    if (client.transaction && flagSet.has('no_multi')) {
      return errorReply('ERR Command not allowed inside a transaction');
    }
    const denied = this.server.access.refusal(client, entry, args);
    if (denied) return denied;
    if (this.server.memoryLimit.isFull() && this.needsMemory(client, entry, args))
      return OUT_OF_MEMORY;
    this.server.tracking.limit(this.server.ports.random);
    const kept = this.refusesWrites(client, command);
    if (kept) return kept;
    if (client.resp === 2 && client.isSubscribed && !SUBSCRIBED_RESP2.has(command.name)) {
      return errorReply(
        `ERR Can't execute '${command.fullName}': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context`,
      );
    }
    return flagSet.has('allow_busy') ? null : this.server.scripting.busyError;
  }

  private refusesWrites({ transaction }: Client, command: NodeCommand): ErrorReply | null {
    const { server } = this;
    const isWrite =
      command.isWrite ||
      (command.name === 'EXEC' && transaction?.queue.some(({ entry }) => entry.command.isWrite));
    if (!isWrite) return command.name === 'PING' ? diskRefusal(server) : null;
    return diskRefusal(server) ?? replicaRefusal(server);
  }

  /** Is the command refused where memory is full? Queueing takes memory, too; EXEC is as what it runs. */
  private needsMemory({ transaction }: Client, entry: CommandEntry, args: Args): boolean {
    const needs = ({ entry: one, argv }: QueuedCommand): boolean =>
      one.command.flagSet.has('denyoom') ||
      this.server.scripting.declaresNeedOfMemory(one, Args.of(argv));
    if (entry.command.flagSet.has('denyoom')) return true;
    if (!transaction) return this.server.scripting.declaresNeedOfMemory(entry, args);
    if (entry.command.name === 'EXEC') return transaction.queue.some(needs);
    return !TAKES_NO_QUEUE.has(entry.command.name);
  }

  private admit(client: Client, entry: CommandEntry, args: Args, raw: RequestParser | null): void {
    const { command } = entry;
    if (this.mustPause(client, entry, args)) {
      client.postponed = { entry, argv: args.toArray() };
      return;
    }
    if (client.transaction && !NEVER_QUEUED.has(command.name)) {
      // What EXEC will not run anyway need not be kept.
      const { transaction } = client;
      if (!transaction.aborted && !client.watchBroken)
        this.server.transactions.add(transaction, { entry, argv: args.toArray() });
      this.server.reply(client, QUEUED);
      return;
    }
    const missing = this.missingPart(client, entry, args);
    if (missing) {
      client.postponed = { entry, argv: args.toArray() };
      missing.hold(client);
      return;
    }
    this.run(client, entry, args, raw);
  }

  /** What has to be loaded before the command, or one that EXEC would run, can run. */
  private missingPart(client: Client, entry: CommandEntry, args: Args): LatePart | null {
    const queue = entry.command.name === 'EXEC' ? client.transaction?.queue : undefined;
    if (!queue) return this.server.missingPart(entry, args);
    for (const queued of queue) {
      const missing = this.server.missingPart(queued.entry, Args.of(queued.argv));
      if (missing) return missing;
    }
    return null;
  }

  private mustPause(client: Client, entry: CommandEntry, args: Args): boolean {
    const mode = this.server.pauses.active;
    if (mode === null) return false;
    if (mode === 'all') return true;
    if (this.mayReplicate(entry, args)) return true;
    const queue = entry.command.name === 'EXEC' ? client.transaction?.queue : undefined;
    return queue?.some((queued) => this.mayReplicate(queued.entry, Args.of(queued.argv))) === true;
  }

  /** Scripts may write whatever they say, unless they have declared that they do not. */
  private mayReplicate(entry: CommandEntry, args: Args): boolean {
    const { isWrite, name } = entry.command;
    if (!isWrite && !MAY_REPLICATE.has(name)) return false;
    return !this.server.scripting.declaresNoWrites(entry, args);
  }

  private run(client: Client, entry: CommandEntry, args: Args, raw: RequestParser | null): void {
    const { server } = this;
    const reply = server.caller.call(client, entry, args, raw);
    if (server.caller.suspendedClient === client) {
      client.runsScript = true;
      server.holdEffects();
      return;
    }
    const { wait } = server.caller;
    if (wait) this.block(client, { entry, argv: wait.argv ?? args.toArray() }, wait);
    else if (reply !== NO_REPLY) server.reply(client, reply);
    if (server.replication) client.writtenOffset = server.replication.offset;
    tellMonitors(server, client, entry, args, 'after');
    server.tracking.tellRunning(client);
    if (server.keyspace.anyBlocked) this.serveBlocked();
  }

  /** A command that had paused has come to its end. */
  finishLate(client: Client, reply: Reply): void {
    const { server } = this;
    client.runsScript = false;
    if (client.replyMode === 'on' && reply !== NO_REPLY) server.reply(client, reply);
    endCaching(client);
    server.resume(client);
    // For the command time stood still.
    server.keyspace.setTime(server.ports.clock.nowMs());
    if (server.keyspace.anyBlocked) this.serveBlocked();
  }

  private block(
    client: Client,
    command: QueuedCommand,
    wait: NonNullable<Client['blocked']>['wait'],
  ): void {
    const { server } = this;
    const cancelTimer =
      wait.timeoutMs > 0
        ? server.ports.clock.after(wait.timeoutMs, () => this.timeOut(client))
        : (): void => {};
    client.blocked = { ...command, wait, sinceMs: server.keyspace.nowMs, cancelTimer };
    server.blocking.add(client, wait.keys, command.argv);
    server.keyspace.anyBlocked = true;
  }

  private timeOut(client: Client): void {
    const { blocked } = client;
    if (!blocked) return;
    this.server.stats.blockedTimeouts++;
    const { lateReply, onTimeout } = blocked.wait;
    this.release(client, lateReply ? lateReply() : onTimeout);
  }

  /** Ends the wait with an answer; the client's waiting input is read at the end of the turn. */
  release(client: Client, reply: Reply): void {
    this.server.turn(() => {
      this.unblock(client);
      this.server.reply(client, reply);
      this.server.resume(client);
    });
  }

  /** CLIENT UNBLOCK. True where the client was blocked; its command has failed, as Redis counts. */
  unblockByOperator(client: Client, withError: boolean): boolean {
    const { blocked } = client;
    if (!blocked) return false;
    const { lateReply, onTimeout } = blocked.wait;
    blocked.entry.stats.failed++;
    if (withError) this.server.stats.countError(UNBLOCKED.text);
    this.release(client, withError ? UNBLOCKED : (lateReply?.() ?? onTimeout));
    return true;
  }

  /** Clients whose keys have become ready, or have gone, are served. */
  serveBlocked(): void {
    // What a script or a transaction has done so far is nobody's to take before it is over.
    if (this.server.caller.isSuspended) return;
    this.server.blocking.serveReady((client, database, key) => this.retry(client, database, key));
  }

  /** Runs a blocked client's command again; it stays blocked if there is still nothing for it. */
  private retry(client: Client, database: Database, key: Bytes): void {
    const { blocked } = client;
    const value = database.peek(key);
    if (!blocked) return;
    const isThere = value !== undefined && typeOf(value) === blocked.wait.type;
    if (!isThere && blocked.wait.wakesOnLoss !== true) return;
    const argv = this.server.version < 702 ? argvWithOnly(blocked, key) : blocked.argv;
    const reply = this.server.caller.callAgain(client, blocked.entry, Args.of(argv));
    if (this.server.caller.wait) return;
    this.unblock(client);
    this.server.reply(client, reply);
    this.server.tracking.tellRunning(client);
    endCaching(client);
    this.server.resume(client);
  }

  private applyReplyMode(client: Client, mark: number): void {
    const pushes = client.heldPushes;
    client.heldPushes = null;
    this.silence(client, mark);
    if (pushes) for (const message of pushes) this.server.push(client, message);
  }

  private silence(client: Client, mark: number): void {
    if (client.replyMode === 'on') return;
    if (client.replyMode === 'off' || client.replyMode === 'skip') this.server.rewindOutput(mark);
    if (client.replyMode === 'skip') client.replyMode = 'on';
    else if (client.replyMode === 'skip-next') client.replyMode = 'skip';
  }
}

/** CLIENT CACHING counts for the next command that is no CLIENT's, or for a whole transaction. */
function endCaching(client: Client): void {
  const { tracking } = client;
  if (!tracking?.caching || client.transaction || client.lastCommand.startsWith('client')) return;
  if (!client.blocked && !client.postponed && !client.runsScript) tracking.caching = false;
}

/** A container whose word was not one of its subcommands: `CONFIG NOSUCH`. */
function lacksSubcommand(entry: CommandEntry, args: Args): boolean {
  return entry.children.size > 0 && args.length >= 2;
}

function unknownCommand(args: Args): ErrorReply {
  let shown = '';
  for (let i = 1; i < args.length && shown.length < NAME_SHOWN_MAX; i++) {
    shown += `'${cText(args.bytes(i), NAME_SHOWN_MAX - shown.length)}' `;
  }
  const name = cText(args.bytes(0), NAME_SHOWN_MAX);
  return errorReply(`ERR unknown command '${name}', with args beginning with: ${shown}`);
}

function unknownSubcommand(container: string, name: Bytes): ErrorReply {
  const shown = cText(name, NAME_SHOWN_MAX);
  return errorReply(`ERR unknown subcommand '${shown}'. Try ${container} HELP.`);
}
