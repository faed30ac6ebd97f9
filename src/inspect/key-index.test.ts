/** The key index against a model: any mix of additions and removals, looked at from time to time. */
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../base/random.ts';
import type { KeyTreeRow } from '../contract/key-tree.ts';
import { KeyIndex } from './key-index.ts';
import { KeyTree, layOut, rowsOf } from './key-tree.ts';

const describeKey = (key: string, label: string, depth: number): KeyTreeRow => ({
  kind: 'key',
  key,
  label,
  depth,
  type: 'string',
  length: 0,
  expiresAtMs: null,
});

function show(keys: string[], open: string[], offset = 0, limit = 100): string[] {
  const rows = rowsOf(layOut([...keys].sort(), new Set(open)), { offset, limit }, describeKey);
  return rows.map((row) =>
    row.kind === 'folder'
      ? `${'  '.repeat(row.depth)}${row.open ? '-' : '+'} ${row.label} ${row.keys}`
      : `${'  '.repeat(row.depth)}${row.label}`,
  );
}

test('the index holds exactly the keys of the model, in order', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const random = seededRandom(seed);
    const index = new KeyIndex();
    const model = new Set<string>();
    for (let step = 0; step < 500; step++) {
      const key = `k${random.below(60)}`;
      if (model.has(key)) {
        model.delete(key);
        index.remove(key);
      } else {
        model.add(key);
        index.add(key);
      }
      if (random.below(10) === 0) expect(index.keys(), `seed ${seed}`).toEqual([...model].sort());
    }
    expect(index.keys(), `seed ${seed}`).toEqual([...model].sort());
  }
});

test('a prefix is a range', () => {
  const index = new KeyIndex();
  index.reset(['a', 'ab:1', 'ab:2', 'abc', '\xff\xff', '\xff\xffz']);
  expect(index.range('ab:')).toEqual({ start: 1, end: 3 });
  expect(index.range('\xff\xff')).toEqual({ start: 4, end: 6 });
  expect(index.range('nothing')).toEqual({ start: 4, end: 4 });
});

describe('the tree', () => {
  const keys = ['user:1:name', 'user:1:mail', 'user:2', 'job', 'user', 'tags:', ':odd'];
  test('closed folders are one row', () => {
    expect(show(keys, [])).toEqual([':odd', 'job', 'tags:', 'user', '+ user 3']);
  });
  test('open folders show their own level', () => {
    expect(show(keys, ['user:'])).toEqual([
      ':odd',
      'job',
      'tags:',
      'user',
      '- user 3',
      '  + 1 2',
      '  2',
    ]);
    expect(show(keys, ['user:', 'user:1:'])).toEqual([
      ':odd',
      'job',
      'tags:',
      'user',
      '- user 3',
      '  - 1 2',
      '    mail',
      '    name',
      '  2',
    ]);
  });
  test('any window is the same rows', () => {
    const whole = show(keys, ['user:', 'user:1:']);
    for (let offset = 0; offset < whole.length; offset++) {
      expect(show(keys, ['user:', 'user:1:'], offset, 2)).toEqual(whole.slice(offset, offset + 2));
    }
  });
  test('a filter without wildcards matches anywhere', () => {
    const index = new KeyIndex();
    index.reset(keys);
    let nowMs = 0;
    const tree = new KeyTree(index, () => nowMs++);
    expect(tree.layout('mail', []).layout.keys).toEqual(['user:1:mail']);
    expect(tree.layout('user:?', []).layout.keys).toEqual(['user:2']);
    expect(tree.layout('', []).layout).toBe(tree.layout('', []).layout);
    index.add('zebra');
    expect(tree.layout('', [])).toMatchObject({ fresh: false, layout: { totalRows: 5 } });
    nowMs += 100;
    expect(tree.layout('', [])).toMatchObject({ fresh: true, layout: { totalRows: 6 } });
  });
});
