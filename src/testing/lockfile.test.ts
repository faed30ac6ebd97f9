/**
 * package-lock.json must be whole and free of where it was made: every optional dependency that it
 * names is in it (else `npm ci` refuses it on other systems), and no entry says a download address.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './tidy/source-files.ts';

interface LockEntry {
  readonly version?: string;
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
  readonly packages: Readonly<Record<string, LockEntry>>;
};

/** Node's own search: beside the package, then in each folder above it. */
function isInstalledFor(folder: string, name: string): boolean {
  const inside = folder === '' ? '' : `${folder}/`;
  if (`${inside}node_modules/${name}` in lock.packages) return true;
  if (folder === '') return false;
  const up = folder.lastIndexOf('/node_modules/');
  return isInstalledFor(up < 0 ? '' : folder.slice(0, up), name);
}

test('every optional dependency that the lock names is in the lock', () => {
  const missing = Object.entries(lock.packages).flatMap(([folder, entry]) =>
    Object.entries(entry.optionalDependencies ?? {})
      .filter(([name]) => !isInstalledFor(folder, name))
      .map(([name, range]) => `${folder}@${entry.version}: ${name}@${range}`),
  );
  expect(missing).toEqual([]);
});

test('the lock says no download address', () => {
  const resolved = Object.entries(lock.packages).filter(
    ([, entry]) => entry.resolved !== undefined,
  );
  expect(resolved.map(([folder]) => folder)).toEqual([]);
});
