/**
 * The architecture as a test: who may import whom, what pure rooms must not touch, how long files
 * and functions may grow. Each failure names the file, the rule and what to do instead.
 */
import { expect, test } from 'vitest';
import { checkCode } from './tidy/code-rules.ts';
import { type Complaint, checkCycles, checkLayout, roomOf } from './tidy/layout-rules.ts';
import { parseSource, readSources } from './tidy/source-files.ts';

const sources = readSources();

function expectNone(complaints: readonly Complaint[]): void {
  const lines = complaints.map(
    ({ file, line, rule, remedy }) => `${file}:${line}: ${rule}; ${remedy}`,
  );
  expect(lines.join('\n')).toBe('');
}

test('rooms import only what their row allows', () => expectNone(checkLayout(sources)));

test('no import cycles', () => expectNone(checkCycles(sources)));

test('pure rooms, lengths and forbidden forms', () => expectNone(checkCode(sources)));

test('a file belongs to the deepest room that holds it', () => {
  expect(roomOf('src/engine/commands/string/set.ts')).toBe('engine/commands');
  expect(roomOf('src/engine/node.ts')).toBe('engine');
  expect(roomOf('src/ui/console/prompt/line.tsx')).toBe('ui/console');
  expect(roomOf('src/hosts/open-node.ts')).toBe('hosts');
  expect(roomOf('vite.config.ts')).toBe(null);
});

/** The rules that a file at `path` with these lines breaks. */
function broken(path: string, ...lines: string[]): string[] {
  const files = [parseSource(path, ['/** A sample. */', ...lines, ''].join('\n'))];
  return [...checkLayout(files), ...checkCode(files)].map(({ rule }) => rule);
}

test('the rules find what they forbid', () => {
  expect(broken('src/engine/server/x.ts', 'export const now = () => Date.now();')).toEqual([
    'Date.now is banned in engine/server',
  ]);
  expect(broken('src/labs/x.ts', 'setTimeout(() => new Date(), 1);')).toEqual([
    'setTimeout is banned in labs',
    'new Date() is banned in labs',
  ]);
  expect(broken('src/engine/x.ts', 'export const f = async () => await 1;')).toEqual([
    'await is banned in engine',
  ]);
  expect(broken('src/ui/console/x.ts', "import { n } from '../../engine/node.ts';")).toEqual([
    'the UI imports engine',
  ]);
  expect(broken('src/ui/console/x.ts', "import { n } from '../learn/n.ts';")).toEqual([
    'ui/console must not import ui/learn',
  ]);
  expect(broken('src/base/x.ts', "import { n } from 'idb';")).toEqual([
    'base is pure and imports idb',
  ]);
  expect(broken('src/ui/kit/x.ts', 'export default 1 as any; // TODO')).toEqual([
    'default export',
    '`any` is banned',
    'TODO in a comment',
  ]);
  const long = Array.from({ length: 80 }, (_, n) => `  f(${n});`);
  expect(broken('src/base/x.ts', 'function f(n: number) {', ...long, '}')).toEqual([
    'a function of 82 lines (limit 70)',
  ]);
});

test('a ring of value imports is found, a ring of type imports is not', () => {
  const ring = (word: string) => [
    parseSource('src/base/a.ts', `import ${word} { b } from './b.ts';`),
    parseSource('src/base/b.ts', "import { a } from './a.ts';"),
  ];
  expect(checkCycles(ring('')).map(({ rule }) => rule)).toEqual([
    'import cycle: src/base/a.ts -> src/base/b.ts -> src/base/a.ts',
  ]);
  expect(checkCycles(ring('type'))).toEqual([]);
});
