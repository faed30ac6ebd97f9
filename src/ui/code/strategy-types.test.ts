/** Strategies as the editor shows them with a genuine client: its declarations know every call. */
import { readFileSync } from 'node:fs';
import { libFileMap } from 'monaco-editor/languages/features/typescript/lib/lib.js';
import { typescript } from 'monaco-editor/languages/features/typescript/lib/typescriptServices.js';
import { expect, test } from 'vitest';
import { cachingStrategies, stampedeStrategies } from '../../strategies/all.ts';

interface Diagnostic {
  readonly start: number;
  readonly messageText: unknown;
}

/** The part of TypeScript's interface that is used. */
interface Checker {
  createSourceFile(name: string, text: string, target: number, parents: boolean): unknown;
  createProgram(
    names: readonly string[],
    options: object,
    host: object,
  ): { getSourceFile(name: string): unknown; getSemanticDiagnostics(of: unknown): Diagnostic[] };
}

const checker = typescript as unknown as Checker;
const ESNEXT = 99;
const options = {
  target: ESNEXT,
  module: ESNEXT,
  moduleResolution: 2,
  moduleDetection: 3,
  lib: ['lib.esnext.d.ts'],
  esModuleInterop: true,
  noEmit: true,
  types: [],
};

const textOf = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const parsed = new Map<string, unknown>();

/** Texts by path, and what is wrong with those under `checked/`. */
function problems(files: ReadonlyMap<string, string>): readonly string[] {
  const find = (path: string): string | undefined => {
    const name = path.replace(/^\//, '');
    return files.get(name) ?? libFileMap[name.split('/').at(-1) ?? ''];
  };
  const host = {
    getSourceFile: (path: string) => {
      const text = find(path);
      if (text === undefined) return undefined;
      const file = parsed.get(text) ?? checker.createSourceFile(path, text, ESNEXT, true);
      parsed.set(text, file);
      return file;
    },
    getDefaultLibFileName: () => 'lib.esnext.d.ts',
    getDefaultLibLocation: () => '',
    writeFile: () => {},
    getCurrentDirectory: () => '/',
    getCanonicalFileName: (name: string) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    fileExists: (path: string) => files.has(path.replace(/^\//, '')),
    readFile: (path: string) => find(path),
  };
  const program = checker.createProgram([...files.keys()], options, host);
  return [...files.keys()]
    .filter((name) => name.startsWith('checked/'))
    .flatMap((name) =>
      program.getSemanticDiagnostics(program.getSourceFile(name)).map(({ start, messageText }) => {
        const line = (files.get(name) ?? '').slice(0, start).split('\n').length;
        return `${name}, line ${line}: ${JSON.stringify(messageText)}`;
      }),
    );
}

const scope = new Map([
  ['scope.d.ts', textOf('../../strategies/scope.d.ts')],
  ['node_modules/ioredis/index.d.ts', textOf('./declarations/ioredis.txt')],
  ['node_modules/redis/index.d.ts', textOf('./declarations/redis.txt')],
]);
const strategies = Object.entries({ ...cachingStrategies, ...stampedeStrategies });

test('ioredis and node-redis', () => {
  const redis = (type: string) => `declare const redis: import(${type};`;
  const ioredis = strategies.map(([id, { source }]) => [`checked/${id}.ts`, source] as const);
  const client = ['client.d.ts', redis("'ioredis').Redis")] as const;
  expect(problems(new Map([...scope, client, ...ioredis]))).toEqual([]);
  const shaped = strategies.map(
    ([id, text]) => [`checked/${id}.ts`, text.nodeRedis.source] as const,
  );
  const other = ['client.d.ts', redis("'redis').RedisClientType")] as const;
  expect(problems(new Map([...scope, other, ...shaped]))).toEqual([]);
  const wrong = ['checked/wrong.ts', "export {};\nawait redis.set('a', 'b', 'EX', 1);"] as const;
  expect(problems(new Map([...scope, other, wrong]))).toEqual([
    expect.stringMatching(/^checked\/wrong.ts, line 2: .*Expected 2-3 arguments/),
  ]);
});
