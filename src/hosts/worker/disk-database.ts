/** The IndexedDB database of a disk: its stores, and how it is opened. Part of the worker's tiny entry. */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';

interface FileRow {
  readonly id: number;
  readonly chunkCount: number;
  readonly sizeBytes: number;
}

export interface DiskSchema extends DBSchema {
  files: { key: string; value: FileRow };
  chunks: { key: [id: number, n: number]; value: Uint8Array };
}

export type DiskDatabase = IDBPDatabase<DiskSchema>;

/** Opens, creating if needed, the database of a disk. Opening needs no lock; reading does. */
export function openDiskDatabase(name: string): Promise<DiskDatabase> {
  return openDB<DiskSchema>(name, 1, {
    upgrade(fresh) {
      fresh.createObjectStore('files');
      fresh.createObjectStore('chunks');
    },
  });
}
