/**
 * A drop-down menu of single choices and switches, described as data, after the ARIA pattern.
 *
 * Arrows, Home, End and letters move, Enter and Space choose, Escape and Tab leave. The item that
 * has the focus is the one that is highlighted, by the pointer too.
 */
import { Check } from 'lucide-react';
import { cloneElement, type KeyboardEvent, useEffect, useId, useRef } from 'react';
import { createPortal } from 'react-dom';
import type { Trigger } from './trigger.ts';
import { useFloating } from './use-floating.ts';

export type MenuItem =
  | { readonly kind: 'action'; readonly label: string; readonly onSelect: () => void }
  | {
      readonly kind: 'choice';
      readonly label: string;
      readonly checked: boolean;
      readonly onSelect: () => void;
    }
  | {
      readonly kind: 'switch';
      readonly label: string;
      readonly note?: string;
      readonly checked: boolean;
      readonly onSelect: () => void;
    }
  | { readonly kind: 'label'; readonly label: string }
  | { readonly kind: 'line' };

interface MenuProps {
  readonly trigger: Trigger;
  readonly items: readonly MenuItem[];
  readonly align?: 'start' | 'end';
}

export function Menu({ trigger, items, align = 'end' }: MenuProps) {
  const floating = useFloating({ side: 'bottom', align, gapPx: 4 });
  const { open, setOpen, leave, box } = floating;
  const ownId = useId();
  const id = trigger.props.id ?? `${ownId}trigger`;
  /** Where the focus goes when it has opened: a keyboard wants an item, a pointer has its own. */
  const entry = useRef<'menu' | 'first' | 'last'>('menu');
  useEffect(() => {
    if (!open || !box.current) return;
    const rows = itemsIn(box.current);
    const first = entry.current === 'first' ? rows[0] : rows.at(-1);
    (entry.current === 'menu' ? box.current : first)?.focus();
  }, [open, box]);
  const openAt = (at: 'menu' | 'first' | 'last') => {
    entry.current = at;
    setOpen(true);
  };
  const onTriggerKey = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    openAt(event.key === 'ArrowDown' ? 'first' : 'last');
  };
  const select = (onSelect: () => void) => {
    leave();
    onSelect();
  };
  return (
    <>
      {cloneElement(trigger, {
        ref: floating.trigger,
        id,
        'aria-haspopup': 'menu',
        'aria-expanded': open,
        'aria-controls': open ? ownId : undefined,
        'data-state': open ? 'open' : 'closed',
        // A click without a pointer is Enter or Space.
        onClick: ({ detail }) => (open ? setOpen(false) : openAt(detail === 0 ? 'first' : 'menu')),
        onKeyDown: onTriggerKey,
      })}
      {open
        ? createPortal(
            <div
              ref={box}
              id={ownId}
              className="menu"
              role="menu"
              aria-labelledby={id}
              tabIndex={-1}
              onKeyDown={(event) => moveInMenu(event, leave)}
            >
              {items.map((item, index) => (
                // The items are a fixed description: their place is their identity.
                // biome-ignore lint/suspicious/noArrayIndexKey: see above
                <Item key={index} item={item} onSelect={select} />
              ))}
            </div>,
            document.body,
          )
        : null}
    </>
  );
}

const itemsIn = (menu: Element): HTMLElement[] => [
  ...menu.querySelectorAll<HTMLElement>('.menu-item'),
];

function moveInMenu(event: KeyboardEvent<HTMLElement>, leave: () => void): void {
  const items = itemsIn(event.currentTarget);
  const at = items.indexOf(document.activeElement as HTMLElement);
  const last = items.length - 1;
  const target = {
    ArrowDown: Math.min(at + 1, last),
    ArrowUp: at < 0 ? last : Math.max(at - 1, 0),
    Home: 0,
    End: last,
  }[event.key];
  if (target !== undefined) items[target]?.focus();
  else if (event.key === 'Tab') leave();
  else if (event.key === 'Enter' || event.key === ' ') items[at]?.click();
  else if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return;
  else nextWith(items, at, event.key)?.focus();
  // Neither the page scrolls nor do its own shortcuts act.
  event.preventDefault();
  event.stopPropagation();
}

/** The next item, around the end, whose words begin with the letter. */
function nextWith(items: readonly HTMLElement[], at: number, letter: string) {
  const around = [...items.slice(at + 1), ...items.slice(0, at + 1)];
  const wanted = letter.toLowerCase();
  return around.find((item) => item.textContent.trim().toLowerCase().startsWith(wanted));
}

interface ItemProps {
  readonly item: MenuItem;
  readonly onSelect: (act: () => void) => void;
}

const roles = {
  action: 'menuitem',
  choice: 'menuitemradio',
  switch: 'menuitemcheckbox',
} as const;

function Item({ item, onSelect }: ItemProps) {
  if (item.kind === 'line') return <hr className="menu-line" />;
  if (item.kind === 'label') return <div className="menu-label">{item.label}</div>;
  const mark =
    item.kind === 'action' ? null : (
      <span className="menu-check">{item.checked ? <Check size={16} aria-hidden /> : null}</span>
    );
  return (
    <>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the menu takes the keys for its items */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: its role is one of three */}
      <div
        className="menu-item"
        role={roles[item.kind]}
        tabIndex={-1}
        {...(item.kind === 'action' ? {} : { 'aria-checked': item.checked })}
        onClick={() => onSelect(item.onSelect)}
        onPointerMove={({ currentTarget }) => currentTarget.focus({ preventScroll: true })}
      >
        {mark}
        {item.label}
      </div>
      {item.kind === 'switch' && item.note ? <div className="menu-note">{item.note}</div> : null}
    </>
  );
}
