/** Run, pause, step, cancel, with progress: what drives a run that takes a while. */
import { CirclePause, CirclePlay, Play, StepForward, X } from 'lucide-react';
import { Button } from '../../kit/button.tsx';
import { useLabsTexts } from './texts.tsx';
import type { RunStatus } from './use-run.ts';

interface RunBarProps {
  readonly status: RunStatus;
  /** Whether there is a result already: the button then says so. */
  readonly again?: boolean;
  /** What the button says instead of "Run". */
  readonly label?: string;
  readonly disabled?: boolean;
  /** How far the run that is on has come, beyond its share. */
  readonly counted?: string;
  readonly onRun: () => void;
  readonly onCancel: () => void;
  /** Runs that can be held and taken step by step give these three. */
  readonly pausing?: {
    readonly paused: boolean;
    readonly onPause: () => void;
    readonly onResume: () => void;
    readonly onStep: () => void;
  };
}

export function RunBar(props: RunBarProps) {
  const { status, again = false, disabled = false, onRun, onCancel, pausing, label } = props;
  const { counted = '' } = props;
  const m = useLabsTexts();
  const running = status.kind === 'running';
  const percent = running ? Math.floor(status.share * 100) : 0;
  return (
    // biome-ignore lint/a11y/useSemanticElements: buttons in a row are no form fields
    <div className="run-bar" role="group" aria-label={m.run.bar}>
      <div className="run-buttons">
        <Button kind="strong" disabled={disabled || running} onClick={onRun}>
          <Play size={14} aria-hidden />
          {label ?? (again ? m.run.again : m.run.start)}
        </Button>
        {pausing ? (
          <>
            <Button
              kind="outlined"
              disabled={!running}
              onClick={pausing.paused ? pausing.onResume : pausing.onPause}
            >
              {pausing.paused ? (
                <CirclePlay size={14} aria-hidden />
              ) : (
                <CirclePause size={14} aria-hidden />
              )}
              {pausing.paused ? m.run.resume : m.run.pause}
            </Button>
            <Button kind="outlined" disabled={!running || !pausing.paused} onClick={pausing.onStep}>
              <StepForward size={14} aria-hidden />
              {m.run.step}
            </Button>
          </>
        ) : null}
        <Button disabled={!running} onClick={onCancel}>
          <X size={14} aria-hidden />
          {m.run.cancel}
        </Button>
      </div>
      <progress max={100} value={percent} aria-label={m.run.progress(percent)} data-on={running} />
      <p className="faint">{running ? counted : ''}</p>
      <p className={status.kind === 'failed' ? 'bad' : 'faint'} role="status">
        {status.kind === 'failed' ? m.run.failed(status.detail) : null}
        {status.kind === 'cancelled' ? m.run.cancelled : null}
      </p>
    </div>
  );
}
