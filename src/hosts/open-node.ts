/**
 * Opens a node's data: finds the append-only log through its manifest, replays it, mends a torn
 * tail, keeps a damaged file aside, and attaches the log. The base of a log may be an RDB file;
 * without a log the snapshot (dump.rdb) is the data.
 *
 * Invariant: no byte that could not be read is overwritten: a damaged file is copied first, under a
 * name of its own, and what follows is written to a new increment.
 */
import { bytesOf, toUint8Array } from '../base/bytes.ts';
import type { Disk } from '../base/ports.ts';
import type { DamageNotice } from '../contract/host.ts';
import type { Node } from '../engine/node.ts';
import {
  formatManifest,
  incrementName,
  ManifestError,
  type ManifestFile,
  manifestName,
  parseManifest,
} from '../engine/persistence/manifest.ts';
import type { ReplayReport } from '../engine/persistence/replay.ts';
import { isRdbFile } from '../engine/rdb/rdb-file.ts';
import { RdbError } from '../engine/rdb/rdb-reader.ts';
import { loadWholeSnapshot, replayAll } from './load-files.ts';
import { dataFiles } from './reload.ts';

export interface OpenOutcome {
  readonly commandsReplayed: number;
  readonly notices: readonly DamageNotice[];
}

export interface OpenOptions {
  /** What to do with a damaged file: go on with what came before the damage, or give up. */
  readonly onDamage: 'keep-aside' | 'refuse';
}

/** The data cannot be opened and must not be touched. */
export class OpenError extends Error {
  readonly notice: DamageNotice;
  constructor(notice: DamageNotice) {
    super(notice.detail);
    this.name = 'OpenError';
    this.notice = notice;
  }
}

interface Opening {
  readonly node: Node;
  readonly disk: Disk;
  readonly folder: string;
  readonly base: string;
  readonly options: OpenOptions;
  readonly notices: DamageNotice[];
  commands: number;
}

export async function openNode(node: Node, options: OpenOptions): Promise<OpenOutcome> {
  const opening: Opening = {
    node,
    disk: node.ports.disk,
    folder: `${node.config.text('appenddirname')}/`,
    base: node.config.text('appendfilename'),
    options,
    notices: [],
    commands: 0,
  };
  node.server.files = dataFiles(node.server, node.ports.disk);
  if (!node.config.flag('appendonly')) return openSnapshot(opening);
  const files = await readManifest(opening);
  let last: ManifestFile | null = null;
  let sizeBytes = 0;
  // Those behind a damaged file stay on disk, so their names are taken, too.
  const increments = files.filter(({ type }) => type === 'i');
  let sequence = Math.max(0, ...increments.map((file) => file.sequence));
  let baseBytes = 0;
  for (const [i, file] of files.entries()) {
    if (file.type === 'h') continue;
    baseBytes += Math.max(0, sizeBytes);
    sizeBytes = await loadFile(opening, file, i === files.length - 1);
    // What follows a base goes into an increment of its own.
    last = file.type === 'i' ? file : null;
    if (sizeBytes < 0) break;
  }
  if (!last || sizeBytes < 0) {
    sequence++;
    last = { name: incrementName(opening.base, sequence), sequence, type: 'i' };
    const kept = sizeBytes < 0 ? await keptFiles(opening, files) : files;
    await writeManifest(opening, [...kept, last]);
    baseBytes += Math.max(0, sizeBytes);
    sizeBytes = 0;
  }
  node.attachLog(opening.folder + last.name, sizeBytes, baseBytes);
  followAppendOnly(node);
  return { commandsReplayed: opening.commands, notices: opening.notices };
}

/** CONFIG SET appendonly: a log begins with the data set of that moment, or ends. */
function followAppendOnly(node: Node): void {
  const { server, config } = node;
  config.onChange('appendonly', (value) => {
    if (value === 'yes' && !server.aofStatus) beginLog(server);
    if (value === 'no') {
      server.logRewrite?.kill();
      if (server.aofStatus) void node.detachLog();
    }
  });
}

function beginLog({ logRewrite, snapshots }: Node['server']): void {
  if (!logRewrite) return;
  // One that is under way for its own sake gathers no effects.
  logRewrite.kill();
  if (logRewrite.isRunning || snapshots?.isSaving) logRewrite.isScheduled = true;
  else void logRewrite.rewrite();
}

/** Loads dump.rdb, where there is one. */
async function openSnapshot(opening: Opening): Promise<OpenOutcome> {
  const { node, disk, notices } = opening;
  const path = node.config.text('dbfilename');
  const bytes = await disk.read(path);
  // What follows the data set in a snapshot is passed over, as in Redis.
  if (bytes !== null && bytes.length > 0) await loadRdb(opening, path, bytes, false);
  followAppendOnly(node);
  return { commandsReplayed: 0, notices };
}

/**
 * Answers with where the data set ends, or -1 where it is damaged: then the file has been copied aside and
 * what came before the damage is kept.
 */
async function loadRdb(
  opening: Opening,
  path: string,
  bytes: Uint8Array,
  isAofBase: boolean,
): Promise<number> {
  const { server } = opening.node;
  try {
    return await loadWholeSnapshot(server, bytes, isAofBase);
  } catch (error) {
    if (!(error instanceof RdbError)) throw error;
    const refuse = opening.options.onDamage === 'refuse';
    const keptAs = refuse ? null : await keepAside(opening, path, bytes);
    const { offset, message: detail } = error;
    const notice: DamageNotice = { kind: 'damaged', file: path, offset, keptAs, detail };
    if (refuse) throw new OpenError(notice);
    opening.notices.push(notice);
    return -1;
  }
}

async function readManifest(opening: Opening): Promise<readonly ManifestFile[]> {
  const path = opening.folder + manifestName(opening.base);
  const bytes = await opening.disk.read(path);
  if (!bytes) return adoptOldLog(opening, []);
  let detail: string;
  try {
    const parsed = parseManifest(bytesOf(bytes));
    return isHalfAdopted(opening, parsed) ? await adoptOldLog(opening, parsed) : parsed;
  } catch (error) {
    if (!(error instanceof ManifestError)) throw error;
    const line = error.line > 0 ? ` (line ${error.line} of the manifest)` : '';
    detail = `${error.message}${line}.`;
  }
  const keptAs = await keepAside(opening, path, bytes);
  const notice: DamageNotice = { kind: 'damaged', file: path, offset: 0, keptAs, detail };
  if (opening.options.onDamage === 'refuse') throw new OpenError(notice);
  opening.notices.push(notice);
  return [];
}

/** The manifest was written for an old log, and the log may not have been moved. */
const isHalfAdopted = ({ base }: Opening, [file, ...others]: readonly ManifestFile[]): boolean =>
  others.length === 0 && file?.type === 'b' && file.name === base;

/**
 * A log in one file, as Redis kept it before version 7, becomes the base. Answers with the files there
 * are: `known` where there is no such log.
 */
async function adoptOldLog(
  opening: Opening,
  known: readonly ManifestFile[],
): Promise<readonly ManifestFile[]> {
  const { base, disk, folder, node } = opening;
  if (!(await disk.list(base)).includes(base)) return known;
  if ((await disk.list(folder + base)).includes(folder + base)) return known;
  const files: readonly ManifestFile[] = [{ name: base, sequence: 1, type: 'b' }];
  await writeManifest(opening, files);
  await disk.rename(base, folder + base);
  node.ports.log.write(
    'notice',
    `Successfully migrated an old-style AOF file (${base}) into the AOF directory (${folder.slice(0, -1)}).`,
  );
  return files;
}

async function writeManifest(opening: Opening, files: readonly ManifestFile[]): Promise<void> {
  const path = opening.folder + manifestName(opening.base);
  await opening.disk.write(path, toUint8Array(formatManifest(files)));
}

/** Replays one file. Answers with its length, or -1 where it is damaged and was kept aside. */
async function loadFile(opening: Opening, file: ManifestFile, isLast: boolean): Promise<number> {
  const path = opening.folder + file.name;
  const read = await opening.disk.read(path);
  // The manifest knows of an increment before there is one; all other files are older than it.
  if (read === null && !(isLast && file.type === 'i')) return tellMissing(opening, path);
  const bytes = read ?? new Uint8Array(0);
  // Redis 4 to 6 put commands behind the data set.
  const endsAt = isRdbFile(bytes) ? await loadRdb(opening, path, bytes, true) : 0;
  if (endsAt < 0) return -1;
  const report = await replayAll(opening.node.server, bytes, endsAt);
  opening.commands += report.commands;
  if (report.outcome === 'whole') return bytes.length;
  if (report.outcome === 'torn' && isLast && opening.node.config.flag('aof-load-truncated')) {
    return cutTail(opening, path, bytes, report);
  }
  return setAside(opening, path, bytes, { ...report, detail: faultOf(file, report, isLast) });
}

/** What is wrong, and what redis-server would say of it: its words are what people look for. */
function faultOf(
  { name }: ManifestFile,
  { outcome, detail }: ReplayReport,
  isLast: boolean,
): string {
  const check = './redis-check-aof --fix <filename.manifest>';
  if (detail.startsWith('Unknown command')) {
    return detail.replace(/\.$/, ` reading the append only file ${name}.`);
  }
  if (outcome !== 'torn') {
    return `${detail} Bad file format reading the append only file ${name}: make a backup of your AOF file, then use ${check}`;
  }
  const unexpected = `${detail} Unexpected end of file reading the append only file ${name}.`;
  if (!isLast) return `${unexpected} Fatal error: the truncated file is not the last file`;
  return `${unexpected} You can: 1) Make a backup of your AOF file, then use ${check}. 2) Alternatively you can set the 'aof-load-truncated' configuration option to yes and restart the server.`;
}

/** A file that the manifest names is not there: what comes after it would be without what it held. */
function tellMissing(opening: Opening, path: string): number {
  const notice: DamageNotice = {
    kind: 'damaged',
    file: path,
    offset: 0,
    keptAs: null,
    detail: `The append log file ${path} doesn't exist: No such file or directory`,
  };
  if (opening.options.onDamage === 'refuse') throw new OpenError(notice);
  opening.notices.push(notice);
  return -1;
}

async function cutTail(
  opening: Opening,
  path: string,
  bytes: Uint8Array,
  report: ReplayReport,
): Promise<number> {
  await opening.disk.truncate(path, report.validBytes);
  const lost = bytes.length - report.validBytes;
  opening.notices.push({
    kind: 'truncated-tail',
    file: path,
    offset: report.validBytes,
    keptAs: null,
    detail: `${report.detail} Its ${lost} bytes were cut off.`,
  });
  return report.validBytes;
}

async function setAside(
  opening: Opening,
  path: string,
  bytes: Uint8Array,
  report: ReplayReport,
): Promise<number> {
  const refuse = opening.options.onDamage === 'refuse';
  const keptAs = refuse ? null : await keepAside(opening, path, bytes);
  const notice: DamageNotice = {
    kind: 'damaged',
    file: path,
    offset: report.validBytes,
    keptAs,
    detail: report.detail,
  };
  if (refuse) throw new OpenError(notice);
  opening.notices.push(notice);
  await opening.disk.write(path, bytes.slice(0, report.validBytes));
  return -1;
}

/** Copies the bytes under a name that no other copy has. */
async function keepAside(opening: Opening, path: string, bytes: Uint8Array): Promise<string> {
  const taken = new Set(await opening.disk.list(`${path}.damaged`));
  let count = 1;
  while (taken.has(`${path}.damaged-${count}`)) count++;
  const name = `${path}.damaged-${count}`;
  await opening.disk.write(name, bytes);
  return name;
}

/** The files up to and including the damaged one: what follows it is not loaded, but stays on disk. */
async function keptFiles(
  opening: Opening,
  files: readonly ManifestFile[],
): Promise<ManifestFile[]> {
  const damaged = opening.notices.at(-1)?.file;
  const kept: ManifestFile[] = [];
  for (const file of files) {
    kept.push(file);
    if (opening.folder + file.name === damaged) break;
  }
  return kept;
}
