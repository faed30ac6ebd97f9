/** The inspector's pane: which key, the facts about it, and the drawing of its structure. */
import { Pin, PinOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { keyName } from '../../client/key-name.ts';
import type { KeyView, ViewForm } from '../../contract/key-view.ts';
import { useMessages } from '../i18n/i18n.tsx';
import { Button } from '../kit/button.tsx';
import { ScrollRegion } from '../kit/scroll-region.tsx';
import { Facts } from './facts.tsx';
import type { InspectorStore } from './inspector-store.ts';
import './inspector.css';

interface InspectorProps {
  readonly store: InspectorStore;
  readonly following: boolean;
  readonly onFollow: (following: boolean) => void;
  /** Draws the structure. */
  readonly drawing: (view: KeyView, asks: DrawingAsks) => ReactNode;
}

/** What a drawing may ask for. */
export interface DrawingAsks {
  /** The window at an offset. */
  readonly onWindow: (offset: number) => void;
  /** The same of a stream's consumer groups. */
  readonly onGroups: (offset: number) => void;
  /** Another way to show the value. */
  readonly onForm: (form: ViewForm) => void;
}

export function Inspector({ store, following, onFollow, drawing }: InspectorProps) {
  const m = useMessages();
  const { key, view, gone } = useStore(store);
  return (
    <div className="inspector">
      <div className="inspector-bar">
        <h2>{m.panes.inspector}</h2>
        <Button
          aria-pressed={following}
          title={m.inspector.follow}
          onClick={() => onFollow(!following)}
        >
          {following ? <PinOff size={14} aria-hidden /> : <Pin size={14} aria-hidden />}
          {following ? m.inspector.following : m.inspector.pinned}
        </Button>
      </div>
      {key === null || !view || gone ? (
        <div className="inspector-none">
          <strong>{gone ? m.inspector.gone : m.inspector.none}</strong>
          {gone ? m.inspector.goneText : m.inspector.noneText}
        </div>
      ) : (
        <ScrollRegion className="inspector-body scroll" role="region" label={keyName(view.key)}>
          <h3 className="inspector-name">
            <span>{keyName(view.key)}</span>
            <span className="type-tag" data-type={view.type}>
              {m.types[view.type]}
            </span>
          </h3>
          <Facts view={view} />
          {drawing(view, {
            onWindow: store.setOffset,
            onGroups: store.setGroupOffset,
            onForm: store.setForm,
          })}
        </ScrollRegion>
      )}
    </div>
  );
}
