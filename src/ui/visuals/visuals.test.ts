/** The parts of drawings that think: the search path, and what counts as new. */
import { expect, test } from 'vitest';
import type { StreamView } from '../../contract/key-view.ts';
import { en } from '../i18n/en.ts';
import { bitOf } from './bits.tsx';
import { nextCell } from './cell-grid.tsx';
import { freshIds } from './fresh.ts';
import { areaOutline, metres, searchOutline } from './map-outlines.ts';
import { pageOf } from './pager.tsx';
import { piecesOf } from './registers.tsx';
import { comingIn, searchPath } from './skiplist-path.ts';
import { streamRows } from './stream-rows.ts';

test('a search goes right while it can, then down', () => {
  // dana 1, alice 2, bob 4, charlie 3, erin 1: the picture of intent.
  const { steps, hops } = searchPath([1, 2, 4, 3, 1], 4);
  expect(hops).toBe(3);
  expect(steps.filter((step, i) => steps[i - 1]?.at !== step.at).map(({ at }) => at)).toEqual([
    -1, 2, 3, 4,
  ]);
});
test('into a window that begins later, a search comes on the level of the first node it meets', () => {
  expect(comingIn(searchPath([1, 3, 1, 2, 1, 4], 4))).toEqual([
    { at: -1, level: 3 },
    { at: 1, level: 3 },
    { at: 1, level: 2 },
    { at: 3, level: 2 },
    { at: 3, level: 1 },
    { at: 4, level: 1 },
  ]);
});
test('a search stops as soon as it stands on its target', () => {
  expect(searchPath([1, 2, 4], 2).hops).toBe(1);
});
test('only what the view before lacked is new, and nothing in a new scope', () => {
  const a = { value: 'a', window: '0' };
  const at = (place: number | null, ...ids: readonly string[]) => ({ at: place, ids });
  const first = freshIds(null, a, ['x', 'y'], at(0, 'x'));
  expect([...first.fresh]).toEqual([]);
  const second = freshIds(first, a, ['x', 'y', 'z'], at(2, 'z'));
  expect([...second.fresh]).toEqual(['z']);
  expect(freshIds(second, a, ['x', 'y', 'z'], at(2, 'z'))).toBe(second);
  const other = { value: 'b', window: '0' };
  expect([...freshIds(second, other, ['q'], at(0, 'q')).fresh]).toEqual([]);
  const further = { value: 'a', window: '64' };
  expect([...freshIds(second, further, ['v', 'w'], at(2)).fresh]).toEqual([]);
  expect([...freshIds(second, further, ['v', 'w'], at(70, 'w')).fresh]).toEqual(['w']);
});
test("a stream's table says all that its drawing shows, in words", () => {
  const view: StreamView = {
    ...{
      kind: 'stream',
      count: 1,
      nodeCount: 1,
      offset: 0,
      entriesAdded: '2',
      groupCount: 1,
      groupOffset: 0,
    },
    ...{ lastId: '2-0', maxDeletedId: '1-0' },
    nodes: [
      {
        ...{ index: 0, firstId: '1-0', lastId: '2-0', count: 1, deleted: 1, sizeBytes: 40 },
        fields: ['f'],
        entries: [
          { id: '1-0', deleted: true, sameFields: true, words: ['f', 'old'] },
          { id: '2-0', deleted: false, sameFields: false, words: ['g', '\xff'] },
        ],
      },
    ],
    groups: [
      {
        ...{ name: 'g', lastId: '2-0', entriesRead: null, lag: '0', consumerCount: 1 },
        pendingCount: 1,
        consumers: [{ name: 'ann', pendingCount: 1, seenAtMs: 0, activeAtMs: null }],
        pending: [{ id: '2-0', consumer: 'ann', deliveredAtMs: 0, deliveries: '3' }],
      },
    ],
  };
  expect(streamRows(en, view).map(({ cells }) => cells.join(' | '))).toEqual([
    'Node 0 | 1-0 to 2-0 | 1 entry, 1 deleted, 40 B',
    'Entry, deleted | 1-0 | f=old',
    'Entry | 2-0 | g=\\xff',
    'Group | g | delivered up to 2-0, entries read: not known, lag: 0',
    'Consumer | ann | 1 pending',
    'Pending | 2-0 | ann, deliveries: 3, the last at 1970-01-01 00:00:00',
  ]);
});

test('bits are counted from the highest of the first byte', () => {
  expect([0, 7, 8, 9].map((at) => bitOf('\x01\x40', at))).toEqual([0, 1, 0, 1]);
});

test('arrow keys move over a grid and stay on it', () => {
  expect(nextCell('ArrowRight', null, 8, 64)).toBe(0);
  expect(nextCell('ArrowDown', 3, 8, 64)).toBe(11);
  expect(nextCell('ArrowUp', 3, 8, 64)).toBe(0);
  expect(nextCell('End', 3, 8, 64)).toBe(63);
  expect(nextCell('ArrowRight', 63, 8, 64)).toBe(63);
  expect(nextCell('Tab', 3, 8, 64)).toBe(null);
});

test('a run of registers is cut where a row ends', () => {
  expect(piecesOf({ from: 2000, length: 100 })).toEqual([
    { strip: 0, from: 2000, length: 48 },
    { strip: 1, from: 0, length: 52 },
  ]);
});

test('outlines of cells, circles and boxes are closed, and as large as they should be', () => {
  const cell = areaOutline({ west: 10, east: 20, south: 0, north: 5 });
  expect(cell[0]).toEqual(cell.at(-1));
  const box = searchOutline({
    kind: 'box',
    longitude: 15,
    latitude: 60,
    widthM: 2e5,
    heightM: 1e5,
  });
  expect(box[0]).toEqual(box.at(-1));
  const circle = searchOutline({ kind: 'circle', longitude: 15, latitude: 37, radiusM: 200_000 });
  const latitudes = circle.map(([, latitude]) => latitude);
  expect(Math.max(...latitudes) - Math.min(...latitudes)).toBeCloseTo(2 * 1.798, 2);
  expect(metres(200_000)).toBe('200 km');
  expect(metres(12.345)).toBe('12.35 m');
});

test('a place is found on its page, the last one where there are fewer', () => {
  // Bits in bytes, 2048 bytes a page.
  expect(pageOf(0, 8, 2048, 1_000_001)).toBe(0);
  expect(pageOf(8_000_000, 8, 2048, 1_000_001)).toBe(999_424);
  expect(pageOf(99_000_000, 8, 2048, 1_000_001)).toBe(999_424);
  expect(pageOf(131, 1, 64, 200)).toBe(128);
});
