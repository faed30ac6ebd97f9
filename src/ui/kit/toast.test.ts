/** Messages are few at a time, and one about the same thing takes the older one's place. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createToastStore } from './toast.tsx';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const texts = (store: ReturnType<typeof createToastStore>) =>
  store.getState().toasts.map(({ text }) => text);

test('undoing again and again is one message, the newest', () => {
  const store = createToastStore();
  const { show } = store.getState();
  show('Saved.');
  show('1 key is back.', 'undo');
  show('3 keys are back.', 'undo');
  expect(texts(store)).toEqual(['Saved.', '3 keys are back.']);
  show('Saved.');
  expect(texts(store)).toEqual(['3 keys are back.', 'Saved.']);
});

test('three at most, and each goes after its own time', () => {
  const store = createToastStore();
  const { show } = store.getState();
  for (const text of ['a', 'b', 'c', 'd']) show(text);
  expect(texts(store)).toEqual(['b', 'c', 'd']);
  vi.advanceTimersByTime(3000);
  show('d');
  vi.advanceTimersByTime(1500);
  expect(texts(store)).toEqual(['d']);
  vi.advanceTimersByTime(3000);
  expect(texts(store)).toEqual([]);
});
