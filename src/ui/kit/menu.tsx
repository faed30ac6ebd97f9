/** A drop-down menu of single choices and switches, described as data. */
import { Check } from 'lucide-react';
import { DropdownMenu as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

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

interface MenuProps {
  readonly trigger: ReactNode;
  readonly items: readonly MenuItem[];
  readonly align?: 'start' | 'end';
}

export function Menu({ trigger, items, align = 'end' }: MenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className="menu" align={align} sideOffset={4} collisionPadding={8}>
          {items.map((item, index) => (
            // The items are a fixed description: their place is their identity.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <Item key={index} item={item} />
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Item({ item }: { readonly item: MenuItem }) {
  if (item.kind === 'line') return <Radix.Separator className="menu-line" />;
  if (item.kind === 'label') return <Radix.Label className="menu-label">{item.label}</Radix.Label>;
  if (item.kind === 'action') {
    return (
      <Radix.Item className="menu-item" onSelect={item.onSelect}>
        {item.label}
      </Radix.Item>
    );
  }
  return (
    <>
      <Radix.CheckboxItem
        className="menu-item"
        checked={item.checked}
        onSelect={item.onSelect}
        role={item.kind === 'choice' ? 'menuitemradio' : 'menuitemcheckbox'}
      >
        <span className="menu-check">
          <Radix.ItemIndicator>
            <Check size={16} aria-hidden />
          </Radix.ItemIndicator>
        </span>
        {item.label}
      </Radix.CheckboxItem>
      {item.kind === 'switch' && item.note ? <div className="menu-note">{item.note}</div> : null}
    </>
  );
}
