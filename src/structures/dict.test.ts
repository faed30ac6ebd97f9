import { describe, expect, test } from 'vitest';
import { type Bytes, toUint8Array } from '../base/bytes.ts';
import type { Random } from '../base/ports.ts';
import { seededRandom } from '../base/random.ts';
import { Dict, hashBytes, hashString } from './dict.ts';

const SEEDS = 30;

function checkShape(dict: Dict<unknown>): void {
  const seen = new Set<number>();
  for (let b = 0; b < dict.bucketCount; b++) {
    for (const i of dict.bucket(b)) {
      expect(seen.has(i)).toBe(false);
      seen.add(i);
      expect(dict.find(dict.keyAt(i))).toBe(i);
    }
  }
  expect(seen.size).toBe(dict.size);
  if (dict.bucketCount > 4) expect(dict.size * 8).toBeGreaterThanOrEqual(dict.bucketCount);
}

function randomKey(random: Random, range: number): Bytes {
  return `key:${random.below(range)}`.slice(random.below(3));
}

describe('hash', () => {
  test.each([
    '',
    'a',
    'ab',
    'abc',
    'abcd',
    'abcde',
    '\xff\xfe\x00\x80',
    'user:000017',
    'é\x9f\xff',
  ])('string and bytes agree on %j', (text) => {
    const padded = toUint8Array(`zz${text}zz`);
    for (const seed of [0, 1, -7, 0xffffffff]) {
      expect(hashBytes(padded, 2, 2 + text.length, seed)).toBe(hashString(text, seed));
    }
  });

  test('is MurmurHash3 x86-32', () => {
    expect(hashString('', 0)).toBe(0);
    expect(hashString('test', 0) >>> 0).toBe(0xba6bd213);
    expect(hashString('Hello, world!', 0x9747b28c) >>> 0).toBe(0x24884cba);
  });

  test('spreads sequential keys over the buckets', () => {
    const dict = new Dict<number>(42);
    for (let i = 0; i < 65536; i++) dict.insert(`key:${i}`, i);
    let empty = 0;
    let longest = 0;
    for (let b = 0; b < dict.bucketCount; b++) {
      const { length } = dict.bucket(b);
      if (length === 0) empty++;
      longest = Math.max(longest, length);
    }
    expect(dict.bucketCount).toBe(65536);
    expect(Math.abs(empty / 65536 - Math.exp(-1))).toBeLessThan(0.02);
    expect(longest).toBeLessThan(12);
  });
});

describe('slots', () => {
  test('findBytes finds what find finds', () => {
    const dict = new Dict<number>();
    for (const key of ['', 'a', 'b\x00', '\xff\x00\x80', 'longer key']) dict.set(key, key.length);
    const line = toUint8Array('..longer key\xff\x00\x80');
    expect(dict.findBytes(line, 2, 12)).toBe(dict.find('longer key'));
    expect(dict.findBytes(line, 12, 15)).toBe(dict.find('\xff\x00\x80'));
    expect(dict.findBytes(line, 3, 3)).toBe(dict.find(''));
    expect(dict.findBytes(line, 0, 4)).toBe(-1);
  });

  test('meta moves with its entry and is 0 for a new one', () => {
    const dict = new Dict<string>();
    for (let i = 0; i < 100; i++) {
      expect(dict.metaAt(dict.insert(`k${i}`, ''))).toBe(0);
      dict.setMetaAt(dict.find(`k${i}`), 0xffffff00 + i);
    }
    for (let i = 0; i < 99; i++) dict.delete(`k${i}`);
    expect(dict.bucketCount).toBe(4);
    expect(dict.metaAt(dict.find('k99'))).toBe(0xffffff00 + 99);
    expect(dict.metaAt(dict.insert('new', ''))).toBe(0);
  });

  test('randomIndex is uniform', () => {
    const dict = new Dict<number>();
    const random = seededRandom(7);
    expect(dict.randomIndex(random)).toBe(-1);
    for (let i = 0; i < 10; i++) dict.insert(`${i}`, i);
    const hits = new Array<number>(10).fill(0);
    for (let i = 0; i < 10000; i++) {
      const at = dict.randomIndex(random);
      hits[at] = (hits[at] ?? 0) + 1;
    }
    for (const count of hits) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  test('reserve keeps the bucket count still while filling', () => {
    const dict = new Dict<number>();
    dict.reserve(1000);
    for (let i = 0; i < 1000; i++) dict.insert(`${i}`, i);
    expect(dict.bucketCount).toBe(1024);
    dict.clear();
    expect([dict.size, dict.bucketCount, dict.find('1')]).toEqual([0, 4, -1]);
  });
});

describe('scan', () => {
  const run = (seed: number): void => {
    const random = seededRandom(seed);
    const dict = new Dict<number>(seed);
    const stable = 1 + random.below(300);
    for (let i = 0; i < stable; i++) dict.set(`stable:${i}`, i);
    for (let i = random.below(2000); i > 0; i--) dict.set(`noise:${i}`, i);
    const seen = new Set<Bytes>();
    let cursor = 0;
    do {
      cursor = dict.scan(cursor, (i) => seen.add(dict.keyAt(i)));
      const grow = random.below(2) === 0;
      for (let n = random.below(400); n > 0 && random.below(4) === 0; n--) {
        const key = `noise:${random.below(2000)}`;
        if (grow) dict.set(key, 0);
        else dict.delete(key);
      }
    } while (cursor !== 0);
    for (let i = 0; i < stable; i++) {
      if (!seen.has(`stable:${i}`)) throw new Error(`seed ${seed}: stable:${i} was not visited`);
    }
  };

  test('misses no key that stays, across grows and shrinks', () => {
    for (let seed = 1; seed <= SEEDS * 5; seed++) run(seed);
  });

  test('visits each key once when nothing changes', () => {
    const dict = new Dict<number>();
    for (let i = 0; i < 777; i++) dict.set(`${i}`, i);
    const seen: number[] = [];
    let cursor = 0;
    let calls = 0;
    do {
      cursor = dict.scan(cursor, (i) => seen.push(i));
      calls++;
    } while (cursor !== 0);
    expect(calls).toBe(1024);
    expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: 777 }, (_, i) => i));
  });
});

test('in a chain the old stand first, until Redis would have moved them', () => {
  const dict = new Dict<number>();
  const size = 1024;
  for (let n = 0; n < size; n++) dict.insert(`key:${n}`, n);
  const begin = dict.bucketCount;
  /** Of the pairs of an old entry and one of [from, to), the share in which the old one is first. */
  const oldFirst = (from: number, to: number): number => {
    for (let n = from; n < to; n++) dict.insert(`key:${n}`, n);
    let pairs = 0;
    let first = 0;
    for (let b = 0; b < dict.bucketCount; b++) {
      const chain = dict.bucket(b);
      for (const [at, i] of chain.entries()) {
        if (i < from) continue;
        pairs += chain.filter((other) => other < size).length;
        first += chain.slice(0, at).filter((other) => other < size).length;
      }
    }
    return first / pairs;
  };
  expect(oldFirst(size, size + 40)).toBeGreaterThan(0.8);
  expect(dict.bucketCount).toBe(2 * begin);
  dict.moveBuckets(size);
  expect(oldFirst(size + 40, size + 400)).toBe(0);
});

test('behaves as a Map under random operations', () => {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const random = seededRandom(seed);
    const dict = new Dict<number>(seed);
    const model = new Map<Bytes, number>();
    const range = 1 + random.below(600);
    for (let step = 0; step < 1500; step++) {
      const key = randomKey(random, range);
      const deleting = random.below(10) < (step % 500 < 250 ? 3 : 8);
      const where = `seed ${seed}, step ${step}`;
      if (deleting) expect(dict.delete(key), where).toBe(model.delete(key));
      else {
        expect(dict.set(key, step), where).toBe(!model.has(key));
        model.set(key, step);
      }
      const probe = randomKey(random, range);
      expect(dict.get(probe), where).toBe(model.get(probe));
      expect(dict.size, where).toBe(model.size);
    }
    checkShape(dict);
    const all = new Map<Bytes, number>();
    dict.forEach((value, key) => {
      all.set(key, value);
    });
    expect(new Map([...all].sort()), `seed ${seed}`).toEqual(new Map([...model].sort()));
    expect([...dict.keys()].length).toBe(model.size);
  }
});

test('a table for which there is no room waits, up to 1.6 entries a bucket', () => {
  let room = Number.POSITIVE_INFINITY;
  const dict = new Dict<number>(1, (bytes) => bytes <= room);
  const fill = (size: number): number => {
    while (dict.size < size) {
      dict.set(`key:${dict.size}`, dict.size);
      dict.setMetaAt(dict.size - 1, dict.size);
    }
    return dict.bucketCount;
  };
  expect(fill(64)).toBe(64);
  room = 1023;
  expect(fill(103)).toBe(64);
  checkShape(dict);
  for (let n = 0; n < 103; n++) expect([dict.get(`key:${n}`), dict.metaAt(n)]).toEqual([n, n + 1]);
  for (let n = 0; n < 103; n++) expect(dict.delete(`key:${n}`)).toBe(true);
  expect(fill(64)).toBe(64);
  expect(fill(104)).toBe(64);
  expect(fill(105)).toBe(128);
  checkShape(dict);
  room = 0;
  expect(fill(129)).toBe(128);
  room = 2048;
  expect(fill(130)).toBe(256);
  checkShape(dict);
});
