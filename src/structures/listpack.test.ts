import { describe, expect, test } from 'vitest';
import type { Bytes } from '../base/bytes.ts';
import type { Random } from '../base/ports.ts';
import { seededRandom } from '../base/random.ts';
import { Listpack } from './listpack.ts';

const SEEDS = 40;

const hexOf = (bytes: Uint8Array): string =>
  [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('');
const bytesOfHex = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

function listpackOf(...elements: Bytes[]): Listpack {
  const listpack = new Listpack();
  for (const element of elements) listpack.append(element);
  return listpack;
}

/** The element as a person would reach for it: numbers of every width, strings of every width. */
function randomElement(random: Random): Bytes {
  const kind = random.below(10);
  if (kind < 4) {
    const wide = (BigInt(random.uint32()) << 32n) | BigInt(random.uint32());
    return String(BigInt.asIntN(64, wide) >> BigInt(random.below(64)));
  }
  if (kind === 4) return `0${random.below(10)}`;
  const limit = [5, 70, 200, 4200, 20000][random.below(kind === 9 ? 5 : 3)] ?? 5;
  const filler = String.fromCharCode(random.below(256));
  return filler.repeat(random.below(limit));
}

describe('bytes equal those of Redis 7.0 (DUMP of a hash)', () => {
  test('integers of every width', () => {
    const golden =
      '75750000001a008161020101816202dfff02816302cfff02816402d00002816502f1ffef03816602f1ff7f03' +
      '816702f200008004816802f30000800005816902f3ffffff7f05816a02f4ffffff7fffffffff09816b02f4ff' +
      'ffffffffffff7f09816c02f4000000000000008009816d028330303704ff';
    const values =
      '1 -1 4095 -4096 -4097 32767 -8388608 8388608 2147483647 -2147483649 9223372036854775807 ' +
      '-9223372036854775808 007';
    const listpack = new Listpack();
    for (const [i, value] of values.split(' ').entries()) {
      listpack.append(String.fromCharCode(97 + i));
      listpack.append(value);
    }
    expect(hexOf(listpack.toUint8Array())).toBe(golden.slice(2));
    const read = Listpack.fromBytes(bytesOfHex(golden.slice(2)));
    expect(read?.toArray()).toEqual(listpack.toArray());
  });

  test('strings of every width, backlens of one to three bytes', () => {
    const listpack = new Listpack();
    for (const n of [63, 64, 125, 126, 4095, 4096, 16377, 16378, 16379, 16380, 40000]) {
      listpack.append(String(n));
      listpack.append('v'.repeat(n));
    }
    let sum = 0;
    for (const byte of listpack.toUint8Array()) sum = (Math.imul(sum, 31) + byte) | 0;
    expect([listpack.sizeBytes, sum >>> 0]).toEqual([114188, 966246119]);
  });

  test('empty', () => expect(hexOf(new Listpack().toUint8Array())).toBe('070000000000ff'));
});

test.each([
  ['0', '7bit-uint', 1, 0, 1],
  ['127', '7bit-uint', 1, 0, 1],
  ['128', '13bit-int', 1, 1, 1],
  ['-4097', '16bit-int', 1, 2, 1],
  ['40000', '24bit-int', 1, 3, 1],
  ['10000000', '32bit-int', 1, 4, 1],
  ['-3000000000', '64bit-int', 1, 8, 1],
  ['', '6bit-str', 1, 0, 1],
  ['9223372036854775808', '6bit-str', 1, 19, 1],
  ['x'.repeat(64), '12bit-str', 2, 64, 1],
  ['x'.repeat(4095), '12bit-str', 2, 4095, 2],
  ['x'.repeat(4096), '32bit-str', 5, 4096, 2],
])('%j is encoded as %s', (element, encoding, headerBytes, dataBytes, backlenBytes) => {
  const listpack = listpackOf(element);
  const kind = listpack.entryKind(listpack.first());
  expect(kind).toEqual({ encoding, headerBytes, dataBytes, backlenBytes });
  const size = headerBytes + dataBytes + backlenBytes;
  expect([Listpack.entrySizeOf(element), listpack.sizeBytes]).toEqual([size, size + 7]);
});

describe('walking', () => {
  const listpack = listpackOf('a', '1', 'b', '-5000', 'c'.repeat(300), '9007199254740993');

  test('seek counts from both ends', () => {
    const all = listpack.toArray();
    for (let i = 0; i < 6; i++) {
      expect(listpack.get(listpack.seek(i))).toBe(all[i]);
      expect(listpack.get(listpack.seek(i - 6))).toBe(all[i]);
    }
    expect([listpack.seek(6), listpack.seek(-7)]).toEqual([-1, -1]);
  });

  test('ends and emptiness are -1', () => {
    const empty = new Listpack();
    expect([empty.first(), empty.last(), empty.seek(0)]).toEqual([-1, -1, -1]);
    expect([listpack.prev(listpack.first()), listpack.next(listpack.last())]).toEqual([-1, -1]);
  });

  test('numberAt', () => {
    const numbers = [0, 1, 2, 3, 4, 5].map((i) => listpack.numberAt(listpack.seek(i)));
    expect(numbers).toEqual([null, 1, null, -5000, null, 9007199254740993n]);
  });

  test('find skips entries between comparisons', () => {
    const hash = listpackOf('f', 'v', 'v', 'w', '17', 'v');
    expect(hash.find('v', hash.first(), 0)).toBe(hash.seek(1));
    expect(hash.find('v', hash.first(), 1)).toBe(hash.seek(2));
    expect(hash.find('17', hash.first(), 1)).toBe(hash.seek(4));
    expect(hash.find('017', hash.first(), 1)).toBe(-1);
    expect(hash.find('w', hash.first(), 1)).toBe(-1);
    expect(new Listpack().find('w', -1, 1)).toBe(-1);
  });
});

describe('fromBytes refuses', () => {
  test.each([
    ['nothing', ''],
    ['a wrong total', '080000000000ff'],
    ['a missing end marker', '07000000000000'],
    ['a wrong count', '070000000100ff'],
    ['an unknown encoding', '090000000100f501ff'],
    ['an entry past the end', '0900000001008302ff'],
    ['a wrong backlen', '0900000001000102ff'],
    ['a header past the end', '0900000001000000ff'.replace('0000ff', 'e0ffff')],
    ['an end marker inside', '0b0000000100ff01ff01ff'],
    ['a huge string', '0d0000000100f0ffffffff01ff'],
  ])('%s', (_, hex) => expect(Listpack.fromBytes(bytesOfHex(hex))).toBeNull());

  test('nothing by throwing: random damage', () => {
    const sound = listpackOf('abc', '5', '-70000', 'x'.repeat(200), '').toUint8Array();
    for (let seed = 1; seed <= 2000; seed++) {
      const random = seededRandom(seed);
      const bytes = sound.slice();
      bytes[random.below(bytes.length)] = random.below(256);
      const read = Listpack.fromBytes(bytes);
      if (read !== null) expect(read.toArray().length, `seed ${seed}`).toBe(5);
    }
  });

  test('but takes an unknown count', () => {
    const read = Listpack.fromBytes(bytesOfHex('0b000000ffff01010201ff'));
    expect(read?.toArray()).toEqual(['1', '2']);
  });
});

test('counts past 65535 and walks back', () => {
  const listpack = new Listpack();
  for (let i = 0; i < 65540; i++) listpack.append('7');
  expect(listpack.toUint8Array().slice(4, 6)).toEqual(Uint8Array.of(255, 255));
  expect([listpack.length, listpack.seek(65539)]).toEqual([65540, listpack.last()]);
  listpack.delete(listpack.first(), 65000);
  expect(listpack.toUint8Array().slice(4, 6)).toEqual(Uint8Array.of(540 & 255, 540 >> 8));
});

describe('behaves as an array under random operations', () => {
  const step = (random: Random, listpack: Listpack, model: Bytes[]): void => {
    const v = randomElement(random);
    const i = random.below(Math.max(1, model.length));
    const p = listpack.seek(i);
    const what = model.length === 0 ? random.below(2) : random.below(8);
    if (what === 0) {
      listpack.append(v);
      model.push(v);
    } else if (what === 1) {
      listpack.prepend(v);
      model.unshift(v);
    } else if (what === 2) {
      expect(listpack.get(listpack.insertBefore(p, v))).toBe(v);
      model.splice(i, 0, v);
    } else if (what === 3) {
      expect(listpack.get(listpack.insertAfter(p, v))).toBe(v);
      model.splice(i + 1, 0, v);
    } else if (what === 4) {
      expect(listpack.equals(listpack.replace(p, v), v)).toBe(true);
      model[i] = v;
    } else {
      const count = 1 + random.below(3);
      model.splice(i, count);
      const next = listpack.delete(p, count);
      expect(next < 0 ? undefined : listpack.get(next)).toBe(model[i]);
    }
  };

  test.each(Array.from({ length: SEEDS }, (_, i) => i + 1))('seed %i', (seed) => {
    const random = seededRandom(seed);
    const listpack = new Listpack(random.below(100));
    const model: Bytes[] = [];
    for (let n = 0; n < 120; n++) {
      step(random, listpack, model);
      expect(listpack.toArray()).toEqual(model);
      expect(listpack.length).toBe(model.length);
      const sizes = model.reduce((sum, v) => sum + Listpack.entrySizeOf(v), 7);
      expect(listpack.sizeBytes).toBe(sizes);
    }
    const copy = Listpack.fromBytes(listpack.toUint8Array());
    expect(copy?.toArray()).toEqual(model);
    const back: Bytes[] = [];
    for (let p = listpack.last(); p >= 0; p = listpack.prev(p)) back.unshift(listpack.get(p));
    expect(back).toEqual(model);
    for (const v of model) {
      expect(listpack.get(listpack.find(v, listpack.first(), 0))).toBe(v);
    }
  });
});

test('appendAll joins two listpacks', () => {
  const a = listpackOf('a', '1');
  a.appendAll(listpackOf('b', '2', 'c'.repeat(100)));
  expect(a.toUint8Array()).toEqual(listpackOf('a', '1', 'b', '2', 'c'.repeat(100)).toUint8Array());
});
