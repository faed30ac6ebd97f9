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

test('runs of one name are numbered, and a number is not given twice', () => {
  const store = createRunsStore<null, null>();
  const add = (name: string, ...expected: readonly string[]) => {
    const before = store.nextName(name);
    store.add(name, null, null);
    const names = store.getState().runs.map((run) => run.name);
    expect([names, names.at(-1)]).toEqual([expected, before]);
  };
  add('a', 'a');
  add('a', 'a', 'a #2');
  add('a #b', 'a', 'a #2', 'a #b');
  add('b', 'a', 'a #2', 'a #b', 'b');
  store.remove(1);
  add('a', 'a #2', 'a #b', 'b', 'a #3');
  store.rename(2, 'mine');
  add('a', 'mine', 'a #b', 'b', 'a #3', 'a #4');
  add('b', 'mine', 'a #b', 'b', 'a #3', 'a #4', 'b #2');
  // The oldest gave way.
  add('mine', 'a #b', 'b', 'a #3', 'a #4', 'b #2', 'mine #2');
  store.clear();
  add('a', 'a');
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
