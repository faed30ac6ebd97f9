/** The text side of a lesson step: goal, prediction, what to do, what must hold, and why. */

import { ArrowLeft, ArrowRight } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { Lesson, Step } from '../../course/lesson.ts';
import { stepProgress } from '../../course/progress.ts';
import { CheckList } from './check-list.tsx';
import { HintLadder } from './hint-ladder.tsx';
import { stepHref } from './learn-hrefs.ts';
import type { LessonStore } from './lesson-store.ts';
import { useLearnTexts } from './messages.ts';
import { PredictCard } from './predict-card.tsx';
import type { ProgressStore } from './progress-store.ts';
import { RunLines } from './run-lines.tsx';
import { StateLine } from './state-line.tsx';
import { Blocks, Inlines } from './text.tsx';

interface StepViewProps {
  readonly lesson: Lesson;
  readonly step: Step;
  readonly store: LessonStore;
  readonly progress: ProgressStore;
  readonly onToast: (text: string) => void;
}

export function StepView({ lesson, step, store, progress, onToast }: StepViewProps) {
  const m = useLearnTexts();
  const kept = useStore(progress, (state) => stepProgress(state, lesson.path, step.id));
  const { result, memory } = useStore(store);
  const isHere = memory.step === step.id;
  // A step that is done stays done; where it was started over, it shows what holds now.
  const isAnew = isHere && memory.startedOver === true && result?.done !== true;
  const isDone = kept.doneAtMs !== undefined && !isAnew;
  const isBegun = isHere && memory.journal.length + memory.labRuns.length > 0;
  const index = lesson.steps.indexOf(step);
  const isLast = index === lesson.steps.length - 1;
  const wasDone = useWasDone(step.id, isDone);
  const met = isDone
    ? step.checks.length
    : (result?.checks.filter((check) => check.met).length ?? 0);
  const parts = partsOf(step, { lesson, store, progress, isDone });
  const waits = step.parts.some(({ kind }) => kind === 'predict') && !parts.isOpen;
  return (
    <article className="step">
      <StepHeading step={step} index={index} count={lesson.steps.length} />
      {parts.nodes}
      {waits ? null : (
        <>
          <CheckList step={step} result={result} isDone={isDone} isBegun={isBegun} />
          {isDone ? (
            <Why key={step.id} step={step} isNew={isDone && !wasDone} isLast={isLast} />
          ) : null}
          <HintLadder
            key={step.id}
            step={step}
            store={store}
            shown={kept.hints ?? 0}
            onShow={(hints) => progress.note(lesson.path, step.id, { hints })}
          />
          <StateLine store={store} onToast={onToast} />
        </>
      )}
      <nav className="step-ends" aria-label={m.learn.steps}>
        <StepLink lesson={lesson} index={index - 1} direction="previous" isStrong={false} />
        <p data-done={isDone || undefined} role="status">
          {isDone ? m.learn.checks.done : m.learn.checks.reached(met, step.checks.length)}
        </p>
        <StepLink lesson={lesson} index={index + 1} direction="next" isStrong={isDone} />
      </nav>
    </article>
  );
}

/** Whether the step was done already when it was opened. */
function useWasDone(id: string, isDone: boolean): boolean {
  const opened = useRef({ id, isDone });
  if (opened.current.id !== id) opened.current = { id, isDone };
  return opened.current.isDone;
}

interface PartsFor {
  readonly lesson: Lesson;
  readonly store: LessonStore;
  readonly progress: ProgressStore;
  readonly isDone: boolean;
}

/** The parts in order; what comes after an open prediction waits for it. */
function partsOf(step: Step, { lesson, store, progress, isDone }: PartsFor) {
  const { predicted = null } = stepProgress(progress.getState(), lesson.path, step.id);
  const { replies } = store.getState();
  const nodes: ReactNode[] = [];
  let isOpen = true;
  for (const [index, part] of step.parts.entries()) {
    if (part.kind === 'text') nodes.push(<Blocks key={index} blocks={part.blocks} />);
    else if (part.kind === 'run') {
      const onAct = (action: (typeof part.actions)[number]) =>
        void store.act(action).catch(() => undefined);
      nodes.push(<RunLines key={index} actions={part.actions} replies={replies} onAct={onAct} />);
    } else {
      nodes.push(
        <PredictCard
          key={index}
          predict={part.predict}
          guess={predicted}
          revealed={isDone}
          onGuess={(guess) => progress.note(lesson.path, step.id, { predicted: guess })}
        />,
      );
      isOpen = isDone || predicted !== null;
      if (!isOpen) break;
    }
  }
  return { nodes, isOpen };
}

interface StepHeadingProps {
  readonly step: Step;
  readonly index: number;
  readonly count: number;
}

/** After a move to another step the focus is here, so that reading goes on from the top. */
function StepHeading({ step, index, count }: StepHeadingProps) {
  const m = useLearnTexts();
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(step.id);
  useEffect(() => {
    if (shown.current === step.id) return;
    shown.current = step.id;
    heading.current?.focus({ preventScroll: true });
    heading.current?.closest('.lesson-text')?.scrollTo({ top: 0 });
  }, [step.id]);
  return (
    <header className="step-head">
      <p className="faint">{m.learn.step(index + 1, count)}</p>
      <h2 ref={heading} tabIndex={-1}>
        {step.title}
      </h2>
      <p className="step-goal">
        <span className="unseen">{m.learn.goal}: </span>
        <Inlines nodes={step.goal} />
      </p>
    </header>
  );
}

interface WhyProps {
  readonly step: Step;
  /** It has just been earned: then it comes into view. */
  readonly isNew: boolean;
  readonly isLast: boolean;
}

function Why({ step, isNew, isLast }: WhyProps) {
  const m = useLearnTexts();
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    if (isNew) section.current?.scrollIntoView({ block: 'nearest', behavior: 'smooth' });
  }, [isNew]);
  return (
    <section ref={section} className="step-why" aria-label={m.learn.why}>
      <p className="step-done">{isLast ? m.learn.checks.lastStep : m.learn.checks.done}</p>
      <h3>{m.learn.why}</h3>
      <Blocks blocks={step.why} />
    </section>
  );
}

interface StepLinkProps {
  readonly lesson: Lesson;
  readonly index: number;
  readonly direction: 'previous' | 'next';
  readonly isStrong: boolean;
}

function StepLink({ lesson, index, direction, isStrong }: StepLinkProps) {
  const m = useLearnTexts();
  const target = lesson.steps[index];
  const isEnd = index === lesson.steps.length;
  if (!target && !isEnd) return <span />;
  return (
    <a
      className="button"
      data-kind={isStrong ? 'strong' : 'outlined'}
      href={target ? stepHref(lesson.path, target.id) : '#/learn'}
    >
      {direction === 'previous' ? <ArrowLeft size={14} aria-hidden /> : null}
      {direction === 'previous' ? m.learn.previous : isEnd ? m.learn.finish : m.learn.next}
      {direction === 'next' ? <ArrowRight size={14} aria-hidden /> : null}
    </a>
  );
}
