/** The editor for strategy code, and its compiler: both come with Monaco, when they are wanted. */
import { lazy, Suspense, useSyncExternalStore } from 'react';
import type { StrategyCode } from '../../contract/lab-world.ts';
import type { CodeEditorProps } from '../labs/kit/room.ts';

const load = () => import('../code/strategy-editor.tsx');
const Editor = lazy(() => load().then(({ StrategyEditor }) => ({ default: StrategyEditor })));

export async function compileStrategy(source: string): Promise<StrategyCode> {
  const language = document.documentElement.lang === 'ko' ? 'ko' : 'en';
  return (await load()).compileStrategy(source, language);
}

function onTheme(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}

const themeNow = () => (document.documentElement.dataset.theme === 'dark' ? 'dark' : 'light');

export function StrategyEditor(props: CodeEditorProps) {
  const theme = useSyncExternalStore(onTheme, themeNow);
  return (
    <Suspense fallback={<div className="strategy-editor" />}>
      <Editor {...props} theme={theme} />
    </Suspense>
  );
}
