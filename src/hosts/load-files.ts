/**
 * The bytes of files as data of a server: snapshots and logs, with the parts that they need.
 *
 * Whoever has data that must not be lost to a damaged file loads into `server.trial()` first.
 */
import type { Bytes } from '../base/bytes.ts';
import { type ReplayReport, replay } from '../engine/persistence/replay.ts';
import { loadSnapshot } from '../engine/persistence/snapshots.ts';
import { isRdbFile, type RdbFileContents } from '../engine/rdb/rdb-file.ts';
import { RdbError } from '../engine/rdb/rdb-reader.ts';
import { OldValuesMissing } from '../engine/rdb/value-reader.ts';
import type { LatePart } from '../engine/server/on-demand.ts';
import type { Server } from '../engine/server/server.ts';

/** What has been loaded of a file, and whether that was all of it. */
export interface LoadReport extends Pick<ReplayReport, 'commands' | 'validBytes' | 'detail'> {
  readonly outcome: 'whole' | 'torn' | 'damaged';
  /** The damage is in a data set: the beginning of one is no file that can be read again. */
  readonly inSnapshot: boolean;
}

/** A file of a log: a data set, commands, or commands behind a data set (Redis 4 to 6). */
export async function loadLogFile(server: Server, bytes: Uint8Array): Promise<LoadReport> {
  const snapshot = isRdbFile(bytes) ? await loadSnapshotFile(server, bytes, true) : EMPTY_FILE;
  if (snapshot.outcome !== 'whole') return snapshot;
  const report = await replayAll(server, bytes, snapshot.validBytes);
  return { ...report, outcome: report.outcome as LoadReport['outcome'], inSnapshot: false };
}

/** A snapshot, of which `validBytes` is the end; what follows is passed over. */
export async function loadSnapshotFile(
  server: Server,
  bytes: Uint8Array,
  isAofBase: boolean,
): Promise<LoadReport> {
  try {
    return { ...EMPTY_FILE, validBytes: await loadWholeSnapshot(server, bytes, isAofBase) };
  } catch (error) {
    if (!(error instanceof RdbError)) throw error;
    const { offset, message: detail } = error;
    return { ...EMPTY_FILE, outcome: 'damaged', validBytes: offset, detail, inSnapshot: true };
  }
}

const EMPTY_FILE: LoadReport = {
  outcome: 'whole',
  commands: 0,
  validBytes: 0,
  detail: '',
  inSnapshot: false,
};

/**
 * Puts an RDB file's data into a server, beside what is there; keys and libraries of the same name
 * are replaced where it `replaces`, and a fault otherwise. Answers with where the data set ends in
 * the file. Rejects with `RdbError` where it cannot be read.
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
