/** Above an editor: which kind of script, what to know or to wait for, and the buttons. */
import type { ReactNode } from 'react';
import { useMessages } from '../i18n/i18n.tsx';
import type { EditorHandle } from './use-editor.ts';

interface ScriptBarProps {
  readonly tabs: ReactNode;
  readonly handle: EditorHandle;
  readonly children: ReactNode;
}

export function ScriptBar({ tabs, handle: { editor, failed }, children }: ScriptBarProps) {
  const m = useMessages();
  return (
    <div className="script-bar">
      {tabs}
      <span className="script-hint">
        {failed ? m.script.failed : editor ? m.script.tabHint : m.script.loading}
      </span>
      <span className="script-actions">{children}</span>
    </div>
  );
}
