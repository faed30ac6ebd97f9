/** What INFO says of the process around the server. */
import { totalmem } from 'node:os';
import { createClient } from 'redis';
import { expect, test } from 'vitest';
import { startOurs } from '../../testing/tools/programs.ts';

test('processor time and memory are those of this process', async () => {
  const server = await startOurs();
  const client = createClient({ socket: { port: server.port } });
  await client.connect();
  const info = `${await client.info('memory')}${await client.info('cpu')}`;
  client.destroy();
  await server.stop();
  const fields = new Map(info.split('\r\n').map((line) => line.split(':') as [string, string]));
  const figure = (name: string): number => Number(fields.get(name));
  const [used, resident] = [figure('used_memory'), figure('used_memory_rss')];
  // Within a factor: the process lives on while it is asked.
  const now = process.memoryUsage.rss();
  expect(resident / now).toBeGreaterThan(0.5);
  expect(resident / now).toBeLessThan(2);
  expect(figure('total_system_memory')).toBe(totalmem());
  expect(fields.get('total_system_memory_human')).toMatch(/^\d+\.\d\dG$/);
  expect(figure('mem_fragmentation_bytes')).toBe(resident - used);
  expect(fields.get('mem_fragmentation_ratio')).toBe((resident / used).toFixed(2));
  for (const part of ['user', 'sys']) {
    const whole = figure(`used_cpu_${part}`);
    expect(whole).toBeGreaterThan(0);
    expect(figure(`used_cpu_${part}_main_thread`)).toBeGreaterThan(0);
    expect(fields.get(`used_cpu_${part}_children`)).toBe('0.000000');
  }
});
