/** In a lesson: runs the lab as it is set, or takes its settings along to the lab's own page. */
import { Button } from '../../kit/button.tsx';
import { shareLink } from './share.ts';
import { useLabsTexts } from './texts.tsx';

interface LessonRunProps<S> {
  readonly lab: string;
  readonly settings: S;
  readonly busy: boolean;
  readonly onRun: (settings: S) => void;
}

export function LessonRun<S>({ lab, settings, busy, onRun }: LessonRunProps<S>) {
  const { run } = useLabsTexts();
  const openInLab = async () => {
    window.location.href = await shareLink(lab, settings);
  };
  return (
    <div className="run-buttons">
      <Button kind="strong" disabled={busy} onClick={() => onRun(settings)}>
        {run.start}
      </Button>
      <Button onClick={() => void openInLab()}>{run.openInLab}</Button>
    </div>
  );
}
