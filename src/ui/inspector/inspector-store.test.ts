/** The inspector's window: it goes to what has just been found or changed, and stays where one has turned to. */
import { expect, test } from 'vitest';
import type { InspectRequest, KeyView } from '../../contract/key-view.ts';
import { createInspectorStore } from './inspector-store.ts';

function inspector(kind = 'sorted-set', windowSize = 64, byte = ' ') {
  let touchedAt: number | null = 0;
  let count = 100_000;
  const store = createInspectorStore({
    inspect: async ({ key, offset }: InspectRequest) => {
      const size = Math.max(0, Math.min(windowSize, count - offset));
      const part = kind === 'bits' ? { bytes: byte.repeat(size) } : { rows: Array(size) };
      return { key, structure: { kind, offset, touchedAt, ...part } } as unknown as KeyView;
    },
  });
  const touch = async (at: number | null) => {
    touchedAt = at;
    await store.refresh();
    return store.getState().offset;
  };
  const shorten = (to: number) => {
    count = to;
  };
  return { store, touch, shorten };
}

test('a change beyond the window brings the window to it, one inside does not', async () => {
  const { store, touch } = inspector();
  store.look(0, 'board');
  expect(await touch(0)).toBe(0);
  expect(await touch(40)).toBe(0);
  expect(await touch(150)).toBe(118);
  expect(await touch(120)).toBe(118);
  expect(await touch(10)).toBe(0);
});

test('where one has turned to stays while nothing else is touched, and a new key begins at its beginning', async () => {
  const { store, touch } = inspector();
  store.look(0, 'board');
  await touch(150);
  store.setOffset(0);
  expect(await touch(150)).toBe(0);
  expect(await touch(null)).toBe(0);
  await touch(299);
  store.look(0, 'other');
  expect(await touch(299)).toBe(0);
});

test("a bitmap's window is a larger one and begins with a row; a value that got short is shown from its start", async () => {
  const { store, touch, shorten } = inspector('bits', 2048);
  store.look(0, 'b');
  expect(await touch(2000)).toBe(0);
  expect(await touch(50_001)).toBe(48_976);
  shorten(10);
  expect(await touch(50_001)).toBe(0);
});

test('a bitmap whose beginning is empty is first shown where it was changed', async () => {
  const { store, touch } = inspector('bits', 2048, '\0');
  store.look(0, 'b');
  expect(await touch(50_001)).toBe(48_976);
  // One who turns back sees the empty part.
  store.setOffset(0);
  expect(await touch(50_001)).toBe(0);
});
