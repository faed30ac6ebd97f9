/**
 * LATENCY DOCTOR: what the latency monitor has seen, in sentences, and what to do about it; LATENCY
 * GRAPH: the spikes of one event, drawn.
 */
import { type Reply, verbatim } from '../../../protocol/reply.ts';
import type { Args } from '../../commands/args.ts';
import { cText, fail } from '../../commands/errors.ts';
import type { Server } from '../server.ts';
import type { ServerContext } from '../server-context.ts';
import type { LatencySample } from './latency-monitor.ts';
import { sparkline } from './sparkline.ts';

const RULE = '-'.repeat(80);

const ADVICE: Readonly<Record<string, string>> = {
  command:
    'Slow commands: see SLOWLOG GET for which they were. Commands over many elements (KEYS, SMEMBERS, SORT, LRANGE of everything) hold up every other client; ask for parts instead (SCAN and its kin), or delete with UNLINK.',
  'fast-command':
    'Commands that should take constant time were slow: the machine was busy with something else.',
  'expire-cycle':
    'Many keys expired in the same moment. Spread their times to live by a random share.',
  'eviction-cycle':
    'Making room below maxmemory took long. Raise the limit, store less at once, or lower maxmemory-eviction-tenacity.',
  'eviction-del': 'Evicting single keys was slow: they are large. Split them into smaller ones.',
  'aof-write':
    'The disk was slow to take the append-only file. `appendfsync everysec` waits for it less often than `always`.',
};

function mean(samples: readonly LatencySample[]): number {
  return samples.reduce((sum, { latencyMs }) => sum + latencyMs, 0) / samples.length;
}

export const latencyDoctor = ({ server }: ServerContext): Reply =>
  verbatim('txt', latencyReport(server));

function latencyReport({ latency }: Server): string {
  if (latency.thresholdMs === 0) {
    return (
      'The latency monitor is off. `CONFIG SET latency-monitor-threshold 100` makes it note ' +
      'everything that takes 100 milliseconds or longer.\n'
    );
  }
  const events = latency.events();
  if (events.length === 0) {
    return `Nothing has taken ${latency.thresholdMs} milliseconds or longer so far.\n`;
  }
  const rows = events.map((event, i) => {
    const samples = latency.history(event);
    const average = mean(samples).toFixed(0);
    return `${i + 1}. ${event}: ${samples.length} spikes, ${average} ms on average, ${latency.maxMs(event)} ms at worst.`;
  });
  const advice = events.flatMap((event) => ADVICE[event] ?? []).map((text) => `- ${text}`);
  return `${[...rows, '', 'What can be done:', '', ...advice].join('\n')}\n`;
}

/** How long ago, in the largest unit that fits. */
function ageLabel(seconds: number): string {
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)}h`;
  return `${Math.floor(seconds / 86400)}d`;
}

export function latencyGraph({ server, keyspace }: ServerContext, args: Args): Reply {
  const event = args.bytes(2);
  const samples = server.latency.history(event);
  if (samples.length === 0) {
    return fail(`ERR No samples available for event '${cText(event)}'`);
  }
  const values = samples.map(({ latencyMs }) => latencyMs);
  const nowSeconds = Math.floor(keyspace.nowMs / 1000);
  const drawn = sparkline(
    samples.map(({ atSeconds, latencyMs }) => ({
      value: latencyMs,
      label: ageLabel(nowSeconds - atSeconds),
    })),
  );
  const high = Math.max(...values);
  const low = Math.min(...values);
  const title = `${event} - high ${high} ms, low ${low} ms (all time high ${server.latency.maxMs(event)} ms)`;
  return verbatim('txt', `${title}\n${RULE}\n${drawn}`);
}
