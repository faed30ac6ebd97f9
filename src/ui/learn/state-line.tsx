/** Whether the step's data are as at its beginning, the way back there, and the way back from that. */

import { RotateCcw, Undo2 } from 'lucide-react';
import { useStore } from 'zustand';
import { Button } from '../kit/button.tsx';
import type { ShowToast } from '../kit/toast.tsx';
import type { LessonStore } from './lesson-store.ts';
import { useLearnTexts } from './messages.ts';

interface StateLineProps {
  readonly store: LessonStore;
  readonly onToast: ShowToast;
}

/** Starting over and undoing it in turn says what came last. */
const STATE = 'lesson-state';

export function StateLine({ store, onToast }: StateLineProps) {
  const m = useLearnTexts();
  const words = m.learn.state;
  const { memory, step, canUndo, failure } = useStore(store);
  const actions = memory.step === step ? memory.journal.length + memory.labRuns.length : 0;
  const after = (work: Promise<void>, text: string) =>
    void work.then(
      () => onToast(text, STATE),
      (error: unknown) => onToast(words.failed(String(error)), STATE),
    );
  return (
    <div className="state-line">
      <span className={failure?.kind === 'setup' ? 'bad' : 'faint'}>
        {failure?.kind === 'setup'
          ? words.failed(failure.detail)
          : actions === 0
            ? words.pristine
            : words.changed(actions)}
      </span>
      {canUndo ? (
        <Button onClick={() => after(store.undo(), words.undone)}>
          <Undo2 size={14} aria-hidden />
          {words.undo}
        </Button>
      ) : null}
      <Button
        disabled={actions === 0 && memory.step === step}
        onClick={() => after(store.startOver(), words.startedOver)}
      >
        <RotateCcw size={14} aria-hidden />
        {words.startOver}
      </Button>
    </div>
  );
}
