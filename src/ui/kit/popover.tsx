/** A popover that explains the thing it hangs on. Escape and a click outside close it. */
import { lazy, type ReactElement, type ReactNode } from 'react';
import { OnTrigger, type TriggerProps } from './on-trigger.tsx';

const FloatingPopover = lazy(() =>
  import('./floating.tsx').then(({ FloatingPopover }) => ({ default: FloatingPopover })),
);

export interface PopoverProps {
  readonly trigger: ReactElement<TriggerProps>;
  readonly label: string;
  readonly children: ReactNode;
  readonly side?: 'top' | 'bottom';
  readonly onOpen?: () => void;
}

export function Popover(props: PopoverProps) {
  return (
    <OnTrigger trigger={props.trigger} opens="dialog">
      {(waited) => <FloatingPopover {...props} waited={waited} />}
    </OnTrigger>
  );
}
