/**
 * What each key does at the prompt, as a pure decision: an action, or nothing (the browser's own).
 *
 * While an input method composes, every key belongs to it. Up and Down walk the history only from
 * the first and last line of the field, so that pasted lines can be edited.
 */
export type PromptAction =
  | 'run'
  | 'complete'
  | 'choose-next'
  | 'choose-previous'
  | 'pick'
  | 'dismiss'
  | 'older'
  | 'newer'
  | 'search'
  | 'search-older'
  | 'search-keep'
  | 'search-run'
  | 'search-drop'
  | 'clear-output'
  | 'leave';

export interface KeyPress {
  readonly key: string;
  readonly ctrl: boolean;
  readonly shift: boolean;
  readonly composing: boolean;
}

export interface PromptSituation {
  readonly listOpen: boolean;
  readonly searching: boolean;
  readonly text: string;
  readonly caret: number;
  readonly hasSelection: boolean;
}

export function actionOf(press: KeyPress, at: PromptSituation): PromptAction | null {
  if (press.composing) return null;
  if (press.ctrl) return ctrlActionOf(press.key.toLowerCase(), at);
  if (at.searching) return searchActionOf(press.key);
  if (at.listOpen) {
    const action = listActionOf(press);
    if (action) return action;
  }
  switch (press.key) {
    case 'Enter':
      return press.shift ? null : 'run';
    case 'Tab':
      // With nothing typed Tab moves on, so that the keyboard is never trapped here.
      return press.shift || at.text.trim() === '' ? null : 'complete';
    case 'ArrowUp':
      return at.text.slice(0, at.caret).includes('\n') ? null : 'older';
    case 'ArrowDown':
      return at.text.slice(at.caret).includes('\n') ? null : 'newer';
    default:
      return null;
  }
}

function ctrlActionOf(key: string, at: PromptSituation): PromptAction | null {
  if (key === 'r') return at.searching ? 'search-older' : 'search';
  if (key === 'l') return 'clear-output';
  if (key === 'c') return at.hasSelection ? null : 'leave';
  if (key === 'g' && at.searching) return 'search-drop';
  if (key === 'p') return 'older';
  if (key === 'n') return 'newer';
  return null;
}

function searchActionOf(key: string): PromptAction | null {
  if (key === 'Enter') return 'search-run';
  if (key === 'Escape') return 'search-drop';
  return key === 'Tab' || key.startsWith('Arrow') ? 'search-keep' : null;
}

function listActionOf({ key, shift }: KeyPress): PromptAction | null {
  switch (key) {
    case 'ArrowDown':
      return 'choose-next';
    case 'ArrowUp':
      return 'choose-previous';
    case 'Tab':
      return shift ? 'choose-previous' : 'pick';
    case 'Enter':
      return 'pick';
    case 'Escape':
      return 'dismiss';
    default:
      return null;
  }
}
