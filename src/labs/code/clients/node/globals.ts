/**
 * What Node puts into the global scope, for the modules of the genuine clients: vite-plugin-clients
 * has each of them import these, so that nothing has to be put on `globalThis`.
 */
import { bytesToUtf8Lossy } from '../../../../base/bytes.ts';
import { worldDate, worldMath } from '../../world-date.ts';
import { outside } from '../outside.ts';
import { restFetch } from '../rest-fetch.ts';

export { AbortController, AbortSignal } from './abort.ts';
export { Buffer } from './buffer.ts';

const worldSetTimeout = (...args: [unknown, unknown?, ...unknown[]]) =>
  outside().timers.setTimeout(...args);
const worldSetInterval = (...args: [unknown, unknown?, ...unknown[]]) =>
  outside().timers.setInterval(...args);
const worldSetImmediate = (...args: [unknown, ...unknown[]]) =>
  outside().timers.setImmediate(...args);
const worldClear = (handle: unknown) => outside().timers.clearTimeout(handle);

const nowMs = () => outside().world.clock.nowMs();
const WorldDate = worldDate({ nowMs });
const WorldMath = worldMath({
  uint32: () => outside().world.random.uint32(),
  below: (bound) => outside().world.random.below(bound),
  unit: () => outside().world.random.unit(),
});

/** Reactions of promises run in the order they were asked for, as the next-tick queue does. */
const nextTick = (task: (...args: unknown[]) => void, ...args: unknown[]): void => {
  outside()
    .world.Promise.resolve()
    .then(() => task(...args))
    // A tick that throws is an uncaught exception, not the rejection of a promise nobody holds.
    .catch((error: unknown) => outside().world.uncaught(error));
};

const warn = (text: unknown, ...rest: unknown[]): void =>
  outside().world.print('warn', [text, ...rest].map(String).join(' '));

const worldProcess = {
  nextTick,
  get env() {
    return outside().world.env;
  },
  argv: ['node', 'code.js'],
  pid: 1,
  platform: 'browser',
  version: 'v20.19.0',
  versions: { node: '20.19.0' },
  emitWarning: warn,
  cwd: () => '/',
  on: () => worldProcess,
  once: () => worldProcess,
  off: () => worldProcess,
  removeListener: () => worldProcess,
  emit: () => false,
  hrtime: Object.assign(() => [Math.floor(nowMs() / 1000), (nowMs() % 1000) * 1e6], {
    bigint: () => BigInt(Math.round(nowMs() * 1e6)),
  }),
  stderr: { fd: 2, isTTY: false, write: (bytes: string | Uint8Array) => writeError(bytes) },
  stdout: { fd: 1, isTTY: false },
};

function writeError(bytes: string | Uint8Array): boolean {
  const text = typeof bytes === 'string' ? bytes : bytesToUtf8Lossy(String.fromCharCode(...bytes));
  warn(text.trimEnd());
  return true;
}

const worldConsole = {
  log: (...args: unknown[]) => outside().world.print('log', args.map(String).join(' ')),
  info: (...args: unknown[]) => outside().world.print('info', args.map(String).join(' ')),
  debug: (...args: unknown[]) => outside().world.print('debug', args.map(String).join(' ')),
  warn,
  error: (...args: unknown[]) => outside().world.print('error', args.map(String).join(' ')),
};

const worldPerformance = { now: () => outside().world.clock.monotonicUs() / 1000 };

export {
  nextTick as queueMicrotask,
  restFetch as fetch,
  WorldDate as Date,
  WorldMath as Math,
  worldClear as clearTimeout,
  worldClear as clearInterval,
  worldClear as clearImmediate,
  worldConsole as console,
  worldPerformance as performance,
  worldProcess as process,
  worldSetImmediate as setImmediate,
  worldSetInterval as setInterval,
  worldSetTimeout as setTimeout,
};
