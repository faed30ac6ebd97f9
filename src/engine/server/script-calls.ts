/**
 * What a running script does to its node: the commands it calls, with Redis's checks in Redis's
 * order, and the rest of `redis.*`.
 *
 * Commands run for a client of their own, so that SELECT and RESP3 inside a script stay inside.
 */
import type { Bytes } from '../../base/bytes.ts';
import type { Link, LogLevel } from '../../base/ports.ts';
import { type ErrorReply, errorReply, type Reply } from '../../protocol/reply.ts';
import type { RespVersion } from '../../protocol/reply-writer.ts';
import { Args } from '../commands/args.ts';
import { OUT_OF_MEMORY } from '../commands/errors.ts';
import type { Tick } from '../scripting/lua-vm.ts';
import { Rand48 } from '../scripting/rand48.ts';
import { REPLICATE_AOF, REPLICATE_REPLICA, type ScriptHost } from '../scripting/script-host.ts';
import { denialText } from './acl/denial.ts';
import { Client } from './client.ts';
import type { CommandEntry } from './command-table.ts';
import { REDIS_VERSIONS } from './redis-versions.ts';
import type { RunningScript } from './running-script.ts';
import type { Server } from './server.ts';
import { diskRefusal, replicaRefusal } from './write-refusal.ts';

const NOWHERE: Link = { send: () => {}, close: () => {} };
/** Commands that reach others without changing data: a read-only script may not call them either. */
const MAY_REPLICATE = new Set(['PUBLISH', 'SPUBLISH', 'PFCOUNT']);

/** 7.0's words. */
const DENIED = {
  command: "can't run this command or subcommand",
  key: "can't access at least one of the keys mentioned in the command arguments",
  channel: "can't publish to the channel mentioned in the command",
} as const;

export class ScriptCalls implements ScriptHost {
  readonly version: number;
  readonly redisVersion: string;
  lastRefusal: Reply = null;
  /** The script that runs now, set by `Scripting`. */
  running: RunningScript | null = null;
  private readonly server: Server;
  private readonly client: Client;
  private readonly generator = new Rand48();
  private readonly onTick: () => Tick;
  private readonly reason: () => Bytes;

  constructor(server: Server, onTick: () => Tick, reason: () => Bytes) {
    this.server = server;
    this.onTick = onTick;
    this.reason = reason;
    this.version = server.version;
    this.redisVersion = REDIS_VERSIONS[server.version] ?? '';
    const address = { addr: 'lua', laddr: '?:0' };
    this.client = new Client(0, NOWHERE, address, 0, server.acl.defaultUser);
  }

  /** Makes ready for a script of `client`'s. */
  begin(running: RunningScript): void {
    this.running = running;
    this.client.dbIndex = running.client.dbIndex;
    this.client.user = running.client.user;
    this.client.resp = 2;
  }

  get resp(): RespVersion {
    return this.client.resp;
  }

  set resp(version: RespVersion) {
    this.client.resp = version;
  }

  call(argv: readonly Bytes[]): Reply {
    const { server, client } = this;
    const args = Args.of(argv);
    const entry = server.table.resolve(args);
    const refusal = this.refusal(entry, args);
    if (refusal || !entry) return this.refuse(entry, refusal as ErrorReply);
    const running = this.running as RunningScript;
    if (entry.command.isWrite) running.wrote = true;
    const { propagation, caller } = server;
    propagation.toLog = (running.replication & REPLICATE_AOF) !== 0;
    propagation.toReplicas = (running.replication & REPLICATE_REPLICA) !== 0;
    const reply = caller.call(client, entry, args, null);
    propagation.toLog = true;
    propagation.toReplicas = true;
    return reply;
  }

  setReplication(flags: number): void {
    if (this.running) this.running.replication = flags;
  }

  log(level: LogLevel, message: Bytes): void {
    this.server.ports.log.write(level, message);
  }

  mayRun(argv: readonly Bytes[]): boolean | null {
    const args = Args.of(argv);
    const entry = this.server.table.resolve(args);
    if (!entry?.command.run) return null;
    return this.client.user.denial(entry, args) === null;
  }

  tick(): Tick {
    return this.onTick();
  }

  get stopReason(): Bytes {
    return this.reason();
  }

  nowUs(): number {
    return this.server.ports.clock.monotonicUs();
  }

  random(): number {
    return this.generator.next();
  }

  seedRandom(seed: number): void {
    this.generator.seed(seed);
  }

  private refuse(entry: CommandEntry | undefined, refusal: ErrorReply): Reply {
    if (entry) entry.stats.rejected++;
    this.server.stats.countError(refusal.text);
    this.lastRefusal = refusal;
    return refusal;
  }

  private refusal(entry: CommandEntry | undefined, args: Args): ErrorReply | null {
    if (!entry || (entry.children.size > 0 && args.length > 1)) {
      return errorReply('ERR Unknown Redis command called from script');
    }
    const { command } = entry;
    const { arity, flagSet } = command;
    if (!command.run || (arity > 0 ? args.length !== arity : args.length < -arity)) {
      return errorReply('ERR Wrong number of args calling Redis command from script');
    }
    if (flagSet.has('noscript') && !this.server.scripting.allowsAll) {
      return errorReply('ERR This Redis command is not allowed from script');
    }
    return this.denied(entry, args) ?? this.writeRefusal(entry);
  }

  /** What the user may not do itself, its scripts may not do either. */
  private denied(entry: CommandEntry, args: Args): ErrorReply | null {
    const { server, client } = this;
    if (client.user.isUnlimited) return null;
    const denial = server.access.denial(client, entry, args, 'lua');
    if (denial === null) return null;
    if (server.version < 702) {
      return errorReply(`ERR The user executing the script ${DENIED[denial.reason]}`);
    }
    const text = denialText(denial, client.user, entry, args, server.version, false);
    return errorReply(`NOPERM ACL failure in script: ${text}`);
  }

  private writeRefusal({ command }: CommandEntry): ErrorReply | null {
    const running = this.running as RunningScript;
    if (running.readOnly && (command.isWrite || MAY_REPLICATE.has(command.name))) {
      return errorReply('ERR Write commands are not allowed from read-only scripts.');
    }
    // A script that has written already is not left half done.
    if (!command.isWrite || running.wrote) return null;
    const { memoryLimit } = this.server;
    const refusal = diskRefusal(this.server) ?? replicaRefusal(this.server);
    if (!refusal && memoryLimit.wasFull && memoryLimit.maxBytes > 0) {
      return !running.allowsOom && command.flagSet.has('denyoom') ? OUT_OF_MEMORY : null;
    }
    return refusal;
  }
}
