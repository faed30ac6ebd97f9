/** What is wrong with a lesson's source: where, what, and what to do. Collected, not thrown, so that one look shows all. */

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
  const near = known.find((one) => distance(word.toLowerCase(), one.toLowerCase()) <= 2);
  return near ? `did you mean \`${near}\`?` : `use one of: ${known.join(', ')}`;
}

/** Levenshtein's edit distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] as number) + Number(a[i - 1] !== b[j - 1]);
      next.push(Math.min(change, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}
