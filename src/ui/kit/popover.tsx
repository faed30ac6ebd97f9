/** A popover that explains the thing it hangs on. Escape and a click outside close it. */
import { cloneElement, type ReactNode, useEffect, useId } from 'react';
import { createPortal } from 'react-dom';
import type { Trigger } from './trigger.ts';
import { useFloating } from './use-floating.ts';

interface PopoverProps {
  readonly trigger: Trigger;
  readonly label: string;
  readonly children: ReactNode;
  readonly side?: 'top' | 'bottom';
  readonly onOpen?: () => void;
}

export function Popover({ trigger, label, children, side = 'bottom', onOpen }: PopoverProps) {
  const floating = useFloating({ side, align: 'start', gapPx: 6 });
  const { open, setOpen, box } = floating;
  const id = useId();
  // The text takes the focus, not its first button, whose tooltip would hide it.
  useEffect(() => {
    if (open) box.current?.focus();
  }, [open, box]);
  const toggle = () => {
    if (!open) onOpen?.();
    setOpen(!open);
  };
  return (
    <>
      {cloneElement(trigger, {
        ref: floating.trigger,
        'aria-haspopup': 'dialog',
        'aria-expanded': open,
        'aria-controls': open ? id : undefined,
        'data-state': open ? 'open' : 'closed',
        onClick: toggle,
      })}
      {open
        ? createPortal(
            <div
              ref={box}
              id={id}
              className="popover"
              role="dialog"
              aria-label={label}
              tabIndex={-1}
            >
              {children}
            </div>,
            document.body,
          )
        : null}
    </>
  );
}
