/** Commands per second over TCP, as a ratio to the real redis-server in the same run. */
import { benchmark, median, printTable, startNative, startOurs } from './programs.mjs';

const tests = ['set', 'get', 'incr', 'lpush', 'rpop', 'sadd', 'hset', 'zadd', 'zpopmin'];
const heavier = ['lrange_100', 'mset'];
const pipelines = [1, 16, 64];

/** @param {{ rounds: number, scale: number }} options */
export async function throughput({ rounds, scale }) {
  const native = await startNative();
  const ours = await startOurs();
  const rows = [['test', ...pipelines.flatMap((p) => [`P=${p} redis`, 'ours', 'ratio'])]];
  for (const test of [...tests, ...heavier]) {
    const cells = [test];
    for (const pipeline of pipelines) {
      const base = pipeline === 1 ? 50_000 : 200_000;
      const requests = Math.round((heavier.includes(test) ? base / 4 : base) * scale);
      /** @type {Record<string, number[]>} */
      const rates = { [native.name]: [], [ours.name]: [] };
      for (let round = 0; round < rounds; round++) {
        for (const server of [native, ours]) {
          const rate = await benchmark(server.port, test, pipeline, requests);
          if (rate !== null) rates[server.name]?.push(rate);
        }
      }
      const a = median(rates[native.name] ?? []);
      const b = median(rates[ours.name] ?? []);
      const kilo = (/** @type {number} */ rate) => (rate ? `${Math.round(rate / 1000)}k` : '-');
      cells.push(kilo(a), kilo(b), (b / a).toFixed(2));
    }
    rows.push(cells);
  }
  await ours.stop();
  await native.stop();
  printTable(`Throughput over TCP (redis-benchmark -c 50, medians of ${rounds} rounds)`, rows);
}
