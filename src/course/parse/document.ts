/**
 * A lesson's Markdown cut into its pieces, with their lines: front matter, steps (`## Title {#id}`),
 * and in each step prose and fenced blocks in order. Nothing is understood here yet.
 */
import type { Problems } from './problems.ts';

export interface Piece {
  /** `prose`, or the fence's words, e.g. `redis run`. */
  readonly kind: string;
  readonly text: string;
  /** Of the first line of `text`. */
  readonly firstLine: number;
}

export interface StepSource {
  readonly id: string;
  readonly title: string;
  readonly line: number;
  readonly pieces: readonly Piece[];
}

export interface LessonSource {
  readonly frontMatter: Piece;
  readonly steps: readonly StepSource[];
}

interface OpenStep extends StepSource {
  readonly pieces: Piece[];
}

const heading = /^## (.+?)(?:\s+\{#([a-z][a-z0-9-]*)\})?\s*$/;
const fence = /^```(.*)$/;

export function cutDocument(text: string, problems: Problems): LessonSource {
  const lines = text.split(/\r?\n/);
  const { frontMatter, next } = cutFrontMatter(lines, problems);
  return { frontMatter, steps: cutSteps(lines, next, problems) };
}

function cutFrontMatter(lines: readonly string[], problems: Problems) {
  const end = lines.indexOf('---', 1);
  if (lines[0] !== '---' || end < 0) {
    problems.add(1, 'no front matter', 'begin with `---`, fields such as `title: ...`, and `---`');
    return { frontMatter: { kind: 'yaml', text: '', firstLine: 1 }, next: 0 };
  }
  const text = lines.slice(1, end).join('\n');
  return { frontMatter: { kind: 'yaml', text, firstLine: 2 }, next: end + 1 };
}

function cutSteps(lines: readonly string[], from: number, problems: Problems): StepSource[] {
  const steps: OpenStep[] = [];
  for (let at = from; at < lines.length; ) {
    const line = lines[at] as string;
    const head = heading.exec(line);
    if (head) {
      const [, title = '', id] = head;
      if (id === undefined) {
        problems.add(at + 1, 'a step without an id', 'end the heading with `{#short-id}`');
      }
      steps.push({ id: id ?? '', title, line: at + 1, pieces: [] });
      at++;
      continue;
    }
    if (/^#/.test(line)) problems.add(at + 1, `heading \`${line}\``, 'steps begin with `## `');
    const step = steps.at(-1);
    if (!step) {
      if (line.trim() !== '')
        problems.add(at + 1, 'text before the first step', 'move it into one');
      at++;
      continue;
    }
    at = fence.test(line) ? cutFence(lines, at, step, problems) : cutProse(lines, at, step);
  }
  return steps;
}

function cutFence(
  lines: readonly string[],
  at: number,
  step: OpenStep,
  problems: Problems,
): number {
  const kind = (fence.exec(lines[at] as string)?.[1] ?? '').trim();
  const end = lines.indexOf('```', at + 1);
  if (end < 0) {
    problems.add(at + 1, `the block \`${kind}\` is never closed`, 'end it with a line of ```');
    return lines.length;
  }
  step.pieces.push({ kind, text: lines.slice(at + 1, end).join('\n'), firstLine: at + 2 });
  return end + 1;
}

function cutProse(lines: readonly string[], at: number, step: OpenStep): number {
  let end = at + 1;
  while (
    end < lines.length &&
    !fence.test(lines[end] as string) &&
    !/^#/.test(lines[end] as string)
  )
    end++;
  const text = lines.slice(at, end).join('\n');
  if (text.trim() !== '') step.pieces.push({ kind: 'prose', text, firstLine: at + 1 });
  return end;
}
