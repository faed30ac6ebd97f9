/**
 * Lessons prove themselves on a real engine: every step's goal fails after its setup, holds after
 * its solution and after another route, and typical wrong turns earn the message meant for them.
 * And a mistake in a lesson's source is found, with file, line and remedy.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { checkStep } from '../course/check-goal.ts';
import type { Action, Lesson, Step } from '../course/lesson.ts';
import { readActions } from '../course/parse/actions.ts';
import { Problems, problemText } from '../course/parse/problems.ts';
import { readCourse, repository } from '../course/vite-plugin-lessons.ts';
import { lessonBench } from './lesson-bench.ts';

interface Proof {
  readonly route: string;
  readonly wrong: readonly { readonly lines: string; readonly mistake: number }[];
}

const course = readCourse();

/** All of a lesson that is no text. */
const deedsOf = ({ database, show, steps }: Lesson) => ({
  database,
  show,
  steps: steps.map(({ id, setup, parts, checks, mistakes, solution, lab }) => ({
    id,
    setup,
    solution,
    lab,
    runs: parts.flatMap((part) => (part.kind === 'run' ? part.actions : [])),
    checks: checks.map(({ predicates }) => predicates),
    mistakes: mistakes.map(({ predicates }) => predicates),
  })),
});

test('lessons have no problems', () => {
  expect(course.problems.map(problemText)).toEqual([]);
  expect(course.lessons.length).toBeGreaterThan(0);
});

function actionsOf(lines: string): Action[] {
  const problems = new Problems('proof.yaml');
  const actions = readActions(lines, 1, problems);
  expect(problems.list).toEqual([]);
  return actions;
}

for (const { path, languages: texts } of course.lessons) {
  const file = join(repository, 'lessons', path, 'proof.yaml');
  const proofs = parse(readFileSync(file, 'utf8')) as Readonly<Record<string, Proof>>;

  test(`${path}: proof.yaml is about its steps`, () => {
    expect(Object.keys(proofs)).toEqual(texts.en.steps.map(({ id }) => id));
  });

  test(`${path}: both languages do and ask the same, so one proof serves both`, () => {
    expect(deedsOf(texts.ko)).toEqual(deedsOf(texts.en));
  });

  const lesson = texts.en;
  for (const step of lesson.steps) {
    describe(`${path} ${step.id}`, () => {
      const proof = proofs[step.id] as Proof;
      const outcomeOf = async (actions: readonly Action[]) => {
        const bench = lessonBench(lesson, step);
        const replies: string[] = [];
        for (const action of actions) replies.push(await bench.act(action));
        return { replies, ...(await checkStep(step, bench)) };
      };

      test('after setup nothing is reached, and nothing is wrong', async () => {
        expect(await outcomeOf([])).toMatchObject({ done: false, mistakes: [] });
      });

      test('the solution reaches the goal', async () => {
        const { checks, done } = await outcomeOf(step.solution);
        expect(checks.map(({ finding }) => finding)).toEqual(checks.map(() => null));
        expect(done).toBe(true);
      });

      test('another route reaches it too', async () => {
        const { checks } = await outcomeOf(actionsOf(proof.route));
        expect(checks.map(({ finding }) => finding)).toEqual(checks.map(() => null));
      });

      test('the lines to click run without surprise', async () => {
        const lines = step.parts.flatMap((part) => (part.kind === 'run' ? part.actions : []));
        const { replies, mistakes } = await outcomeOf(lines);
        expect(replies.filter((reply) => reply.startsWith('(error)'))).toEqual([]);
        expect(mistakes).toEqual([]);
      });

      for (const { lines, mistake } of proof.wrong) {
        test(`a wrong turn earns message ${mistake}: ${lines.split('\n').join(', ')}`, async () => {
          const { done, mistakes } = await outcomeOf(actionsOf(lines));
          expect({ done, mistakes: mistakes.map((index) => index + 1) }).toEqual({
            done: false,
            mistakes: [mistake],
          });
        });
      }

      test('every mistake has a wrong turn that earns it, and at least two there are', () => {
        const earned = new Set(proof.wrong.map(({ mistake }) => mistake));
        expect([...earned].sort()).toEqual(step.mistakes.map((_, index) => index + 1));
        expect(proof.wrong.length).toBeGreaterThanOrEqual(2);
      });
    });
  }
}

test('words differ between the languages, and nothing is left untranslated', () => {
  const words = (step: Step) =>
    JSON.stringify([
      step.title,
      step.goal,
      step.why,
      step.hints,
      step.checks.map(({ text }) => text),
    ]);
  for (const { languages: texts } of course.lessons) {
    for (const [index, step] of texts.ko.steps.entries()) {
      const twin = texts.en.steps[index] as Step;
      expect(step.title).not.toBe(twin.title);
      expect(words(step)).toMatch(/[가-힣]/);
      expect(words(twin)).not.toMatch(/[가-힣]/);
    }
  }
});
