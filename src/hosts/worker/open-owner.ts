/**
 * Opens a data set on the browser's storage, or, where the browser gives none, in memory: a page in
 * a private window or on a full disk is still a Redis to learn with, and says what it cannot keep.
 *
 * Invariant: what is on the disk is never passed over. Memory takes its place only where the database
 * cannot be opened, or has no file and no room for the first.
 */
import { type Disk, DiskError } from '../../base/ports.ts';
import type { DamageNotice, StopReport } from '../../contract/host.ts';
import type { DiskDatabase } from './disk-database.ts';
import { IdbDisk } from './idb-disk.ts';
import { Owner } from './owner.ts';

/**
 * `database` is that of the data set, where it is being opened already; `stopped` is how the server
 * of the tab before had stopped, if it had.
 */
export async function openOwner(
  dataset: string,
  database: Promise<DiskDatabase> | null,
  stopped: StopReport | null = null,
): Promise<Owner> {
  let disk: IdbDisk;
  try {
    disk = await IdbDisk.open(`stampede/${dataset}`, database ?? undefined);
  } catch (error) {
    return inMemory(dataset, error);
  }
  return stopped ? Owner.inherit(disk, dataset, stopped) : openOn(disk, dataset);
}

export async function openOn(disk: Disk, dataset: string): Promise<Owner> {
  try {
    return await Owner.open(disk, dataset);
  } catch (error) {
    const isFull = error instanceof DiskError && error.code === 'ENOSPC';
    if (isFull && (await disk.list('')).length === 0) return inMemory(dataset, error);
    throw error;
  }
}

/** In memory alone, and why. */
export async function inMemory(dataset: string, error: unknown): Promise<Owner> {
  const { MemoryDisk } = await import('../simulated/memory-disk.ts');
  const detail = error instanceof Error ? error.message || error.name : String(error);
  const notice: DamageNotice = {
    ...{ kind: 'disk-unavailable', file: dataset, offset: 0, keptAs: null },
    detail,
  };
  return Owner.open(new MemoryDisk(), dataset, [notice]);
}
