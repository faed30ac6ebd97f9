/**
 * DEBUG RELOAD and DEBUG LOADAOF: a running server's data is what its files hold. Files are read
 * first and the data replaced then, so that what cannot be read is told while all is as it was.
 * Whoever asks holds the other clients up meanwhile.
 */
import { bytesOf } from '../base/bytes.ts';
import type { Disk } from '../base/ports.ts';
import { manifestName, parseManifest } from '../engine/persistence/manifest.ts';
import { isRdbFile } from '../engine/rdb/rdb-file.ts';
import type { DataFiles } from '../engine/server/gates.ts';
import type { Server } from '../engine/server/server.ts';
import { loadWholeSnapshot, replayAll } from './load-files.ts';

/** Lets go of keys and function libraries, which are not the log's to know of. */
function empty(server: Server): void {
  server.keyspace.flushAll();
  server.scripting.flushLibraries();
}

async function loadSnapshotFile(
  server: Server,
  disk: Disk,
  { flushes, merges }: Parameters<DataFiles['loadSnapshot']>[0],
): Promise<void> {
  const path = server.config.text('dbfilename');
  const bytes = await disk.read(path);
  if (bytes === null) throw new Error(`there is no ${path}`);
  if (flushes) empty(server);
  await loadWholeSnapshot(server, bytes, false, merges);
}

/** The bytes of the files that the manifest names, the oldest first. */
async function logFiles({ config }: Server, disk: Disk): Promise<Uint8Array[]> {
  const folder = `${config.text('appenddirname')}/`;
  const manifest = await disk.read(folder + manifestName(config.text('appendfilename')));
  const files = manifest === null ? [] : parseManifest(bytesOf(manifest));
  const parts: Uint8Array[] = [];
  for (const { name, type } of files) {
    if (type === 'h') continue;
    const bytes = await disk.read(folder + name);
    if (bytes === null) throw new Error(`there is no ${name}`);
    parts.push(bytes);
  }
  if (parts.length === 0) throw new Error('there is no append-only file');
  return parts;
}

async function loadLogFiles(server: Server, disk: Disk): Promise<void> {
  const files = await logFiles(server, disk);
  empty(server);
  for (const bytes of files) {
    const endsAt = isRdbFile(bytes) ? await loadWholeSnapshot(server, bytes, true) : 0;
    const report = await replayAll(server, bytes, endsAt);
    if (report.outcome !== 'whole') throw new Error(report.detail);
  }
}

const failureOf = (work: Promise<void>): Promise<string | null> =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );

export function dataFiles(server: Server, disk: Disk): DataFiles {
  return {
    loadSnapshot: (how) => failureOf(loadSnapshotFile(server, disk, how)),
    loadLog: () => failureOf(loadLogFiles(server, disk)),
  };
}
