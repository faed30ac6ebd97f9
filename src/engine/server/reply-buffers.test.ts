/** How large clients' reply buffers are, as CLIENT LIST, INFO and used_memory tell. */
import { expect, test } from 'vitest';
import { testEngine } from '../../testing/test-engine.ts';

function watched() {
  const engine = testEngine();
  const [client, operator] = [engine.client(), engine.client()];
  client.run('CLIENT SETNAME watched');
  const value = 'x'.repeat(5000);
  operator.run(`SET value ${value}`);
  /** The buffer's size, and the most that was in it. */
  const buffer = () =>
    / name=watched .*? (rbs=\d+ rbp=\d+) /.exec(operator.run('CLIENT LIST'))?.[1];
  const statistic = (name: string) =>
    Number(new RegExp(`${name}:(\\d+)`).exec(operator.run('INFO'))?.[1]);
  return { ...engine, client, operator, buffer, statistic };
}

test('a buffer follows what was needed lately', () => {
  const { advance, buffer, client, operator, statistic } = watched();
  expect(buffer()).toBe('rbs=16384 rbp=16384');
  operator.run('DEBUG REPLYBUFFER PEAK-RESET-TIME 1000');
  advance(100);
  expect(buffer()).toBe('rbs=16384 rbp=0');
  client.run('GET value');
  expect(buffer()).toBe('rbs=16384 rbp=5009');
  advance(100);
  expect(buffer()).toBe('rbs=5120 rbp=5009');
  advance(900);
  expect(buffer()).toBe('rbs=5120 rbp=0');
  advance(100);
  expect(buffer()).toBe('rbs=1024 rbp=0');
  client.run('GET value');
  expect(buffer()).toBe('rbs=1024 rbp=1024');
  advance(100);
  expect(buffer()).toBe('rbs=2048 rbp=1024');
  client.run('GET value');
  advance(100);
  expect(buffer()).toBe('rbs=4096 rbp=2048');
  expect(statistic('reply_buffer_expands')).toBe(2);
  // The operator's has shrunk, too.
  expect(statistic('reply_buffer_shrinks')).toBeGreaterThanOrEqual(2);
  operator.run('CONFIG RESETSTAT');
  expect(statistic('reply_buffer_expands')).toBe(0);
});

test('what buffers take counts as used, until their clients go', () => {
  const { advance, client, operator, statistic } = watched();
  const used = () => statistic('used_memory');
  const fresh = used();
  advance(1000);
  const atRest = used();
  expect(fresh - atRest).toBeGreaterThan(16 * 1024);
  operator.run('DEBUG REPLYBUFFER PEAK-RESET-TIME NEVER');
  for (let n = 0; n < 10; n++) {
    client.run('GET value');
    advance(200);
  }
  expect(used() - atRest).toBeGreaterThanOrEqual(8192 - 1024);
  client.run('QUIT');
  expect(used()).toBeLessThan(atRest);
});

test('DEBUG REPLYBUFFER keeps sizes, or peaks, as they are', () => {
  const { advance, buffer, client, operator } = watched();
  operator.run('DEBUG REPLYBUFFER RESIZING 0');
  advance(20_000);
  expect(buffer()).toBe('rbs=16384 rbp=16384');
  operator.run('DEBUG REPLYBUFFER RESIZING 1');
  operator.run('DEBUG REPLYBUFFER PEAK-RESET-TIME never');
  advance(20_000);
  expect(buffer()).toBe('rbs=16384 rbp=16384');
  operator.run('DEBUG REPLYBUFFER PEAK-RESET-TIME reset');
  advance(200);
  expect(buffer()).toBe('rbs=1024 rbp=0');
  client.run('PING');
  expect(buffer()).toBe('rbs=1024 rbp=7');
});
