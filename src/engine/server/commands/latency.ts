/** LATENCY: spikes by event, and how long each command takes. */
import type { Bytes } from '../../../base/bytes.ts';
import { map, type Reply } from '../../../protocol/reply.ts';
import type { Args } from '../../commands/args.ts';
import { defineGroup } from '../../commands/command.ts';
import { containerHelp } from '../../commands/help.ts';
import type { CommandEntry, NodeCommand } from '../command-table.ts';
import { reported } from '../report.ts';
import type { ServerContext } from '../server-context.ts';

function latest({ server }: ServerContext): Reply {
  const { latency } = server;
  return latency.events().map((event): Reply => {
    const last = latency.history(event).at(-1);
    return [event, last?.atSeconds ?? 0, last?.latencyMs ?? 0, latency.maxMs(event)];
  });
}

function history({ server }: ServerContext, args: Args): Reply {
  return server.latency
    .history(args.bytes(2))
    .map(({ atSeconds, latencyMs }): Reply => [atSeconds, latencyMs]);
}

function reset({ server }: ServerContext, args: Args): Reply {
  const events = args.length > 2 ? args.toArray(2) : server.latency.events();
  return events.filter((event) => server.latency.reset(event)).length;
}

/** Commands that have been called, each with its subcommands that have been. */
function measured(entry: CommandEntry): CommandEntry[] {
  return [entry, ...entry.children.values()].filter(({ stats }) => stats.latency !== null);
}

function histogram({ server }: ServerContext, args: Args): Reply {
  const entries =
    args.length === 2
      ? [...server.table.entries.values()]
      : args.toArray(2).flatMap((name: Bytes) => server.table.byFullName(name) ?? []);
  return map(
    entries.flatMap(measured).flatMap(({ command, stats }): Reply[] => {
      const rows = stats.latency?.cumulative() ?? [];
      return [
        command.fullName,
        map(['calls', stats.latency?.count ?? 0, 'histogram_usec', map(rows.flat())]),
      ];
    }),
  );
}

const ADMIN = 'admin noscript loading stale';

export const latencyCommands: NodeCommand[] = defineGroup<ServerContext>('server', [
  {
    name: 'LATENCY',
    since: '2.8.13',
    flags: '',
    complexity: 'Depends on subcommand.',
    summary: 'Groups the commands on what took too long.',
    syntax: '',
  },
  {
    name: 'LATENCY DOCTOR',
    since: '2.8.13',
    flags: ADMIN,
    complexity: 'O(1)',
    summary: 'Reports on latency spikes in plain words, with advice.',
    syntax: '',
    ...reported('latencyDoctor'),
  },
  {
    name: 'LATENCY GRAPH',
    since: '2.8.13',
    flags: ADMIN,
    complexity: 'O(1)',
    summary: 'Draws the spikes of one event.',
    syntax: 'event',
    ...reported('latencyGraph'),
  },
  {
    name: 'LATENCY HISTOGRAM',
    since: '7.0.0',
    flags: ADMIN,
    complexity: 'O(N) where N is the number of commands with latency information being retrieved.',
    summary: 'Says how many calls of commands took how long.',
    syntax: '[command...]',
    run: histogram,
  },
  {
    name: 'LATENCY HISTORY',
    since: '2.8.13',
    flags: ADMIN,
    complexity: 'O(1)',
    summary: 'Lists the spikes of one event with their times.',
    syntax: 'event',
    run: history,
  },
  {
    name: 'LATENCY LATEST',
    since: '2.8.13',
    flags: ADMIN,
    complexity: 'O(1)',
    summary: 'Lists the last and the longest spike of every event.',
    syntax: '',
    run: latest,
  },
  {
    name: 'LATENCY RESET',
    since: '2.8.13',
    flags: ADMIN,
    complexity: 'O(1)',
    summary: 'Forgets the spikes of some events, or of all.',
    syntax: '[event...]',
    run: reset,
  },
  containerHelp('LATENCY', '2.8.13'),
]);
