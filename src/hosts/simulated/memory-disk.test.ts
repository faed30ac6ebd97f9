/** The disk in memory: the common contract, and what a power cut takes. */
import { expect, test } from 'vitest';
import type { Clock } from '../../base/ports.ts';
import { checkDisk } from '../disk-contract.ts';
import { MemoryDisk } from './memory-disk.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const content = async (disk: MemoryDisk, path: string) => {
  const found = await disk.read(path);
  return found === null ? null : new TextDecoder().decode(found);
};

checkDisk('the simulated disk', async () => {
  const disk = new MemoryDisk();
  return {
    disk,
    reopen: async () => {
      disk.powerCut();
      return disk;
    },
    fill: (full) => disk.failWith(full ? 'ENOSPC' : null),
    dispose: async () => {},
  };
});

test('a power cut loses exactly the unsynced tail', async () => {
  const disk = new MemoryDisk();
  disk.append('a', bytes('safe '));
  await disk.sync('a');
  disk.append('a', bytes('gone'));
  disk.append('never-synced', bytes('gone'));
  expect(disk.unsyncedBytes('a')).toBe(4);
  disk.powerCut();
  expect(await content(disk, 'a')).toBe('safe ');
  expect(await content(disk, 'never-synced')).toBe(null);
});

test('a power cut can leave a torn tail', async () => {
  const disk = new MemoryDisk();
  disk.append('a', bytes('safe '));
  await disk.sync('a');
  disk.append('a', bytes('torn'));
  disk.powerCut((_path, unsynced) => Math.floor(unsynced / 2));
  expect(await content(disk, 'a')).toBe('safe to');
});

test('a rename does not make the bytes it moves durable', async () => {
  const disk = new MemoryDisk();
  disk.append('temp', bytes('synced '));
  await disk.sync('temp');
  disk.append('temp', bytes('not'));
  await disk.rename('temp', 'a');
  disk.powerCut();
  expect(await content(disk, 'a')).toBe('synced ');
});

test('on a clock, only flushes that have completed count', async () => {
  const waiting: (() => void)[] = [];
  const clock: Clock = {
    nowMs: () => 0,
    monotonicUs: () => 0,
    after: (_delayMs, wake) => {
      waiting.push(wake);
      return () => {};
    },
  };
  const disk = new MemoryDisk({ clock, fsyncMs: 5 });
  disk.append('a', bytes('1'));
  const first = disk.sync('a');
  disk.append('a', bytes('2'));
  waiting.shift()?.();
  await first;
  void disk.sync('a');
  disk.powerCut();
  for (const wake of waiting) wake();
  expect(await content(disk, 'a')).toBe('1');
});

test('a capacity is a full disk', async () => {
  const disk = new MemoryDisk();
  disk.limitTo(8);
  disk.append('a', bytes('12345678'));
  await disk.sync('a');
  disk.append('a', bytes('9'));
  await expect(disk.sync('a')).rejects.toMatchObject({ code: 'ENOSPC' });
  await disk.write('a', bytes('1'));
  expect(disk.sizeBytes).toBe(1);
});
