/**
 * Type checks, each with the types its rooms may see: no platform at all for the pure rooms, the
 * DOM for the page, worker types for the workers, Node's for hosts/node and scripts.
 *
 *   node scripts/types.mjs [room ...]
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const rooms = ['pure', 'web', 'worker', 'node', 'strategies', 'tests'];
const root = fileURLToPath(new URL('..', import.meta.url));
const tsc = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));

/**
 * @param {string} room
 * @returns {Promise<boolean>}
 */
function check(room) {
  const args = [tsc, '-p', `tsconfig.${room}.json`, '--pretty', 'false'];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      process.stdout.write(`${room}: ${code === 0 ? 'ok' : 'failed'}\n${output}`);
      resolve(code === 0);
    });
  });
}

const chosen = process.argv.length > 2 ? process.argv.slice(2) : rooms;
let passed = true;
for (const room of chosen) passed = (await check(room)) && passed;
process.exit(passed ? 0 : 1);
