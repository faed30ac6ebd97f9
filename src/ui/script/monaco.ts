/**
 * Loads Monaco, once, with only the features that scripts need. Nothing else imports it.
 *
 * Its one worker is a file of ours (no blob: URL, so the strict CSP holds). The Korean texts must be
 * there before the editor's module is; a later change of language takes effect on the next visit.
 */
import type * as Monaco from 'monaco-editor/editor';
import EditorWorker from 'monaco-editor/editor/editor.worker?worker';
import type { CommandDoc } from '../../contract/catalogue.ts';
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
  monaco.editor.defineTheme('stampede-light', themes.light);
  monaco.editor.defineTheme('stampede-dark', themes.dark);
  return monaco;
}

function completions(monaco: MonacoApi): Monaco.languages.CompletionItemProvider {
  return {
    provideCompletionItems: (model, position) => {
      const before = model.getValueInRange({
        startLineNumber: position.lineNumber,
        startColumn: 1,
        endLineNumber: position.lineNumber,
        endColumn: position.column,
      });
      const word = model.getWordUntilPosition(position);
      const range = {
        startLineNumber: position.lineNumber,
        endLineNumber: position.lineNumber,
        startColumn: word.startColumn,
        endColumn: word.endColumn,
      };
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
