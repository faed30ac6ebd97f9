/**
 * A Lua script with its keys and arguments: run by EVAL, loaded by SCRIPT LOAD, gone through line by
 * line by SCRIPT DEBUG; errors at their line.
 */
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { type Bytes, utf8ToBytes } from '../../base/bytes.ts';
import type { RespClient } from '../../client/client.ts';
import { renderCli } from '../../client/render-cli.ts';
import type { RespValue } from '../../client/resp-value.ts';
import { splitArguments } from '../../protocol/split-arguments.ts';
import { useMessages } from '../i18n/i18n.tsx';
import { Button } from '../kit/button.tsx';
import { isText, loadStored, saveStored } from '../kit/stored.ts';
import { DebugPanel } from './debug-panel.tsx';
import { errorLine, luaId } from './lua-language.ts';
import { ScriptBar } from './script-bar.tsx';
import { useDebugger } from './use-debugger.ts';
import { type EditorHandle, useEditor } from './use-editor.ts';

const ASK_AGAIN_MS = 100;

/** Runs one command in the database of the active client. */
export type RunLua = (argv: readonly Bytes[]) => Promise<RespValue>;

interface LuaPaneProps {
  readonly theme: 'light' | 'dark';
  readonly tabs: ReactNode;
  readonly run: RunLua;
  /** The same on another connection, since the first one waits for its script. */
  readonly runAside: RunLua;
  /** A connection of its own for a debugging session. */
  readonly connect: () => Promise<RespClient>;
}

const SAMPLE = `local visits = redis.call('INCR', KEYS[1])
if visits == 1 then
  redis.call('EXPIRE', KEYS[1], ARGV[1])
end
return {visits, redis.call('TTL', KEYS[1])}
`;

interface Result {
  readonly text: string;
  readonly failed: boolean;
}

export function LuaPane({ theme, tabs, run, runAside, connect }: LuaPaneProps) {
  const m = useMessages();
  const [keys, setKeys] = useStoredText('script-keys', 'visits:today');
  const [args, setArgs] = useStoredText('script-args', '60');
  const [result, setResult] = useState<Result | null>(null);
  const [running, setRunning] = useState(false);
  /** The same, for who looks later than it was drawn. */
  const isAwaited = useRef(false);
  /** Why the running script could not be stopped. */
  const [refusal, setRefusal] = useState<string | null>(null);
  const [keepsChanges, setKeepsChanges] = useState(false);
  const body = useRef<HTMLDivElement>(null);
  const handle = useEditor({
    stored: 'script-lua',
    sample: SAMPLE,
    language: luaId,
    theme,
    label: m.script.luaLabel,
    onRun: () => evaluate(),
  });
  const { place, editor } = handle;
  useEffect(() => {
    const listener = editor?.onDidChangeModelContent(() => mark(handle, null, ''));
    return () => listener?.dispose();
  });
  const show = (reply: RespValue) => {
    const text = renderCli(reply, { utf8: true });
    const isError = reply.kind === 'error';
    setResult({ text, failed: isError });
    mark(handle, isError ? errorLine(text) : null, text);
  };
  const debug = useDebugger({ around: body, handle }, connect, (reply) => {
    if (reply) show(reply);
    else setResult({ text: m.debugger.brokenOff, failed: true });
  });
  const isDebugging = debug.state.phase !== 'off';
  const isBusy = !editor || running || isDebugging;
  const send = async (argv: readonly Bytes[]) => {
    isAwaited.current = true;
    setRunning(true);
    setRefusal(null);
    try {
      show(await run(argv));
    } catch (error) {
      setResult({ text: error instanceof Error ? error.message : String(error), failed: true });
    } finally {
      isAwaited.current = false;
      setRunning(false);
    }
  };
  /** EVAL with keys and arguments; null, and said so, where a quote is not closed. */
  const call = (): readonly Bytes[] | null => {
    const names = splitArguments(utf8ToBytes(keys));
    const rest = splitArguments(utf8ToBytes(args));
    if (!editor || isBusy) return null;
    if (names && rest)
      return ['EVAL', utf8ToBytes(editor.getValue()), String(names.length), ...names, ...rest];
    setResult({ text: m.script.quotes, failed: true });
    return null;
  };
  const evaluate = () => {
    const argv = call();
    if (argv) void send(argv);
  };
  const runOnEnter = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) evaluate();
  };
  const step = () => {
    const argv = call();
    if (!argv) return;
    setResult(null);
    debug.start({ argv, keepsChanges });
    editor?.focus();
  };
  /** The script itself is answered that it was killed; where it has written, the refusal is shown. */
  const stop = async () => {
    let reply = await runAside(['SCRIPT', 'KILL']).catch(() => null);
    // The first script waits for Lua to be loaded: until it runs there is nothing to kill.
    while (isAwaited.current && reply?.kind === 'error' && reply.text.startsWith('NOTBUSY')) {
      await new Promise((wake) => setTimeout(wake, ASK_AGAIN_MS));
      reply = await runAside(['SCRIPT', 'KILL']).catch(() => null);
    }
    if (reply?.kind === 'error' && reply.text.startsWith('UNKILLABLE')) {
      const { title, text, todo } = m.why.UNKILLABLE;
      setRefusal(`${title}. ${text} ${todo}`);
    }
  };
  const load = () => editor && void send(['SCRIPT', 'LOAD', utf8ToBytes(editor.getValue())]);
  const debugNote = keepsChanges ? m.debugger.sync : m.debugger.forked;
  const idleText = isDebugging ? debugNote : (result?.text ?? m.script.noResult);
  return (
    <>
      <ScriptBar tabs={tabs} handle={handle}>
        <Button disabled={isBusy} onClick={load}>
          {m.script.load}
        </Button>
        <label className="debug-keeps">
          <input
            type="checkbox"
            checked={keepsChanges}
            disabled={isDebugging}
            onChange={(event) => setKeepsChanges(event.target.checked)}
          />
          {m.debugger.keepChanges}
        </label>
        <Button disabled={isBusy} data-tip={debugNote} onClick={step}>
          {m.debugger.debug}
        </Button>
        {running ? (
          <Button kind="outlined" onClick={() => void stop()}>
            {m.script.stop}
          </Button>
        ) : (
          <Button kind="outlined" disabled={isBusy} onClick={evaluate}>
            {m.script.runLua} <kbd>Ctrl Enter</kbd>
          </Button>
        )}
      </ScriptBar>
      <div className="script-fields">
        <label>
          KEYS
          <input
            className="text-field is-code"
            value={keys}
            spellCheck={false}
            onChange={(event) => setKeys(event.target.value)}
            onKeyDown={runOnEnter}
          />
        </label>
        <label>
          ARGV
          <input
            className="text-field is-code"
            value={args}
            spellCheck={false}
            onChange={(event) => setArgs(event.target.value)}
            onKeyDown={runOnEnter}
          />
        </label>
      </div>
      <div ref={body} className="script-body">
        <div ref={place} className="script-editor" />
        {isDebugging ? <DebugPanel {...debug} /> : null}
      </div>
      <output
        className="script-result"
        data-failed={running ? refusal !== null : (result?.failed ?? false)}
      >
        {running ? (refusal ?? m.script.running) : idleText}
      </output>
    </>
  );
}

function useStoredText(name: string, first: string): [string, (text: string) => void] {
  const [text, setText] = useState(() => loadStored(name, isText) ?? first);
  return [
    text,
    (next) => {
      setText(next);
      saveStored(name, next);
    },
  ];
}

/** Underlines the line an error points at; null takes the mark away. */
function mark({ editor, monaco }: EditorHandle, line: number | null, message: string): void {
  const model = editor?.getModel();
  if (!editor || !monaco || !model) return;
  const markers =
    line === null || line > model.getLineCount()
      ? []
      : [
          {
            severity: monaco.MarkerSeverity.Error,
            message,
            startLineNumber: line,
            endLineNumber: line,
            startColumn: model.getLineFirstNonWhitespaceColumn(line) || 1,
            endColumn: model.getLineMaxColumn(line),
          },
        ];
  monaco.editor.setModelMarkers(model, 'lua', markers);
  if (markers.length > 0 && line !== null) editor.revealLineInCenterIfOutsideViewport(line);
}
