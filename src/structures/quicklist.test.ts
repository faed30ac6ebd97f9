import { describe, expect, test } from 'vitest';
import type { Bytes } from '../base/bytes.ts';
import type { Random } from '../base/ports.ts';
import { seededRandom } from '../base/random.ts';
import { Listpack } from './listpack.ts';
import { Quicklist } from './quicklist.ts';

function listOf(fill: number, ...elements: Bytes[]): Quicklist {
  const list = new Quicklist(fill);
  for (const element of elements) list.pushTail(element);
  return list;
}

function elementsOf(list: Quicklist): Bytes[] {
  const elements: Bytes[] = [];
  list.forRange(0, list.length, (v) => elements.push(v));
  return elements;
}

const lengths = (list: Quicklist): number[] => list.nodes().map((node) => node.length);

describe('nodes', () => {
  test.each<[number, number, number]>([
    // fill, elements of 100 bytes, nodes that Redis 7.0 makes
    [3, 10, 4],
    [0, 4, 4],
    [-1, 100, 3],
    [-2, 200, 3],
    [-5, 2000, 4],
    [-9, 2000, 4],
    [1000, 200, 3],
  ])('fill %d splits %d elements of 100 bytes into %d', (fill, count, nodes) => {
    const list = new Quicklist(fill);
    for (let i = 0; i < count; i++) list.pushTail('x'.repeat(100));
    expect([list.length, list.nodeCount]).toEqual([count, nodes]);
  });

  test.each<[number, number, boolean]>([
    [-1, 4096, false],
    [-1, 4097, true],
    [-5, 65536, false],
    [-5, 65537, true],
    [10, 8192, false],
    [10, 8193, true],
  ])('fill %d: an element of %d bytes is plain: %s', (fill, size, plain) => {
    const list = listOf(fill, 'a', 'x'.repeat(size), 'b');
    expect(list.nodes()[1]?.plain ?? false).toBe(plain);
    expect(list.nodeCount).toBe(3);
    expect(list.nodes(1, 1)[0]?.length).toBe(1);
  });

  test('a full node is split by an insert and its parts merge with neighbours that have room', () => {
    const list = listOf(4, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i');
    expect(lengths(list)).toEqual([4, 4, 1]);
    list.insert(5, 'X', true);
    expect(elementsOf(list).join('')).toBe('abcdefXghi');
    expect(lengths(list)).toEqual([4, 2, 4]);
  });

  test('a large element replaces one inside a listpack and the other way round', () => {
    const large = 'L'.repeat(9000);
    const list = listOf(-2, 'a', 'b', 'c');
    list.set(1, large);
    expect(list.nodes().map((n) => [n.plain, n.length])).toEqual([
      [false, 1],
      [true, 1],
      [false, 1],
    ]);
    list.set(1, 'B');
    expect(elementsOf(list)).toEqual(['a', 'B', 'c']);
    expect(lengths(list)).toEqual([1, 2]);
  });

  test('fromListpack keeps the listpack as the first node', () => {
    const listpack = new Listpack();
    for (let i = 0; i < 9; i++) listpack.append(`${i}`);
    const list = Quicklist.fromListpack(listpack, 3);
    list.pushTail('9');
    expect(lengths(list)).toEqual([9, 1]);
    expect(Quicklist.fromListpack(new Listpack(), 3).nodeCount).toBe(0);
  });
});

describe('LPOS', () => {
  const list = listOf(3, ...'abcabcabca');
  test.each<[number, number, number, number[]]>([
    [1, 1, 0, [0]],
    [2, 1, 0, [3]],
    [1, 0, 0, [0, 3, 6, 9]],
    [2, 2, 0, [3, 6]],
    [-1, 1, 0, [9]],
    [-2, 0, 0, [6, 3, 0]],
    [1, 0, 4, [0, 3]],
    [-1, 0, 4, [9, 6]],
    [5, 1, 0, []],
  ])('rank %d count %d maxlen %d', (rank, count, maxlen, found) => {
    expect(list.positions('a', rank, count, maxlen)).toEqual(found);
  });
});

test.each<[number, string]>([
  [0, 'bcbcbc'],
  [2, 'bcbcabca'],
  [-2, 'abcabcbc'],
  [99, 'bcbcbc'],
])('removeMatching(a, %d)', (count, rest) => {
  const list = listOf(3, ...'abcabcabca');
  const removed = list.removeMatching('a', count);
  expect([elementsOf(list).join(''), removed]).toEqual([rest, 10 - rest.length]);
});

describe('behaves as an array under random operations', () => {
  const element = (random: Random): Bytes => {
    const kind = random.below(40);
    if (kind === 0) return 'L'.repeat(4000 + random.below(5000));
    if (kind < 5) return 'm'.repeat(random.below(2000));
    return kind < 20 ? `${random.below(8)}` : `v${random.below(8)}`;
  };

  const removeMatching = (model: Bytes[], v: Bytes, count: number): number => {
    let rest = count === 0 ? model.length : Math.abs(count);
    let removed = 0;
    for (let n = model.length; n > 0 && rest > 0; n--) {
      const i = count < 0 ? model.lastIndexOf(v) : model.indexOf(v);
      if (i < 0) break;
      model.splice(i, 1);
      rest--;
      removed++;
    }
    return removed;
  };

  const change = (random: Random, list: Quicklist, model: Bytes[]): void => {
    const v = element(random);
    const i = random.below(model.length + 1);
    const after = random.below(2) === 1;
    const count = random.below(5) - 2;
    const inside = i < model.length;
    switch (random.below(11)) {
      case 0:
        list.pushHead(v);
        model.unshift(v);
        break;
      case 1:
      case 2:
        list.pushTail(v);
        model.push(v);
        break;
      case 3:
        expect(list.popHead()).toBe(model.shift() ?? null);
        break;
      case 4:
        expect(list.popTail()).toBe(model.pop() ?? null);
        break;
      case 5:
      case 6:
      case 7:
        expect(list.insert(i, v, after)).toBe(inside);
        if (inside) model.splice(after ? i + 1 : i, 0, v);
        break;
      case 8:
        expect(list.set(inside ? i - model.length : i, v)).toBe(inside);
        if (inside) model[i] = v;
        break;
      case 9:
        expect(list.removeMatching(v, count)).toBe(removeMatching(model, v, count));
        break;
      default:
        expect(list.deleteRange(i, 2)).toBe(model.splice(i, 2).length);
    }
  };

  test.each(Array.from({ length: 40 }, (_, i) => i + 1))('seed %i', (seed) => {
    const random = seededRandom(seed);
    const list = new Quicklist([-1, -2, 1, 3, 16, 128][seed % 6] ?? -2);
    const model: Bytes[] = [];
    for (let step = 0; step < 400; step++) {
      const start = random.below(4);
      if (step % 97 === 96) {
        const keep = Math.max(0, model.length - random.below(8));
        list.trim(start, keep);
        model.splice(0, model.length, ...model.slice(start, start + keep));
      } else change(random, list, model);
      const where = `seed ${seed}, step ${step}`;
      expect(list.length, where).toBe(model.length);
      expect(elementsOf(list), where).toEqual(model);
      expect(list.get(start), where).toBe(model[start] ?? null);
      expect(list.get(-1 - start), where).toBe(model[model.length - 1 - start] ?? null);
    }
    expect(list.nodeCount).toBe(list.nodes().length);
    expect(lengths(list).every((length) => length > 0)).toBe(true);
    const back: Bytes[] = [];
    list.forEachReverse((v, index) => {
      expect(model[index]).toBe(v);
      back.unshift(v);
    });
    expect(back).toEqual(model);
    const v = model[random.below(model.length)] ?? '';
    expect(list.find(v)).toBe(model.indexOf(v));
    const from = random.below(model.length + 1);
    const part: Bytes[] = [];
    list.forRange(from, 7, (element) => part.push(element));
    expect(part).toEqual(model.slice(from, from + 7));
  });
});
