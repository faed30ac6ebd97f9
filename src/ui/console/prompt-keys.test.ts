/** What each key does, by situation. */
import { expect, test } from 'vitest';
import { actionOf, type KeyPress, type PromptSituation } from './prompt-keys.ts';

const plain: PromptSituation = {
  listOpen: false,
  searching: false,
  text: 'get k',
  caret: 5,
  hasSelection: false,
};
const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrl: false,
  shift: false,
  composing: false,
  ...more,
});
const check = (key: KeyPress, at: Partial<PromptSituation>, action: ReturnType<typeof actionOf>) =>
  expect(actionOf(key, { ...plain, ...at })).toBe(action);

test('Enter runs, Shift+Enter breaks the line, a composition keeps its keys', () => {
  check(press('Enter'), {}, 'run');
  check(press('Enter', { shift: true }), {}, null);
  check(press('Enter', { composing: true }), {}, null);
});
test('Tab completes, but never traps an empty prompt', () => {
  check(press('Tab'), {}, 'complete');
  check(press('Tab'), { text: '' }, null);
  check(press('Tab', { shift: true }), {}, null);
});
test('an open list takes the arrows, Enter, Tab and Escape', () => {
  check(press('ArrowDown'), { listOpen: true }, 'choose-next');
  check(press('Enter'), { listOpen: true }, 'pick');
  check(press('Escape'), { listOpen: true }, 'dismiss');
  check(press('a'), { listOpen: true }, null);
});
test('history from the first and last line only', () => {
  check(press('ArrowUp'), {}, 'older');
  check(press('ArrowUp'), { text: 'a\nb', caret: 3 }, null);
  check(press('ArrowDown'), { text: 'a\nb', caret: 3 }, 'newer');
});
test('Ctrl-C copies a selection, else leaves; Ctrl-R searches, then goes further back', () => {
  check(press('c', { ctrl: true }), {}, 'leave');
  check(press('c', { ctrl: true }), { hasSelection: true }, null);
  check(press('r', { ctrl: true }), {}, 'search');
  check(press('r', { ctrl: true }), { searching: true }, 'search-older');
  check(press('Escape'), { searching: true }, 'search-drop');
});
