/**
 * The genuine client libraries, each fetched when it is first required. Enter a world before.
 *
 * Whoever bundles this must use vite-plugin-clients, which puts the modules under `node/` in place
 * of Node's own, for these packages only.
 */
import type { PackageName } from '../scope.ts';

export { enterWorld, surroundings } from './outside.ts';

type Exports = Readonly<Record<string, unknown>>;

/** What `require(name)` answers with. */
export async function loadPackage(name: PackageName): Promise<Exports> {
  if (name === 'ioredis') return exportsOf(await import('ioredis'), 'Redis');
  if (name === 'redis') return exportsOf(await import('redis'), 'createClient');
  return exportsOf(await import('@upstash/redis'), 'Redis');
}

/** A CommonJS package comes as the default of its namespace, or spread over it. */
function exportsOf(namespace: object, sure: string): Exports {
  const whole = Reflect.get(namespace, 'default') as unknown;
  const isWhole = (typeof whole === 'object' || typeof whole === 'function') && whole !== null;
  return (isWhole && sure in (whole as object) ? whole : namespace) as Exports;
}

/** Modules of Node that learners' code may require, by name without `node:`. */
export async function loadNodeModule(name: string): Promise<Exports | null> {
  if (name === 'crypto') return { ...(await import('./node/crypto.ts')) };
  if (name === 'events') return exportsOf(await import('events'), 'EventEmitter');
  if (name === 'buffer') return { ...(await import('./node/buffer.ts')) };
  if (name === 'util') return { ...(await import('./node/util.ts')) };
  const small = await import('./node/small-modules.ts');
  if (name === 'assert') return small.assertModule as unknown as Exports;
  if (name === 'timers/promises') return small.timersPromises;
  return null;
}
