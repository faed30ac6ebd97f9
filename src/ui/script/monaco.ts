/**
 * Loads Monaco, once, with only the features that scripts need. Nothing else imports it.
 *
 * Its one worker is a file of ours (no blob: URL, so the strict CSP holds). The Korean texts must be
 * there before the editor's module is; a later change of language takes effect on the next visit.
 */
import type * as Monaco from 'monaco-editor/editor';
import EditorWorker from 'monaco-editor/editor/editor.worker?worker';
import type { CommandDoc } from '../../contract/catalogue.ts';
import { luaConfiguration, luaId, luaOffers, luaTokenizer } from './lua-language.ts';
import { configuration, languageId, offersFor, themes, tokenizer } from './redis-language.ts';

export type MonacoApi = typeof Monaco;

let loading: Promise<MonacoApi> | null = null;
let known: readonly CommandDoc[] = [];

/** Completion reads the command table of the moment. */
export function setCommands(docs: readonly CommandDoc[]): void {
  known = docs;
}

export function loadMonaco(language: 'en' | 'ko'): Promise<MonacoApi> {
  loading ??= load(language);
  loading.catch(() => {
    loading = null;
  });
  return loading;
}

async function load(language: 'en' | 'ko'): Promise<MonacoApi> {
  self.MonacoEnvironment = { getWorker: () => new EditorWorker() };
  if (language === 'ko') await import('monaco-editor/nls/lang/ko');
  const [monaco] = await Promise.all([
    import('monaco-editor/editor'),
    import('./monaco-features.ts'),
  ]);
  monaco.languages.register({ id: languageId, extensions: ['.redis'] });
  monaco.languages.setMonarchTokensProvider(languageId, tokenizer);
  monaco.languages.setLanguageConfiguration(languageId, configuration);
  monaco.languages.registerCompletionItemProvider(languageId, completions(monaco));
  monaco.languages.register({ id: luaId, extensions: ['.lua'] });
  monaco.languages.setMonarchTokensProvider(luaId, luaTokenizer);
  monaco.languages.setLanguageConfiguration(luaId, luaConfiguration);
  monaco.languages.registerCompletionItemProvider(luaId, luaCompletions(monaco));
  monaco.editor.defineTheme('stampede-light', themes.light);
  monaco.editor.defineTheme('stampede-dark', themes.dark);
  return monaco;
}

/** The line up to the caret, and the place of the word being typed. */
function placeOf(model: Monaco.editor.ITextModel, position: Monaco.Position) {
  const word = model.getWordUntilPosition(position);
  const line = { startLineNumber: position.lineNumber, endLineNumber: position.lineNumber };
  const before = model.getValueInRange({ ...line, startColumn: 1, endColumn: position.column });
  return { before, range: { ...line, startColumn: word.startColumn, endColumn: word.endColumn } };
}

function completions(monaco: MonacoApi): Monaco.languages.CompletionItemProvider {
  return {
    provideCompletionItems: (model, position) => {
      const { before, range } = placeOf(model, position);
      return {
        suggestions: offersFor(before, known).map(({ label, doc }) => ({
          label,
          kind: monaco.languages.CompletionItemKind.Keyword,
          insertText: `${label} `,
          detail: doc.usage,
          documentation: doc.summary,
          range,
        })),
      };
    },
  };
}

function luaCompletions(monaco: MonacoApi): Monaco.languages.CompletionItemProvider {
  return {
    triggerCharacters: ['.'],
    provideCompletionItems: (model, position) => {
      const { before, range } = placeOf(model, position);
      const kind = monaco.languages.CompletionItemKind.Function;
      return {
        suggestions: luaOffers(before).map((label) => ({ label, kind, insertText: label, range })),
      };
    },
  };
}
