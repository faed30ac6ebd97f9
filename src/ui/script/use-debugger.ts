/** The debugger of the Lua editor: its session, its marks in the editor, its keys. */
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { RespClient } from '../../client/client.ts';
import type { RespValue } from '../../client/resp-value.ts';
import { useMessages } from '../i18n/i18n.tsx';
import { DebugMarks } from './debug-marks.ts';
import { type DebugRun, type DebugState, DebugStore } from './debug-store.ts';
import type { EditorHandle } from './use-editor.ts';

export interface Debugger {
  readonly state: DebugState;
  /** Lines with a breakpoint, in order. */
  readonly breakpoints: readonly number[];
  readonly store: DebugStore;
  start(run: Omit<DebugRun, 'breakpoints'>): void;
}

interface Keys {
  /** Where the keys count. */
  readonly around: RefObject<HTMLElement | null>;
  readonly handle: EditorHandle;
}

export function useDebugger(
  { around, handle }: Keys,
  connect: () => Promise<RespClient>,
  onResult: (reply: RespValue | null) => void,
): Debugger {
  const m = useMessages();
  const { editor, monaco } = handle;
  const latest = useRef({ connect, onResult, texts: m.debugger });
  latest.current = { connect, onResult, texts: m.debugger };
  const store = useMemo(
    () =>
      new DebugStore(
        () => latest.current.connect(),
        (reply) => latest.current.onResult(reply),
      ),
    [],
  );
  const state = useStore(store.state);
  const [breakpoints, setBreakpoints] = useState<readonly number[]>([]);
  const marks = useRef<DebugMarks | null>(null);
  const toggle = useRef<(line: number) => void>(() => {});
  toggle.current = (line) => {
    if (!marks.current) return;
    void store.toggleBreakpoint(line, marks.current.toggle(line));
    setBreakpoints(marks.current.lines);
  };
  useEffect(() => {
    if (!editor || !monaco) return undefined;
    editor.updateOptions({ glyphMargin: true });
    const made = new DebugMarks(
      editor,
      monaco,
      () => latest.current.texts,
      (line) => toggle.current(line),
    );
    marks.current = made;
    const listener = editor.onDidChangeModelContent(() => setBreakpoints(made.lines));
    return () => {
      listener.dispose();
      made.dispose();
      marks.current = null;
    };
  }, [editor, monaco]);
  useEffect(() => () => store.close(), [store]);
  const { line, phase } = state;
  useEffect(() => {
    marks.current?.showLine(line);
  }, [line]);
  useEffect(() => {
    editor?.updateOptions({ readOnly: phase !== 'off' });
  }, [editor, phase]);
  useDebugKeys(around, store, () => {
    const at = editor?.hasTextFocus() ? editor.getPosition() : null;
    if (at) toggle.current(at.lineNumber);
  });
  return {
    state,
    breakpoints,
    store,
    start: (run) => void store.start({ ...run, breakpoints: marks.current?.lines ?? [] }),
  };
}

/** F9 sets a breakpoint; F5, F10 and F11 are the debugger's only while it is on. */
function useDebugKeys(
  around: RefObject<HTMLElement | null>,
  store: DebugStore,
  onBreakpoint: () => void,
): void {
  const breakpoint = useRef(onBreakpoint);
  breakpoint.current = onBreakpoint;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (!around.current?.contains(event.target as globalThis.Node)) return;
      const isOn = store.state.getState().phase !== 'off';
      if (event.key === 'F9') breakpoint.current();
      else if (isOn && event.key === 'F5' && event.shiftKey) void store.stop();
      else if (isOn && event.key === 'F5') void store.continue();
      else if (isOn && (event.key === 'F10' || event.key === 'F11')) void store.step();
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, [around, store]);
}
