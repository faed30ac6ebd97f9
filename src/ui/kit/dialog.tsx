/** A question that must be answered before anything else: title, sentences, buttons. */
import { AlertDialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

interface DialogProps {
  readonly title: string;
  /** Escape, or a button that closes. */
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** The buttons, the harmless one first: it has the focus. */
  readonly buttons: ReactNode;
}

export function Dialog({ title, onClose, children, buttons }: DialogProps) {
  return (
    <Radix.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Radix.Portal>
        <Radix.Overlay className="dialog-veil" />
        <Radix.Content className="dialog">
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
