/**
 * A trigger whose floating part is still on its way: it looks and is announced as it will. A click in
 * the meantime opens the part when it is there, and the focus stays where it is.
 */
import {
  type AriaAttributes,
  cloneElement,
  type ReactElement,
  type ReactNode,
  Suspense,
  useRef,
} from 'react';

export interface TriggerProps extends AriaAttributes {
  readonly onClick?: () => void;
  readonly onFocus?: () => void;
  readonly onBlur?: () => void;
}

/** What has happened to the trigger meanwhile. */
export interface Waited {
  asked: boolean;
  focused: boolean;
}

interface OnTriggerProps {
  readonly trigger: ReactElement<TriggerProps>;
  readonly opens: 'menu' | 'dialog';
  /** The trigger with its floating part. */
  readonly children: (waited: Waited) => ReactNode;
}

export function OnTrigger({ trigger, opens, children }: OnTriggerProps) {
  const { current: waited } = useRef<Waited>({ asked: false, focused: false });
  const note = (change: Partial<Waited>) => () => void Object.assign(waited, change);
  const waiting = cloneElement(trigger, {
    'aria-haspopup': opens,
    'aria-expanded': false,
    onClick: note({ asked: true }),
    onFocus: note({ focused: true }),
    onBlur: note({ focused: false }),
  });
  return <Suspense fallback={waiting}>{children(waited)}</Suspense>;
}
