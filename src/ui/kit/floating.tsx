/**
 * What floats above the page (menus, popovers, questions, the tooltip), on Radix. It is most of what
 * Radix weighs, and no first command needs it: the page fetches this file when it stands already.
 */
import { Check } from 'lucide-react';
import { AlertDialog, DropdownMenu, Popover } from 'radix-ui';
import { type FocusEvent, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { DialogProps } from './dialog.tsx';
import type { MenuItem, MenuProps } from './menu.tsx';
import type { Waited } from './on-trigger.tsx';
import type { PopoverProps } from './popover.tsx';

interface Late {
  /** What happened to the trigger before this came. */
  readonly waited: Waited;
}

/** Whether the part is open, and its trigger, which takes the focus of the one that waited. */
function useOpen(waited: Waited, onOpen?: () => void) {
  const trigger = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const change = (now: boolean) => {
    setOpen(now);
    if (now) onOpen?.();
    else waited.asked = false;
  };
  // Not before: between the first rendering and this the one that waits is still to be clicked.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once
  useLayoutEffect(() => {
    if (waited.asked) change(true);
    else if (waited.focused) trigger.current?.focus();
  }, []);
  return { trigger, root: { open, onOpenChange: change } };
}

/** Radix has not seen the key that asked for the menu, and would leave the focus on it as a whole. */
function focusFirstItem({ target, currentTarget }: FocusEvent<HTMLElement>): void {
  if (target === currentTarget) currentTarget.querySelector<HTMLElement>('.menu-item')?.focus();
}

export function FloatingMenu({ trigger, items, align = 'end', waited }: MenuProps & Late) {
  const own = useOpen(waited);
  return (
    <DropdownMenu.Root modal={false} {...own.root}>
      <DropdownMenu.Trigger asChild ref={own.trigger}>
        {trigger}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className="menu"
          align={align}
          sideOffset={4}
          collisionPadding={8}
          {...(waited.asked ? { onFocus: focusFirstItem } : {})}
        >
          {items.map((item, index) => (
            // The items are a fixed description: their place is their identity.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <Item key={index} item={item} />
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Item({ item }: { readonly item: MenuItem }) {
  if (item.kind === 'line') return <DropdownMenu.Separator className="menu-line" />;
  if (item.kind === 'label') {
    return <DropdownMenu.Label className="menu-label">{item.label}</DropdownMenu.Label>;
  }
  if (item.kind === 'action') {
    return (
      <DropdownMenu.Item className="menu-item" onSelect={item.onSelect}>
        {item.label}
      </DropdownMenu.Item>
    );
  }
  return (
    <>
      <DropdownMenu.CheckboxItem
        className="menu-item"
        checked={item.checked}
        onSelect={item.onSelect}
        role={item.kind === 'choice' ? 'menuitemradio' : 'menuitemcheckbox'}
      >
        <span className="menu-check">
          <DropdownMenu.ItemIndicator>
            <Check size={16} aria-hidden />
          </DropdownMenu.ItemIndicator>
        </span>
        {item.label}
      </DropdownMenu.CheckboxItem>
      {item.kind === 'switch' && item.note ? <div className="menu-note">{item.note}</div> : null}
    </>
  );
}

export function FloatingPopover(props: PopoverProps & Late) {
  const { trigger, label, children, side = 'bottom', onOpen, waited } = props;
  const own = useOpen(waited, onOpen);
  return (
    <Popover.Root {...own.root}>
      <Popover.Trigger asChild ref={own.trigger}>
        {trigger}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="popover"
          aria-label={label}
          side={side}
          align="start"
          sideOffset={6}
          collisionPadding={8}
          // The text takes the focus, not its first button, whose tooltip would hide it.
          tabIndex={-1}
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            (event.currentTarget as HTMLElement).focus();
          }}
        >
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** The first is the one that changes nothing. */
function focusFirstButton({ currentTarget }: Event): void {
  const dialog = currentTarget as HTMLElement | null;
  dialog?.querySelector<HTMLElement>('.dialog-buttons button:enabled')?.focus();
}

export function Question({ title, onClose, children, buttons }: DialogProps) {
  const [before] = useState(() => document.activeElement);
  return (
    <AlertDialog.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="dialog-veil" />
        <AlertDialog.Content
          className="dialog"
          onOpenAutoFocus={focusFirstButton}
          onCloseAutoFocus={(event) => {
            // It has no trigger that Radix could give the focus back to.
            event.preventDefault();
            if (before instanceof HTMLElement) before.focus();
          }}
        >
          <AlertDialog.Title>{title}</AlertDialog.Title>
          <AlertDialog.Description asChild>
            <div>{children}</div>
          </AlertDialog.Description>
          <div className="dialog-buttons">{buttons}</div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

interface TipProps {
  readonly target: HTMLElement;
  readonly onClose: () => void;
}

const keepFocus = (event: Event): void => event.preventDefault();

/** The tip of an element, above it. */
export function FloatingTip({ target, onClose }: TipProps) {
  const anchor = useMemo(() => ({ current: target }), [target]);
  return (
    <Popover.Root open onOpenChange={onClose}>
      <Popover.Anchor virtualRef={anchor} />
      <Popover.Portal>
        <Popover.Content
          className="tooltip"
          role="tooltip"
          side="top"
          sideOffset={6}
          collisionPadding={8}
          onOpenAutoFocus={keepFocus}
          onCloseAutoFocus={keepFocus}
        >
          {target.dataset.tip}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
