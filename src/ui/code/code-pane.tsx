/**
 * Client code: TypeScript in an editor, run in a worker by the chosen client against the playground's
 * own engine, its output beside it, and the examples of the sources.
 *
 * TypeScript is loaded when this pane is first opened. Ctrl Enter runs; Ctrl M lets Tab leave.
 */
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { CodeClient, CodePlace } from '../../contract/code.ts';
import { isCorrected, type SnippetRow } from '../../labs/code/snippets.ts';
import type { CodeTexts } from '../i18n/code-en.ts';
import { useLanguage } from '../i18n/i18n.tsx';
import { Button } from '../kit/button.tsx';
import { isOneOf, loadStored, saveStored } from '../kit/stored.ts';
import { ScriptBar } from '../script/script-bar.tsx';
import { type EditorHandle, useEditor } from '../script/use-editor.ts';
import { clientNames } from './client-names.ts';
import { type CodeSession, type ConnectPort, createCodeSession } from './code-session.ts';
import { CorrectionCard } from './correction-card.tsx';
import { OutputList } from './output-list.tsx';
import { SnippetPicker } from './snippet-picker.tsx';
import { correctedText, originalText } from './snippet-texts.ts';
import { useCodeTexts } from './texts.tsx';
import { loadTypeScript, type TypeScript } from './typescript.ts';
import './code.css';

interface CodePaneProps {
  readonly theme: 'light' | 'dark';
  readonly tabs: ReactNode;
  readonly connect: ConnectPort;
}

const SAMPLE = `import Redis from 'ioredis';

const redis = new Redis();

const visits = await redis.incr('visits');
await redis.expire('visits', 60);
console.log('visits', visits, 'for', await redis.ttl('visits'), 'seconds');
`;

const clients: readonly CodeClient[] = ['ioredis', 'redis', 'upstash', 'light'];
const isClient = isOneOf(...clients);

/** Monaco does not support phones; what is small or touched gets a word instead of an editor. */
const small = '(max-width: 719px)';

export function CodePane(props: CodePaneProps) {
  const texts = useCodeTexts();
  if (!window.matchMedia(small).matches) return <WideCodePane {...props} />;
  return (
    <>
      <div className="script-bar">{props.tabs}</div>
      <p className="message">{texts?.pane.phone}</p>
    </>
  );
}

function WideCodePane(props: CodePaneProps) {
  const language = useLanguage();
  const texts = useCodeTexts();
  const [typescript, setTypeScript] = useState<TypeScript | null>(null);
  const [failed, setFailed] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: loaded once, in the language of then
  useEffect(() => {
    loadTypeScript(language).then(setTypeScript, () => setFailed(true));
  }, []);
  const nothing: EditorHandle = { place: { current: null }, editor: null, monaco: null, failed };
  if (!texts || !typescript) {
    return (
      <ScriptBar tabs={props.tabs} handle={nothing}>
        {null}
      </ScriptBar>
    );
  }
  return <CodeEditor {...props} texts={texts} typescript={typescript} />;
}

interface CodeEditorProps extends CodePaneProps {
  readonly texts: CodeTexts;
  readonly typescript: TypeScript;
}

function CodeEditor({ theme, tabs, connect, texts, typescript }: CodeEditorProps) {
  const session = useMemo(() => createCodeSession(connect), [connect]);
  useEffect(() => () => session.stop(), [session]);
  const [client, setClient] = useState<CodeClient>(
    () => loadStored('code-client', isClient) ?? 'ioredis',
  );
  useEffect(() => typescript.setClient(client), [typescript, client]);
  const { phase, lines } = useStore(session);
  const handle = useEditor({
    stored: 'code',
    sample: SAMPLE,
    language: 'typescript',
    theme,
    label: texts.pane.label,
    onRun: () => void runEditor(handle, typescript, session, client),
  });
  const choose = (next: CodeClient) => {
    setClient(next);
    saveStored('code-client', next);
  };
  const example = useExample(handle, (next) => {
    session.stop();
    session.clear();
    choose(next);
  });
  // Names that nothing uses would be too faint to read.
  useEffect(() => handle.editor?.updateOptions({ showUnused: false }), [handle.editor]);
  useFailureMark(handle, session, texts.output.endless);
  const busy = phase === 'running' || phase === 'preparing' || phase === 'listening';
  return (
    <>
      <ScriptBar tabs={tabs} handle={handle}>
        {busy ? (
          <Button onClick={session.stop}>
            {phase === 'listening' ? texts.pane.end : texts.pane.stop}
          </Button>
        ) : null}
        <Button
          kind="outlined"
          disabled={!handle.editor}
          onClick={() => void runEditor(handle, typescript, session, client)}
        >
          {texts.pane.run} <kbd>Ctrl Enter</kbd>
        </Button>
      </ScriptBar>
      <div className="code-choices">
        <SnippetPicker texts={texts} chosen={example.row} onChoose={example.choose} />
        <ClientChoice texts={texts} client={client} onChoose={choose} />
      </div>
      <div className="code-body">
        <div ref={handle.place} className="code-editor" />
        <div className="code-side">
          {example.row && isCorrected(example.row.id) && !example.dismissed ? (
            <CorrectionCard
              id={example.row.id}
              texts={texts}
              corrected={example.corrected}
              onCorrected={example.setCorrected}
              onClose={example.dismiss}
            />
          ) : null}
          <OutputList
            texts={texts.output}
            phase={phase}
            lines={lines}
            onPlace={(place) => goTo(handle, place)}
          />
        </div>
      </div>
    </>
  );
}

interface ClientChoiceProps {
  readonly texts: CodeTexts;
  readonly client: CodeClient;
  readonly onChoose: (client: CodeClient) => void;
}

function ClientChoice({ texts: { pane }, client, onChoose }: ClientChoiceProps) {
  return (
    <label className="code-client">
      {pane.client}
      <select
        className="text-field code-select"
        value={client}
        onChange={({ target }) => isClient(target.value) && onChoose(target.value)}
      >
        {clients.map((one) => (
          <option key={one} value={one}>
            {one === 'light' ? pane.light : clientNames[one]}
          </option>
        ))}
      </select>
    </label>
  );
}

async function runEditor(
  { editor }: EditorHandle,
  typescript: TypeScript,
  session: CodeSession,
  client: CodeClient,
): Promise<void> {
  const model = editor?.getModel();
  if (!model) return;
  session.prepare();
  session.run(await typescript.compile(model), client);
}

function goTo({ editor }: EditorHandle, { line, column }: CodePlace): void {
  editor?.setPosition({ lineNumber: line, column });
  editor?.revealLineInCenterIfOutsideViewport(line);
  editor?.focus();
}

/** The example in the editor, and whether it is shown as its source has it or corrected. */
function useExample({ editor }: EditorHandle, onClient: (client: CodeClient) => void) {
  const [row, setRow] = useState<SnippetRow | null>(null);
  const [corrected, setCorrected] = useState(false);
  const [dismissed, setDismissed] = useState(false);
  const show = async (next: SnippetRow, asCorrected: boolean) => {
    const text = asCorrected ? await correctedText(next) : await originalText(next);
    const model = editor?.getModel();
    if (!editor || !model || text === null) return;
    // An edit, so that it can be undone.
    editor.executeEdits('example', [{ range: model.getFullModelRange(), text }]);
    editor.setScrollTop(0);
    setRow(next);
    setCorrected(asCorrected);
    setDismissed(false);
    onClient(next.client);
  };
  return {
    row,
    corrected,
    dismissed,
    choose: (next: SnippetRow) => void show(next, false),
    setCorrected: (next: boolean) => row && void show(row, next),
    dismiss: () => setDismissed(true),
  };
}

/** Underlines where the newest failure came from, until the text changes or another run begins. */
function useFailureMark(
  { editor, monaco }: EditorHandle,
  session: CodeSession,
  endless: string,
): void {
  useEffect(() => {
    const model = editor?.getModel();
    if (!editor || !monaco || !model) return;
    const clear = () => monaco.editor.setModelMarkers(model, 'code', []);
    const mark = () => {
      const failure = session.getState().lines.findLast((line) => line.kind === 'failure');
      const place = failure?.kind === 'failure' ? failure.failure.place : null;
      if (!place || place.line > model.getLineCount() || failure?.kind !== 'failure') {
        clear();
        return;
      }
      const marker = {
        severity: monaco.MarkerSeverity.Error,
        message: failure.failure.kind === 'endless' ? endless : failure.failure.text,
        startLineNumber: place.line,
        endLineNumber: place.line,
        startColumn: place.column,
        endColumn: model.getLineMaxColumn(place.line),
      };
      monaco.editor.setModelMarkers(model, 'code', [marker]);
      editor.revealLineInCenterIfOutsideViewport(place.line);
    };
    const stop = session.subscribe((state, before) => {
      if (state.lines !== before.lines) mark();
    });
    const listener = editor.onDidChangeModelContent(clear);
    return () => {
      stop();
      listener.dispose();
    };
  }, [editor, monaco, session, endless]);
}
