/** The learner's progress: kept in this browser, taken along and brought back as a file. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import {
  emptyProgress,
  exportProgress,
  type ImportProblem,
  importProgress,
  isProgress,
  joinProgress,
  type Progress,
  type StepProgress,
  withPlace,
  withStep,
} from '../../course/progress.ts';
import { loadStored, saveStored } from '../kit/stored.ts';

export interface ProgressStore extends StoreApi<Progress> {
  note(lesson: string, step: string, change: StepProgress): void;
  visit(lesson: string, step: string): void;
  /** The file's text. */
  exported(): string;
  /** Joins a file's progress to this one; answers with the reason where the file is refused. */
  imported(text: string): ImportProblem | null;
}

const NAME = 'progress';

export function createProgressStore(): ProgressStore {
  const store = createStore<Progress>(() => loadStored(NAME, isProgress) ?? emptyProgress);
  const put = (progress: Progress) => {
    store.setState(progress, true);
    saveStored(NAME, progress);
  };
  return {
    ...store,
    note: (lesson, step, change) => put(withStep(store.getState(), lesson, step, change)),
    visit: (lesson, step) => {
      if (store.getState().lessons[lesson]?.at === step) return;
      put(withPlace(store.getState(), lesson, step));
    },
    exported: () => exportProgress(store.getState()),
    imported: (text) => {
      const found = importProgress(text);
      if (found.kind === 'problem') return found.problem;
      put(joinProgress(store.getState(), found.progress));
      return null;
    },
  };
}
