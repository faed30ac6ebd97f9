/** Three hints, one after another, and at the end the solution: a replay, line by line. */

import { CircleCheck } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { Step } from '../../course/lesson.ts';
import { useLanguage } from '../i18n/i18n.tsx';
import { Button } from '../kit/button.tsx';
import type { LessonStore } from './lesson-store.ts';
import { useLearnTexts } from './messages.ts';
import { ActionIcon, actionText } from './run-lines.tsx';
import { Blocks } from './text.tsx';

interface HintLadderProps {
  readonly step: Step;
  readonly store: LessonStore;
  readonly shown: number;
  readonly onShow: (hints: number) => void;
}

export function HintLadder({ step, store, shown, onShow }: HintLadderProps) {
  const m = useLearnTexts();
  const words = m.learn.hints;
  const [solved, setSolved] = useState(false);
  const left = shown < step.hints.length;
  return (
    <section className="hints" aria-label={words.title}>
      <ol>
        {step.hints.slice(0, shown).map((hint, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the hints are fixed
          <li key={index}>
            <Blocks blocks={hint} />
          </li>
        ))}
      </ol>
      {solved ? <Solution step={step} store={store} /> : null}
      <div className="hint-buttons">
        {left ? (
          <Button kind="outlined" onClick={() => onShow(shown + 1)}>
            {words.show(shown + 1, step.hints.length)}
          </Button>
        ) : null}
        {solved ? null : <Button onClick={() => setSolved(true)}>{words.solution}</Button>}
      </div>
    </section>
  );
}

function Solution({ step, store }: { readonly step: Step; readonly store: LessonStore }) {
  const m = useLearnTexts();
  const language = useLanguage();
  const words = m.learn.hints;
  const replayed = useStore(store, (state) => state.replayed);
  const busy = useStore(store, (state) => state.busy);
  const isOver = replayed >= step.solution.length;
  const typeAll = async () => {
    for (let left = step.solution.length - replayed; left > 0; left--) await store.replayNext();
  };
  return (
    <div className="solution">
      <h3>{words.solutionTitle}</h3>
      <p className="faint">{words.solutionNote}</p>
      <ol>
        {step.solution.map((action, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines are fixed
          <li key={index} data-next={index === replayed || undefined}>
            {index < replayed ? (
              <CircleCheck size={14} aria-label={words.typed} />
            ) : (
              <ActionIcon kind={action.kind} />
            )}
            <span className={action.kind === 'command' ? 'data' : undefined}>
              {actionText(action, m, language)}
            </span>
          </li>
        ))}
      </ol>
      <div className="hint-buttons">
        <Button
          kind="outlined"
          disabled={busy || isOver}
          onClick={() => void store.replayNext().catch(() => undefined)}
        >
          {words.nextLine}
        </Button>
        <Button disabled={busy || isOver} onClick={() => void typeAll().catch(() => undefined)}>
          {words.all}
        </Button>
      </div>
    </div>
  );
}
