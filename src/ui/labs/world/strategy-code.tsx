/**
 * The code of the strategy: shown as text at once; the editor is fetched when somebody wants to
 * change it, here or from the side of the page. Edited code belongs to the settings, so a link carries it; what is not shown at the
 * moment is one button away (`code-drafts.ts`).
 */
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../kit/button.tsx';
import { ScrollRegion } from '../../kit/scroll-region.tsx';
import { useLab } from '../kit/room.ts';
import { offered } from './code-drafts.ts';
import { sourceOf } from './settings-check.ts';
import { useTexts } from './texts.ts';
import type { WorldStore } from './world-store.ts';

interface StrategyCodePaneProps {
  readonly store: WorldStore;
  readonly onRun: () => void;
}

export function StrategyCodePane({ store, onRun }: StrategyCodePaneProps) {
  const { code: m } = useTexts();
  const { Editor } = useLab();
  const settings = useStore(store, (state) => state.settings);
  const codeVersion = useStore(store, (state) => state.codeVersion);
  const editing = useStore(store, (state) => state.editing);
  const openedAt = editing?.codeVersion ?? null;
  const pane = useRef<HTMLDivElement>(null);
  const wasOpen = useRef(false);
  useEffect(() => {
    if (!editing) return;
    // An editor that comes now takes the focus itself.
    if (wasOpen.current) pane.current?.focus({ preventScroll: true });
    wasOpen.current = true;
    pane.current?.scrollIntoView({ block: 'start' });
  }, [editing]);
  const original = sourceOf({ ...settings, source: '' });
  // Nothing at all is an edit, too: what is empty in the settings stands for the original.
  const type = (text: string) => store.type(text === original ? '' : text || '\n');
  const text = sourceOf(settings);
  return (
    <div className="strategy-code" ref={pane} tabIndex={-1}>
      <div className="strategy-code-bar">
        <h2>{m.title}</h2>
        {settings.source === '' ? null : <span className="faint">{m.edited}</span>}
        {openedAt === null ? null : <span className="faint strategy-keys">{m.keys}</span>}
        <WaysBack store={store} />
        {openedAt === null ? (
          <Button kind="outlined" onClick={store.openEditor}>
            {m.edit}
          </Button>
        ) : null}
      </div>
      {openedAt !== null ? (
        <Editor
          key={codeVersion}
          label={m.title}
          client={settings.client}
          text={text}
          takesFocus={openedAt === codeVersion}
          onRun={onRun}
          onChange={type}
        />
      ) : (
        <ScrollRegion className="scroll" role="region" label={m.title}>
          <pre>{text}</pre>
        </ScrollRegion>
      )}
    </div>
  );
}

/** The other texts that there are: the original, edits that were put aside, what a link brought. */
function WaysBack({ store }: { readonly store: WorldStore }) {
  const { code: m } = useTexts();
  const draft = useStore(store, (state) => state.draft);
  return offered(draft).map((origin, at) => (
    // Each is replaced by what it took the place of: the focus stays where it is.
    // biome-ignore lint/suspicious/noArrayIndexKey: see above
    <Button key={at} onClick={() => store.showCode(origin)}>
      {m.back[origin]}
    </Button>
  ));
}
