/** Runs keep their slots, give way when there are too many, and come back when asked. */
import { expect, test } from 'vitest';
import { createRunsStore, RUNS_MAX } from './runs.ts';

const slots = (store: ReturnType<typeof filled>) =>
  store.getState().runs.map(({ name, slot }) => `${name}${slot}`);

function filled(count: number) {
  const store = createRunsStore<null, null>();
  for (let n = 0; n < count; n++) store.add('abcdefgh'[n] ?? '', null, null);
  return store;
}

test('the oldest gives way and its slot is free again', () => {
  expect(slots(filled(3))).toEqual(['a0', 'b1', 'c2']);
  expect(slots(filled(RUNS_MAX + 1))).toEqual(['b1', 'c2', 'd3', 'e4', 'f5', 'g0']);
});

test('removing, clearing and undoing', () => {
  const store = filled(3);
  store.remove(2);
  expect(slots(store)).toEqual(['a0', 'c2']);
  expect(store.getState().removed?.count).toBe(1);
  store.undo();
  expect(slots(store)).toEqual(['a0', 'b1', 'c2']);
  store.clear();
  expect(store.getState().removed?.count).toBe(3);
  store.undo();
  store.undo();
  store.remove(1);
  store.add('x', null, null);
  expect(slots(store)).toEqual(['b1', 'c2', 'x0']);
  store.rename(2, 'B');
  store.setShown(2, false);
  expect(store.getState().runs[0]).toMatchObject({ name: 'B', shown: false });
});
