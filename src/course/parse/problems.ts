/** What is wrong with a lesson's source: where, what, and what to do. Collected, not thrown, so that one look shows all. */
import { editDistance } from '../edit-distance.ts';

export interface LessonProblem {
  readonly file: string;
  readonly line: number;
  readonly problem: string;
  readonly remedy: string;
}

export class Problems {
  readonly file: string;
  readonly list: LessonProblem[] = [];

  constructor(file: string) {
    this.file = file;
  }

  add(line: number, problem: string, remedy: string): void {
    this.list.push({ file: this.file, line, problem, remedy });
  }
}

export function problemText({ file, line, problem, remedy }: LessonProblem): string {
  return `${file}:${line}: ${problem}; ${remedy}`;
}

/** The known word nearest to a mistyped one, as a remedy. */
export function didYouMean(word: string, known: readonly string[]): string {
  const near = known.find((one) => editDistance(word.toLowerCase(), one.toLowerCase()) <= 2);
  return near ? `did you mean \`${near}\`?` : `use one of: ${known.join(', ')}`;
}
