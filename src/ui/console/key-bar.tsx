/** Keys that a touch keyboard lacks or hides; shown at phone width and for coarse pointers. */
import { useMessages } from '../i18n/i18n.tsx';
import { Button } from '../kit/button.tsx';
import type { PromptAction } from './prompt-keys.ts';

interface KeyBarProps {
  readonly onKey: (action: PromptAction) => void;
  readonly onInsert: (text: string) => void;
}

const keys: readonly (readonly [string, PromptAction])[] = [
  ['Tab', 'complete'],
  ['↑', 'older'],
  ['↓', 'newer'],
  ['^C', 'leave'],
];
const signs = ['"', ':', '*', '-', '_', '{', '}'];

export function KeyBar({ onKey, onInsert }: KeyBarProps) {
  const m = useMessages();
  const keepFocus = (event: { preventDefault(): void }) => event.preventDefault();
  return (
    <div className="key-bar" role="toolbar" aria-label={m.console.keyBar}>
      {keys.map(([label, action]) => (
        <Button key={label} onPointerDown={keepFocus} onClick={() => onKey(action)}>
          {label}
        </Button>
      ))}
      {signs.map((sign) => (
        <Button key={sign} onPointerDown={keepFocus} onClick={() => onInsert(sign)}>
          {sign}
        </Button>
      ))}
    </div>
  );
}
