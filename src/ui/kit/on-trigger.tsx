/**
 * A trigger whose floating part is still on its way: it looks and is announced as it will, and a
 * click in the meantime opens the part when it is there.
 */
import {
  type AriaAttributes,
  cloneElement,
  type ReactElement,
  type ReactNode,
  Suspense,
  useState,
} from 'react';

export interface TriggerProps extends AriaAttributes {
  readonly onClick?: () => void;
}

interface OnTriggerProps {
  readonly trigger: ReactElement<TriggerProps>;
  readonly opens: 'menu' | 'dialog';
  /** The trigger with its floating part; `asked` where that is to stand open at once. */
  readonly children: (asked: boolean) => ReactNode;
}

export function OnTrigger({ trigger, opens, children }: OnTriggerProps) {
  const [asked, setAsked] = useState(false);
  const waiting = cloneElement(trigger, {
    'aria-haspopup': opens,
    'aria-expanded': false,
    onClick: () => setAsked(true),
  });
  return <Suspense fallback={waiting}>{children(asked)}</Suspense>;
}
