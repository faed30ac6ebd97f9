/**
 * The contract of the Disk port as a test suite, run on every disk there is.
 *
 * Beyond the words in src/base/ports.ts it fixes the edges: removing or syncing a file that is not
 * there does nothing, renaming or truncating one rejects with ENOENT; after a failed append a file
 * takes nothing more until a `sync` has reported it, so that it never has a hole.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Disk } from '../base/ports.ts';

export interface DiskUnderTest {
  readonly disk: Disk;
  /** The same files through a new disk, as after a restart; the old disk is not used again. */
  reopen(): Promise<Disk>;
  /** Makes the next changes fail as a full disk does, or ends that. */
  fill(full: boolean): void;
  dispose(): Promise<void>;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (found: Uint8Array | null): string | null =>
  found === null ? null : new TextDecoder().decode(found);

/** Bytes that differ at every offset a chunk border may fall on. */
function pattern(sizeBytes: number): Uint8Array {
  return Uint8Array.from({ length: sizeBytes }, (_, at) => (at * 31 + (at >> 8)) & 0xff);
}

export function checkDisk(name: string, open: () => Promise<DiskUnderTest>): void {
  describe(`${name} keeps the Disk contract`, () => {
    let host: DiskUnderTest;
    let disk: Disk;
    beforeEach(async () => {
      host = await open();
      disk = host.disk;
    });
    afterEach(() => host.dispose());
    const content = async (path: string, from = disk) => textOf(await from.read(path));

    test('a file that was never written is null', async () => {
      expect(await disk.read('a')).toBe(null);
      expect(await disk.list('')).toEqual([]);
    });

    test('read sees every append made before it', async () => {
      disk.append('dir/a', bytes('one '));
      disk.append('dir/b', bytes('other'));
      disk.append('dir/a', bytes('two'));
      expect(await content('dir/a')).toBe('one two');
      expect(await content('dir/b')).toBe('other');
    });

    test('synced appends survive a reopen', async () => {
      disk.append('a', bytes('one '));
      await disk.sync('a');
      disk.append('a', bytes('two'));
      await disk.sync('a');
      const again = await host.reopen();
      expect(await content('a', again)).toBe('one two');
      again.append('a', bytes(' three'));
      await again.sync('a');
      expect(await content('a', again)).toBe('one two three');
    });

    test('many appends to several files keep their order', async () => {
      for (let n = 0; n < 500; n++) disk.append(n % 3 === 0 ? 'x' : 'y', bytes(`${n},`));
      await disk.sync('x');
      await disk.sync('y');
      const numbers = (keep: (n: number) => boolean) =>
        Array.from({ length: 500 }, (_, n) => n)
          .filter(keep)
          .map((n) => `${n},`)
          .join('');
      expect(await content('x')).toBe(numbers((n) => n % 3 === 0));
      expect(await content('y')).toBe(numbers((n) => n % 3 !== 0));
    });

    test('large files come back byte for byte', async () => {
      const large = pattern(2_500_000);
      await disk.write('large', large);
      disk.append('large', pattern(70_000));
      disk.append('large', pattern(1_200_000));
      await disk.sync('large');
      const again = await host.reopen();
      const found = await again.read('large');
      expect(found?.length).toBe(3_770_000);
      const expected = Buffer.concat([large, pattern(70_000), pattern(1_200_000)]);
      expect(Buffer.compare(Buffer.from(found ?? []), expected)).toBe(0);
    });

    test('write replaces the whole file, durably', async () => {
      disk.append('a', bytes('a long first version'));
      await disk.write('a', bytes('new'));
      expect(await content('a', await host.reopen())).toBe('new');
    });

    test('an empty write and an empty append make an empty file', async () => {
      await disk.write('a', bytes(''));
      disk.append('b', bytes(''));
      await disk.sync('b');
      expect(await content('a')).toBe('');
      expect(await content('b')).toBe('');
      expect(await disk.list('')).toEqual(['a', 'b']);
    });

    test('append after write continues the new content', async () => {
      await disk.write('a', bytes('new '));
      disk.append('a', bytes('tail'));
      expect(await content('a')).toBe('new tail');
    });

    test('truncate cuts to the first bytes, durably', async () => {
      disk.append('a', bytes('0123456789'));
      await disk.truncate('a', 4);
      expect(await content('a')).toBe('0123');
      disk.append('a', bytes('x'));
      await disk.sync('a');
      expect(await content('a', await host.reopen())).toBe('0123x');
    });

    test('truncate across chunks of a large file', async () => {
      await disk.write('a', pattern(2_500_000));
      await disk.truncate('a', 1_500_001);
      disk.append('a', bytes('end'));
      const found = await disk.read('a');
      expect(found?.length).toBe(1_500_004);
      expect(found?.[1_500_000]).toBe(pattern(1_500_001)[1_500_000]);
      expect(textOf(found?.subarray(-3) ?? null)).toBe('end');
    });

    test('rename moves the file over what was there, durably', async () => {
      disk.append('temp', bytes('new'));
      disk.append('a', bytes('old'));
      await disk.sync('temp');
      await disk.rename('temp', 'a');
      const again = await host.reopen();
      expect(await content('a', again)).toBe('new');
      expect(await again.list('')).toEqual(['a']);
    });

    test('calls take effect in the order made, awaited or not', async () => {
      disk.append('a', bytes('1'));
      const first = disk.rename('a', 'b');
      disk.append('a', bytes('2'));
      const second = disk.read('b');
      disk.append('b', bytes('3'));
      const third = disk.remove('a');
      const fourth = disk.list('');
      await Promise.all([first, third]);
      expect(textOf(await second)).toBe('1');
      expect(await fourth).toEqual(['b']);
      expect(await content('b')).toBe('13');
    });

    test('remove forgets the file', async () => {
      disk.append('a', bytes('1'));
      await disk.remove('a');
      expect(await content('a', await host.reopen())).toBe(null);
    });

    test('files that are not there', async () => {
      await disk.remove('a');
      await disk.sync('a');
      await expect(disk.rename('a', 'b')).rejects.toMatchObject({ code: 'ENOENT' });
      await expect(disk.truncate('a', 0)).rejects.toMatchObject({ code: 'ENOENT' });
      expect(await disk.list('')).toEqual([]);
    });

    test('list gives sorted paths that start with the prefix', async () => {
      for (const path of ['dir/b', 'dir/a', 'dirt', 'other', 'dir/sub/c']) {
        await disk.write(path, bytes(path));
      }
      expect(await disk.list('dir/')).toEqual(['dir/a', 'dir/b', 'dir/sub/c']);
      expect(await disk.list('dir')).toEqual(['dir/a', 'dir/b', 'dir/sub/c', 'dirt']);
      expect(await disk.list('')).toHaveLength(5);
    });

    test('a full disk fails the next sync, leaves no hole, and works again with room', async () => {
      disk.append('a', bytes('kept '));
      await disk.sync('a');
      host.fill(true);
      disk.append('a', bytes('lost '));
      await expect(disk.sync('a')).rejects.toMatchObject({ name: 'DiskError', code: 'ENOSPC' });
      await expect(disk.write('b', bytes('lost'))).rejects.toMatchObject({ code: 'ENOSPC' });
      expect(await content('a')).toBe('kept ');
      host.fill(false);
      disk.append('a', bytes('again'));
      await disk.sync('a');
      expect(await content('a')).toBe('kept again');
      expect(await content('b')).toBe(null);
    });

    test('appends after a failed one are dropped until a sync has reported it', async () => {
      disk.append('a', bytes('1'));
      await disk.sync('a');
      host.fill(true);
      disk.append('a', bytes('2'));
      await disk.read('a');
      host.fill(false);
      disk.append('a', bytes('3'));
      await expect(disk.sync('a')).rejects.toMatchObject({ code: 'ENOSPC' });
      disk.append('a', bytes('4'));
      await disk.sync('a');
      expect(await content('a')).toBe('14');
    });

    test('a failure that no sync has reported moves with its file', async () => {
      disk.append('a', bytes('1'));
      await disk.sync('a');
      host.fill(true);
      disk.append('a', bytes('2'));
      await disk.read('a');
      host.fill(false);
      await disk.rename('a', 'b');
      await expect(disk.sync('b')).rejects.toMatchObject({ code: 'ENOSPC' });
      expect(await content('b')).toBe('1');
    });
  });
}
