/** A question that must be answered before anything else: title, sentences, buttons. */
import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { createPortal } from 'react-dom';

interface DialogProps {
  readonly title: string;
  /** Escape, or a button that closes. */
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** The buttons, the harmless one first: it has the focus. */
  readonly buttons: ReactNode;
}

export function Dialog({ title, onClose, children, buttons }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    const element = dialog.current;
    if (!element) return;
    element.showModal();
    element.querySelector<HTMLElement>('.dialog-buttons button:enabled')?.focus();
    // Closing, not just going, gives the focus back to where it was.
    return () => element.close();
  }, []);
  return createPortal(
    <dialog
      ref={dialog}
      className="dialog"
      role="alertdialog"
      aria-labelledby={`${id}title`}
      aria-describedby={`${id}text`}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      // Browsers let a second Escape through; what is open again has not been closed by one.
      onClose={({ currentTarget }) => (currentTarget.open ? undefined : onClose())}
    >
      <h2 id={`${id}title`}>{title}</h2>
      <div id={`${id}text`}>{children}</div>
      <div className="dialog-buttons">{buttons}</div>
    </dialog>,
    document.body,
  );
}
