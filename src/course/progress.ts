/**
 * What a learner has done, as plain data that outlives the page and travels as a file.
 *
 * Invariants: a step that is done stays done; joining two progresses loses nothing; a file that is
 * not a progress is refused whole, with a reason.
 */
export interface StepProgress {
  /** Unix milliseconds. */
  readonly doneAtMs?: number;
  /** The option chosen in the prediction; -1 when it was skipped. */
  readonly predicted?: number;
  /** Hints opened. */
  readonly hints?: number;
}

export interface LessonProgress {
  readonly steps: Readonly<Record<string, StepProgress>>;
  /** The step looked at last. */
  readonly at?: string;
}

export interface Progress {
  readonly version: 1;
  /** By lesson path. */
  readonly lessons: Readonly<Record<string, LessonProgress>>;
}

export const emptyProgress: Progress = { version: 1, lessons: {} };

const FORMAT = 'stampede-progress';

/** One object, so that who compares by identity sees no change where there is none. */
const nothing: StepProgress = {};

export function stepProgress(progress: Progress, lesson: string, step: string): StepProgress {
  return progress.lessons[lesson]?.steps[step] ?? nothing;
}

export function doneCount(
  progress: Progress,
  lesson: string,
  steps: readonly { readonly id: string }[],
): number {
  return steps.filter(({ id }) => stepProgress(progress, lesson, id).doneAtMs !== undefined).length;
}

export function withStep(
  progress: Progress,
  lesson: string,
  step: string,
  change: StepProgress,
): Progress {
  const before = progress.lessons[lesson] ?? { steps: {} };
  const steps = { ...before.steps, [step]: { ...before.steps[step], ...change } };
  return { ...progress, lessons: { ...progress.lessons, [lesson]: { ...before, steps } } };
}

export function withPlace(progress: Progress, lesson: string, step: string): Progress {
  const before = progress.lessons[lesson] ?? { steps: {} };
  return { ...progress, lessons: { ...progress.lessons, [lesson]: { ...before, at: step } } };
}

/** Everything that either of them has; of two answers the first one's counts. */
export function joinProgress(mine: Progress, theirs: Progress): Progress {
  let joined = mine;
  for (const [lesson, { steps, at }] of Object.entries(theirs.lessons)) {
    for (const [step, there] of Object.entries(steps)) {
      const here = stepProgress(joined, lesson, step);
      joined = withStep(joined, lesson, step, { ...there, ...here });
    }
    if (at !== undefined && joined.lessons[lesson]?.at === undefined) {
      joined = withPlace(joined, lesson, at);
    }
  }
  return joined;
}

export function exportProgress(progress: Progress): string {
  return `${JSON.stringify({ format: FORMAT, ...progress }, null, 2)}\n`;
}

export type ImportProblem = 'not-json' | 'not-progress' | 'newer-version' | 'malformed';

export type Imported =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'problem'; readonly problem: ImportProblem };

const refuse = (problem: ImportProblem): Imported => ({ kind: 'problem', problem });

export function importProgress(text: string): Imported {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return refuse('not-json');
  }
  if (!isRecord(data) || data.format !== FORMAT) return refuse('not-progress');
  if (typeof data.version === 'number' && data.version > 1) return refuse('newer-version');
  const progress: unknown = { version: data.version, lessons: data.lessons };
  return isProgress(progress) ? { kind: 'progress', progress } : refuse('malformed');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const isOptionalNumber = (value: unknown): boolean =>
  value === undefined || (typeof value === 'number' && Number.isFinite(value));

function isStepProgress(value: unknown): value is StepProgress {
  if (!isRecord(value)) return false;
  return [value.doneAtMs, value.predicted, value.hints].every(isOptionalNumber);
}

function isLessonProgress(value: unknown): value is LessonProgress {
  if (!isRecord(value) || !isRecord(value.steps)) return false;
  const { at } = value;
  if (at !== undefined && typeof at !== 'string') return false;
  return Object.values(value.steps).every(isStepProgress);
}

export function isProgress(value: unknown): value is Progress {
  if (!isRecord(value) || value.version !== 1 || !isRecord(value.lessons)) return false;
  return Object.values(value.lessons).every(isLessonProgress);
}
