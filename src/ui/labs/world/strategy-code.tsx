/**
 * The code of the strategy: shown as text at once; the editor is fetched when somebody wants to
 * change it. Edited code belongs to the settings, so a link carries it.
 */
import { useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../kit/button.tsx';
import { ScrollRegion } from '../../kit/scroll-region.tsx';
import { useLab } from '../kit/room.ts';
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
  const [editing, setEditing] = useState(false);
  /** Counts up when the editor is to begin with another text. */
  const [restored, setRestored] = useState(0);
  const restore = () => {
    store.edit({ source: '' });
    setRestored(restored + 1);
  };
  const text = sourceOf(settings);
  const isEdited = settings.source !== '';
  return (
    <div className="strategy-code">
      <div className="strategy-code-bar">
        <h2>{m.title}</h2>
        {isEdited ? <span className="faint">{m.edited}</span> : null}
        {isEdited ? <Button onClick={restore}>{m.restore}</Button> : null}
        {editing ? null : (
          <Button kind="outlined" onClick={() => setEditing(true)}>
            {m.edit}
          </Button>
        )}
      </div>
      {editing ? (
        <Editor
          key={`${settings.strategy} ${settings.client} ${restored}`}
          label={m.title}
          client={settings.client}
          text={text}
          onRun={onRun}
          onChange={(source) =>
            store.edit({ source: source === sourceOf({ ...settings, source: '' }) ? '' : source })
          }
        />
      ) : (
        <ScrollRegion className="scroll" role="region" label={m.title}>
          <pre>{text}</pre>
        </ScrollRegion>
      )}
    </div>
  );
}
