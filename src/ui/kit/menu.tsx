/** A drop-down menu of single choices and switches, described as data. */
import { lazy, type ReactElement } from 'react';
import { OnTrigger, type TriggerProps } from './on-trigger.tsx';

const FloatingMenu = lazy(() =>
  import('./floating.tsx').then(({ FloatingMenu }) => ({ default: FloatingMenu })),
);

export type MenuItem =
  | { readonly kind: 'action'; readonly label: string; readonly onSelect: () => void }
  | {
      readonly kind: 'choice';
      readonly label: string;
      readonly checked: boolean;
      readonly onSelect: () => void;
    }
  | {
      readonly kind: 'switch';
      readonly label: string;
      readonly note?: string;
      readonly checked: boolean;
      readonly onSelect: () => void;
    }
  | { readonly kind: 'label'; readonly label: string }
  | { readonly kind: 'line' };

export interface MenuProps {
  readonly trigger: ReactElement<TriggerProps>;
  readonly items: readonly MenuItem[];
  readonly align?: 'start' | 'end';
}

export function Menu(props: MenuProps) {
  return (
    <OnTrigger trigger={props.trigger} opens="menu">
      {(waited) => <FloatingMenu {...props} waited={waited} />}
    </OnTrigger>
  );
}
