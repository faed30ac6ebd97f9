/** A Monaco editor in an element: loaded, made once, its text kept in the browser. */
import type * as Monaco from 'monaco-editor/editor';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useLanguage } from '../i18n/i18n.tsx';
import { isText, loadStored, saveStored } from '../kit/stored.ts';
import { loadMonaco, type MonacoApi } from './monaco.ts';

export type Editor = Monaco.editor.IStandaloneCodeEditor;

export interface EditorSetup {
  /** The name under which the text is kept; null where somebody else keeps it. */
  readonly stored: string | null;
  readonly sample: string;
  readonly language: string;
  readonly theme: 'light' | 'dark';
  readonly label: string;
  /** Ctrl Enter. */
  readonly onRun: (editor: Editor) => void;
  /** False where it comes without having been asked for; true if not said. */
  readonly takesFocus?: boolean;
  /** Told of every change of the text. */
  readonly onText?: (text: string) => void;
}

export interface EditorHandle {
  readonly place: RefObject<HTMLDivElement | null>;
  readonly editor: Editor | null;
  readonly monaco: MonacoApi | null;
  readonly failed: boolean;
}

export function useEditor(setup: EditorSetup): EditorHandle {
  const language = useLanguage();
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef(setup);
  const [made, setMade] = useState<{ editor: Editor; monaco: MonacoApi } | null>(null);
  const [failed, setFailed] = useState(false);
  latest.current = setup;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the editor is made once; its theme follows below
  useEffect(() => {
    let editor: Editor | null = null;
    let gone = false;
    loadMonaco(language).then(
      (monaco) => {
        if (gone || !place.current) return;
        const created = monaco.editor.create(place.current, options(latest.current));
        editor = created;
        created.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter, () =>
          latest.current.onRun(created),
        );
        created.onDidChangeModelContent(() => {
          const { stored, onText } = latest.current;
          if (stored !== null) saveStored(stored, created.getValue());
          onText?.(created.getValue());
        });
        setMade({ editor: created, monaco });
        if (latest.current.takesFocus !== false) created.focus();
      },
      () => setFailed(true),
    );
    return () => {
      gone = true;
      editor?.dispose();
    };
  }, []);
  const { theme } = setup;
  useEffect(
    () =>
      made?.editor.updateOptions({ theme: `stampede-${theme}` } as Monaco.editor.IEditorOptions),
    [made, theme],
  );
  return { place, editor: made?.editor ?? null, monaco: made?.monaco ?? null, failed };
}

function options(setup: EditorSetup): Monaco.editor.IStandaloneEditorConstructionOptions {
  return {
    value: (setup.stored === null ? null : loadStored(setup.stored, isText)) ?? setup.sample,
    language: setup.language,
    theme: `stampede-${setup.theme}`,
    ariaLabel: setup.label,
    automaticLayout: true,
    minimap: { enabled: false },
    fontSize: 13,
    lineHeight: 20,
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--mono'),
    lineNumbersMinChars: 3,
    scrollBeyondLastLine: false,
    renderLineHighlight: 'line',
    wordWrap: 'on',
    padding: { top: 8, bottom: 8 },
    fixedOverflowWidgets: true,
    // A word that is whole already, such as `end`, leaves Enter its meaning.
    acceptSuggestionOnEnter: 'smart',
  };
}
