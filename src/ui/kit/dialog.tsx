/** A question that must be answered before anything else: title, sentences, buttons. */
import { lazy, type ReactNode, Suspense } from 'react';

const Question = lazy(() =>
  import('./floating.tsx').then(({ Question }) => ({ default: Question })),
);

export interface DialogProps {
  readonly title: string;
  /** Escape, or a button that closes. */
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** The buttons, the harmless one first: it has the focus. */
  readonly buttons: ReactNode;
}

export function Dialog(props: DialogProps) {
  return (
    <Suspense fallback={null}>
      <Question {...props} />
    </Suspense>
  );
}
