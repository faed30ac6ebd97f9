/**
 * Moves the window over a large structure: a page at a time, or to a place by its number. Places
 * are counted from 0, as drawings and commands count them.
 */
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useMessages } from '../i18n/i18n.tsx';
import { IconButton } from '../kit/button.tsx';

/** With more pages than these a place may be typed. */
const PAGES_TO_TURN = 3;

interface PagerProps {
  readonly label: string;
  /** What its elements are called. */
  readonly unit: string;
  readonly unitsPerElement?: number;
  readonly first: number;
  readonly shown: number;
  readonly total: number;
  /** What is shown when absent. */
  readonly pageSize?: number;
  readonly onWindow: (offset: number) => void;
}

/** Nothing to see while everything fits into one window. */
export function Pager(props: PagerProps) {
  const { label, unit, unitsPerElement = 1, first, shown, total, pageSize, onWindow } = props;
  const m = useMessages();
  if (total <= shown && first === 0) return null;
  const step = pageSize ?? Math.max(shown, 1);
  const end = first + shown;
  return (
    <nav className="pager" aria-label={label}>
      <IconButton
        label={m.inspector.previous}
        icon={<ChevronLeft size={16} aria-hidden />}
        disabled={first === 0}
        onClick={() => onWindow(Math.max(0, first - step))}
      />
      <span className="pager-window">
        {m.drawings.window(
          unit,
          first * unitsPerElement,
          Math.max(first, end * unitsPerElement - 1),
          total * unitsPerElement,
        )}
      </span>
      <IconButton
        label={m.inspector.next}
        icon={<ChevronRight size={16} aria-hidden />}
        disabled={end >= total}
        onClick={() => onWindow(first + step)}
      />
      {total > step * PAGES_TO_TURN ? (
        <Jump
          unit={unit}
          onPlace={(place) => onWindow(pageOf(place, unitsPerElement, step, total))}
        />
      ) : null}
    </nav>
  );
}

/** Where the page begins that has this place, or the last place there is. */
export function pageOf(place: number, unitsPerElement: number, step: number, total: number) {
  const element = Math.min(Math.floor(place / unitsPerElement), total - 1);
  return element - (element % step);
}

interface JumpProps {
  readonly unit: string;
  readonly onPlace: (place: number) => void;
}

function Jump({ unit, onPlace }: JumpProps) {
  const m = useMessages();
  const [typed, setTyped] = useState('');
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const digits = typed.replace(/[\s,]/g, '');
    if (/^\d+$/.test(digits)) onPlace(Number(digits));
  };
  return (
    <form className="pager-jump" onSubmit={onSubmit}>
      <input
        inputMode="numeric"
        aria-label={m.drawings.goTo(unit)}
        placeholder={m.drawings.goToHint}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
    </form>
  );
}
