import { describe, expect, test } from 'vitest';
import type { Bytes } from '../base/bytes.ts';
import type { Random } from '../base/ports.ts';
import { seededRandom } from '../base/random.ts';
import { IdIndex } from './id-index.ts';
import { Listpack } from './listpack.ts';
import { radixSize } from './radix-size.ts';
import {
  compareIds,
  formatId,
  ID_MAX,
  ID_MIN,
  int64Of,
  nextId,
  previousId,
  type StreamId,
  U64_MAX,
  u64,
  u64Delta,
  u64Sum,
} from './stream-id.ts';
import { StreamLog } from './stream-log.ts';

const LIMITS = { streamNodeMaxBytes: 4096, streamNodeMaxEntries: 100 };

describe('IDs', () => {
  const max = 2n ** 64n - 1n;
  test.each<[StreamId, string | null, string | null]>([
    [{ ms: 0, seq: 0 }, '0-1', null],
    [{ ms: 1, seq: 0 }, '1-1', `0-${max}`],
    [{ ms: 1, seq: u64(max) }, '2-0', `1-${max - 1n}`],
    [{ ms: 2 ** 53 - 1, seq: u64(max) }, `${2n ** 53n}-0`, `${2 ** 53 - 1}-${max - 1n}`],
    [{ ms: u64(2n ** 53n), seq: 0 }, `${2n ** 53n}-1`, `${2 ** 53 - 1}-${max}`],
    [ID_MAX, null, `${max}-${max - 1n}`],
  ])('neighbours of %o', (id, after, before) => {
    const shown = (one: StreamId | null) => (one === null ? null : formatId(one));
    expect([shown(nextId(id)), shown(previousId(id))]).toEqual([after, before]);
  });

  test('halves are compared and subtracted over the whole range', () => {
    const values = [0n, 1n, 2n ** 53n - 1n, 2n ** 53n, 2n ** 63n - 1n, 2n ** 63n, max];
    for (const a of values) {
      for (const b of values) {
        const sign = a < b ? -1 : a > b ? 1 : 0;
        expect(compareIds({ ms: u64(a), seq: 0 }, { ms: u64(b), seq: 0 })).toBe(sign);
        expect(BigInt(u64Delta(u64(a), u64(b)))).toBe(BigInt.asIntN(64, a - b));
        expect(u64Sum(u64(b), u64Delta(u64(a), u64(b)))).toBe(u64(a));
      }
    }
    expect(int64Of(U64_MAX)).toBe(-1n);
  });
});

/** The nodes of a radix tree that is really built: a trie whose only children are drawn together. */
function radixNodesBuilt(ids: readonly StreamId[]): number {
  interface Trie {
    readonly children: Map<string, Trie>;
  }
  const root: Trie = { children: new Map() };
  for (const { ms, seq } of ids) {
    let at = root;
    const hex =
      BigInt(ms).toString(16).padStart(16, '0') + BigInt(seq).toString(16).padStart(16, '0');
    for (const byte of hex.match(/../g) ?? []) {
      const next = at.children.get(byte) ?? { children: new Map() };
      at.children.set(byte, next);
      at = next;
    }
  }
  const count = (trie: Trie): number => {
    if (trie.children.size === 0) return 1;
    if (trie.children.size > 1) {
      return [...trie.children.values()].reduce((sum, child) => sum + count(child), 1);
    }
    let end = trie;
    while (end.children.size === 1) end = [...end.children.values()][0] as Trie;
    return 1 + count(end);
  };
  return count(root);
}

function drawId(random: Random): StreamId {
  const half = () => {
    const kind = random.below(4);
    if (kind === 0) return random.below(4);
    if (kind === 1) return 1_700_000_000_000 + random.below(1000);
    if (kind === 2) return u64(2n ** 63n + BigInt(random.below(3)));
    return random.below(70_000);
  };
  return { ms: half(), seq: half() };
}

test('an index by ID does what a sorted array does; radix nodes are counted as if built', () => {
  const seed = 20260101;
  const random = seededRandom(seed);
  const index = new IdIndex<StreamId>();
  let model: StreamId[] = [];
  for (let step = 0; step < 2000; step++) {
    const id =
      random.below(3) === 0 ? (model[random.below(model.length + 1)] ?? ID_MIN) : drawId(random);
    const has = model.some((one) => compareIds(one, id) === 0);
    const context = `seed ${seed} step ${step}`;
    if (random.below(5) < 3) {
      expect(index.add(id), context).toBe(!has);
      if (!has) model = [...model, id].sort(compareIds);
    } else {
      expect(index.delete(id) !== undefined, context).toBe(has);
      model = model.filter((one) => compareIds(one, id) !== 0);
    }
    const probe = drawId(random);
    const shown = (one: StreamId | undefined) => one && formatId(one);
    expect(shown(index.ceiling(probe)), context).toBe(
      shown(model.find((one) => compareIds(one, probe) >= 0)),
    );
    expect(shown(index.floor(probe)), context).toBe(
      shown(model.findLast((one) => compareIds(one, probe) <= 0)),
    );
    if (step % 50 === 0) {
      expect([...index].map(formatId), context).toEqual(model.map(formatId));
      expect(radixSize(index).nodes, context).toBe(radixNodesBuilt(model));
    }
  }
});

interface ModelEntry {
  readonly id: StreamId;
  readonly words: readonly Bytes[];
}

const FIELDS = ['a', 'b', 'name', '1', '007', ''];
const VALUES = ['', '1', '-5', '70000', '9223372036854775807', 'text', 'x'.repeat(70), '\x00\xff'];

function drawWords(random: Random): Bytes[] {
  if (random.below(2) === 0) return ['a', VALUES[random.below(VALUES.length)] as Bytes];
  return Array.from({ length: 1 + random.below(3) }, () => [
    FIELDS[random.below(FIELDS.length)] as Bytes,
    VALUES[random.below(VALUES.length)] as Bytes,
  ]).flat();
}

function read(log: StreamLog, start: StreamId | null, end: StreamId | null, reverse: boolean) {
  const found: string[] = [];
  for (const cursor = log.cursor(start, end, reverse); cursor.next(); ) {
    const words: Bytes[] = [];
    cursor.pushFields(words);
    found.push(`${formatId(cursor)} ${JSON.stringify(words)}`);
    // Remembered places must not change what anybody finds.
    if (!reverse && words.length > 2) cursor.noteIt();
  }
  return found;
}

const shownEntry = ({ id, words }: ModelEntry) => `${formatId(id)} ${JSON.stringify(words)}`;

/** The log again from its nodes' bytes, as a file would bring them. */
function rebuilt(log: StreamLog): StreamLog {
  const nodes = [...log.nodes()].map((node) => ({
    masterId: { ms: node.ms, seq: node.seq },
    listpack: Listpack.fromBytes(node.listpack.toUint8Array()) as Listpack,
  }));
  return StreamLog.fromNodes(nodes, log);
}

/** The trimmed length that whole nodes allow: what an approximate trim may leave. */
function trimModel(model: ModelEntry[], stays: (entry: ModelEntry, at: number) => boolean) {
  return model.filter(stays);
}

describe.each([1, 2, 3])('a log does what an array does, seed %d', (seed) => {
  test.each([
    ['small nodes', { streamNodeMaxBytes: 200, streamNodeMaxEntries: 5 }],
    ['as configured', LIMITS],
    ['no limits', { streamNodeMaxBytes: 0, streamNodeMaxEntries: 0 }],
  ])('%s', (_name, limits) => {
    const random = seededRandom(seed);
    let log = new StreamLog();
    let model: ModelEntry[] = [];
    let top: StreamId = { ms: 1, seq: 1 };
    const pick = () => model[random.below(Math.max(1, model.length))]?.id ?? top;
    for (let step = 0; step < 600; step++) {
      const context = `seed ${seed} step ${step}`;
      const kind = random.below(20);
      if (kind < 12) {
        const ms = u64Sum(top.ms, random.below(3));
        const seq = ms === top.ms ? u64Sum(top.seq, 1 + random.below(300)) : random.below(5);
        top = { ms, seq };
        const words = drawWords(random);
        log.append(top, words, limits);
        model.push({ id: top, words });
      } else if (kind < 16) {
        const id = random.below(4) === 0 ? drawId(random) : pick();
        const at = model.findIndex((entry) => compareIds(entry.id, id) === 0);
        expect(log.delete(id), context).toBe(at >= 0);
        if (at >= 0) model.splice(at, 1);
      } else if (kind === 16) {
        const length = random.below(model.length + 2);
        const kept = trimModel(model, (_, at) => at >= model.length - length);
        const gone = log.trimToLength(length, { approximate: false, limit: 0 });
        expect(gone, context).toBe(model.length - kept.length);
        model = kept;
      } else if (kind === 17) {
        const id = pick();
        const kept = trimModel(model, (entry) => compareIds(entry.id, id) >= 0);
        const gone = log.trimBefore(id, { approximate: false, limit: 0 });
        expect(gone, context).toBe(model.length - kept.length);
        model = kept;
      } else if (kind === 18) {
        const length = random.below(model.length + 2);
        const gone = log.trimToLength(length, { approximate: true, limit: random.below(40) });
        expect(log.length, context).toBe(model.length - gone);
        expect(gone === 0 || log.length >= length, context).toBe(true);
        model = model.slice(gone);
      } else log = rebuilt(log);
      expect(log.length, context).toBe(model.length);
      expect(formatId(log.firstId), context).toBe(formatId(model[0]?.id ?? ID_MIN));
      const ends = [pick(), pick()].sort(compareIds) as [StreamId, StreamId];
      const [start, end] = random.below(4) === 0 ? [null, null] : ends;
      const between = model.filter(
        ({ id }) => (!start || compareIds(id, start) >= 0) && (!end || compareIds(id, end) <= 0),
      );
      const wanted = between.map(shownEntry);
      expect(read(log, start, end, false), context).toEqual(wanted);
      expect(read(log, start, end, true), context).toEqual(wanted.reverse());
    }
  });
});

test('a node is laid out as Redis lays it out', () => {
  const log = new StreamLog();
  log.append({ ms: 1000, seq: 5 }, ['name', 'ann', 'age', '30'], LIMITS);
  log.append({ ms: 1001, seq: 0 }, ['name', 'bob', 'age', '31'], LIMITS);
  log.append({ ms: 1001, seq: 1 }, ['other', 'x'], LIMITS);
  log.delete({ ms: 1001, seq: 0 });
  const [node] = [...log.nodes()];
  expect(node?.listpack.toArray()).toEqual([
    ...['2', '1', '2', 'name', 'age', '0'],
    ...['2', '0', '0', 'ann', '30', '5'],
    ...['3', '1', '-5', 'bob', '31', '5'],
    ...['0', '1', '-4', '1', 'other', 'x', '6'],
  ]);
  expect([log.length, formatId(log.maxDeletedId), log.entriesAdded]).toEqual([2, '1001-0', 3]);
});

test('a node is full at its bytes or its entries, the deleted ones included', () => {
  const nodesOf = (limits: typeof LIMITS, entries: number, size: number) => {
    const log = new StreamLog();
    for (let i = 1; i <= entries; i++) {
      log.append({ ms: i, seq: 0 }, ['f', 'x'.repeat(size)], limits);
      if (i % 2 === 0) log.delete({ ms: i, seq: 0 });
    }
    return [...log.nodes()].map(({ count, deleted }) => `${count}+${deleted}`);
  };
  expect(nodesOf({ streamNodeMaxBytes: 4096, streamNodeMaxEntries: 4 }, 10, 1)).toEqual([
    ...['2+2', '2+2', '1+1'],
  ]);
  expect(nodesOf({ streamNodeMaxBytes: 300, streamNodeMaxEntries: 100 }, 8, 100)).toEqual([
    ...['1+1', '1+1', '1+1', '1+1'],
  ]);
});
