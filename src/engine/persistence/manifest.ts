/**
 * The manifest of `appendonlydir/`: which files make up the append-only log, in which order.
 *
 *   file appendonly.aof.1.base.rdb seq 1 type b
 *   file appendonly.aof.1.incr.aof seq 1 type i
 *
 * As in Redis 7: at most one base, then increments, of which the last one grows.
 */
import { splitArguments } from '../../protocol/split-arguments.ts';

export interface ManifestFile {
  readonly name: string;
  readonly sequence: number;
  /** b: base, i: increment, h: history (to be deleted). */
  readonly type: 'b' | 'i' | 'h';
}

/** Why a manifest is none, in Redis's words. */
export class ManifestError extends Error {
  /** From 1; 0 where it is no line's fault. */
  readonly line: number;
  constructor(reason: string, line: number) {
    super(reason);
    this.name = 'ManifestError';
    this.line = line;
  }
}

const LINE_MAX = 1024;
const BAD_FORMAT = 'Invalid AOF manifest file format';

/** The manifest's files in order. Throws `ManifestError` where Redis would not start with it. */
export function parseManifest(text: string): readonly ManifestFile[] {
  if (text === '') throw new ManifestError('Found an empty AOF manifest', 0);
  const files: ManifestFile[] = [];
  // Behind the last line break there is nothing.
  const lines = text.replace(/\n$/, '').split('\n');
  for (const [i, line] of lines.entries()) {
    if (line.startsWith('#')) continue;
    const isCut = i === lines.length - 1 && !text.endsWith('\n');
    const file = isCut || line.length >= LINE_MAX ? TOO_LONG : fileOf(line);
    const reason = typeof file === 'string' ? file : misplaced(file, files);
    if (reason !== null) throw new ManifestError(reason, i + 1);
    files.push(file as ManifestFile);
  }
  return files;
}

const TOO_LONG = 'The AOF manifest file contains too long line';

/** The file of a line, or what is wrong with it. Words of later versions are passed over. */
function fileOf(line: string): ManifestFile | string {
  const words = splitArguments(line);
  if (words === null || words.length < 6 || words.length % 2 !== 0) return BAD_FORMAT;
  const facts = new Map<string, string>();
  for (let i = 0; i < words.length; i += 2) {
    facts.set((words[i] as string).toLowerCase(), words[i + 1] as string);
  }
  const name = facts.get('file') ?? '';
  if (/[/\\]/.test(name)) return "File can't be a path, just a filename";
  const sequence = Number.parseInt(facts.get('seq') ?? '', 10) || 0;
  const type = facts.get('type')?.[0];
  if (name === '' || sequence === 0 || type === undefined) return BAD_FORMAT;
  if (type !== 'b' && type !== 'h' && type !== 'i') return 'Unknown AOF file type';
  return { name, sequence, type };
}

function misplaced(
  { type, sequence }: ManifestFile,
  before: readonly ManifestFile[],
): string | null {
  const alike = before.filter((file) => file.type === type);
  if (type === 'b' && alike.length > 0) return 'Found duplicate base file information';
  if (type === 'i' && sequence <= (alike.at(-1)?.sequence ?? 0)) {
    return 'Found a non-monotonic sequence number';
  }
  return null;
}

export function formatManifest(files: readonly ManifestFile[]): string {
  return files
    .map(({ name, sequence, type }) => `file ${quoted(name)} seq ${sequence} type ${type}\n`)
    .join('');
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\x07', '\\a'],
  ['\b', '\\b'],
]);

/** As one word for those who split the line. */
function quoted(name: string): string {
  if (/^[!#-&(-[\]-~]+$/.test(name)) return name;
  const escaped = name.replace(/[^ !#-[\]-~]/g, (char) => {
    const code = char.charCodeAt(0).toString(16).padStart(2, '0');
    return ESCAPES.get(char) ?? `\\x${code}`;
  });
  return `"${escaped}"`;
}

export const manifestName = (base: string): string => `${base}.manifest`;
export const incrementName = (base: string, sequence: number): string =>
  `${base}.${sequence}.incr.aof`;
export const baseName = (base: string, sequence: number, isRdb: boolean): string =>
  `${base}.${sequence}.base.${isRdb ? 'rdb' : 'aof'}`;
