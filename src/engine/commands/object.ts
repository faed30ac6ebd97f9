/** OBJECT: what the engine knows of a value beside its data. Looking changes nothing. */
import type { Bytes } from '../../base/bytes.ts';
import { errorReply, type Reply } from '../../protocol/reply.ts';
import { encodingOf, type Value } from '../keyspace/values.ts';
import type { Args } from './args.ts';
import { type Command, defineGroup } from './command.ts';
import type { Context } from './context.ts';
import { fail } from './errors.ts';
import { containerHelp } from './help.ts';

/** Redis shares the integers below this between keys; their reference count is a constant. */
const SHARED_INTEGERS = 10000;
const SHARED_REFERENCES = 2147483647;
const LFU_NOTE =
  'Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust.';
const NO_FREQUENCY = errorReply(
  `ERR An LFU maxmemory policy is not selected, access frequency not tracked. ${LFU_NOTE}`,
);
const NO_IDLE_TIME = errorReply(
  `ERR An LFU maxmemory policy is selected, idle time not tracked. ${LFU_NOTE}`,
);

const about =
  (answer: (ctx: Context, value: Value, key: Bytes) => Reply) =>
  (ctx: Context, args: Args): Reply => {
    const value = ctx.db.readQuietly(args.bytes(2), false);
    return value === undefined ? null : answer(ctx, value, args.bytes(2));
  };

function references({ keyspace }: Context, value: Value): number {
  const isShared = typeof value === 'number' && value >= 0 && value < SHARED_INTEGERS;
  return isShared && keyspace.sharesIntegers ? SHARED_REFERENCES : 1;
}

function frequency(ctx: Context, key: Bytes): number {
  if (!ctx.keyspace.usesLfu) return fail(NO_FREQUENCY);
  return ctx.keyspace.frequency(ctx.db.entries, ctx.db.find(key));
}

function idleSeconds(ctx: Context, key: Bytes): number {
  if (ctx.keyspace.usesLfu) return fail(NO_IDLE_TIME);
  return ctx.keyspace.idleSeconds(ctx.db.entries, ctx.db.find(key));
}

export const objectCommands: Command[] = defineGroup('generic', [
  {
    name: 'OBJECT',
    since: '2.2.3',
    flags: '',
    complexity: 'Depends on subcommand.',
    summary: 'Groups the commands that look at how a value is stored.',
    syntax: '',
  },
  {
    name: 'OBJECT ENCODING',
    since: '2.2.3',
    flags: 'readonly',
    keys: [2, 2, 1],
    complexity: 'O(1)',
    summary: 'Says in which internal encoding a value is stored.',
    syntax: 'key',
    run: about((_ctx, value) => encodingOf(value)),
  },
  {
    name: 'OBJECT FREQ',
    since: '4.0.0',
    flags: 'readonly',
    keys: [2, 2, 1],
    complexity: 'O(1)',
    summary: 'Returns the logarithmic access counter of a key under an LFU policy.',
    syntax: 'key',
    run: about((ctx, _value, key) => frequency(ctx, key)),
  },
  {
    name: 'OBJECT IDLETIME',
    since: '2.2.3',
    flags: 'readonly',
    keys: [2, 2, 1],
    complexity: 'O(1)',
    summary: 'Says for how many seconds a key has not been touched.',
    syntax: 'key',
    run: about((ctx, _value, key) => idleSeconds(ctx, key)),
  },
  {
    name: 'OBJECT REFCOUNT',
    since: '2.2.3',
    flags: 'readonly',
    keys: [2, 2, 1],
    complexity: 'O(1)',
    summary: 'Returns the reference count of a value.',
    syntax: 'key',
    run: about(references),
  },
  containerHelp('OBJECT', '6.2.0'),
]);
