/**
 * The editor for a lab's strategy: TypeScript with the types of what is in its scope. On a phone,
 * which Monaco does not support, a plain text field.
 */
import { useEffect, useRef, useState } from 'react';
import type { StrategyCode } from '../../contract/lab-world.ts';
import type { WorldClient } from '../../contract/lab-world-settings.ts';
import { useLanguage } from '../i18n/i18n.tsx';
import { useEditor } from '../script/use-editor.ts';
import { loadTypeScript } from './typescript.ts';
import './code.css';

export interface StrategyEditorProps {
  readonly theme: 'light' | 'dark';
  readonly label: string;
  /** What `redis` is in its scope. */
  readonly client: WorldClient;
  /** What it begins with; later changes come from the person. */
  readonly text: string;
  /** It was asked for a moment ago. */
  readonly takesFocus: boolean;
  readonly onChange: (text: string) => void;
  /** Ctrl Enter. */
  readonly onRun: () => void;
}

const small = '(max-width: 719px)';

export function StrategyEditor(props: StrategyEditorProps) {
  const language = useLanguage();
  const isSmall = window.matchMedia(small).matches;
  const [isReady, setReady] = useState(false);
  const [failed, setFailed] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: loaded once, in the language of then
  useEffect(() => {
    if (isSmall) return;
    loadTypeScript(language).then(
      (typescript) => {
        typescript.setStrategyScope(props.client);
        setReady(true);
      },
      () => setFailed(true),
    );
  }, []);
  if (isSmall || failed) return <PlainEditor {...props} />;
  return isReady ? <MonacoEditor {...props} /> : <div className="strategy-editor" />;
}

function MonacoEditor(props: StrategyEditorProps) {
  const { theme, label, text, takesFocus, onChange, onRun } = props;
  const { place } = useEditor({
    stored: null,
    sample: text,
    language: 'typescript',
    theme,
    label,
    takesFocus,
    onRun,
    onText: onChange,
  });
  return <div ref={place} className="strategy-editor" />;
}

function PlainEditor({ label, text, takesFocus, onChange }: StrategyEditorProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for once, when it comes
  useEffect(() => {
    if (!takesFocus) return;
    area.current?.focus({ preventScroll: true });
    area.current?.scrollIntoView({ block: 'center' });
  }, []);
  return (
    <textarea
      ref={area}
      className="strategy-editor strategy-plain"
      aria-label={label}
      defaultValue={text}
      spellCheck={false}
      autoCapitalize="off"
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

/** The program of edited code; rejects with a text that names the line. */
export async function compileStrategy(text: string, language: 'en' | 'ko'): Promise<StrategyCode> {
  return (await loadTypeScript(language)).compileStrategy(text);
}
