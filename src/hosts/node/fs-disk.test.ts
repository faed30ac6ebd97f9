/** The disk over a real folder: the common contract, on a temporary one. */
import { mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkDisk } from '../disk-contract.ts';
import { FsDisk } from './fs-disk.ts';

const temporaryFolder = () => mkdtemp(join(tmpdir(), 'stampede-disk-'));

checkDisk('the disk under Node', async () => {
  const folder = await temporaryFolder();
  let isFull = false;
  const disk = new FsDisk(folder, async (path, flags) => {
    const handle = await open(path, flags);
    const write = handle.write.bind(handle) as (...args: unknown[]) => Promise<unknown>;
    // Half of what is asked for is written before the disk is found to be full.
    handle.write = (async (bytes: Uint8Array, at: number, length: number) => {
      if (!isFull) return write(bytes, at, length);
      await write(bytes, at, length >> 1);
      throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    }) as typeof handle.write;
    return handle;
  });
  const opened = [disk];
  return {
    disk,
    reopen: async () => {
      await disk.close();
      const again = new FsDisk(folder);
      opened.push(again);
      return again;
    },
    fill: (full) => {
      isFull = full;
    },
    dispose: async () => {
      for (const one of opened) await one.close();
      await rm(folder, { recursive: true });
    },
  };
});

test('what an interrupted write left behind is not listed', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, '.writing-dump.rdb'), 'half');
  const disk = new FsDisk(folder);
  expect(await disk.list('')).toEqual([]);
  await disk.write('dump.rdb', new Uint8Array([1]));
  expect(await readdir(folder)).toEqual(['dump.rdb']);
  await rm(folder, { recursive: true });
});

test('paths that leave the folder are refused', async () => {
  const disk = new FsDisk('/nowhere');
  await expect(disk.read('../secret')).rejects.toThrow(/a disk path/);
  await expect(disk.write('/etc/x', new Uint8Array())).rejects.toThrow(/a disk path/);
});
