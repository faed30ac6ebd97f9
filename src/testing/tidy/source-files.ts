/**
 * The repository's own source files, read and parsed once for the tidy rules.
 *
 * Paths are relative to the repository's root, with `/` between folders on every system.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';

type Parsed = ReturnType<typeof parseSync>;

export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly lineCount: number;
  readonly isTest: boolean;
  readonly program: Parsed['program'];
  readonly comments: Parsed['comments'];
  readonly imports: readonly Import[];
  /** The 1-based line of a character offset. */
  lineAt(offset: number): number;
}

export interface Import {
  /** A file's path for relative imports, else the package or built-in as written. */
  readonly target: string;
  readonly relative: boolean;
  readonly typeOnly: boolean;
  readonly line: number;
}

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');

const folders = ['src', 'e2e', 'scripts'];
const code = /\.(ts|tsx|mjs)$/;

function listFolder(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : listFolder(path);
    return code.test(entry.name) ? [path] : [];
  });
}

function lineIndex(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
}

function importsOf(path: string, parsed: Parsed, lineAt: (offset: number) => number): Import[] {
  const found: Import[] = [];
  const add = (specifier: string, typeOnly: boolean, start: number) => {
    const relative = specifier.startsWith('.');
    const bare = specifier.replace(/\?.*$/, '');
    const target = relative ? posix.normalize(posix.join(posix.dirname(path), bare)) : specifier;
    found.push({ target, relative, typeOnly, line: lineAt(start) });
  };
  for (const one of parsed.module.staticImports) {
    const typeOnly = one.entries.length > 0 && one.entries.every((entry) => entry.isType);
    add(one.moduleRequest.value, typeOnly, one.start);
  }
  for (const one of parsed.module.staticExports) {
    for (const entry of one.entries) {
      if (entry.moduleRequest) add(entry.moduleRequest.value, entry.isType, one.start);
    }
  }
  return found;
}

export function parseSource(path: string, text: string): SourceFile {
  const parsed = parseSync(path, text);
  const lineAt = lineIndex(text);
  return {
    path,
    text,
    lineCount: text.endsWith('\n') ? lineAt(text.length) - 1 : lineAt(text.length),
    isTest: /\.test\.tsx?$/.test(path) || /\.spec\.ts$/.test(path),
    program: parsed.program,
    comments: parsed.comments,
    imports: importsOf(path, parsed, lineAt),
    lineAt,
  };
}

export function readSources(): SourceFile[] {
  const top = readdirSync(root).filter((name) => /\.config\.ts$/.test(name));
  return [...folders.flatMap(listFolder), ...top].map((path) =>
    parseSource(path, readFileSync(join(root, path), 'utf8')),
  );
}
