/** The script editor: `.redis` lines, run as a whole, by selection or by line, in the active client. */
import type * as Monaco from 'monaco-editor/editor';
import { useEffect, useRef, useState } from 'react';
import type { CommandDoc } from '../../contract/catalogue.ts';
import { useLanguage, useMessages } from '../i18n/i18n.tsx';
import { Button } from '../kit/button.tsx';
import { isText, loadStored, saveStored } from '../kit/stored.ts';
import { loadMonaco, setCommands } from './monaco.ts';
import { languageId, linesOf } from './redis-language.ts';
import './script.css';

interface ScriptPaneProps {
  readonly theme: 'light' | 'dark';
  readonly docs: readonly CommandDoc[];
  readonly onRun: (text: string) => void;
}

const SAMPLE = `DEL leaderboard
ZADD leaderboard 1500 alice 1300 bob 1700 charlie
ZINCRBY leaderboard 250 bob
ZRANGE leaderboard 0 -1 REV WITHSCORES
`;

type Editor = Monaco.editor.IStandaloneCodeEditor;

/** What to run: the selected lines, or without a selection nothing. */
function selectedText(editor: Editor): string {
  const selection = editor.getSelection();
  if (!selection || selection.isEmpty()) return '';
  return linesOf(editor.getValue(), selection.startLineNumber, selection.endLineNumber);
}

export function ScriptPane({ theme, docs, onRun }: ScriptPaneProps) {
  const m = useMessages();
  const language = useLanguage();
  const place = useRef<HTMLDivElement>(null);
  const run = useRef(onRun);
  const [editor, setEditor] = useState<Editor | null>(null);
  const [failed, setFailed] = useState(false);
  const [selected, setSelected] = useState(false);
  run.current = onRun;
  useEffect(() => {
    setCommands(docs.map((doc) => ({ ...doc, summary: m.console.commandSummary(doc) })));
  }, [docs, m]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the editor is made once; its theme follows below
  useEffect(() => {
    let made: Editor | null = null;
    let gone = false;
    loadMonaco(language).then(
      (monaco) => {
        if (gone || !place.current) return;
        made = monaco.editor.create(place.current, {
          value: loadStored('script', isText) ?? `# ${m.script.sampleNote}\n${SAMPLE}`,
          language: languageId,
          theme: `stampede-${theme}`,
          ariaLabel: m.script.label,
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
        });
        const editor = made;
        editor.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter, () =>
          run.current(selectedText(editor) || editor.getValue()),
        );
        editor.onDidChangeModelContent(() => saveStored('script', editor.getValue()));
        editor.onDidChangeCursorSelection(() => setSelected(selectedText(editor) !== ''));
        setEditor(editor);
        editor.focus();
      },
      () => setFailed(true),
    );
    return () => {
      gone = true;
      made?.dispose();
    };
  }, []);
  useEffect(
    () => editor?.updateOptions({ theme: `stampede-${theme}` } as Monaco.editor.IEditorOptions),
    [editor, theme],
  );
  const runLine = () => {
    const line = editor?.getPosition()?.lineNumber;
    if (editor && line) onRun(linesOf(editor.getValue(), line, line));
  };
  return (
    <div className="script">
      <div className="script-bar">
        <h2>{m.script.title}</h2>
        <span className="script-hint">
          {failed ? m.script.failed : editor ? m.script.tabHint : m.script.loading}
        </span>
        <Button disabled={!editor} onClick={runLine}>
          {m.script.runLine}
        </Button>
        <Button
          kind="outlined"
          disabled={!editor}
          onClick={() => editor && onRun(selectedText(editor) || editor.getValue())}
        >
          {selected ? m.script.runSelection : m.script.run} <kbd>Ctrl Enter</kbd>
        </Button>
      </div>
      <div ref={place} className="script-editor" />
    </div>
  );
}
