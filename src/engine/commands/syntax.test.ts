/** The notation of grammars: what COMMAND DOCS is told beside it changes neither usage nor arity. */
import { expect, test } from 'vitest';
import { usageOf } from '../../contract/usage.ts';
import { argumentDocs } from '../server/reference/argument-docs.ts';
import { argumentCounts, parseSyntax } from './syntax.ts';

/** The arguments as `name:type(parts)`, with what else is told of them. */
function told(doc: unknown): string {
  const { items } = doc as { items: unknown[] };
  const fields = new Map<unknown, unknown>();
  for (let i = 0; i < items.length; i += 2) fields.set(items[i], items[i + 1]);
  const [name, type] = [fields.get('name'), fields.get('type')];
  const flags = (fields.get('flags') as { items: { text: string }[] } | undefined)?.items;
  const parts = fields.get('arguments') as unknown[] | undefined;
  const more = ['token', 'since', 'deprecated_since', 'key_spec_index'].flatMap((field) =>
    fields.has(field) ? `${field}=${String(fields.get(field))}` : [],
  );
  const line = [`${name}:${type}`, ...more, ...(flags ?? []).map(({ text }) => text)].join(' ');
  return parts ? `${line} (${parts.map(told).join(', ')})` : line;
}

const check = (syntax: string, usage: string, docs: string) => {
  const tree = parseSyntax(syntax);
  expect(usageOf(tree)).toBe(usage);
  expect(argumentDocs('get', tree, 700).map(told).join(', ')).toBe(docs);
};

test('rules give names, tokens and flags', () => {
  check('key value', 'key value', 'key:key key_spec_index=0, value:string');
  check('[NX]', '[NX]', 'nx:pure-token token=NX optional');
  check(
    '[NX | XX]',
    '[NX | XX]',
    'nx_xx:oneof optional (nx:pure-token token=NX, xx:pure-token token=XX)',
  );
  check('[COUNT n:integer]', '[COUNT n]', 'n:integer token=COUNT optional');
  check('(GET x)...', 'GET x [GET x ...]', 'x:string token=GET multiple multiple_token');
  check('(GET x...)', 'GET x [x ...]', 'x:string token=GET multiple');
  check('(a b)...', 'a b [a b ...]', 'a_b:block multiple (a:string, b:string)');
});

test('a label names what stands in its bracket', () => {
  check('change(CH)', 'CH', 'change:pure-token token=CH');
  check('id(entry-id)...', 'entry-id [entry-id ...]', 'id:string multiple');
  check('offset:integer(x | y)', '<x | y>', 'offset:integer');
  check('ip:port(x)', 'x', 'ip:port:string');
  check('args:block(arg)', 'arg', 'args:block (arg:string)');
  check(
    'count((COUNT n) [ANY])',
    'COUNT n [ANY]',
    'count:block (n:string token=COUNT, any:pure-token token=ANY optional)',
  );
});

test('notes tell versions, key specifications and exceptions', () => {
  check('[GET]@6.2.0', '[GET]', 'get:pure-token token=GET since=6.2.0 optional');
  check('x@-2.8.12', 'x', 'x:string deprecated_since=2.8.12');
  check('x@#2', 'x', 'x:string key_spec_index=2');
  check('x@? [y]@?', 'x [y]', 'x:string optional, y:string');
  check('x@! y', 'x y', 'y:string');
});

test('labels and notes do not count as arguments', () => {
  expect(argumentCounts(parseSyntax('key where(A | B) [n(x)]@7.0.0'))).toEqual({
    min: 2,
    open: true,
  });
});

test('what is no grammar is refused', () => {
  expect(() => parseSyntax('name(x')).toThrow();
  expect(() => parseSyntax('x )')).toThrow();
});
