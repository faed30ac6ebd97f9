/** A question that must be answered before anything else: title, sentences, buttons. */
import { AlertDialog as Radix } from 'radix-ui';
import { type ReactNode, useState } from 'react';

interface DialogProps {
  readonly title: string;
  /** Escape, or a button that closes. */
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** The buttons, the harmless one first: it has the focus. */
  readonly buttons: ReactNode;
}

/** The first is the one that changes nothing. */
function focusFirstButton({ currentTarget }: Event): void {
  const dialog = currentTarget as HTMLElement | null;
  dialog?.querySelector<HTMLElement>('.dialog-buttons button:enabled')?.focus();
}

export function Dialog({ title, onClose, children, buttons }: DialogProps) {
  const [before] = useState(() => document.activeElement);
  return (
    <Radix.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Radix.Portal>
        <Radix.Overlay className="dialog-veil" />
        <Radix.Content
          className="dialog"
          onOpenAutoFocus={focusFirstButton}
          onCloseAutoFocus={(event) => {
            // It has no trigger that Radix could give the focus back to.
            event.preventDefault();
            if (before instanceof HTMLElement) before.focus();
          }}
        >
          <Radix.Title>{title}</Radix.Title>
          <Radix.Description asChild>
            <div>{children}</div>
          </Radix.Description>
          <div className="dialog-buttons">{buttons}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
