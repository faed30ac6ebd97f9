/**
 * The manifest of `appendonlydir/`: which files make up the append-only log, in which order.
 *
 *   file appendonly.aof.1.base.rdb seq 1 type b
 *   file appendonly.aof.1.incr.aof seq 1 type i
 *
 * As in Redis 7: at most one base, then increments, of which the last one grows.
 */
export interface ManifestFile {
  readonly name: string;
  readonly sequence: number;
  /** b: base, i: increment, h: history (to be deleted). */
  readonly type: 'b' | 'i' | 'h';
}

const LINE = /^file (?:"([^"]+)"|(\S+)) seq (\d+) type ([bih])$/;

/** The manifest's files in order, or the number of the first line that is none (from 1). */
export function parseManifest(text: string): readonly ManifestFile[] | number {
  const files: ManifestFile[] = [];
  const lines = text.split('\n');
  for (const [i, line] of lines.entries()) {
    if (line === '' || line.startsWith('#')) continue;
    const match = LINE.exec(line);
    if (!match) return i + 1;
    const [, quoted, plain, sequence, type] = match;
    files.push({
      name: quoted ?? (plain as string),
      sequence: Number(sequence),
      type: type as 'b',
    });
  }
  return files;
}

export function formatManifest(files: readonly ManifestFile[]): string {
  return files
    .map(({ name, sequence, type }) => `file ${name} seq ${sequence} type ${type}\n`)
    .join('');
}

export const manifestName = (base: string): string => `${base}.manifest`;
export const incrementName = (base: string, sequence: number): string =>
  `${base}.${sequence}.incr.aof`;
export const baseName = (base: string, sequence: number, isRdb: boolean): string =>
  `${base}.${sequence}.base.${isRdb ? 'rdb' : 'aof'}`;
