/**
 * Measures the engine and the page against the budgets, in one run, beside the real redis-server
 * and npm's other stand-ins; prints tables of ratios.
 *
 *   node scripts/bench.mjs [part ...] [--rounds=3] [--scale=1]
 *
 * Parts: throughput commands peers memory zset worlds size navigation smoothness; all of them when none is named.
 */
import { commands } from './bench/commands.mjs';
import { memory, zset } from './bench/data.mjs';
import { navigation, size, smoothness } from './bench/page.mjs';
import { peers } from './bench/peers.mjs';
import { throughput } from './bench/throughput.mjs';
import { worlds } from './bench/worlds.mjs';
import { bundleServer } from './serve.mjs';

const parts = {
  throughput,
  commands,
  peers,
  memory,
  zset,
  worlds,
  size,
  navigation,
  smoothness,
};

const args = process.argv.slice(2);
/**
 * @param {string} name
 * @param {number} fallback
 */
const option = (name, fallback) => {
  const given = args.find((arg) => arg.startsWith(`--${name}=`));
  return given === undefined ? fallback : Number(given.slice(name.length + 3));
};
const options = { rounds: option('rounds', 3), scale: option('scale', 1) };
const named = args.filter((arg) => !arg.startsWith('--'));
const unknown = named.filter((name) => !(name in parts));
if (unknown.length > 0) {
  process.stderr.write(`No such part: ${unknown.join(' ')}. ${Object.keys(parts).join(' ')}\n`);
  process.exit(1);
}

await bundleServer();
for (const [name, part] of Object.entries(parts)) {
  if (named.length > 0 && !named.includes(name)) continue;
  try {
    await part(options);
  } catch (error) {
    process.stdout.write(`\n${name}: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
process.exit();
