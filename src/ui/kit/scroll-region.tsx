/**
 * A part of the page that scrolls by itself. It can be focused, or the keyboard could not scroll it;
 * and what can be focused needs a name.
 */
import type { HTMLAttributes, Ref } from 'react';

interface ScrollRegionProps extends HTMLAttributes<HTMLDivElement> {
  readonly label: string;
  readonly role: 'log' | 'region' | 'group';
  readonly ref?: Ref<HTMLDivElement>;
}

export function ScrollRegion({ label, ...rest }: ScrollRegionProps) {
  const reachable = { tabIndex: 0, 'aria-label': label };
  return <div {...reachable} {...rest} />;
}
