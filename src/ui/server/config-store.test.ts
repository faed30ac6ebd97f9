/** Themes, the filter, amounts with units. */
import { expect, test } from 'vitest';
import { directivesOf } from '../../inspect/directives.ts';
import { type DirectiveFilter, filterDirectives } from './config-store.ts';
import { directiveThemes, themeOf } from './directive-themes.ts';
import { joinMemory, splitMemory } from './memory-value.ts';

const docs = directivesOf(704, []);

test('directives by theme', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['maxmemory-policy', 'memory'],
    ['maxmemory-clients', 'clients'],
    ['appendfsync', 'persistence'],
    ['hash-max-listpack-value', 'encodings'],
    ['set-max-intset-entries', 'encodings'],
    ['list-compress-depth', 'encodings'],
    ['set-proc-title', 'system'],
    ['slowlog-max-len', 'watching'],
    ['requirepass', 'security'],
    ['repl-timeout', 'replication'],
    ['cluster-port', 'cluster'],
    ['tls-port', 'tls'],
    ['daemonize', 'system'],
  ];
  for (const [name, theme] of rows) expect(themeOf(name), name).toBe(theme);
  const used = new Set(docs.map(({ name }) => themeOf(name)));
  expect(directiveThemes.filter((theme) => !used.has(theme))).toEqual([]);
});

test('the filter', () => {
  const values = new Map(docs.map((doc) => [doc.name, doc.default]));
  values.set('maxmemory', '1048576');
  const found = (change: Partial<DirectiveFilter>) =>
    filterDirectives(
      { docs, values },
      { typed: '', changedOnly: false, workingOnly: false, ...change },
      (name) => (name === 'hz' ? 'background work' : ''),
    ).flatMap(([, rows]) => rows.map(({ doc }) => doc.name));
  expect(found({})).toHaveLength(docs.length);
  expect(found({ changedOnly: true })).toEqual(['maxmemory']);
  expect(found({ typed: 'BACKGROUND' })).toEqual(['hz']);
  expect(found({ typed: 'ziplist hash' })).toEqual([
    'hash-max-listpack-entries',
    'hash-max-listpack-value',
  ]);
  expect(found({ workingOnly: true })).not.toContain('tls-port');
  // What has no effect here comes after what has.
  expect(found({ typed: 'activ' })).toEqual([
    'active-expire-effort',
    'activerehashing',
    ...found({ typed: 'active-defrag' }),
    'activedefrag',
  ]);
});

test('memory as an amount and a unit', () => {
  const rows: readonly (readonly [string, string, string])[] = [
    ['0', '0', ''],
    ['1000', '1000', ''],
    ['3145728', '3', 'mb'],
    ['1073741824', '1', 'gb'],
    ['-1', '-1', ''],
  ];
  for (const [bytes, amount, unit] of rows) expect(splitMemory(bytes)).toEqual({ amount, unit });
  expect(joinMemory(' 64 ', 'mb')).toBe('64mb');
  expect(joinMemory('', 'mb')).toBe('');
});
