/**
 * Opens a node's data: finds the append-only log through its manifest, replays it, mends a torn
 * tail, keeps a damaged file aside, and attaches the log. The base of a log may be an RDB file;
 * without a log the snapshot (dump.rdb) is the data.
 *
 * A log that has no files yet begins with a base, as in Redis, though it hold nothing. So does one
 * that was damaged: what came before the damage is its base, and nothing of the damage is met again.
 *
 * Invariant: no byte that could not be read is overwritten: a damaged file is copied first, under a
 * name of its own, and new files have names that no file on the disk has.
 */
import { bytesOf, toUint8Array } from '../base/bytes.ts';
import type { Disk } from '../base/ports.ts';
import type { DamageNotice } from '../contract/host.ts';
import type { Node } from '../engine/node.ts';
import { baseBytes } from '../engine/persistence/log-rewrite.ts';
import {
  baseName,
  formatManifest,
  incrementName,
  ManifestError,
  type ManifestFile,
  manifestName,
  parseManifest,
} from '../engine/persistence/manifest.ts';
import { type LoadReport, loadLogFile, loadSnapshotFile } from './load-files.ts';
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
  const known = await readManifest(opening);
  // History has been replaced by a base.
  const files = known.filter(({ type }) => type !== 'h');
  const sizes = await loadAll(opening, files);
  const last = files.at(-1);
  if (sizes === null || sizes.length === 0) await beginAnew(opening, known);
  else if (last?.type === 'i') attach(opening, last, sizes);
  else {
    // What follows a base goes into an increment of its own.
    const increment = await newIncrement(opening, 1 + (await highestSequence(opening, 'incr')));
    await writeManifest(opening, [...known, increment]);
    attach(opening, increment, [...sizes, 0]);
  }
  followAppendOnly(node);
  return { commandsReplayed: opening.commands, notices: opening.notices };
}

/** The lengths of the files that were loaded; null where one is damaged, and kept aside. */
async function loadAll(
  opening: Opening,
  files: readonly ManifestFile[],
): Promise<readonly number[] | null> {
  const sizes: number[] = [];
  for (const [i, file] of files.entries()) {
    const sizeBytes = await loadFile(opening, file, i === files.length - 1);
    if (sizeBytes < 0) return null;
    sizes.push(sizeBytes);
  }
  return sizes;
}

/** `sizes` are the lengths of the log's files, of which `last` is the one that grows. */
function attach({ node, folder }: Opening, last: ManifestFile, sizes: readonly number[]): void {
  const sizeBytes = sizes.at(-1) ?? 0;
  const all = sizes.reduce((sum, size) => sum + size, 0);
  node.attachLog(folder + last.name, sizeBytes, all - sizeBytes);
}

/** An empty file, there before a manifest names it: redis-server refuses a log with one missing. */
async function newIncrement(
  { base, disk, folder }: Opening,
  sequence: number,
): Promise<ManifestFile> {
  const name = incrementName(base, sequence);
  await disk.write(folder + name, new Uint8Array(0));
  return { name, sequence, type: 'i' };
}

/**
 * A base of what is there, and an increment. Of `old` those files go that have been loaded, or are
 * kept under another name; those behind a damaged one stay on the disk.
 */
async function beginAnew(opening: Opening, old: readonly ManifestFile[]): Promise<void> {
  const { node, disk, folder, base: name } = opening;
  const sequence = 1 + (await highestSequence(opening, 'base|incr'));
  const isRdb = node.config.flag('aof-use-rdb-preamble');
  const base: ManifestFile = { name: baseName(name, sequence, isRdb), sequence, type: 'b' };
  const bytes = baseBytes(node.server);
  await disk.write(folder + base.name, bytes);
  const increment = await newIncrement(opening, sequence);
  await writeManifest(opening, [base, increment]);
  for (const [kind, { name }] of [
    ['base', base],
    ['incr', increment],
  ] as const) {
    node.ports.log.write('notice', `Creating AOF ${kind} file ${name} on server start`);
  }
  attach(opening, increment, [bytes.length, 0]);
  const damaged = opening.notices.at(-1)?.file;
  for (const file of old) {
    await disk.remove(folder + file.name);
    if (folder + file.name === damaged) break;
  }
}

/** The highest that a file of the kinds has in its name. */
async function highestSequence({ disk, folder, base }: Opening, kinds: string): Promise<number> {
  const sequence = new RegExp(`\\.(\\d+)\\.(${kinds})\\.`);
  const names = await disk.list(`${folder}${base}.`);
  return Math.max(0, ...names.map((name) => Number(sequence.exec(name)?.[1] ?? 0)));
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

const SCHEDULED = 'An AOF background was scheduled to start when possible.';

function beginLog({ caller, logRewrite, ports, snapshots }: Node['server']): void {
  if (!logRewrite) return;
  const say = (why: string): void => ports.log.write('warning', `AOF was enabled ${why}`);
  if (snapshots?.isSaving) {
    logRewrite.isScheduled = true;
    say(`but there is already another background operation. ${SCHEDULED}`);
  } else if (caller.inExec) {
    logRewrite.isScheduled = true;
    say(`during a transaction. ${SCHEDULED}`);
  } else if (logRewrite.isRunning) {
    // One that is under way for its own sake gathers no effects; it ends later than this.
    say(
      'but there is already an AOF rewriting in background. Stopping background AOF and starting a rewrite now.',
    );
    logRewrite.kill();
    logRewrite.isScheduled = true;
  } else void logRewrite.rewrite();
}

/** Loads dump.rdb, where there is one. */
async function openSnapshot(opening: Opening): Promise<OpenOutcome> {
  const { node, disk, notices } = opening;
  const path = node.config.text('dbfilename');
  const bytes = await disk.read(path);
  // What follows the data set in a snapshot is passed over, as in Redis.
  if (bytes !== null && bytes.length > 0) {
    const report = await loadSnapshotFile(node.server, bytes, false);
    if (report.outcome !== 'whole') await setAside(opening, path, bytes, report);
  }
  followAppendOnly(node);
  return { commandsReplayed: 0, notices };
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
  const report = await loadLogFile(opening.node.server, bytes);
  opening.commands += report.commands;
  if (report.outcome === 'whole') return bytes.length;
  if (report.outcome === 'torn' && isLast && opening.node.config.flag('aof-load-truncated')) {
    return cutTail(opening, path, bytes, report);
  }
  const detail = report.inSnapshot ? report.detail : faultOf(file, report, isLast);
  return setAside(opening, path, bytes, { ...report, detail });
}

/** What is wrong, and what redis-server would say of it: its words are what people look for. */
function faultOf({ name }: ManifestFile, { outcome, detail }: LoadReport, isLast: boolean): string {
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
  report: LoadReport,
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

/** Answers with -1. */
async function setAside(
  opening: Opening,
  path: string,
  bytes: Uint8Array,
  report: LoadReport,
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
