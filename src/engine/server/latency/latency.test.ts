/** The latency monitor and the histograms, on a clock whose commands take as long as they are told. */
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../base/random.ts';
import { testEngine } from '../../../testing/test-engine.ts';
import { LatencyHistogram } from './latency-histogram.ts';

/** The node's log is written to in the middle of DEBUG LOG: there time passes. */
function slowEngine(config: Record<string, string> = {}) {
  const engine = testEngine({ 'latency-monitor-threshold': '100', ...config });
  const client = engine.client();
  let costMs = 0;
  const { clock } = engine;
  const stopwatch = clock.monotonicUs.bind(clock);
  let spentUs = 0;
  clock.monotonicUs = () => stopwatch() + spentUs;
  engine.node.ports.log.write = () => {
    spentUs += costMs * 1000;
  };
  const take = (ms: number): string => {
    costMs = ms;
    return client.run('DEBUG LOG x');
  };
  return { engine, client, take };
}

test('spikes by event, one a second, the longest counts', () => {
  const { engine, client, take } = slowEngine();
  take(99);
  expect(client.run('LATENCY LATEST')).toBe('(empty array)');
  take(100);
  take(250);
  engine.advance(5000);
  take(120);
  const atSeconds = Date.UTC(2026, 0, 1) / 1000;
  expect(client.run('LATENCY HISTORY command')).toBe(
    `1) 1) (integer) ${atSeconds}\n   2) (integer) 250\n2) 1) (integer) ${atSeconds + 5}\n   2) (integer) 120`,
  );
  expect(client.run('LATENCY LATEST')).toBe(
    `1) 1) "command"\n   2) (integer) ${atSeconds + 5}\n   3) (integer) 120\n   4) (integer) 250`,
  );
  expect(client.run('LATENCY DOCTOR')).toContain('command: 2 spikes, 185 ms on average, 250 ms');
  expect(client.run('LATENCY RESET nothing command')).toBe('(integer) 1');
  expect(client.run('LATENCY HISTORY command')).toBe('(empty array)');
  client.run('CONFIG SET latency-monitor-threshold 0');
  take(1000);
  expect(client.run('LATENCY LATEST')).toBe('(empty array)');
  expect(client.run('LATENCY DOCTOR')).toContain('is off');
});

test('the graph has a column for each second, with its age below', () => {
  const { engine, client, take } = slowEngine();
  for (const ms of [100, 200, 300, 400, 500]) {
    take(ms);
    engine.advance(61_000);
  }
  expect(client.run('LATENCY GRAPH command').replaceAll('\\n', '\n')).toBe(
    [
      '"command - high 500 ms, low 100 ms (all time high 500 ms)',
      '-'.repeat(80),
      '   _#',
      '  _||',
      ' _|||',
      '_||||',
      '     ',
      '54321',
      'mmmmm',
      '"',
    ].join('\n'),
  );
  expect(client.run('LATENCY GRAPH x')).toBe("(error) ERR No samples available for event 'x'");
});

describe('histograms', () => {
  test('of a command, told by LATENCY HISTOGRAM and INFO', () => {
    const { client, take } = slowEngine();
    for (const ms of [1, 1, 3, 10]) take(ms);
    expect(client.run('LATENCY HISTOGRAM debug nope get')).toBe(
      [
        '1) "debug"',
        '2) 1) "calls"',
        '   2) (integer) 4',
        '   3) "histogram_usec"',
        '   4) 1) (integer) 1048',
        '      2) (integer) 2',
        '      3) (integer) 4194',
        '      4) (integer) 3',
        '      5) (integer) 16777',
        '      6) (integer) 4',
      ].join('\n'),
    );
    expect(client.run('INFO latencystats')).toMatch(
      /usec_debug:p50=100\d\.\d{3},p99=10027\.007,p99\.9=10027\.007/,
    );
    // What has been measured stays, but INFO tells it no more.
    client.run('CONFIG SET latency-tracking no');
    expect(client.run('LATENCY HISTOGRAM debug')).toContain('2) (integer) 4\n');
    expect(client.run('INFO latencystats')).not.toContain('usec_debug');
  });

  test('percentiles are within one part in 128 of the truth', () => {
    const seed = 7;
    const random = seededRandom(seed);
    const values = Array.from({ length: 5000 }, () => Math.round(10 ** (random.unit() * 8)));
    const histogram = new LatencyHistogram();
    for (const ns of values) histogram.record(ns / 1000);
    values.sort((a, b) => a - b);
    for (const percentile of [1, 50, 90, 99, 99.9, 100]) {
      const exact = values[
        Math.max(1, Math.round((percentile / 100) * values.length)) - 1
      ] as number;
      const told = histogram.percentileUs(percentile) * 1000;
      expect(told, `seed ${seed}, p${percentile}`).toBeGreaterThanOrEqual(exact);
      expect(told, `seed ${seed}, p${percentile}`).toBeLessThanOrEqual(exact * (1 + 1 / 128) + 1);
    }
    expect(histogram.cumulative().at(-1)?.[1]).toBe(values.length);
  });
});
