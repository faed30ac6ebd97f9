/**
 * The prompt line: a real textarea for the browser (touch, input methods, undo), and under it a
 * mirror of the same text that carries the colours and the ghost text.
 */
import { type ClipboardEvent, type KeyboardEvent, useEffect, useLayoutEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { useMessages } from '../i18n/i18n.tsx';
import { CompletionList } from './completion-list.tsx';
import { useActiveSession, useConsole, useConsoleState, useSession } from './console-context.tsx';
import { KeyBar } from './key-bar.tsx';
import { readPaste } from './pasted.ts';
import { actionOf, type PromptAction } from './prompt-keys.ts';
import type { PromptStore } from './prompt-store.ts';
import { type Session, sessionPrompt } from './session.ts';
import { hintFor, keysOf, type Piece } from './typing.ts';
import { useKeyType, Words } from './words.tsx';

function act(action: PromptAction, prompt: PromptStore, session: Session): void {
  const { completion, search } = prompt.getState();
  const actions: { readonly [A in PromptAction]: () => unknown } = {
    run: () => session.run(prompt.take()),
    complete: () => prompt.complete(),
    'choose-next': () => prompt.choose(1),
    'choose-previous': () => prompt.choose(-1),
    pick: () => prompt.pick(completion?.chosen ?? 0),
    dismiss: () => prompt.dismiss(),
    older: () => prompt.walkHistory(-1),
    newer: () => prompt.walkHistory(1),
    search: () => prompt.searchHistory('', false),
    'search-older': () => prompt.searchHistory(search?.wanted ?? '', true),
    'search-keep': () => prompt.endSearch(true),
    'search-run': () => {
      prompt.endSearch(true);
      return session.run(prompt.take());
    },
    'search-drop': () => prompt.endSearch(false),
    'clear-output': () => session.log.clear(),
    leave: () => {
      const { linesLeft, waiting } = session.store.getState();
      const isIdle = linesLeft === 0 && waiting === null;
      return isIdle && prompt.getState().text !== '' ? prompt.edit('', 0) : session.cancel();
    },
  };
  void actions[action]();
}

/** Not where it opens a keyboard on the screen, nor out of the page that this one is embedded in. */
function mayTakeFocus(): boolean {
  const isEmbedded = window.parent !== window;
  return matchMedia('(pointer: fine)').matches && (!isEmbedded || document.hasFocus());
}

export function Prompt() {
  const m = useMessages();
  const { prompt } = useConsole();
  const session = useActiveSession();
  const connection = useSession(session, (state) => state.connection);
  const promptName = useSession(session, sessionPrompt);
  const { text, caret, caretMoves, completion, search } = useStore(prompt);
  const field = useRef<HTMLTextAreaElement>(null);
  const shownText = search ? search.wanted : text;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the caret was moved by us
  useLayoutEffect(() => field.current?.setSelectionRange(caret, caret), [caretMoves]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new tab takes the focus
  useEffect(() => {
    if (mayTakeFocus()) field.current?.focus();
  }, [session]);
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const { selectionStart, selectionEnd } = event.currentTarget;
    const action = actionOf(
      {
        key: event.key,
        ctrl: event.ctrlKey,
        shift: event.shiftKey,
        // Safari ends the composition before its Enter: 229 says that the key was the input method's.
        composing: event.nativeEvent.isComposing || event.keyCode === 229,
      },
      {
        listOpen: completion !== null,
        searching: search !== null,
        text,
        caret: selectionStart,
        hasSelection: selectionStart !== selectionEnd,
      },
    );
    if (!action) return;
    event.preventDefault();
    act(action, prompt, session);
  };
  const onPaste = (event: ClipboardEvent<HTMLTextAreaElement>) => {
    if (search) return;
    const { selectionStart, selectionEnd } = event.currentTarget;
    const text = event.clipboardData.getData('text/plain');
    const pasted = readPaste(text, prompt.getState().text.slice(0, selectionStart));
    if (pasted.kind === 'text' && pasted.text === text) return;
    event.preventDefault();
    if (pasted.kind === 'text') return insert(field.current, pasted.text);
    prompt.paste(pasted, selectionEnd);
    void session.run(pasted.lines.join('\n'), pasted.skipped);
  };
  const onChange = (value: string, at: number) =>
    search ? prompt.searchHistory(value, false) : prompt.edit(value, at);
  return (
    <>
      <KeyBar
        onKey={(action) => act(action, prompt, session)}
        onInsert={(piece) => insert(field.current, piece)}
      />
      {/* biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/noStaticElementInteractions: the field itself takes keys */}
      <div className="prompt" onClick={() => field.current?.focus()}>
        {completion ? <CompletionList prompt={prompt} completion={completion} /> : null}
        <div className="prompt-line">
          <span className="prompt-name" data-transaction={connection.inTransaction || undefined}>
            {search ? `(${m.console.search}) ` : `${promptName} `}
          </span>
          <div className="prompt-field">
            <Mirror text={shownText} found={search ? search.found : null} />
            <textarea
              ref={field}
              className="prompt-input"
              id="prompt"
              rows={1}
              value={shownText}
              aria-label={search ? m.console.searchLabel : m.console.prompt}
              aria-haspopup="listbox"
              aria-controls={completion ? 'completions' : undefined}
              aria-autocomplete="list"
              aria-activedescendant={completion ? `completion-${completion.chosen}` : undefined}
              autoCapitalize="off"
              autoComplete="off"
              autoCorrect="off"
              spellCheck={false}
              enterKeyHint="send"
              onChange={(event) => onChange(event.target.value, event.target.selectionStart)}
              onSelect={(event) => prompt.setState({ caret: event.currentTarget.selectionStart })}
              onKeyDown={onKeyDown}
              onPaste={onPaste}
            />
          </div>
        </div>
        <Foot text={text} transaction={connection.inTransaction} />
      </div>
    </>
  );
}

function Mirror({ text, found }: { readonly text: string; readonly found: string | null }) {
  const session = useActiveSession();
  const catalogue = useConsoleState((state) => state.catalogue);
  const db = useSession(session, (state) => state.connection.db);
  const key = keysOf(text.trim().split(/\s+/, 8), catalogue)[0] ?? null;
  const keyType = useKeyType(found === null ? key : null, db, null);
  const ghost = found ?? (text.includes('\n') ? '' : hintFor(text, catalogue).ghost);
  return (
    <div className="prompt-mirror" aria-hidden="true">
      {found === null ? <Words line={text} keyType={keyType} /> : text}
      <span className="prompt-ghost">{found === null ? ghost : `  ${ghost}`}</span>
      {text.endsWith('\n') ? '\u200b' : null}
    </div>
  );
}

function Foot({ text, transaction }: { readonly text: string; readonly transaction: boolean }) {
  const m = useMessages();
  const catalogue = useConsoleState((state) => state.catalogue);
  const { doc } = hintFor(text, catalogue);
  const lines = text.split('\n').filter((line) => line.trim() !== '').length;
  let summary = transaction ? m.console.transactionOn : '';
  if (lines > 1) summary = m.console.linesToRun(lines);
  else if (doc)
    summary = `${m.console.commandSummary(doc)} ${m.console.commandCost(doc.complexity)}`;
  return (
    <div className="prompt-foot">
      <span className="prompt-summary">{summary}</span>
      <span className="prompt-keys">
        <span>
          <kbd>Tab</kbd> {m.console.complete}
        </span>
        <span>
          <kbd>Ctrl R</kbd> {m.console.history}
        </span>
      </span>
    </div>
  );
}

/** Puts text in at the caret, as typing would, so that undo and the change event work. */
function insert(field: HTMLTextAreaElement | null, piece: Piece['text']): void {
  if (!field) return;
  field.focus();
  document.execCommand('insertText', false, piece);
}
