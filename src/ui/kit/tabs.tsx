/** A tab list after the ARIA pattern: one tab stop, arrows move and select. Panels are the owner's. */
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';

export interface Tab<Id extends string | number> {
  readonly id: Id;
  readonly label: ReactNode;
  /** The id of the element that the tab shows. */
  readonly controls: string;
  readonly attributes?: { readonly [name: `data-${string}`]: string | number };
}

interface TabsProps<Id extends string | number> {
  readonly label: string;
  readonly tabs: readonly Tab<Id>[];
  readonly active: Id;
  readonly onSelect: (id: Id) => void;
  readonly onDelete?: (id: Id) => void;
  readonly className?: string;
}

/** Moves the list alone: `scrollIntoView` would also scroll a page that this one is embedded in. */
function bringIntoView(list: HTMLElement, tab: Element): void {
  const frame = list.getBoundingClientRect();
  const { left, right } = tab.getBoundingClientRect();
  if (left < frame.left) list.scrollLeft += left - frame.left;
  else if (right > frame.right) list.scrollLeft += right - frame.right;
}

export function Tabs<Id extends string | number>(props: TabsProps<Id>) {
  const { tabs, active, onSelect, onDelete } = props;
  const list = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the active tab is kept in view
  useEffect(() => {
    const tab = list.current?.querySelector('[role="tab"][aria-selected="true"]');
    if (list.current && tab) bringIntoView(list.current, tab);
  }, [active, tabs.length]);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const at = tabs.findIndex((tab) => tab.id === active);
    const target = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[
      event.key
    ];
    if (event.key === 'Delete' && onDelete) onDelete(active);
    if (target === undefined) return;
    event.preventDefault();
    const next = tabs[(target + tabs.length) % tabs.length];
    if (!next) return;
    onSelect(next.id);
    const { currentTarget } = event;
    requestAnimationFrame(() =>
      currentTarget.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]')?.focus(),
    );
  };
  return (
    <div
      ref={list}
      className={`tabs ${props.className ?? ''}`}
      role="tablist"
      aria-label={props.label}
      onKeyDown={onKeyDown}
    >
      {tabs.map((tab) => (
        <button
          key={tab.id}
          type="button"
          role="tab"
          className="tab"
          id={`${tab.controls}-tab-${tab.id}`}
          aria-selected={tab.id === active}
          aria-controls={tab.controls}
          tabIndex={tab.id === active ? 0 : -1}
          onClick={() => onSelect(tab.id)}
          {...tab.attributes}
        >
          {tab.label}
        </button>
      ))}
    </div>
  );
}
