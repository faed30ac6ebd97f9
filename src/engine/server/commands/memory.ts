/** MEMORY: what keys and the whole node cost, by the models of keyspace/memory.ts and server/memory-usage.ts. */
import type { Bytes } from '../../../base/bytes.ts';
import { OK, type Reply, verbatim } from '../../../protocol/reply.ts';
import type { Args } from '../../commands/args.ts';
import { defineGroup } from '../../commands/command.ts';
import { fail, SYNTAX_ERROR } from '../../commands/errors.ts';
import { containerHelp } from '../../commands/help.ts';
import { keyBytes, USAGE_SAMPLES } from '../../keyspace/memory.ts';
import type { NodeCommand } from '../command-table.ts';
import { reported } from '../report.ts';
import type { ServerContext } from '../server-context.ts';

/** A collection is estimated from its first elements, as many as SAMPLES says; 0 is all of them. */
function usage({ db, version }: ServerContext, args: Args): Reply {
  let samples = USAGE_SAMPLES;
  for (let i = 3; i < args.length; i += 2) {
    if (!args.is(i, 'SAMPLES') || i + 1 >= args.length) return fail(SYNTAX_ERROR);
    samples = args.int(i + 1);
    if (samples < 0) return fail(SYNTAX_ERROR);
    if (samples === 0) samples = Infinity;
  }
  const value = db.peek(args.bytes(2));
  return value === undefined ? null : keyBytes(args.bytes(2), value, version, samples);
}

const NO_ALLOCATOR: Bytes =
  'Memory is modelled here after jemalloc; there is no allocator to ask for statistics.\n';

export const memoryCommands: NodeCommand[] = defineGroup<ServerContext>('server', [
  {
    name: 'MEMORY',
    since: '4.0.0',
    flags: '',
    complexity: 'Depends on subcommand.',
    summary: 'Groups the commands on memory.',
    syntax: '',
  },
  {
    name: 'MEMORY DOCTOR',
    since: '4.0.0',
    flags: '',
    complexity: 'O(1)',
    summary: 'Says whether something is wrong with the memory of the server.',
    syntax: '',
    ...reported('memoryDoctor'),
  },
  {
    name: 'MEMORY MALLOC-STATS',
    since: '4.0.0',
    flags: '',
    complexity: 'Depends on how much memory is allocated',
    summary: 'Shows what the allocator says of itself.',
    syntax: '',
    run: () => verbatim('txt', NO_ALLOCATOR),
  },
  {
    name: 'MEMORY PURGE',
    since: '4.0.0',
    flags: '',
    complexity: 'Depends on how much memory is allocated',
    summary: 'Asks the allocator to give memory back.',
    syntax: '',
    run: () => OK,
  },
  {
    name: 'MEMORY STATS',
    since: '4.0.0',
    flags: '',
    complexity: 'O(1)',
    summary: 'Says what the memory of the server is used for.',
    syntax: '',
    ...reported('memoryStats'),
  },
  {
    name: 'MEMORY USAGE',
    since: '4.0.0',
    flags: 'readonly',
    keys: [2, 2, 1],
    complexity: 'O(N) where N is the number of samples.',
    summary: 'Says how many bytes a key and its value take.',
    syntax: 'key [SAMPLES count:integer]',
    run: usage,
  },
  containerHelp('MEMORY', '4.0.0'),
]);
