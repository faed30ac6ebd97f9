/** A panel over a log of what took long: a threshold to be set, a log to be cleared, and what it holds. */
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { Button } from '../kit/button.tsx';
import { Threshold } from './fields.tsx';
import { LiveButton, Panel, usePaused } from './panel.tsx';
import type { ThresholdStore } from './panel-store.ts';
import { usePolling } from './polling.ts';
import { useRoom } from './room.ts';
import { SlowMaker } from './slow-maker.tsx';

interface ThresholdTexts {
  readonly intro: string;
  readonly reset: string;
  readonly resetDone: string;
  readonly threshold: string;
  readonly thresholdUnit: string;
  readonly thresholdNote: string;
  thresholdDone(value: string): string;
}

interface ThresholdPanelProps<T> {
  readonly title: string;
  readonly texts: ThresholdTexts;
  readonly store: ThresholdStore<T>;
  readonly thresholdOf: (figures: T) => number;
  readonly isEmpty: (figures: T) => boolean;
  /** Said after the threshold's own note. */
  readonly noteOf?: (figures: T) => string;
  readonly children: (figures: T) => ReactNode;
}

export function ThresholdPanel<T>(props: ThresholdPanelProps<T>) {
  const { title, texts, store, thresholdOf, isEmpty, noteOf, children } = props;
  const { toast } = useRoom();
  const { figures, failure } = useStore(store);
  usePolling(store.refresh, usePaused());
  const reset = async () => toast((await store.reset()) ?? texts.resetDone);
  const setThreshold = async (value: string) => {
    const refusal = await store.setThreshold(value);
    if (refusal === null) toast(texts.thresholdDone(value));
    return refusal;
  };
  return (
    <Panel
      title={title}
      intro={texts.intro}
      failure={failure}
      waiting={figures === null}
      tools={
        <>
          <LiveButton />
          <Button
            kind="outlined"
            disabled={figures !== null && isEmpty(figures)}
            onClick={() => void reset()}
          >
            {texts.reset}
          </Button>
        </>
      }
    >
      {figures === null ? null : (
        <>
          <Threshold
            label={texts.threshold}
            unit={texts.thresholdUnit}
            note={noteOf ? `${texts.thresholdNote} ${noteOf(figures)}` : texts.thresholdNote}
            value={thresholdOf(figures)}
            onSet={setThreshold}
          />
          <SlowMaker />
          {children(figures)}
        </>
      )}
    </Panel>
  );
}
