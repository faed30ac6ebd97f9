/** The button that a menu or a popover hangs on: it is given its part of the ARIA pattern. */
import type { ComponentPropsWithRef, ReactElement } from 'react';

export type Trigger = ReactElement<
  ComponentPropsWithRef<'button'> & { readonly 'data-state'?: 'open' | 'closed' },
  'button'
>;
