import { describe, expect, test } from 'vitest';
import type { Bytes } from '../base/bytes.ts';
import type { Random } from '../base/ports.ts';
import { seededRandom } from '../base/random.ts';
import type { CountedTree, TreeNode } from './counted-tree.ts';
import { OrderedSet } from './ordered-set.ts';

type Pair = [member: Bytes, score: number];
const byOrder = (a: Pair, b: Pair): number =>
  a[1] - b[1] || (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0);

function pairsOf(set: OrderedSet): Pair[] {
  const pairs: Pair[] = [];
  set.forEach((member, score) => {
    pairs.push([member, score]);
  });
  return pairs;
}

/** Counts, depths, bounds and links of the whole tree. */
function checkTree(set: OrderedSet, where: string): void {
  const tree = (set as unknown as { tree: CountedTree }).tree;
  const leaves: TreeNode[] = [];
  let inners = 0;
  const walk = (node: TreeNode, height: number): number => {
    expect(node.members.length, where).toBe(node.size);
    expect(node.size, where).toBeLessThanOrEqual(64);
    if (node.children === null || node.counts === null) {
      expect(height, where).toBe(0);
      if (set.size > 0) expect(node.size, where).toBeGreaterThan(0);
      leaves.push(node);
      return node.size;
    }
    inners++;
    expect(node.children.length, where).toBe(node.size);
    expect(node.size, where).toBeGreaterThan(1);
    let sum = 0;
    for (const [i, child] of node.children.entries()) {
      const under = walk(child, height - 1);
      expect(node.counts[i], where).toBe(under);
      sum += under;
    }
    return sum;
  };
  expect(walk(tree.root, tree.height), where).toBe(set.size);
  expect([leaves.length, inners], where).toEqual([tree.leafCount, tree.innerCount]);
  for (const [i, leaf] of leaves.entries()) {
    expect(leaf.previous, where).toBe(leaves[i - 1] ?? null);
    expect(leaf.next, where).toBe(leaves[i + 1] ?? null);
  }
}

describe('by example', () => {
  const set = new OrderedSet();
  for (const [member, score] of [
    ['b', 1],
    ['a', 1],
    ['c', -Infinity],
    ['d', 2.5],
  ] as Pair[]) {
    set.add(member, score);
  }

  test('order is score, then member', () => {
    expect(pairsOf(set).map(([member]) => member)).toEqual(['c', 'a', 'b', 'd']);
    expect(['c', 'a', 'b', 'd', 'x'].map((m) => set.rank(m))).toEqual([0, 1, 2, 3, -1]);
    expect([set.memberAt(2), set.scoreAt(3)]).toEqual(['b', 2.5]);
  });

  test('add tells what it did', () => {
    const own = new OrderedSet();
    expect([own.add('a', 0), own.add('a', -0), own.add('a', 1)]).toEqual([
      'added',
      'same',
      'updated',
    ]);
  });

  test.each<[number, boolean, number]>([
    [-Infinity, false, 0],
    [-Infinity, true, 1],
    [1, false, 1],
    [1, true, 3],
    [2.5, false, 3],
    [2.5, true, 4],
    [Infinity, false, 4],
  ])('rankOfScore(%d, %s) is %d', (min, exclusive, rank) => {
    expect(set.rankOfScore(min, exclusive)).toBe(rank);
  });

  test('forRange goes both ways and stops at the ends', () => {
    const seen: Bytes[] = [];
    set.forRange(1, 10, true, (member) => seen.push(member));
    set.forRange(3, 10, false, (member) => seen.push(member));
    set.forRange(4, 10, false, (member) => seen.push(member));
    expect(seen).toEqual(['a', 'c', 'd']);
  });

  test('rankOfMember', () => {
    const own = new OrderedSet();
    expect(own.rankOfMember('a', false)).toBe(0);
    for (const m of ['a', 'b', 'b\0', '\xff']) own.add(m, 7);
    const ranks = ['', 'a', 'b', 'b\0', 'c', '\xff'].flatMap((bound) => [
      own.rankOfMember(bound, false),
      own.rankOfMember(bound, true),
    ]);
    expect(ranks).toEqual([0, 0, 0, 1, 1, 2, 2, 3, 3, 3, 3, 4]);
  });
});

test('filling in order packs the leaves; shape and levels describe the tree', () => {
  const set = new OrderedSet();
  for (let i = 0; i < 6400; i++) set.add(`m${i}`, i);
  expect(set.shape()).toEqual({ height: 3, leaves: 100, inners: 3, fanout: 64, size: 6400 });
  const levels = set.levels(3);
  expect(levels.map((row) => row.length)).toEqual([1, 2, 3]);
  expect(levels[0]?.[0]).toEqual({ entries: 2, count: 6400, first: 'm0', firstScore: 0 });
  expect(levels[2]?.[1]).toEqual({ entries: 64, count: 64, first: 'm64', firstScore: 64 });
  expect(new OrderedSet().levels(3)).toEqual([
    [{ entries: 0, count: 0, first: '', firstScore: 0 }],
  ]);
});

describe('behaves as a sorted array under random operations', () => {
  const fail = (what: string): never => {
    throw new Error(what);
  };

  function removeSome(set: OrderedSet, model: Map<Bytes, number>, random: Random): void {
    const sorted = [...model].sort(byOrder);
    const start = random.below(sorted.length + 2);
    const count = random.below(1 + Math.floor(sorted.length / 3));
    const gone: Pair[] = [];
    const removed = set.removeRange(start, count, (member, score) => gone.push([member, score]));
    expect(gone).toEqual(sorted.slice(start, start + count));
    expect(removed).toBe(gone.length);
    for (const [member] of gone) model.delete(member);
  }

  function compare(set: OrderedSet, model: Map<Bytes, number>, random: Random): void {
    const sorted = [...model].sort(byOrder);
    expect(pairsOf(set)).toEqual(sorted);
    for (let i = 0; i < 30 && sorted.length > 0; i++) {
      const at = random.below(sorted.length);
      const [member, score] = sorted[at] as Pair;
      expect([set.rank(member), set.memberAt(at), set.scoreAt(at)]).toEqual([at, member, score]);
      const bound = score + (random.below(3) - 1) / 2;
      expect(set.rankOfScore(bound, false)).toBe(sorted.filter((p) => p[1] < bound).length);
      expect(set.rankOfScore(bound, true)).toBe(sorted.filter((p) => p[1] <= bound).length);
      const back: Bytes[] = [];
      set.forRange(at, 100, true, (m) => back.push(m));
      const wanted = sorted.slice(Math.max(0, at - 99), at + 1).map((p) => p[0]);
      expect(back).toEqual(wanted.reverse());
    }
  }

  test.each(Array.from({ length: 25 }, (_, i) => i + 1))('seed %i', (seed) => {
    const random = seededRandom(seed);
    const set = new OrderedSet(seed);
    const model = new Map<Bytes, number>();
    const range = [50, 500, 8000][seed % 3] ?? 50;
    const scores = [3, 1000, 1e9][random.below(3)] ?? 3;
    for (let round = 0; round < 6; round++) {
      const adding = round % 3 === 2 ? 2 : 8;
      for (let step = 0; step < range; step++) {
        const member = `m${random.below(range)}`;
        if (random.below(10) < adding) {
          const score = random.below(scores);
          const before = model.get(member);
          const told = before === undefined ? 'added' : before === score ? 'same' : 'updated';
          if (set.add(member, score) !== told) fail(`seed ${seed}: add ${member} ${score}`);
          model.set(member, score);
        } else if (set.remove(member) !== model.delete(member)) fail(`seed ${seed}: ${member}`);
      }
      compare(set, model, random);
      checkTree(set, `seed ${seed}, round ${round}`);
      removeSome(set, model, random);
      checkTree(set, `seed ${seed}, round ${round}, after removeRange`);
    }
    set.removeRange(0, set.size);
    expect([set.size, set.index.size, set.shape().leaves]).toEqual([0, 0, 1]);
  });
});
