/**
 * The few DEBUG subcommands that test suites and client libraries use, as far as they need neither
 * a process nor waiting.
 */
import {
  type BigNumberReply,
  boolean,
  double,
  errorReply,
  map,
  OK,
  push,
  type Reply,
  set,
  verbatim,
} from '../../../protocol/reply.ts';
import type { Args } from '../../commands/args.ts';
import { defineGroup } from '../../commands/command.ts';
import { fail, NO_SUCH_KEY } from '../../commands/errors.ts';
import { stringValueOf } from '../../keyspace/string-value.ts';
import { encodingOf, isString, type Value } from '../../keyspace/values.ts';
import type { NodeCommand } from '../command-table.ts';
import type { ServerContext } from '../server-context.ts';

/** Redis shares the integers below this; their reference count is a constant. */
const SHARED_INTEGERS = 10000;
const SHARED_REFERENCES = 2147483647;
const POPULATE_MAX = 10_000_000;

function setActiveExpire({ server }: ServerContext, args: Args): Reply {
  server.activeExpire = (Number.parseInt(args.bytes(2), 10) || 0) !== 0;
  return OK;
}

function listFields(value: Value): string {
  if (isString(value) || value.type !== 'list') return '';
  const { structure } = value;
  if (structure.kind !== 'quicklist') return '';
  const { nodeCount } = structure.quicklist;
  return ` ql_nodes:${nodeCount} ql_avg_node:${(value.length / nodeCount).toFixed(2)}`;
}

/** As Redis prints it, but for the serialised length: nothing is serialised to answer this. */
function object({ db, keyspace }: ServerContext, args: Args): Reply {
  const value = db.peek(args.bytes(2));
  if (value === undefined) return fail(NO_SUCH_KEY);
  const at = db.find(args.bytes(2));
  const isShared = typeof value === 'number' && value >= 0 && value < SHARED_INTEGERS;
  const idle = keyspace.usesLfu
    ? `lru:${db.entries.metaAt(at)} freq:${keyspace.frequency(db.entries, at)}`
    : `lru:${db.entries.metaAt(at)} lru_seconds_idle:${keyspace.idleSeconds(db.entries, at)}`;
  const fields = [
    `Value at:0x${(0x7f0000000000 + at * 16).toString(16)}`,
    `refcount:${isShared ? SHARED_REFERENCES : 1}`,
    `encoding:${encodingOf(value)}`,
    idle,
  ];
  return { kind: 'simple', text: fields.join(' ') + listFields(value) };
}

/** `count [prefix] [size]`: keys that exist are left alone. */
function populate(ctx: ServerContext, args: Args): Reply {
  const { db, keyspace } = ctx;
  const count = args.intBetween(2, 0, POPULATE_MAX);
  const prefix = args.length > 3 ? args.bytes(3) : 'key';
  const size = args.length > 4 ? args.intBetween(4, 0, 512 * 1024 * 1024) : 0;
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
  ['VERBATIM', verbatim('txt', 'This is a verbatim\nstring')],
  ['TRUE', boolean(true)],
  ['FALSE', boolean(false)],
]);
const NO_SUCH_SAMPLE = errorReply(
  'ERR Wrong protocol type name. Please use one of the following: string|integer|double|bignum|null|array|set|map|attrib|push|verbatim|true|false',
);

function protocol({ server, client }: ServerContext, args: Args): Reply {
  const word = args.word(2);
  if (word !== 'PUSH') return SAMPLES.get(word) ?? fail(NO_SUCH_SAMPLE);
  if (client.resp === 2) return fail(errorReply('ERR RESP2 is not supported by this command'));
  server.reply(client, push(['server-cpu-usage', 42]));
  return 'Some real reply following the push reply';
}

interface Subcommand {
  readonly counts: readonly number[];
  readonly run: (ctx: ServerContext, args: Args) => Reply;
}

const SUBCOMMANDS: ReadonlyMap<string, Subcommand> = new Map<string, Subcommand>([
  ['SET-ACTIVE-EXPIRE', { counts: [3], run: setActiveExpire }],
  ['OBJECT', { counts: [3], run: object }],
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

/** Of a process, or of one that may stand still. */
const NOT_HERE = new Set(['JMAP', 'SLEEP', 'SEGFAULT', 'PANIC', 'OOM', 'ASSERT', 'RESTART']);

function debug(ctx: ServerContext, args: Args): Reply {
  const word = args.word(1);
  const subcommand = SUBCOMMANDS.get(word);
  if (subcommand?.counts.includes(args.length)) return subcommand.run(ctx, args);
  if (NOT_HERE.has(word)) {
    return fail(errorReply(`ERR DEBUG ${word} is not available: the engine never waits`));
  }
  return fail(
    errorReply(
      `ERR unknown subcommand or wrong number of arguments for '${args.bytes(1)}'. Try DEBUG HELP.`,
    ),
  );
}

export const debugCommands: NodeCommand[] = defineGroup<ServerContext>('server', [
  {
    name: 'DEBUG',
    since: '1.0.0',
    flags: 'admin noscript loading stale',
    complexity: 'Depends on subcommand.',
    summary: 'Groups commands for tests of the server itself.',
    syntax: 'subcommand [arg...]',
    run: debug,
  },
]);
