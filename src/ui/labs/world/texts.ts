/** The texts of the labs on worlds, fetched with their page. */

import type { WorldLab, WorldLabSettings } from '../../../contract/lab-world-settings.ts';
import type { CachingStrategy, StampedeStrategy } from '../../../strategies/all.ts';
import type { WorldMessages } from '../../i18n/world-en.ts';
import { createTexts } from '../kit/texts.tsx';

export const { Scope: WorldTexts, useTexts } = createTexts<WorldMessages>({
  en: () => import('../../i18n/world-en.ts').then(({ worldEn }) => worldEn),
  ko: () => import('../../i18n/world-ko.ts').then(({ worldKo }) => worldKo),
});

export interface StrategyWords {
  readonly name: string;
  readonly about: string;
}

/** Name and sentence of every strategy of a lab; a missing one does not compile. */
export function strategyWords(
  { strategies }: WorldMessages,
  lab: WorldLab,
): { readonly [id: string]: StrategyWords } {
  const caching: { readonly [S in CachingStrategy]: StrategyWords } = strategies.caching;
  const stampede: { readonly [S in StampedeStrategy]: StrategyWords } = strategies.stampede;
  return lab === 'caching' ? caching : stampede;
}

/** Names are names in every language. */
const packageNames = { ioredis: 'ioredis', redis: 'node-redis' } as const;

/** What a run is called: its strategy, and what is not as usual about it. */
export function nameOf(m: WorldMessages, settings: WorldLabSettings): string {
  const { lab, strategy, source, client } = settings;
  const unusual = [
    ...(source === '' ? [] : [m.code.edited]),
    ...(client === 'light' ? [] : [packageNames[client]]),
  ];
  const name = strategyWords(m, lab)[strategy]?.name ?? strategy;
  return unusual.length === 0 ? name : `${name} (${unusual.join(', ')})`;
}
