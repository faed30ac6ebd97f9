/**
 * DEBUG's subcommands on the server itself: its process, its buffers, its timers. What Redis switches
 * here and a node does not have (an allocator's settings, replicas, a cluster's links) is taken and
 * changes nothing; what would need a process of the node's own says that it failed.
 */
import { globMatch } from '../../../base/glob.ts';
import type { Random } from '../../../base/ports.ts';
import { errorReply, OK, type Reply, simple, verbatim } from '../../../protocol/reply.ts';
import { sdsBytes, sdsHeaderBytes } from '../../../structures/allocation.ts';
import type { Args } from '../../commands/args.ts';
import { fail, NO_SUCH_KEY, subcommandSyntax } from '../../commands/errors.ts';
import { OBJECT_BYTES, valueBytes } from '../../keyspace/memory-account.ts';
import type { StringValue } from '../../keyspace/string-value.ts';
import { encodingOf, isString } from '../../keyspace/values.ts';
import { userLines } from '../commands/admin.ts';
import type { ServerContext } from '../server-context.ts';

type Run = (ctx: ServerContext, args: Args) => Reply;

export interface Subcommand {
  /** How many words it may have; any number where there is none. */
  readonly counts: readonly number[];
  /** The same from 7.2 on, where that is another one. */
  readonly laterCounts?: readonly number[];
  readonly run: Run;
}

const done: Run = () => OK;

/** C's atoi: what is no number is 0. */
const atoi = (text: string): number => Number.parseInt(text, 10) || 0;

const isOn = (args: Args): boolean => atoi(args.bytes(2)) !== 0;

function restart({ server }: ServerContext, args: Args): Reply {
  if (args.length > 2) args.int(2);
  server.ports.log.write('warning', "Can't restart: the node has no process of its own");
  return fail(errorReply('ERR failed to restart the server. Check server logs.'));
}

function rewriteWholeConfig({ server }: ServerContext): Reply {
  const failed = (reason: string) =>
    fail(errorReply(`ERR CONFIG-REWRITE-FORCE-ALL failed: ${reason}`));
  if (server.rewriteConfig === null) return failed('Bad address');
  try {
    server.rewriteConfig(server.config.settings(), userLines(server), true);
  } catch (error) {
    return failed((error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' '));
  }
  return OK;
}

/** There is no jemalloc whose settings these could be. */
function allocatorSetting(_ctx: ServerContext, args: Args): Reply {
  if (args.length > 3) args.int(3);
  return fail(errorReply('ERR No such file or directory'));
}

function clientEviction({ server }: ServerContext): Reply {
  const text = server.clientEviction.describe();
  if (text === null) return fail(errorReply('ERR maxmemory-clients is disabled.'));
  return verbatim('txt', text);
}

function replyBuffer({ server }: ServerContext, args: Args): Reply {
  const { replyBuffers } = server.clientCron;
  const word = args.word(2);
  if (word === 'RESIZING') replyBuffers.resizes = atoi(args.bytes(3)) !== 0;
  else if (word !== 'PEAK-RESET-TIME') return fail(subcommandSyntax(args));
  else if (args.is(3, 'NEVER')) replyBuffers.peakResetMs = -1;
  else if (args.is(3, 'RESET')) replyBuffers.resetPeakTime();
  else replyBuffers.peakResetMs = args.int(3);
  return OK;
}

function clusterLink(_ctx: ServerContext, args: Args): Reply {
  if (args.word(2) !== 'KILL') return fail(subcommandSyntax(args));
  return fail(errorReply('ERR Debug option only available for cluster mode enabled setup!'));
}

function dropPackets(_ctx: ServerContext, args: Args): Reply {
  args.int(2);
  return OK;
}

/** Length, spare room and allocation of an sds. */
interface SdsFigures {
  readonly length: number;
  readonly spare: number;
  readonly allocated: number;
}

function sdsOf(length: number): SdsFigures {
  const allocated = sdsBytes(length);
  const header = sdsHeaderBytes(length);
  const most = header === 3 ? 255 : Infinity;
  const room = header === 1 ? length : Math.min(most, allocated - header - 1);
  return { length, spare: room - length, allocated };
}

function sdsOfValue(value: StringValue): SdsFigures {
  if (typeof value === 'object') {
    const { length, spareBytes } = value;
    return { length, spare: spareBytes, allocated: value.memoryBytes() };
  }
  const { length } = value as string;
  if (encodingOf(value) === 'raw') return sdsOf(length);
  return { length, spare: 0, allocated: valueBytes(value) - OBJECT_BYTES };
}

function sdsLengths({ db }: ServerContext, args: Args): Reply {
  const key = args.bytes(2);
  const value = db.peek(key) ?? fail(NO_SUCH_KEY);
  if (!isString(value) || typeof value === 'number' || typeof value === 'bigint') {
    return fail('ERR Not an sds encoded string.');
  }
  const figures = (name: string, { length, spare, allocated }: SdsFigures) =>
    `${name}_sds_len:${length}, ${name}_sds_avail:${spare}, ${name}_zmalloc: ${allocated}`;
  return simple(`${figures('key', sdsOf(key.length))}, ${figures('val', sdsOfValue(value))}`);
}

/** Of the C structures that used_memory is a model of. */
const STRUCTURE_SIZES =
  'bits:64 robj:16 dictentry:24 sdshdr5:1 sdshdr8:3 sdshdr16:5 sdshdr32:9 sdshdr64:17 ';

const FUZZ_ROUNDS = 20_000;
const FUZZ_LENGTH_MAX = 32;

function drawnBytes(random: Random): string {
  const length = random.below(FUZZ_LENGTH_MAX);
  // Of the lower half, where the letters with a meaning are, as Redis draws them.
  return String.fromCharCode(...Array.from({ length }, () => random.below(128)));
}

function fuzzMatch({ random }: ServerContext): Reply {
  for (let round = 0; round < FUZZ_ROUNDS; round++) {
    globMatch(drawnBytes(random), drawnBytes(random));
  }
  return simple('Apparently Redis did not crash: test passed');
}

export const SERVER_SUBCOMMANDS: readonly (readonly [string, Subcommand])[] = [
  ['RESTART', { counts: [], run: restart }],
  ['CRASH-AND-RECOVER', { counts: [], run: restart }],
  ['LEAK', { counts: [3], run: done }],
  ['CONFIG-REWRITE-FORCE-ALL', { counts: [2], run: rewriteWholeConfig }],
  ['AOF-FLUSH-SLEEP', { counts: [3], run: done }],
  ['MALLCTL', { counts: [3, 4, 5, 6], run: allocatorSetting }],
  [
    'MALLCTL-STR',
    { counts: [3, 4, 5, 6], run: () => fail(errorReply('ERR No such file or directory')) },
  ],
  ['CLIENT-EVICTION', { counts: [2], run: clientEviction }],
  ['REPLYBUFFER', { counts: [4], run: replyBuffer }],
  ['CLUSTERLINK', { counts: [5], run: clusterLink }],
  ['DROP-CLUSTER-PACKET-FILTER', { counts: [3], run: dropPackets }],
  ['SDSLEN', { counts: [3], run: sdsLengths }],
  ['STRUCTSIZE', { counts: [2], run: () => STRUCTURE_SIZES }],
  ['STRINGMATCH-TEST', { counts: [2], run: fuzzMatch }],
  [
    'PAUSE-CRON',
    {
      counts: [3],
      run: ({ server }, args) => {
        server.cron.paused = isOn(args);
        return OK;
      },
    },
  ],
  [
    'SET-DISABLE-DENY-SCRIPTS',
    {
      counts: [3],
      run: ({ server }, args) => {
        server.scripting.allowsAll = isOn(args);
        return OK;
      },
    },
  ],
  [
    'SET-ACTIVE-EXPIRE',
    {
      counts: [3],
      run: ({ server }, args) => {
        server.cron.activeExpire = isOn(args);
        return OK;
      },
    },
  ],
  [
    'SET-SKIP-CHECKSUM-VALIDATION',
    {
      counts: [3],
      run: ({ keyspace }, args) => {
        keyspace.skipsChecksums = isOn(args);
        return OK;
      },
    },
  ],
];
