/** The disk over IndexedDB: the common contract, on an IndexedDB in memory. */
import 'fake-indexeddb/auto';
import { deleteDB, openDB } from 'idb';
import { expect, test } from 'vitest';
import { checkDisk } from '../disk-contract.ts';
import { IdbDisk } from './idb-disk.ts';

let opened = 0;

checkDisk('the disk in the browser', async () => {
  const name = `disk-${++opened}`;
  const put = IDBObjectStore.prototype.put;
  const disks = [await IdbDisk.open(name)];
  return {
    disk: disks[0]!,
    reopen: async () => {
      await disks[0]!.close();
      disks.push(await IdbDisk.open(name));
      return disks[1]!;
    },
    fill: (full) => {
      IDBObjectStore.prototype.put = full
        ? () => {
            throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
          }
        : put;
    },
    dispose: async () => {
      IDBObjectStore.prototype.put = put;
      for (const disk of disks) await disk.close();
      await deleteDB(name);
    },
  };
});

test('small appends share chunks, large ones are cut at 1 MiB', async () => {
  const disk = await IdbDisk.open('chunks');
  for (let n = 0; n < 100; n++) {
    disk.append('small', new Uint8Array(100));
    await disk.sync('small');
  }
  disk.append('large', new Uint8Array(2_500_000));
  await disk.sync('large');
  await disk.close();
  const db = await openDB('chunks');
  expect(await db.getAll('files')).toEqual([
    { id: 2, chunkCount: 3, sizeBytes: 2_500_000 },
    { id: 1, chunkCount: 1, sizeBytes: 10_000 },
  ]);
  db.close();
});

test('appends and syncs of one tick are one strict transaction', async () => {
  const disk = await IdbDisk.open('grouped');
  const asked: unknown[] = [];
  const transaction = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (stores, mode, options) {
    asked.push(options?.durability);
    return transaction.call(this, stores, mode, options);
  };
  const synced: Promise<void>[] = [];
  for (const path of ['a', 'b', 'a']) {
    disk.append(path, new Uint8Array(10));
    synced.push(disk.sync(path));
  }
  await Promise.all(synced);
  disk.append('a', new Uint8Array(10));
  await disk.list('');
  await disk.sync('a');
  IDBDatabase.prototype.transaction = transaction;
  expect(asked).toEqual(['strict', 'relaxed', undefined, 'strict']);
  await disk.close();
});

test('a sync in a failed group rejects, what was appended after it is kept', async () => {
  const disk = await IdbDisk.open('fates');
  const put = IDBObjectStore.prototype.put;
  let refused = 0;
  IDBObjectStore.prototype.put = function (value, key) {
    if (value instanceof Uint8Array && value[0] === 1 && refused < 2) {
      refused++;
      throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
    }
    return put.call(this, value, key);
  };
  disk.append('a', new Uint8Array([1]));
  const first = disk.sync('a');
  disk.append('a', new Uint8Array([2]));
  const second = disk.sync('a');
  await expect(first).rejects.toMatchObject({ code: 'ENOSPC' });
  await second;
  IDBObjectStore.prototype.put = put;
  expect(await disk.read('a')).toEqual(new Uint8Array([2]));
  await disk.close();
});
