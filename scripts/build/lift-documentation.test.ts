/** Lifting documentation: what runs a command stays as it was written. */
import { expect, test } from 'vitest';
import { withoutDocumentation } from './lift-documentation.ts';

const check = (source: string, lifted: string) =>
  expect(withoutDocumentation(source).replace(/\s+/g, ' ')).toBe(lifted);

test('summary and complexity leave commands, wherever they are written', () => {
  check(
    "const a: X = { since: '1', complexity: 'O(1)', flags: '', summary: 'S,', syntax: '' };",
    "const a: X = { since: '1', flags: '', syntax: '' };",
  );
  check(
    'const of = (summary: string) => ({ since, flags, syntax, summary });',
    'const of = (summary: string) => ({ since, flags, syntax, });',
  );
  check(
    'const b = { ...common, since, flags, complexity: x ? `A` : "B", syntax: `a`, run };',
    'const b = { ...common, since, flags, syntax: `a`, run };',
  );
});

test('history goes, and parts of commands count too', () => {
  check("const c = { since: '1', history: [['2', 'x']], run };", "const c = { since: '1', run };");
  check('const d = { ...common, summary: "S", syntax };', 'const d = { ...common, syntax };');
});

test('nothing leaves what is no command', () => {
  const source = 'const lesson = { summary: "S", complexity, flags };';
  check(source, source);
});
