/** The bytes of files as data of a server: snapshots and logs, with Lua where they need it. */
import type { Bytes } from '../base/bytes.ts';
import { type ReplayReport, replay } from '../engine/persistence/replay.ts';
import { loadSnapshot } from '../engine/persistence/snapshots.ts';
import type { Server } from '../engine/server/server.ts';

/**
 * Puts an RDB file's data into a server; answers with where the data set ends in the file. Rejects
 * with `RdbError` where it cannot be read.
 */
export async function loadWholeSnapshot(
  server: Server,
  bytes: Uint8Array,
  isAofBase: boolean,
  replaces = false,
): Promise<number> {
  const { libraries, endsAt } = loadSnapshot(server, bytes, isAofBase, replaces);
  if (libraries.length > 0) await loadLibraries(server, libraries, replaces);
  return endsAt;
}

async function loadLibraries(
  server: Server,
  codes: readonly Bytes[],
  replaces: boolean,
): Promise<void> {
  await prepareLua(server);
  const { scripting } = server;
  for (const code of codes) scripting.load(scripting.libraries, code, replaces);
}

/**
 * Replays `bytes` from `at` on, and loads Lua where a command in them needs it. Rejects where that
 * fails.
 */
export async function replayAll(server: Server, bytes: Uint8Array, at = 0): Promise<ReplayReport> {
  let report = replay(server, bytes, { at, dbIndex: 0 });
  let { commands } = report;
  while (report.outcome === 'needs-lua') {
    await prepareLua(server);
    report = replay(server, bytes, { at: report.validBytes, dbIndex: report.dbIndex });
    commands += report.commands;
  }
  return { ...report, commands };
}

/** Lua is there from now on. Rejects where it cannot be had. */
export function prepareLua(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.scripting.prepare((failure) => {
      if (failure === null) resolve();
      else reject(new Error(`Lua could not be loaded: ${failure}`));
    });
  });
}
