/**
 * Code that never comes to an end although it waits: `while (true) await redis.get('x')`. Each wait
 * is a step (learners' code is compiled to tell of its awaits, with their line). A request that has
 * taken too many steps has failed and goes no further; when that is the rule the whole run is
 * stopped. So is code that waits for nothing: time stands still for as long as something can run.
 *
 * A timer is a pause, after which steps count from none: who polls now and then, or sleeps in a loop
 * without an end, is ended by the world's own time.
 */
import type { CodeStop } from '../../contract/lab-world.ts';

/** Without a pause: a strategy takes a handful. */
const STEPS_MAX = 1000;
/** So many requests without an end stop the run. */
const ENDLESS_MAX = 5;
/** The rule where requests are too many for any to get far: nobody has been answered for so long. */
const STEPS_UNANSWERED_MAX = 50_000;
const STEPS_WHEN_UNANSWERED_MAX = 200;
/** Pauses or not. */
const STEPS_UNANSWERED_EVER_MAX = 2_000_000;
/** In one moment of virtual time, of all requests and of work in the background. */
const STEPS_PER_MOMENT_MAX = 2_000_000;

export interface Stepping {
  isOver: boolean;
  /** Since it began, or last paused. */
  steps: number;
}

/** Ends a run: the page says it in its language. */
export class CodeStopped extends Error {
  readonly stop: CodeStop;
  constructor(stop: CodeStop) {
    super(`stopped: ${stop.kind}`);
    this.stop = stop;
  }
}

export class StepLimit {
  /** Why the run is to be stopped; null while it is not. */
  stopped: CodeStopped | null = null;
  private readonly nowMs: () => number;
  private momentMs = Number.NEGATIVE_INFINITY;
  private stepsInMoment = 0;
  private endless = 0;
  private stepsUnanswered = 0;

  constructor(nowMs: () => number) {
    this.nowMs = nowMs;
  }

  /** The code waits, at this line. What it is to do: go on, wait for ever, or that and fail. */
  step(work: Stepping | null, line: number): 'on' | 'wait' | 'fail' {
    const nowMs = this.nowMs();
    if (nowMs !== this.momentMs) {
      this.momentMs = nowMs;
      this.stepsInMoment = 0;
    }
    if (this.stopped) return 'wait';
    if (++this.stepsInMoment > STEPS_PER_MOMENT_MAX) {
      this.stopped = new CodeStopped({ kind: 'still', line });
      return 'wait';
    }
    if (work === null) return 'on';
    work.steps++;
    if (++this.stepsUnanswered > this.unansweredMax(work)) return this.stop(line);
    if (work.steps <= STEPS_MAX) return 'on';
    // What a request left running in the background has no end to be told.
    if (work.isOver) return 'wait';
    if (++this.endless >= ENDLESS_MAX) return this.stop(line);
    return 'fail';
  }

  /** A request has been answered, or has failed. */
  answered(): void {
    this.stepsUnanswered = 0;
  }

  private unansweredMax({ steps }: Stepping): number {
    return steps > STEPS_WHEN_UNANSWERED_MAX ? STEPS_UNANSWERED_MAX : STEPS_UNANSWERED_EVER_MAX;
  }

  private stop(line: number): 'wait' {
    this.stopped = new CodeStopped({ kind: 'endless', line });
    return 'wait';
  }
}
