/**
 * What a running script may ask of the node it runs in. The server implements it; the scripting room
 * knows no clients and no sockets.
 */
import type { Bytes } from '../../base/bytes.ts';
import type { LogLevel } from '../../base/ports.ts';
import type { Reply } from '../../protocol/reply.ts';
import type { RespVersion } from '../../protocol/reply-writer.ts';
import type { Tick } from './lua-vm.ts';

/** redis.REPL_*: where effects go. */
export const REPLICATE_AOF = 1;
export const REPLICATE_REPLICA = 2;

export interface ScriptHost {
  /** The version being emulated: 700, 702 or 704. */
  readonly version: number;
  /** As redis.REDIS_VERSION tells. */
  readonly redisVersion: string;
  /** The protocol in which commands answer the script: redis.setresp. */
  resp: RespVersion;
  /** Runs a command for the script. Refusals and errors come back as error replies. */
  call(argv: readonly Bytes[]): Reply;
  /** The error with which `call` has last refused to call anything. */
  readonly lastRefusal: Reply;
  /** redis.set_repl: a sum of REPLICATE_*. */
  setReplication(flags: number): void;
  log(level: LogLevel, message: Bytes): void;
  /** redis.acl_check_cmd: whether the client may run it; null where there is no such command. */
  mayRun(argv: readonly Bytes[]): boolean | null;
  /** Asked every so many instructions: may the script go on? */
  tick(): Tick;
  /** What a script that was stopped is told: the text of its error. */
  readonly stopReason: Bytes;
  /** A stopwatch in microseconds. */
  nowUs(): number;
  /** A number in [0, 2^31) of the generator behind math.random. */
  random(): number;
  seedRandom(seed: number): void;
}
