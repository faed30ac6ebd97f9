/** The bytes of files as data of a server: snapshots and logs, with the parts that they need. */
import type { Bytes } from '../base/bytes.ts';
import { type ReplayReport, replay } from '../engine/persistence/replay.ts';
import { loadSnapshot } from '../engine/persistence/snapshots.ts';
import type { RdbFileContents } from '../engine/rdb/rdb-file.ts';
import { OldValuesMissing } from '../engine/rdb/value-reader.ts';
import type { LatePart } from '../engine/server/on-demand.ts';
import type { Server } from '../engine/server/server.ts';

/**
 * Puts an RDB file's data into a server, an empty one or one whose keys and libraries of the same
 * name it `replaces`; answers with where the data set ends in the file. Rejects with `RdbError`
 * where it cannot be read.
 */
export async function loadWholeSnapshot(
  server: Server,
  bytes: Uint8Array,
  isAofBase: boolean,
  replaces = false,
): Promise<number> {
  const { libraries, endsAt } = await loadKeys(server, bytes, isAofBase, replaces);
  if (libraries.length > 0) await loadLibraries(server, libraries, replaces);
  return endsAt;
}

/** What the file needs for its values of old is loaded when the first of them is met. */
async function loadKeys(
  server: Server,
  bytes: Uint8Array,
  isAofBase: boolean,
  replaces: boolean,
): Promise<RdbFileContents> {
  const load = (): RdbFileContents => loadSnapshot(server, bytes, isAofBase, replaces);
  try {
    return load();
  } catch (error) {
    if (!(error instanceof OldValuesMissing)) throw error;
    await prepared(server.parts.exchange);
    // What came before that place comes again.
    if (!replaces) server.keyspace.flushAll();
    return load();
  }
}

async function loadLibraries(
  server: Server,
  codes: readonly Bytes[],
  replaces: boolean,
): Promise<void> {
  const { scripting } = server;
  await prepared(scripting);
  for (const code of codes) scripting.load(scripting.libraries, code, replaces);
}

/**
 * Replays `bytes` from `at` on, and loads the parts that commands in them need. Rejects where that
 * fails.
 */
export async function replayAll(server: Server, bytes: Uint8Array, at = 0): Promise<ReplayReport> {
  let report = replay(server, bytes, { at, dbIndex: 0 });
  let { commands } = report;
  while (report.missing) {
    await prepared(report.missing);
    report = replay(server, bytes, { at: report.validBytes, dbIndex: report.dbIndex });
    commands += report.commands;
  }
  return { ...report, commands };
}

/** The part is there from now on. Rejects where it cannot be had. */
export function prepared(part: LatePart): Promise<void> {
  return new Promise((resolve, reject) => {
    part.prepare((failure) => {
      if (failure === null) resolve();
      else reject(new Error(`${part.name} could not be loaded: ${failure}`));
    });
  });
}
