/**
 * Learners' TypeScript to code that the runner can run: CommonJS, so that every kind of import
 * becomes a call of a `require` that we supply.
 *
 * The compiler is handed in: in the page it is the one in Monaco's worker, in tests the same module
 * in Node. Types are not asked; what is asked is which names are free (those get values, see
 * scope.ts) and where a name is declared twice (the engine's SyntaxError tells no place).
 *
 * For worlds with promises of their own a second pass makes generators of async functions; the
 * whole code is inside a function then, so that its top-level `await` is one of them.
 */
import type { EmitForm } from './code-world.ts';

export interface EarlyError {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

export interface CompiledCode {
  readonly form: EmitForm;
  readonly code: string;
  /** From the emitted code back to the text: one map per pass, the last pass first. */
  readonly maps: readonly string[];
  /** Where the text cannot be parsed, or declares a name twice. */
  readonly errors: readonly EarlyError[];
  /** Names that are used and not declared, in no particular order. */
  readonly freeNames: readonly string[];
}

interface Diagnostic {
  readonly code: number;
  readonly start?: number | undefined;
  readonly messageText: unknown;
}

/** A node of the syntax tree; only its kind and place are looked at. */
interface SyntaxNode {
  readonly kind: number;
  readonly expression?: SyntaxNode;
  getStart(): number;
}

interface Factory {
  createIdentifier(name: string): unknown;
  createNumericLiteral(value: number): unknown;
  createCallExpression(callee: unknown, types: undefined, args: readonly unknown[]): unknown;
  updateAwaitExpression(node: SyntaxNode, expression: unknown): SyntaxNode;
}

type Visitor = (node: SyntaxNode) => SyntaxNode;
interface TransformContext {
  readonly factory: Factory;
}

interface SourceText {
  getLineAndCharacterOfPosition(at: number): { readonly line: number; readonly character: number };
}

/** The part of TypeScript's interface that is used. */
export interface Compiler {
  transpileModule(
    text: string,
    options: {
      readonly fileName: string;
      readonly compilerOptions: object;
      readonly transformers?: object;
    },
  ): { readonly outputText: string; readonly sourceMapText?: string | undefined };
  createSourceFile(name: string, text: string, target: number, parents: boolean): SourceText;
  createProgram(
    files: readonly string[],
    options: object,
    host: object,
  ): {
    getSyntacticDiagnostics(): readonly Diagnostic[];
    getSemanticDiagnostics(): readonly Diagnostic[];
  };
  visitEachChild(node: SyntaxNode, visit: Visitor, context: TransformContext): SyntaxNode;
  readonly SyntaxKind: { readonly AwaitExpression: number };
  flattenDiagnosticMessageText(text: never, newLine: string): string;
}

const FILE = 'code.ts';

/** What `await` hands its operand to, with its place. */
export const MARK_AWAIT = '__at';

const ES2016 = 3;
const ES2022 = 9;
const ES_MODULES = 99;
const COMMON_JS = 1;

/** "Cannot find name", in its variants. */
const unknownName = new Set([
  2304, 2318, 2503, 2552, 2580, 2581, 2582, 2583, 2584, 2591, 2592, 2593, 18004,
]);
/** "Cannot redeclare block-scoped variable", "Duplicate identifier". */
const declaredTwice = new Set([2300, 2451]);

const common = {
  sourceMap: true,
  esModuleInterop: true,
  moduleDetection: 3,
  removeComments: true,
  verbatimModuleSyntax: false,
  experimentalDecorators: false,
};

export function compileCode(compiler: Compiler, text: string, form: EmitForm): CompiledCode {
  const options = { ...common, target: ES2022, module: COMMON_JS };
  const first = emit(compiler, text, options, { before: [markAwaits(compiler)] });
  const { errors, freeNames } = examine(compiler, text);
  if (form === 'native') {
    return { form, code: first.code, maps: [first.map], errors, freeNames };
  }
  const wrapped = `async function main() {\n${first.code}\n}`;
  const second = emit(compiler, wrapped, {
    ...options,
    target: ES2016,
    module: ES_MODULES,
    moduleDetection: 1,
    noEmitHelpers: true,
  });
  return {
    form,
    code: second.code,
    maps: [second.map, shiftedDown(first.map)],
    errors,
    freeNames,
  };
}

/** What a strategy can import: where the world has another client, there is none at run time. */
const strategyPackages = new Set(['ioredis', 'redis']);

/**
 * A strategy of a lab as a world runs it: async functions are generators, exports are entries of
 * `exports`, `import` is a call of `require`. To import anything but a client is an error.
 */
export interface CompiledStrategy {
  readonly code: string;
  readonly map: string;
  readonly errors: readonly EarlyError[];
}

export function compileStrategy(compiler: Compiler, text: string): CompiledStrategy {
  const options = { ...common, target: ES2016, module: COMMON_JS, noEmitHelpers: true };
  const { code, map } = emit(compiler, text, options, { before: [markAwaits(compiler)] });
  const { errors } = examine(compiler, text);
  const imports = [...text.matchAll(/^[ \t]*import\b[^'"]*(?:'([^']*)'|"([^"]*)")/gm)];
  const foreign = imports.find(
    ([, single, double = '']) => !strategyPackages.has(single ?? double),
  );
  if (!foreign) return { code, map, errors };
  const message = 'There is nothing to import but ioredis and redis: redis and db are in scope.';
  const line = text.slice(0, foreign.index).split('\n').length;
  return { code, map, errors: [...errors, { message, line, column: 1 }] };
}

/** The same map for code that begins one line further down. */
function shiftedDown(map: string): string {
  const parsed = JSON.parse(map) as { mappings: string };
  return JSON.stringify({ ...parsed, mappings: `;${parsed.mappings}` });
}

function emit(compiler: Compiler, text: string, compilerOptions: object, transformers = {}) {
  const done = compiler.transpileModule(text, { fileName: FILE, compilerOptions, transformers });
  const code = done.outputText.replace(/\/\/# sourceMappingURL=.*\s*$/, '');
  return { code, map: done.sourceMapText ?? '{"mappings":""}' };
}

/**
 * `await x` becomes `await __at(x, line, column)`: an error that comes out of the event loop has no
 * caller in its stack, and this is where the learner was waiting for it (see await-places.ts).
 */
function markAwaits({ visitEachChild, SyntaxKind }: Compiler) {
  return (context: TransformContext) => (file: SyntaxNode & SourceText) => {
    const { factory } = context;
    const visit: Visitor = (node) => {
      const visited = visitEachChild(node, visit, context);
      if (node.kind !== SyntaxKind.AwaitExpression || !visited.expression) return visited;
      const { line, character } = file.getLineAndCharacterOfPosition(node.getStart());
      const place = [line + 1, character + 1].map((n) => factory.createNumericLiteral(n));
      const marked = factory.createCallExpression(factory.createIdentifier(MARK_AWAIT), undefined, [
        visited.expression,
        ...place,
      ]);
      return factory.updateAwaitExpression(visited, marked);
    };
    return visitEachChild(file, visit, context);
  };
}

function examine(compiler: Compiler, text: string) {
  // Comments that tell TypeScript to look away are for the editor: names must be found all the same.
  const seeing = text.replace(/@ts-(?=nocheck|ignore|expect-error|check)/g, '@no-');
  const source = compiler.createSourceFile(FILE, seeing, ES2022, true);
  const host = {
    getSourceFile: (name: string) => (name === FILE ? source : undefined),
    getDefaultLibFileName: () => 'lib.d.ts',
    writeFile: () => {},
    getCurrentDirectory: () => '',
    getCanonicalFileName: (name: string) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    fileExists: (name: string) => name === FILE,
    readFile: () => undefined,
  };
  const options = { ...common, noLib: true, noResolve: true, types: [], target: ES2022 };
  const program = compiler.createProgram([FILE], { ...options, module: COMMON_JS }, host);
  const place = (at: number) => {
    const { line, character } = source.getLineAndCharacterOfPosition(at);
    return { line: line + 1, column: character + 1 };
  };
  const messageOf = (one: Diagnostic): string =>
    compiler.flattenDiagnosticMessageText(one.messageText as never, '\n');
  const errors = program.getSyntacticDiagnostics().map(
    (one): EarlyError => ({
      message: `SyntaxError: ${messageOf(one)}`,
      ...place(one.start ?? 0),
    }),
  );
  const semantic = program.getSemanticDiagnostics();
  const seen = new Set<string>();
  for (const one of semantic.filter(({ code }) => declaredTwice.has(code))) {
    const name = /'([^']+)'/.exec(messageOf(one))?.[1] ?? '';
    // The first mention is where it was declared first; the engine complains of the second.
    if (seen.has(name)) {
      const message = `SyntaxError: Identifier '${name}' has already been declared`;
      errors.push({ message, ...place(one.start ?? 0) });
    }
    seen.add(name);
  }
  const freeNames = semantic
    .filter(({ code }) => unknownName.has(code))
    .map((one) => /'([^']+)'/.exec(messageOf(one))?.[1] ?? '');
  return { errors, freeNames: [...new Set(freeNames)] };
}

/**
 * Emitted code has no `import` left. Should one have slipped through, it is refused: it would reach
 * past the `require` that we supply. (A text that contains `import(` is refused with it.)
 */
export function hasRawImport(code: string): boolean {
  return /\bimport\b(\s|\/\*[\s\S]*?\*\/|\/\/[^\n]*\n)*[(.]/.test(code);
}
