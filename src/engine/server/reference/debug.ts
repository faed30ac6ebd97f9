/**
 * DEBUG: what looks into keys and makes some, and the way to the other subcommands. Those that would
 * end a process say that there is none; DEBUG SLEEP holds everybody up without stopping the clock.
 */
import { globMatch } from '../../../base/glob.ts';
import {
  type BigNumberReply,
  boolean,
  double,
  errorReply,
  map,
  NO_REPLY,
  OK,
  push,
  type Reply,
  set,
  simple,
  verbatim,
} from '../../../protocol/reply.ts';
import type { Dict } from '../../../structures/dict.ts';
import type { Args } from '../../commands/args.ts';
import { fail, NO_SUCH_KEY, subcommandSyntax } from '../../commands/errors.ts';
import { helpHead } from '../../commands/help.ts';
import type { Keyspace } from '../../keyspace/keyspace.ts';
import { stringValueOf } from '../../keyspace/string-value.ts';
import {
  encodingOf,
  isString,
  quicklistPackedThreshold,
  type Value,
} from '../../keyspace/values.ts';
import { RdbWriter } from '../../rdb/rdb-writer.ts';
import { writeValue } from '../../rdb/value-writer.ts';
import { parseMemory } from '../config-values.ts';
import { keyspaceDigest, valueDigest } from '../debug-digest.ts';
import { hexId } from '../hex-id.ts';
import type { Server } from '../server.ts';
import type { ServerContext } from '../server-context.ts';
import { tableStats } from '../table-stats.ts';
import { loadAof, reload } from './debug-reload.ts';
import { SERVER_SUBCOMMANDS, type Subcommand } from './debug-server.ts';
import { HELP_LINES, HELP_OF_HELP } from './help-lines.ts';

/** Redis shares the integers below this; their reference count is a constant. */
const SHARED_INTEGERS = 10000;
const SHARED_REFERENCES = 2147483647;
const POPULATE_MAX = 10_000_000;

function listFields(value: Value, fill: number): string {
  if (isString(value) || value.type !== 'list') return '';
  const { structure } = value;
  if (structure.kind !== 'quicklist') return '';
  const { nodeCount } = structure.quicklist;
  let sizeBytes = 0;
  for (const node of structure.quicklist.nodes()) sizeBytes += node.sizeBytes;
  return (
    ` ql_nodes:${nodeCount} ql_avg_node:${(value.length / nodeCount).toFixed(2)}` +
    ` ql_listpack_max:${fill} ql_compressed:0 ql_uncompressed_size:${sizeBytes}`
  );
}

/** As Redis prints it; the address is made up. */
function serialisedBytes(value: Value, { limits, rdbCompression }: Keyspace): number {
  const writer = new RdbWriter(rdbCompression);
  writeValue(writer, value, limits.version);
  return writer.sizeBytes;
}

function object({ db, keyspace }: ServerContext, args: Args): Reply {
  // Expired keys are shown, too, until somebody else meets them.
  const at = db.entries.find(args.bytes(2));
  if (at < 0) return fail(NO_SUCH_KEY);
  const value = db.entries.valueAt(at);
  const isShared = typeof value === 'number' && value >= 0 && value < SHARED_INTEGERS;
  const idle = keyspace.usesLfu
    ? `lru:${db.entries.metaAt(at)} freq:${keyspace.frequency(db.entries, at)}`
    : `lru:${db.entries.metaAt(at)} lru_seconds_idle:${keyspace.idleSeconds(db.entries, at)}`;
  const fields = [
    `Value at:0x${(0x7f0000000000 + at * 16).toString(16)}`,
    `refcount:${isShared ? SHARED_REFERENCES : 1}`,
    `encoding:${encodingOf(value)}`,
    `serializedlength:${serialisedBytes(value, keyspace)}`,
    idle,
  ];
  return {
    kind: 'simple',
    text: fields.join(' ') + listFields(value, keyspace.limits.listMaxListpackSize),
  };
}

const NOT_POSITIVE = errorReply('ERR value is out of range, must be positive');

function positive(args: Args, i: number, max: number): number {
  const value = args.int(i, NOT_POSITIVE);
  return value < 0 ? fail(NOT_POSITIVE) : args.intBetween(i, 0, max);
}

/** `count [prefix] [size]`: keys that exist are left alone. */
function populate(ctx: ServerContext, args: Args): Reply {
  const { db, keyspace } = ctx;
  const count = positive(args, 2, POPULATE_MAX);
  const prefix = args.length > 3 ? args.bytes(3) : 'key';
  const size = args.length > 4 ? positive(args, 4, 512 * 1024 * 1024) : 0;
  for (let i = 0; i < count; i++) {
    const key = `${prefix}:${i}`;
    if (db.has(key)) continue;
    const text = `value:${i}`;
    const value = size === 0 ? text : text.slice(0, size).padEnd(size, '\0');
    db.add(key, stringValueOf(value));
    keyspace.dirty++;
    ctx.propagate('SET', key, value);
  }
  return OK;
}

const BIG_NUMBER: BigNumberReply = {
  kind: 'bignumber',
  digits: '1234567999999999999999999999999999999',
};
const SAMPLES: ReadonlyMap<string, Reply> = new Map<string, Reply>([
  ['STRING', 'Hello World'],
  ['INTEGER', 12345],
  ['DOUBLE', double('3.141')],
  ['BIGNUM', BIG_NUMBER],
  ['NULL', null],
  ['ARRAY', [0, 1, 2]],
  ['SET', set([0, 1, 2])],
  ['MAP', map([0, boolean(false), 1, boolean(true), 2, boolean(false)])],
  [
    'ATTRIB',
    {
      kind: 'sequence',
      replies: [
        { kind: 'attribute', items: ['key-popularity', ['key:123', 90]] },
        'Some real reply following the attribute',
      ],
    },
  ],
  ['VERBATIM', verbatim('txt', 'This is a verbatim\nstring')],
  ['TRUE', boolean(true)],
  ['FALSE', boolean(false)],
]);
const NO_SUCH_SAMPLE = errorReply(
  'ERR Wrong protocol type name. Please use one of the following: string|integer|double|bignum|null|array|set|map|attrib|push|verbatim|true|false',
);

function protocol({ server, client }: ServerContext, args: Args): Reply {
  const word = args.word(2);
  if (word !== 'PUSH') return SAMPLES.has(word) ? SAMPLES.get(word)! : fail(NO_SUCH_SAMPLE);
  if (client.resp === 2) return fail(errorReply('ERR RESP2 is not supported by this command'));
  server.reply(client, push(['server-cpu-usage', 42]));
  return 'Some real reply following the push reply';
}

/** Nobody is served until the time is over; the seconds count as the command's own. */
function sleep(ctx: ServerContext, args: Args): Reply {
  const timeoutMs = Math.max(0, (Number.parseFloat(args.bytes(2)) || 0) * 1000);
  if (timeoutMs === 0) return OK;
  // A script cannot wait in the middle of a call: there only the others do.
  if (!ctx.mayBlock && !ctx.inScript) return sleepWithin(ctx.server, timeoutMs);
  ctx.server.pauses.pause('all', timeoutMs);
  ctx.spend(timeoutMs * 1000);
  return ctx.block({ keys: [], type: 'string', timeoutMs, onTimeout: OK });
}

/** In a transaction: what is left of it comes afterwards. */
function sleepWithin(server: Server, timeoutMs: number): Reply {
  server.caller.suspend((reply) => reply);
  server.pauses.holdFor(timeoutMs, () => server.turn(() => server.continueCall(() => OK)));
  return NO_REPLY;
}

const DATABASES_MAX = 'ERR Out of range database';

function tablesOf({ keyspace }: ServerContext, args: Args): Reply {
  const database = keyspace.databases[args.int(2)] ?? fail(DATABASES_MAX);
  return verbatim(
    'txt',
    `[Dictionary HT]\n${tableStats(database.entries)}[Expires HT]\n${tableStats(database.expires)}`,
  );
}

function tableOfKey({ db }: ServerContext, args: Args): Reply {
  const value = db.peek(args.bytes(2)) ?? fail(NO_SUCH_KEY);
  const structure = isString(value) ? null : value.structure;
  if (structure?.kind === 'table')
    return verbatim('txt', tableStats(structure.dict as Dict<unknown>));
  if (structure?.kind === 'ordered-set') {
    return verbatim('txt', tableStats(structure.orderedSet.index as Dict<unknown>));
  }
  return fail('ERR The value stored at the specified key is not represented using an hash table');
}

const PACKED_THRESHOLD_MAX = 2 ** 32 - 2 ** 20;

function packedThreshold({ keyspace, version }: ServerContext, args: Args): Reply {
  const bytes = parseMemory(args.bytes(2));
  if (bytes === null || bytes < 0n || bytes > PACKED_THRESHOLD_MAX) {
    return fail('ERR argument must be a memory value bigger than 1 and smaller than 4gb');
  }
  keyspace.limits.quicklistPackedThreshold =
    bytes === 0n ? quicklistPackedThreshold(version) : Number(bytes);
  return OK;
}

/** The elements go to the log, where Redis prints them on its standard output. */
function listpack({ db, server }: ServerContext, args: Args): Reply {
  const value = db.peek(args.bytes(2)) ?? fail(NO_SUCH_KEY);
  const structure = isString(value) ? null : value.structure;
  if (structure?.kind !== 'listpack') return fail('ERR Not a listpack encoded object.');
  const elements = structure.listpack.toArray().map((text) => JSON.stringify(text));
  server.ports.log.write('notice', `DEBUG LISTPACK: ${elements.join(' ')}`);
  return simple('Listpack structure printed on stdout');
}

/** How long a match takes is told by the slow log. */
function stringMatch(_ctx: ServerContext, args: Args): Reply {
  const length = args.intBetween(2, 0, 2 ** 28);
  globMatch(args.bytes(3), 'a'.repeat(length));
  return OK;
}

/** Nobody follows this node. */
function replicate(_ctx: ServerContext, args: Args): Reply {
  return args.length < 3 ? fail(subcommandSyntax(args)) : OK;
}

function changeReplicationId({ server }: ServerContext): Reply {
  server.replicationId = hexId(server.ports.random);
  return OK;
}

/** The nodes go to the log, where Redis prints them. */
function quicklist({ db, server }: ServerContext, args: Args): Reply {
  const value = db.peek(args.bytes(2)) ?? fail(NO_SUCH_KEY);
  const structure = isString(value) ? null : value.structure;
  if (structure?.kind !== 'quicklist') return fail('ERR Not a quicklist encoded object.');
  const sizes = [...structure.quicklist.nodes()].map(({ sizeBytes }) => sizeBytes);
  server.ports.log.write('notice', `DEBUG QUICKLIST: nodes of ${sizes.join(', ')} bytes`);
  return simple('Quicklist structure printed on stdout');
}

/** Of a count that no call has: it is unknown. */
const NONE = 0;

const SUBCOMMANDS: ReadonlyMap<string, Subcommand> = new Map<string, Subcommand>([
  ...SERVER_SUBCOMMANDS,
  ['OBJECT', { counts: [3], run: object }],
  ['SLEEP', { counts: [3], run: sleep }],
  ['LOADAOF', { counts: [], run: loadAof }],
  ['RELOAD', { counts: [], run: reload }],
  ['HTSTATS', { counts: [3], laterCounts: [3, 4], run: tablesOf }],
  ['HTSTATS-KEY', { counts: [3], laterCounts: [3, 4], run: tableOfKey }],
  ['QUICKLIST-PACKED-THRESHOLD', { counts: [3], run: packedThreshold }],
  ['LISTPACK', { counts: [3], run: listpack }],
  ['QUICKLIST', { counts: [3, 4], run: quicklist }],
  ['REPLICATE', { counts: [], run: replicate }],
  ['STRINGMATCH-LEN', { counts: [NONE], laterCounts: [4], run: stringMatch }],
  ['CHANGE-REPL-ID', { counts: [2], run: changeReplicationId }],
  ['DIGEST', { counts: [2], run: ({ keyspace }) => simple(keyspaceDigest(keyspace)) }],
  [
    'DIGEST-VALUE',
    {
      counts: [],
      run: ({ db }, args) => args.toArray(2).map((key) => simple(valueDigest(db, key))),
    },
  ],
  ['POPULATE', { counts: [3, 4, 5], run: populate }],
  ['PROTOCOL', { counts: [3], run: protocol }],
  [
    'ERROR',
    { counts: [3], run: (_ctx, args) => fail(errorReply(args.bytes(2).replace(/[\r\n]/g, ' '))) },
  ],
  [
    'LOG',
    {
      counts: [3],
      run: ({ server }, args) => {
        server.ports.log.write('warning', `DEBUG LOG: ${args.bytes(2)}`);
        return OK;
      },
    },
  ],
]);

/** They end a process. */
const NOT_HERE = new Set(['SEGFAULT', 'PANIC', 'OOM', 'ASSERT']);
/** What 7.2 tells beside 7.0's lines. */
const LATER_HELP = [
  'STRINGMATCH-LEN <len> <pattern>',
  '    Match <pattern> against <len> letters.',
];

function help(version: number): readonly string[] {
  const lines = HELP_LINES.get('debug') ?? [];
  const later = version < 702 ? [] : LATER_HELP;
  return [helpHead('DEBUG'), ...lines, ...later, ...HELP_OF_HELP];
}

export function debug(ctx: ServerContext, args: Args): Reply {
  const word = args.word(1);
  if (word === 'HELP' && args.length === 2) {
    return help(ctx.version).map(simple);
  }
  const subcommand = SUBCOMMANDS.get(word);
  const { counts: first = [], laterCounts = first } = subcommand ?? {};
  const counts = ctx.version < 702 ? first : laterCounts;
  if (subcommand && (counts.length === 0 || counts.includes(args.length))) {
    return subcommand.run(ctx, args);
  }
  if (NOT_HERE.has(word)) {
    return fail(errorReply(`ERR DEBUG ${word} is not available: there is no process to do it to`));
  }
  return fail(subcommandSyntax(args));
}
