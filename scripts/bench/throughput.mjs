/** Commands per second over TCP, as a ratio to the real redis-server in the same run. */
import { benchmark, compareRates, printTable, startNative, startOurs } from './programs.mjs';

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
      const measure = (/** @type {{ port: number }} */ { port }) =>
        benchmark(port, ['-t', test], pipeline, requests);
      cells.push(...(await compareRates([native, ours], rounds, measure)));
    }
    rows.push(cells);
  }
  await ours.stop();
  await native.stop();
  printTable(`Throughput over TCP (redis-benchmark -c 50, medians of ${rounds} rounds)`, rows);
}
