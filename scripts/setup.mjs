/**
 * Makes a fresh clone ready for the command that follows; does nothing where all is in place.
 *
 *   node scripts/setup.mjs             packages, as package-lock.json says
 *   node scripts/setup.mjs --browser   and a Chromium for the journeys (with a Korean font)
 *   node scripts/setup.mjs --redis     and a redis-server for the oracle
 *
 * Node built-ins only: it runs before anything is installed. A missing browser ends it with an
 * error, a missing redis-server with a warning, because the other tests do not need one.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBrowser, findOnPath, findRedisServer } from './find-programs.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const wanted = new Set(process.argv.slice(2));

/** @param {string} text */
const say = (text) => process.stdout.write(`setup: ${text}\n`);

/**
 * @param {string} text
 * @returns {never}
 */
function fail(text) {
  process.stderr.write(`setup: ${text}\n`);
  process.exit(1);
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
function run(command, args, env = {}) {
  const done = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  return done.status === 0;
}

/** @param {readonly string[]} args */
function npm(args) {
  const script = process.env.npm_execpath;
  if (script !== undefined && /\.c?js$/.test(script)) {
    return run(process.execPath, [script, ...args]);
  }
  const done = spawnSync(`npm ${args.join(' ')}`, { cwd: root, stdio: 'inherit', shell: true });
  return done.status === 0;
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(`Node ${process.versions.node} is too old: 20.19 or newer is needed.`);
}

function installPackages() {
  const stamp = join(root, 'node_modules', '.lock-hash');
  const lock = readFileSync(join(root, 'package-lock.json'));
  const hash = createHash('sha256').update(lock).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  say('installing packages (npm ci)');
  if (!npm(['ci', '--no-audit', '--no-fund'])) fail('npm ci failed: see its output above.');
  writeFileSync(stamp, hash);
}

const mayUseApt = () => process.getuid?.() === 0 && findOnPath('apt-get') !== null;

let aptIsFresh = false;

/** @param {readonly string[]} packages */
function aptInstall(packages) {
  // A run level of 1 keeps the packages from starting services of their own.
  const env = { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  if (!aptIsFresh) {
    aptIsFresh = run('apt-get', ['update', '-qq'], env);
  }
  return run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], env);
}

function hasKoreanFont() {
  const folders = ['/usr/share/fonts/truetype/nanum', '/usr/share/fonts/opentype/noto'];
  return process.platform !== 'linux' || folders.some((folder) => existsSync(folder));
}

function installBrowser() {
  if (findBrowser() === null) {
    say('no Chromium found, installing one');
    const cli = join(root, 'node_modules', '@playwright', 'test', 'cli.js');
    const deps = process.platform === 'linux' && process.getuid?.() === 0 ? ['--with-deps'] : [];
    if (!(mayUseApt() && aptInstall(['chromium']))) {
      run(process.execPath, [cli, 'install', ...deps, 'chromium']);
    }
  }
  const browser = findBrowser();
  if (browser === null || !existsSync(browser)) {
    fail(
      browser === null
        ? 'no Chromium could be found or installed: install one, or set CHROME_BIN to its path.'
        : `CHROME_BIN names ${browser}, which does not exist.`,
    );
  }
  if (!hasKoreanFont() && mayUseApt() && !aptInstall(['fonts-nanum'])) {
    say('no Korean font could be installed: Korean text will show as boxes in the journeys.');
  }
}

function installRedis() {
  if (findRedisServer() !== null) return;
  if (mayUseApt()) {
    say('no redis-server found, installing one');
    aptInstall(['redis-server', 'redis-tools']);
  }
  if (findRedisServer() !== null) return;
  say('NO REDIS-SERVER: the oracle, which compares the engine with a real server, WILL NOT RUN.');
  say('Install redis-server 7.0 or newer, or set REDIS_SERVER to its path.');
}

checkNode();
installPackages();
if (wanted.has('--browser')) installBrowser();
if (wanted.has('--redis')) installRedis();
