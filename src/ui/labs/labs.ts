/**
 * The labs that exist. A lab is one row here and one entry under `index` in the catalogues of the
 * room (`ui/i18n/labs-*.ts`), named by its id; its page is a chunk of its own.
 */
import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import type { LabsMessages } from '../i18n/labs-en.ts';

export interface LabPageProps {
  /** What the link says of the lab's settings, still packed and not trusted; null without a link. */
  readonly shared: string | null;
}

export interface LabEntry {
  readonly id: keyof LabsMessages['index'];
  readonly Page: LazyExoticComponent<ComponentType<LabPageProps>>;
}

export const labs: readonly LabEntry[] = [
  {
    id: 'caching',
    Page: lazy(() =>
      import('./world/world-page.tsx').then(({ CachingPage }) => ({ default: CachingPage })),
    ),
  },
  {
    id: 'stampede',
    Page: lazy(() =>
      import('./world/world-page.tsx').then(({ StampedePage }) => ({ default: StampedePage })),
    ),
  },
  {
    id: 'interleave',
    Page: lazy(() =>
      import('./interleave/interleave-page.tsx').then(({ InterleavePage }) => ({
        default: InterleavePage,
      })),
    ),
  },
  {
    id: 'eviction',
    Page: lazy(() =>
      import('./eviction/eviction-page.tsx').then(({ EvictionPage }) => ({
        default: EvictionPage,
      })),
    ),
  },
];
