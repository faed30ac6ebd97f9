/** One run at a time in the lab's worker: its progress, its end, and the way to stop it. */
import { useEffect, useMemo, useRef, useState } from 'react';
import type { LabProgress } from '../../../contract/lab.ts';
import { useLab } from './room.ts';

export type RunStatus =
  | { readonly kind: 'idle' }
  /** `share` is 0..1. */
  | { readonly kind: 'running'; readonly share: number }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly detail: string };

/** Starts the run under the id given; resolves to null where it was cancelled. */
export type StartRun<Result, Progress extends LabProgress> = (
  runId: number,
  onProgress: (progress: Progress) => void,
) => Promise<Result | null>;

/** Often enough to be seen growing; drawing a chart anew in every frame would cost the frames. */
const SHOWN_EVERY_MS = 80;

/** Progress comes as fast as the worker slices its work; what is newest is shown now and then. */
function nowAndThen<T>(everyMs: number, act: (newest: T) => void): (one: T) => void {
  let newest: { readonly value: T } | null = null;
  // What the click itself changes is drawn first.
  let shownMs = performance.now();
  const tick = (nowMs: number) => {
    if (nowMs - shownMs < everyMs) {
      requestAnimationFrame(tick);
      return;
    }
    const shown = newest;
    newest = null;
    shownMs = nowMs;
    if (shown) act(shown.value);
  };
  return (value) => {
    if (!newest) requestAnimationFrame(tick);
    newest = { value };
  };
}

let nextRunId = 1;

/** `run` and `cancel` stay the same for as long as the page is open. */
export interface RunControl {
  readonly status: RunStatus;
  /** The id of the run that is on, for the methods of the lab that steer it; null without one. */
  readonly runId: number | null;
  /**
   * Cancels the run before, if any, and starts this one. Null when it was cancelled, failed, or the
   * page was left; then nothing is to be shown.
   */
  run<Result, Progress extends LabProgress>(
    start: StartRun<Result, Progress>,
    onProgress?: (progress: Progress) => void,
  ): Promise<Result | null>;
  cancel(): void;
}

/** The run of a lab's page, its progress shown once in so many milliseconds; leaving cancels it. */
export function useRun(everyMs = SHOWN_EVERY_MS): RunControl {
  const { host } = useLab();
  const [status, setStatus] = useState<RunStatus>({ kind: 'idle' });
  const [runId, setRunId] = useState<number | null>(null);
  const current = useRef<number | null>(null);
  const actions = useMemo((): Pick<RunControl, 'run' | 'cancel'> & { stop(): void } => {
    const stop = () => {
      if (current.current !== null) host.cancel(current.current).catch(() => undefined);
      current.current = null;
    };
    return {
      stop,
      run: async (start, onProgress) => {
        stop();
        const id = nextRunId++;
        current.current = id;
        setRunId(id);
        setStatus({ kind: 'running', share: 0 });
        const ended = (status: RunStatus) => {
          current.current = null;
          setRunId(null);
          setStatus(status);
        };
        try {
          const show = nowAndThen(
            everyMs,
            (progress: Parameters<NonNullable<typeof onProgress>>[0]) => {
              if (current.current !== id) return;
              setStatus({ kind: 'running', share: progress.done / Math.max(1, progress.total) });
              onProgress?.(progress);
            },
          );
          const result = await start(id, show);
          if (current.current !== id) return null;
          ended({ kind: result === null ? 'cancelled' : 'idle' });
          return result;
        } catch (error) {
          if (current.current !== id) return null;
          ended({ kind: 'failed', detail: error instanceof Error ? error.message : String(error) });
          return null;
        }
      },
      cancel: () => {
        stop();
        setRunId(null);
        setStatus({ kind: 'cancelled' });
      },
    };
  }, [host, everyMs]);
  useEffect(() => actions.stop, [actions]);
  return { status, runId, run: actions.run, cancel: actions.cancel };
}
