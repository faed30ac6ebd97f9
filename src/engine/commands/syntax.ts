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
 * What COMMAND DOCS says of an argument and no rule gives stands there too, and means nothing else:
 *
 *   condition(NX | XX)      the choice is called so; `change(CH)`, `id(entry-id)`: so are words, values
 *   count((COUNT count) [ANY])     a block of that name, which keeps its words to itself
 *   offset:integer(field-offset)   told as one plain value of that type, whatever it is made of
 *   args:block(arg)         a block, though of one argument
 *   [GET]@6.2.0   ip@-2.8.12       since, deprecated since
 *   destination@#2          the number of its key specification, where counting does not give it
 *   (ID client-id)@?   x@!         told the contrary of may it be left out; not told at all
 *
 * From the tree come arity, usage lines, COMMAND DOCS, completion, ghost text and the argument
 * generator of the differential test. Handlers read their arguments by hand, because which error
 * wins is decided by Redis's own order of reading and not by a grammar.
 */
import type { Syntax, Told, ValueType } from '../../contract/catalogue.ts';

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
/** In this order: signs, notes, quoted words, labels with their bracket, words. */
const TOKEN_PATTERN =
  /\.\.\.|[[\]()|]|@(?:-?[\d.]*\d|#\d|[?!])|"[^"]*"|[^\s[\]()|.@"]+\(|[^\s[\]()|.@]+(?:\.(?!\.\.)[^\s[\]()|.@]+)*/g;
const TOLD_TYPE = /:(key|string|integer|double|pattern|unix-time|block)$/;

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
    for (let note = cursor.tokens[cursor.at]; note?.startsWith('@'); ) {
      item = tell(item, readNote(note));
      note = cursor.tokens[++cursor.at];
    }
    items.push(item);
  }
}

function readItem(token: string, cursor: Cursor): Syntax {
  if (token === '[' || token.endsWith('(')) {
    const inner = readAlternatives(cursor);
    if (cursor.tokens[cursor.at++] !== (token === '[' ? ']' : ')'))
      throw new Error('syntax: bracket not closed');
    if (token === '[') return { kind: 'optional', item: inner };
    return token === '(' ? inner : tell(inner, readLabel(token.slice(0, -1)));
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

const tell = (item: Syntax, told: Told): Syntax => ({ ...item, told: { ...item.told, ...told } });

function readLabel(label: string): Told {
  const type = TOLD_TYPE.exec(label)?.[1] as Told['type'];
  return type ? { name: label.slice(0, -type.length - 1), type } : { name: label };
}

function readNote(note: string): Told {
  const [sign, text] = [note[1], note.slice(2)];
  if (sign === '#') return { keySpec: Number(text) };
  if (sign === '-') return { deprecatedSince: text };
  if (sign === '?') return { contrary: true };
  return sign === '!' ? { hidden: true } : { since: note.slice(1) };
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
