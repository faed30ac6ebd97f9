/**
 * The grammar of a command's arguments, written as one line and read once.
 *
 *   key value [NX | XX] [GET] [EX seconds:integer | PX milliseconds:integer | KEEPTTL]
 *   numkeys:integer key... [WEIGHTS weight:double...]     (score:double member)...
 *
 * Upper-case words and quoted ones stand for themselves; lower-case names are values, with their
 * type after a colon (text otherwise; names that mean keys are keys). `[x]` may be left out, `|`
 * parts alternatives, `(x y)` groups, `...` repeats what stands before it.
 *
 * From the tree come arity, usage lines, COMMAND DOCS, completion, ghost text and the argument
 * generator of the differential test. Handlers read their arguments by hand, because which error
 * wins is decided by Redis's own order of reading and not by a grammar.
 */
import type { Syntax, ValueType } from '../../contract/catalogue.ts';

const KEY_NAMES = new Set([
  'key',
  'key1',
  'key2',
  'newkey',
  'source',
  'destination',
  'sourcekey',
  'destkey',
]);
const TOKEN_PATTERN = /\.\.\.|[[\]()|]|"[^"]*"|[^\s[\]()|.]+(?:\.(?!\.\.)[^\s[\]()|.]+)*/g;

interface Cursor {
  readonly tokens: readonly string[];
  at: number;
}

export function parseSyntax(text: string): readonly Syntax[] {
  const cursor: Cursor = { tokens: text.match(TOKEN_PATTERN) ?? [], at: 0 };
  const tree = readSequence(cursor);
  if (cursor.at !== cursor.tokens.length)
    throw new Error(`syntax: unexpected '${cursor.tokens[cursor.at]}' in ${text}`);
  return tree;
}

/** Alternatives up to a closing bracket: one of them stands alone when there is no `|`. */
function readAlternatives(cursor: Cursor): Syntax {
  const items: Syntax[] = [];
  for (;;) {
    const sequence = readSequence(cursor);
    items.push(
      sequence.length === 1 ? (sequence[0] as Syntax) : { kind: 'sequence', items: sequence },
    );
    if (cursor.tokens[cursor.at] !== '|') break;
    cursor.at++;
  }
  return items.length === 1 ? (items[0] as Syntax) : { kind: 'choice', items };
}

function readSequence(cursor: Cursor): Syntax[] {
  const items: Syntax[] = [];
  for (;;) {
    const token = cursor.tokens[cursor.at];
    if (token === undefined || token === ']' || token === ')' || token === '|') return items;
    cursor.at++;
    let item = readItem(token, cursor);
    if (cursor.tokens[cursor.at] === '...') {
      cursor.at++;
      item = { kind: 'repeat', item };
    }
    items.push(item);
  }
}

function readItem(token: string, cursor: Cursor): Syntax {
  if (token === '[' || token === '(') {
    const inner = readAlternatives(cursor);
    if (cursor.tokens[cursor.at++] !== (token === '[' ? ']' : ')'))
      throw new Error('syntax: bracket not closed');
    return token === '[' ? { kind: 'optional', item: inner } : inner;
  }
  if (token.startsWith('"')) return { kind: 'token', token: token.slice(1, -1) };
  if (/^[A-Z][A-Z0-9_-]*$/.test(token) || /^[*=~$]$/.test(token)) return { kind: 'token', token };
  const [name = token, type] = token.split(':');
  return {
    kind: 'value',
    name,
    type: (type as ValueType | undefined) ?? (KEY_NAMES.has(name) ? 'key' : 'string'),
  };
}

/** The fewest arguments the grammar takes, and whether it can take more. */
export function argumentCounts(items: readonly Syntax[]): { min: number; open: boolean } {
  let min = 0;
  let open = false;
  for (const item of items) {
    const part = countOf(item);
    min += part.min;
    open ||= part.open;
  }
  return { min, open };
}

function countOf(syntax: Syntax): { min: number; open: boolean } {
  switch (syntax.kind) {
    case 'value':
    case 'token':
      return { min: 1, open: false };
    case 'optional':
      return { min: 0, open: true };
    case 'repeat':
      return { min: countOf(syntax.item).min, open: true };
    case 'sequence':
      return argumentCounts(syntax.items);
    case 'choice': {
      const parts = syntax.items.map(countOf);
      const min = Math.min(...parts.map((part) => part.min));
      return { min, open: parts.some((part) => part.open || part.min !== min) };
    }
  }
}
