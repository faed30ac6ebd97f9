/**
 * The script editor, in three kinds: `.redis` lines, run as a whole, by selection or by line in the
 * active client; Lua, run by EVAL with keys and arguments of its own; and client code, a feature of
 * its own that is handed in.
 */
import { type ReactNode, useEffect, useState } from 'react';
import type { RespClient } from '../../client/client.ts';
import type { CommandDoc } from '../../contract/catalogue.ts';
import { useMessages } from '../i18n/i18n.tsx';
import { Button } from '../kit/button.tsx';
import { isOneOf, loadStored, saveStored } from '../kit/stored.ts';
import { Tabs } from '../kit/tabs.tsx';
import { LuaPane, type RunLua } from './lua-pane.tsx';
import { setCommands } from './monaco.ts';
import { languageId, linesOf } from './redis-language.ts';
import { ScriptBar } from './script-bar.tsx';
import { type Editor, useEditor } from './use-editor.ts';
import './script.css';

interface ScriptPaneProps {
  readonly theme: 'light' | 'dark';
  readonly docs: readonly CommandDoc[];
  readonly onRun: (text: string) => void;
  readonly runLua: RunLua;
  readonly runLuaAside: RunLua;
  readonly connectLua: () => Promise<RespClient>;
  /** The pane of client code, with these tabs above it. */
  readonly code: (tabs: ReactNode) => ReactNode;
}

type Kind = 'redis' | 'lua' | 'code';

const SAMPLE = `DEL leaderboard
ZADD leaderboard 1500 alice 1300 bob 1700 charlie
ZINCRBY leaderboard 250 bob
ZRANGE leaderboard 0 -1 REV WITHSCORES
`;

export function ScriptPane({
  theme,
  docs,
  onRun,
  runLua,
  runLuaAside,
  connectLua,
  code,
}: ScriptPaneProps) {
  const m = useMessages();
  const [kind, setKind] = useState<Kind>(
    () => loadStored('script-kind', isOneOf('redis', 'lua', 'code')) ?? 'redis',
  );
  const choose = (next: Kind) => {
    setKind(next);
    saveStored('script-kind', next);
  };
  const tabs = (
    <Tabs<Kind>
      label={m.script.kind}
      tabs={[
        { id: 'redis', label: m.script.title, controls: 'script-panel' },
        { id: 'lua', label: 'Lua', controls: 'script-panel' },
        { id: 'code', label: m.script.code, controls: 'script-panel' },
      ]}
      active={kind}
      onSelect={choose}
    />
  );
  return (
    <div className="script" id="script-panel">
      {kind === 'lua' ? (
        <LuaPane
          theme={theme}
          tabs={tabs}
          run={runLua}
          runAside={runLuaAside}
          connect={connectLua}
        />
      ) : null}
      {kind === 'code' ? code(tabs) : null}
      {kind === 'redis' ? <RedisPane theme={theme} docs={docs} onRun={onRun} tabs={tabs} /> : null}
    </div>
  );
}

/** What to run: the selected lines, or without a selection nothing. */
function selectedText(editor: Editor): string {
  const selection = editor.getSelection();
  if (!selection || selection.isEmpty()) return '';
  const { startLineNumber, endLineNumber, endColumn } = selection;
  // Lines marked with Shift and arrows end at the start of the line after them.
  const isWhole = endColumn === 1 && endLineNumber > startLineNumber;
  return linesOf(editor.getValue(), startLineNumber, isWhole ? endLineNumber - 1 : endLineNumber);
}

interface RedisPaneProps extends Pick<ScriptPaneProps, 'theme' | 'docs' | 'onRun'> {
  readonly tabs: ReactNode;
}

function RedisPane({ theme, docs, onRun, tabs }: RedisPaneProps) {
  const m = useMessages();
  const [selected, setSelected] = useState(false);
  useEffect(() => {
    setCommands(docs.map((doc) => ({ ...doc, summary: m.console.commandSummary(doc) })));
  }, [docs, m]);
  const handle = useEditor({
    stored: 'script',
    sample: `# ${m.script.sampleNote}\n${SAMPLE}`,
    language: languageId,
    theme,
    label: m.script.label,
    onRun: (one) => onRun(selectedText(one) || one.getValue()),
  });
  const { place, editor } = handle;
  useEffect(() => {
    const listener = editor?.onDidChangeCursorSelection(() =>
      setSelected(selectedText(editor) !== ''),
    );
    return () => listener?.dispose();
  }, [editor]);
  const runLine = () => {
    const line = editor?.getPosition()?.lineNumber;
    if (editor && line) onRun(linesOf(editor.getValue(), line, line));
  };
  return (
    <>
      <ScriptBar tabs={tabs} handle={handle}>
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
      </ScriptBar>
      <div ref={place} className="script-editor" />
    </>
  );
}
