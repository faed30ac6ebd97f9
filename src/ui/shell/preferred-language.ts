/** The language to begin with: the one chosen before, else the browser's where we speak it. */
import { isOneOf, loadStored } from '../kit/stored.ts';

export function preferredLanguage(): 'en' | 'ko' {
  const stored = loadStored('language', isOneOf('en', 'ko'));
  return stored ?? (navigator.language.toLowerCase().startsWith('ko') ? 'ko' : 'en');
}
