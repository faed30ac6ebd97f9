/**
 * Runs compiled code in a world and tells how it went, in the learner's own lines and columns.
 *
 * The code becomes an async function inside of a function whose parameters are the free names it
 * uses. So it may declare any of them again, and it sees nothing of the module that runs it.
 */
import type { CodeFailure, CodePlace } from '../../contract/code.ts';
import { type CompiledCode, hasRawImport } from './compile.ts';
import { errorName } from './show-value.ts';
import { readSourceMap } from './source-map.ts';

/** The name under which the code's frames appear in stacks. */
const SOURCE_URL = 'learners-code';

/** Taken before a host locks it away (see lockdown.ts). */
const HostFunction = Function;

/** Before the body come `function anonymous(...`, `) {`, and the opening of the inner function. */
const LINES_BEFORE = 3;

export type CompiledInput = Pick<CompiledCode, 'form' | 'code' | 'maps'> & {
  readonly errors?: CompiledCode['errors'];
};

export type Main = () => PromiseLike<unknown>;

/** Throws a `CodeFailure` in an `Refusal` where the code cannot be made a function. */
export class Refusal extends Error {
  readonly failure: CodeFailure;
  constructor(failure: CodeFailure) {
    super(failure.text);
    this.failure = failure;
  }
}

export function prepareCode(input: CompiledInput, values: ReadonlyMap<string, unknown>): Main {
  const [early] = input.errors ?? [];
  if (early) throw new Refusal(syntaxFailure(early.message, early));
  if (hasRawImport(input.code)) {
    const text = 'SyntaxError: import( is not allowed here, also not inside of a string';
    throw new Refusal(syntaxFailure(text, null));
  }
  const names = [...values.keys()];
  const body =
    input.form === 'native'
      ? `return (async function main() {\n${input.code}\n});`
      : `return (() => {\n${input.code}\nreturn main; })();`;
  try {
    const make = new HostFunction(
      ...names,
      'module',
      'exports',
      `${body}\n//# sourceURL=${SOURCE_URL}`,
    ) as (...args: unknown[]) => Main;
    const module = { exports: {} };
    return make(...names.map((name) => values.get(name)), module, module.exports);
  } catch (error) {
    throw new Refusal(syntaxFailure(String(error), null));
  }
}

const syntaxFailure = (text: string, place: CodePlace | null): CodeFailure => ({
  kind: 'syntax',
  text,
  stack: [],
  place: place && { line: place.line, column: place.column },
});

/** Reads where in the learner's text an error came from. */
export function failureReader(
  maps: readonly string[],
  placeOf: (error: unknown) => CodePlace | null,
) {
  const finders = maps.map(readSourceMap);
  const find = (emitted: CodePlace): CodePlace | null =>
    finders.reduce<CodePlace | null>((place, finder) => place && finder(place), emitted);
  return (error: unknown, kind: 'error' | 'rejection'): CodeFailure => {
    const stack = stackOf(error);
    const frames = stack.flatMap((line): { readonly name: string; readonly place: CodePlace }[] => {
      const [, name = '', at = '', column = ''] =
        /(?:at (?:async )?(?:(\S.*?) \()?)?learners-code:(\d+):(\d+)/.exec(line) ?? [];
      if (at === '') return [];
      const place = find({ line: Number(at) - LINES_BEFORE, column: Number(column) });
      return place ? [{ name, place }] : [];
    });
    return {
      kind,
      text: textOf(error),
      stack: frames.map(({ name, place }) =>
        `at ${name && name !== 'main' ? `${name} ` : ''}line ${place.line}:${place.column}`.trim(),
      ),
      place: frames[0]?.place ?? placeOf(error),
    };
  };
}

function stackOf(error: unknown): string[] {
  const stack = typeof error === 'object' && error !== null ? Reflect.get(error, 'stack') : '';
  return typeof stack === 'string' ? stack.split('\n') : [];
}

/** What the error says of itself; nothing that it throws meanwhile matters. */
function textOf(error: unknown): string {
  try {
    if (!(error instanceof Error)) return `Uncaught ${String(error)}`;
    const name = errorName(error);
    return error.message === '' ? name : `${name}: ${error.message}`;
  } catch {
    return 'Uncaught error';
  }
}
