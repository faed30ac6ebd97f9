/** A popover that explains the thing it hangs on. Escape and a click outside close it. */
import { Popover as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

interface PopoverProps {
  readonly trigger: ReactNode;
  readonly label: string;
  readonly children: ReactNode;
  readonly side?: 'top' | 'bottom';
  readonly onOpen?: () => void;
}

export function Popover({ trigger, label, children, side = 'bottom', onOpen }: PopoverProps) {
  return (
    <Radix.Root onOpenChange={(open) => (open ? onOpen?.() : undefined)}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
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
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
