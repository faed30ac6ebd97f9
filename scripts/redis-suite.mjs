/**
 * Runs Redis's own test suite (Tcl, from an unpacked source of Redis) against `npm run serve`: the
 * suite starts what it takes for its redis-server, and reads our log, our INFO and our files.
 *
 *   node scripts/redis-suite.mjs /path/to/redis-7.0.15 [unit/type/list unit/multi ...]
 *
 * UNIT_TIMEOUT_S=300 is how long a unit may take.
 *
 * Needs tclsh, and redis-cli, redis-benchmark and the checkers on the PATH. What cannot hold here is
 * left out by name, with its reason (`redis-suite-skips.mjs`). Exits with 1 where a test fails.
 */
import { spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { skippedTags, skippedTests, skippedUnits } from './redis-suite-skips.mjs';
import { bundleServer } from './serve.mjs';

const UNIT_TIMEOUT_MS = Number(process.env.UNIT_TIMEOUT_S ?? 300) * 1000;
/** Of the output of a unit that did not come to its end: a message and where it came from. */
const LAST_LINES = 20;
/** Where the suite begins to look for free ports: of two runs side by side, each elsewhere. */
const BASE_PORT = 21_000 + (process.pid % 100) * 100;
const TOOLS = ['redis-cli', 'redis-benchmark', 'redis-check-rdb', 'redis-check-aof'];

/** @param {string} source */
function versionOf(source) {
  const text = readFileSync(join(source, 'src/version.h'), 'utf8');
  return /REDIS_VERSION "(\d+\.\d+)/.exec(text)?.[1] ?? '';
}

/**
 * A copy of the suite in which src/redis-server is ours.
 *
 * @param {string} source
 * @param {string} bundle
 */
function prepare(source, bundle) {
  const folder = mkdtempSync(join(tmpdir(), 'redis-suite-'));
  for (const name of ['tests', 'runtest']) {
    cpSync(join(source, name), join(folder, name), { recursive: true });
  }
  mkdirSync(join(folder, 'src'));
  const start = join(folder, 'src/start.mjs');
  writeFileSync(
    start,
    `const { main } = await import(${JSON.stringify(pathToFileURL(bundle).href)});
const given = process.argv.slice(2);
const file = given[0]?.startsWith('--') === false ? [given.shift()] : [];
await main([...file, '--emulate-version', '${versionOf(source)}', ...given], 'suite');\n`,
  );
  const server = join(folder, 'src/redis-server');
  writeFileSync(server, `#!/bin/sh\nexec "${process.execPath}" "${start}" "$@"\n`);
  chmodSync(server, 0o755);
  for (const tool of TOOLS) symlinkSync(join('/usr/bin', tool), join(folder, 'src', tool));
  writeFileSync(join(folder, 'skips'), `${Object.values(skippedTests).flat().join('\n')}\n`);
  return folder;
}

/** @param {string} source */
function unitsOf(source) {
  const below = (/** @type {string} */ folder) =>
    readdirSync(join(source, 'tests', folder))
      .filter((name) => name.endsWith('.tcl'))
      .map((name) => `${folder}/${name.slice(0, -'.tcl'.length)}`);
  return [...below('unit/type'), ...below('unit')].filter((unit) => !(unit in skippedUnits));
}

/**
 * @param {string} folder
 * @param {string} unit
 * @returns {Promise<string>}
 */
function run(folder, unit) {
  const tags = ['slow', ...(skippedTags[unit] ?? [])].map((tag) => `-${tag}`).join(' ');
  const options = ['--clients', '1', '--durable', '--skipfile', 'skips', '--tags', tags];
  options.push('--baseport', String(BASE_PORT));
  const suite = spawn('./runtest', [...options, '--single', unit], {
    cwd: folder,
    detached: true,
  });
  let output = '';
  suite.stdout.on('data', (text) => {
    output += stripVTControlCharacters(String(text));
  });
  const stop = () => process.kill(-(suite.pid ?? 0), 'SIGKILL');
  const timer = setTimeout(stop, UNIT_TIMEOUT_MS);
  return new Promise((done) => {
    suite.on('close', () => {
      clearTimeout(timer);
      done(output);
    });
  });
}

/** The tests that failed are told twice: as they do, and in a list at the end. */
const failuresIn = (/** @type {string} */ output) => {
  const [, list = ''] = output.split('The following tests failed:');
  const names = list.match(/^\*\*\* .*$/gm) ?? [];
  // Cut off before it came to its list.
  if (output.includes('The End')) return names;
  const last = output.trim().split('\n').slice(-LAST_LINES).join('\n    ');
  return [...names, `*** did not come to its end:\n    ${last}`];
};

const [source, ...chosen] = process.argv.slice(2);
if (source === undefined) {
  process.stderr.write('usage: node scripts/redis-suite.mjs /path/to/redis-source [unit ...]\n');
  process.exit(1);
}
const folder = prepare(source, await bundleServer());
let passed = 0;
let failed = 0;
for (const unit of chosen.length > 0 ? chosen : unitsOf(source)) {
  const output = await run(folder, unit);
  const ok = output.match(/^\[ok\]:/gm)?.length ?? 0;
  const failures = failuresIn(output);
  passed += ok;
  failed += failures.length;
  process.stdout.write(`${unit}: ${ok} passed, ${failures.length} failed\n`);
  for (const failure of failures) process.stdout.write(`  ${failure}\n`);
}
rmSync(folder, { recursive: true, force: true });
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
