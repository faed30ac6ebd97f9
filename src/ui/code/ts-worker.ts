/**
 * TypeScript's worker: Monaco's own (types, completion, hovers), which here also compiles learners'
 * code for the runner. Loaded when the code editor is first opened, and not before.
 */
import {
  initialize,
  TypeScriptWorker,
  ts,
} from 'monaco-editor/languages/features/typescript/ts.worker.js';
import type { EmitForm } from '../../labs/code/code-world.ts';
import {
  type CompiledCode,
  type CompiledStrategy,
  type Compiler,
  compileCode,
  compileStrategy,
} from '../../labs/code/compile.ts';

type Context = ConstructorParameters<typeof TypeScriptWorker>[0];

class LearnersWorker extends TypeScriptWorker {
  readonly #context: Context;

  constructor(context: Context, createData: object) {
    super(context, createData);
    this.#context = context;
  }

  /** Null where there is no such text any more. */
  compileStrategy(uri: string): Promise<CompiledStrategy | null> {
    const model = this.#context.getMirrorModels().find((one) => one.uri.toString() === uri);
    const compiler = ts.typescript as Compiler;
    return Promise.resolve(model ? compileStrategy(compiler, model.getValue()) : null);
  }

  /** Null where there is no such text any more. */
  compile(uri: string, form: EmitForm): Promise<CompiledCode | null> {
    const model = this.#context.getMirrorModels().find((one) => one.uri.toString() === uri);
    const compiler = ts.typescript as Compiler;
    return Promise.resolve(model ? compileCode(compiler, model.getValue(), form) : null);
  }
}

self.onmessage = () => {
  initialize((context, createData) => new LearnersWorker(context, createData));
};
