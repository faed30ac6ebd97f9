/**
 * Loads TypeScript into Monaco, once: the language, a worker of ours, and declarations of what is in
 * scope of learners' code. Which client `redis` is changes one of these declarations.
 */
import type * as Monaco from 'monaco-editor/editor';
import type { CodeClient } from '../../contract/code.ts';
import type { StrategyCode } from '../../contract/lab-world.ts';
import type { WorldClient } from '../../contract/lab-world-settings.ts';
import type { CompiledCode, CompiledStrategy } from '../../labs/code/compile.ts';
import strategyScope from '../../strategies/scope.d.ts?raw';
import lightRedis from '../../strategies/scope-redis.d.ts?raw';
import { loadMonaco } from '../script/monaco.ts';
import TsWorker from './ts-worker.ts?worker';

export interface TypeScript {
  /** Says what `redis`, `Redis` and `createClient` are from now on. */
  setClient(client: CodeClient): void;
  compile(model: Monaco.editor.ITextModel): Promise<CompiledCode>;
  /** Says what the scope of a lab's strategy holds from now on. */
  setStrategyScope(client: WorldClient): void;
  /** Rejects with a text that names the line. */
  compileStrategy(text: string): Promise<StrategyCode>;
}

interface CompilingWorker {
  compileStrategy(uri: string): Promise<CompiledStrategy | null>;
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
  const monaco = await loadMonaco(language);
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
  const [{ typescriptDefaults, getTypeScriptWorker }, known] = await Promise.all([
    import('monaco-editor/languages/features/typescript/register'),
    import('./declarations.ts'),
    import('monaco-editor/languages/definitions/typescript/register.js'),
    import('./code-features.ts'),
  ]);
  const { declarationsFor, declarations, packageDeclarations } = known;
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
  const workerOf = async (model: Monaco.editor.ITextModel) =>
    (await (
      await getTypeScriptWorker()
    )(model.uri)) as unknown as CompilingWorker;
  return {
    setClient,
    setStrategyScope: (client) =>
      typescriptDefaults.setExtraLibs([
        { content: strategyScope, filePath: 'scope.d.ts' },
        ...(client === 'light'
          ? [{ content: lightRedis, filePath: 'scope-redis.d.ts' }]
          : [...packageDeclarations, declarationsFor(client)]),
      ]),
    compileStrategy: async (text) => {
      const model = monaco.editor.createModel(text, 'typescript');
      try {
        const compiled = await (await workerOf(model)).compileStrategy(model.uri.toString());
        const [error] = compiled?.errors ?? [];
        if (error) throw new Error(`line ${error.line}: ${error.message}`);
        return { compiled: compiled?.code ?? '', map: compiled?.map ?? '' };
      } finally {
        model.dispose();
      }
    },
    compile: async (model) => {
      const compiled = await (await workerOf(model)).compile(model.uri.toString(), 'native');
      if (!compiled) throw new Error('the text is gone');
      return compiled;
    },
  };
}
