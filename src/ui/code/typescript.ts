/**
 * Loads TypeScript into Monaco, once: the language, a worker of ours, and declarations of what is in
 * scope of learners' code. Which client `redis` is changes one of these declarations.
 */
import type * as Monaco from 'monaco-editor/editor';
import type { CodeClient } from '../../contract/code.ts';
import type { CompiledCode } from '../../labs/code/compile.ts';
import { loadMonaco } from '../script/monaco.ts';
import TsWorker from './ts-worker.ts?worker';

export interface TypeScript {
  /** Says what `redis`, `Redis` and `createClient` are from now on. */
  setClient(client: CodeClient): void;
  compile(model: Monaco.editor.ITextModel): Promise<CompiledCode>;
}

interface CompilingWorker {
  compile(uri: string, form: 'native'): Promise<CompiledCode | null>;
}

/** TypeScript's numbers: `target`, `module` and the rest are enums of its own. */
const ESNEXT = 99;
const NODE_RESOLUTION = 2;
const FORCED_MODULE = 3;

/** "Top-level await only with ...": the runner awaits it. */
const TOP_LEVEL_AWAIT = [1375, 1378];

let loading: Promise<TypeScript> | null = null;

export function loadTypeScript(language: 'en' | 'ko'): Promise<TypeScript> {
  loading ??= load(language);
  loading.catch(() => {
    loading = null;
  });
  return loading;
}

async function load(language: 'en' | 'ko'): Promise<TypeScript> {
  await loadMonaco(language);
  const workers = self.MonacoEnvironment;
  self.MonacoEnvironment = {
    ...workers,
    getWorker: (id, label) => {
      if (label === 'typescript') return new TsWorker();
      const other = workers?.getWorker?.(id, label);
      if (!other) throw new Error(`there is no worker for ${label}`);
      return other;
    },
  };
  const [{ typescriptDefaults, getTypeScriptWorker }, { declarationsFor, declarations }] =
    await Promise.all([
      import('monaco-editor/languages/features/typescript/register'),
      import('./declarations.ts'),
      import('monaco-editor/languages/definitions/typescript/register.js'),
      import('./code-features.ts'),
    ]);
  typescriptDefaults.setCompilerOptions({
    target: ESNEXT,
    module: ESNEXT,
    moduleResolution: NODE_RESOLUTION,
    moduleDetection: FORCED_MODULE,
    lib: ['esnext'],
    allowNonTsExtensions: true,
    esModuleInterop: true,
    allowSyntheticDefaultImports: true,
    strict: false,
  });
  typescriptDefaults.setDiagnosticsOptions({
    noSemanticValidation: false,
    noSyntaxValidation: false,
    diagnosticCodesToIgnore: TOP_LEVEL_AWAIT,
  });
  typescriptDefaults.setEagerModelSync(true);
  const setClient = (client: CodeClient): void =>
    typescriptDefaults.setExtraLibs([...declarations, declarationsFor(client)]);
  return {
    setClient,
    compile: async (model) => {
      const workerFor = await getTypeScriptWorker();
      const worker = (await workerFor(model.uri)) as unknown as CompilingWorker;
      const compiled = await worker.compile(model.uri.toString(), 'native');
      if (!compiled) throw new Error('the text is gone');
      return compiled;
    },
  };
}
