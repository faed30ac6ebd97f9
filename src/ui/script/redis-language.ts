/**
 * The language of `.redis` scripts for Monaco: one command per line, `#` comments, quoted arguments.
 *
 * Names and usages come from the engine's own command table, so the editor knows what the engine
 * knows. The tokenizer is small on purpose: the first word is the command, capitals are options.
 */
import type * as monaco from 'monaco-editor/editor';
import type { CommandDoc } from '../../contract/catalogue.ts';

export const languageId = 'stampede-redis';

export const tokenizer: monaco.languages.IMonarchLanguage = {
  ignoreCase: false,
  tokenizer: {
    root: [
      [/^\s*#.*$/, 'comment'],
      [/^\s*\d+(?=\s+\S)/, 'number'],
      [/\s+/, 'white'],
      [/[^\s"']+$/, 'keyword'],
      [/[^\s"']+/, 'keyword', '@args'],
    ],
    // Until the end of the line; a line starts over because the last word pops.
    args: [
      [/\s+$/, 'white', '@popall'],
      [/\s+/, 'white'],
      [/"/, 'string', '@double'],
      [/'/, 'string', '@single'],
      [/[A-Z][A-Z0-9-]+$/, 'option', '@popall'],
      [/[A-Z][A-Z0-9-]+(?=\s)/, 'option'],
      [/-?\d+(?:\.\d+)?$/, 'number', '@popall'],
      [/-?\d+(?:\.\d+)?(?=\s)/, 'number'],
      [/[^\s"']+$/, 'text', '@popall'],
      [/[^\s"']+/, 'text'],
    ],
    double: [
      [/\\x[0-9a-fA-F]{2}|\\./, 'escape'],
      [/"$/, 'string', '@popall'],
      [/"/, 'string', '@pop'],
      [/[^\\"]+/, 'string'],
    ],
    single: [
      [/\\'/, 'escape'],
      [/'$/, 'string', '@popall'],
      [/'/, 'string', '@pop'],
      [/[^\\']+|\\/, 'string'],
    ],
  },
};

export const configuration: monaco.languages.LanguageConfiguration = {
  comments: { lineComment: '#' },
  autoClosingPairs: [
    { open: '"', close: '"' },
    { open: "'", close: "'" },
  ],
};

/** What may be offered for a line up to the caret: command names, or the subcommands of the first word. */
export function offersFor(
  before: string,
  docs: readonly CommandDoc[],
): readonly { readonly label: string; readonly doc: CommandDoc }[] {
  const words = before
    .trimStart()
    .replace(/^\d+\s+/, '')
    .split(/\s+/);
  if (words.length === 1) return docs.map((doc) => ({ label: doc.name, doc }));
  if (words.length > 2) return [];
  const prefix = `${(words[0] ?? '').toUpperCase()} `;
  return docs
    .filter(({ name }) => name.startsWith(prefix))
    .map((doc) => ({ label: doc.name.slice(prefix.length), doc }));
}

type Rules = monaco.editor.ITokenThemeRule[];

const rules = (
  comment: string,
  keyword: string,
  option: string,
  value: string,
  number: string,
): Rules => [
  { token: 'comment', foreground: comment },
  { token: 'keyword', foreground: keyword, fontStyle: 'bold' },
  { token: 'option', foreground: option },
  { token: 'string', foreground: value },
  { token: 'escape', foreground: option },
  { token: 'number', foreground: number },
];

/** The page's own colours: every token keeps a contrast of 4.5 on its ground. */
export const themes: { readonly [T in 'light' | 'dark']: monaco.editor.IStandaloneThemeData } = {
  light: {
    base: 'vs',
    inherit: true,
    rules: [
      ...rules('646d78', '1b2026', '1a66ab', '2a7035', '875a00'),
      { token: 'type', foreground: '00696b' },
    ],
    colors: {
      'editor.background': '#fbfbfa',
      'editor.foreground': '#1b2026',
      'editorLineNumber.foreground': '#646d78',
      'editorLineNumber.activeForeground': '#1b2026',
      'editor.lineHighlightBackground': '#f1f2f3',
      'editor.lineHighlightBorder': '#f1f2f3',
      'editor.selectionBackground': '#d6e8f8',
    },
  },
  dark: {
    base: 'vs-dark',
    inherit: true,
    rules: rules('828d9b', 'e8ebef', '7cc4ff', '79cf86', 'f0b64e'),
    colors: {
      'editor.background': '#101317',
      'editor.foreground': '#e8ebef',
      'editorLineNumber.foreground': '#828d9b',
      'editorLineNumber.activeForeground': '#e8ebef',
      'editor.lineHighlightBackground': '#151a20',
      'editor.lineHighlightBorder': '#151a20',
      'editor.selectionBackground': '#1f3a52',
    },
  },
};

/** The text of some lines, or the lines that a selection touches. */
export function linesOf(text: string, first: number, last: number): string {
  return text
    .split(/\r?\n/)
    .slice(first - 1, last)
    .join('\n');
}
