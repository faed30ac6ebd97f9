/**
 * DEBUG RELOAD and DEBUG LOADAOF: a running server's data is what its files hold. They are loaded
 * into a server beside it first, which costs the time twice: where Redis would end with what it has
 * lost, a damaged file is told while all is as it was. Whoever asks holds the other clients up
 * meanwhile.
 */
import { bytesOf } from '../base/bytes.ts';
import type { Disk } from '../base/ports.ts';
import { manifestName, parseManifest } from '../engine/persistence/manifest.ts';
import { rdbBytes } from '../engine/persistence/snapshots.ts';
import type { DataFiles } from '../engine/server/gates.ts';
import type { Server } from '../engine/server/server.ts';
import { loadLogFile, loadWholeSnapshot } from './load-files.ts';

/** Lets go of keys and function libraries, which are not the log's to know of. */
function empty(server: Server): void {
  server.keyspace.flushAll();
  server.scripting.flushLibraries();
}

/** Does `load` to a server beside this one, holding `held`; then to this one, if that went well. */
async function loadProven(
  server: Server,
  held: Uint8Array | null,
  load: (into: Server) => Promise<unknown>,
): Promise<void> {
  const trial = server.trial();
  try {
    if (held) await loadWholeSnapshot(trial, held, true);
    await load(trial);
    server.parts.adopt(trial.parts);
  } finally {
    trial.stop();
  }
  if (!held) empty(server);
  await load(server);
}

async function reloadSnapshot(
  server: Server,
  disk: Disk,
  { flushes, merges }: Parameters<DataFiles['loadSnapshot']>[0],
): Promise<void> {
  const path = server.config.text('dbfilename');
  const bytes = await disk.read(path);
  if (bytes === null) throw new Error(`there is no ${path}`);
  const held = flushes ? null : rdbBytes(server, true).slice();
  await loadProven(server, held, (into) => loadWholeSnapshot(into, bytes, false, merges));
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
  await loadProven(server, null, async (into) => {
    for (const bytes of files) {
      const report = await loadLogFile(into, bytes);
      if (report.outcome !== 'whole') throw new Error(report.detail);
    }
  });
}

const failureOf = (work: Promise<void>): Promise<string | null> =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );

export function dataFiles(server: Server, disk: Disk): DataFiles {
  return {
    loadSnapshot: (how) => failureOf(reloadSnapshot(server, disk, how)),
    loadLog: () => failureOf(loadLogFiles(server, disk)),
  };
}
