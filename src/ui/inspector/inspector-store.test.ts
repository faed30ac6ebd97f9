/** The inspector's window: it goes to what has just been found or changed, and stays where one has turned to. */
import { expect, test } from 'vitest';
import type { InspectRequest, KeyView } from '../../contract/key-view.ts';
import { createInspectorStore } from './inspector-store.ts';

function inspector() {
  let touchedAt: number | null = 0;
  const store = createInspectorStore({
    inspect: async ({ key, offset }: InspectRequest) =>
      ({ key, structure: { kind: 'sorted-set', offset, touchedAt } }) as unknown as KeyView,
  });
  const touch = async (at: number | null) => {
    touchedAt = at;
    await store.refresh();
    return store.getState().offset;
  };
  return { store, touch };
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
