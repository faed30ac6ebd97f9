/**
 * Lua for Monaco: tokens, what may follow `redis.` and the other libraries, and where in a script an
 * error's text points.
 */
import type * as monaco from 'monaco-editor/editor';

export const luaId = 'stampede-lua';

const KEYWORDS = [
  ...['and', 'break', 'do', 'else', 'elseif', 'end', 'false', 'for', 'function', 'if', 'in'],
  ...['local', 'nil', 'not', 'or', 'repeat', 'return', 'then', 'true', 'until', 'while'],
];

/** What each library of a script has. */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  redis: [
    ...['call', 'pcall', 'error_reply', 'status_reply', 'log', 'sha1hex', 'setresp', 'set_repl'],
    ...[
      'acl_check_cmd',
      'breakpoint',
      'debug',
      'register_function',
      'LOG_DEBUG',
      'LOG_VERBOSE',
      'LOG_NOTICE',
    ],
    ...['LOG_WARNING', 'REPL_ALL', 'REPL_AOF', 'REPL_NONE', 'REPL_REPLICA', 'REDIS_VERSION'],
  ],
  cjson: ['encode', 'decode', 'null'],
  cmsgpack: ['pack', 'unpack'],
  struct: ['pack', 'unpack', 'size'],
  bit: ['band', 'bor', 'bxor', 'bnot', 'lshift', 'rshift', 'arshift', 'rol', 'ror', 'tohex'],
  string: [
    'byte',
    'char',
    'find',
    'format',
    'gmatch',
    'gsub',
    'len',
    'lower',
    'match',
    'rep',
    'sub',
  ],
  table: ['concat', 'insert', 'remove', 'sort'],
  math: ['abs', 'ceil', 'floor', 'huge', 'max', 'min', 'random', 'sqrt'],
};
const GLOBALS = [
  ...[
    'KEYS',
    'ARGV',
    'tonumber',
    'tostring',
    'ipairs',
    'pairs',
    'pcall',
    'type',
    'unpack',
    'error',
  ],
  ...Object.keys(MEMBERS),
];

export const luaTokenizer: monaco.languages.IMonarchLanguage = {
  keywords: KEYWORDS,
  known: ['KEYS', 'ARGV', 'redis'],
  tokenizer: {
    root: [
      [/^#!.*$/, 'comment'],
      [/--\[\[/, 'comment', '@block'],
      [/--.*$/, 'comment'],
      [/\[\[/, 'string', '@long'],
      [
        /[A-Za-z_]\w*/,
        { cases: { '@keywords': 'keyword', '@known': 'option', '@default': 'text' } },
      ],
      [/0[xX][0-9a-fA-F]+|\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/, 'number'],
      [/"/, 'string', '@double'],
      [/'/, 'string', '@single'],
    ],
    block: [
      [/\]\]/, 'comment', '@pop'],
      [/[^\]]+|\]/, 'comment'],
    ],
    long: [
      [/\]\]/, 'string', '@pop'],
      [/[^\]]+|\]/, 'string'],
    ],
    double: [
      [/\\./, 'escape'],
      [/"|$/, 'string', '@pop'],
      [/[^\\"]+/, 'string'],
    ],
    single: [
      [/\\./, 'escape'],
      [/'|$/, 'string', '@pop'],
      [/[^\\']+/, 'string'],
    ],
  },
};

export const luaConfiguration: monaco.languages.LanguageConfiguration = {
  comments: { lineComment: '--', blockComment: ['--[[', ']]'] },
  brackets: [
    ['{', '}'],
    ['[', ']'],
    ['(', ')'],
  ],
  autoClosingPairs: [
    { open: '{', close: '}' },
    { open: '[', close: ']' },
    { open: '(', close: ')' },
    { open: '"', close: '"' },
    { open: "'", close: "'" },
  ],
};

/** What may stand next in a line that goes `before` so far; the word being typed is left out of account. */
export function luaOffers(before: string): readonly string[] {
  const library = /([A-Za-z_]\w*)\.\w*$/.exec(before)?.[1];
  if (library !== undefined) return MEMBERS[library] ?? [];
  return [...GLOBALS, ...KEYWORDS];
}

/** The line of the script that an error's text names, counted from 1; null where it names none. */
export function errorLine(text: string): number | null {
  const place = /user_script:(\d+)[:.]/.exec(text);
  return place ? Number(place[1]) : null;
}
