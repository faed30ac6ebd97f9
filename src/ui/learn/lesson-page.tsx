/** A lesson: its text on one side, and on the other what the step needs. On a phone one at a time. */

import { type ReactNode, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { LabSetup } from '../../course/labs.ts';
import type { Lesson, Step } from '../../course/lesson.ts';
import { stepProgress } from '../../course/progress.ts';
import { useLanguage } from '../i18n/i18n.tsx';
import { ScrollRegion } from '../kit/scroll-region.tsx';
import { Splitter } from '../kit/splitter.tsx';
import { isNumber, loadStored, saveStored } from '../kit/stored.ts';
import { Tabs } from '../kit/tabs.tsx';
import { LabPanel } from './lab-panel.tsx';
import { courseHref, lessonHref, stepHref } from './learn-hrefs.ts';
import type { LessonStore } from './lesson-store.ts';
import { loadLesson } from './lessons.ts';
import { useLearnTexts } from './messages.ts';
import { NoStep } from './not-found.tsx';
import type { ProgressStore } from './progress-store.ts';
import { StepView } from './step-view.tsx';
import { WorldPanels } from './world-panels.tsx';
import './learn.css';

interface LessonPageProps {
  readonly path: string;
  /** As the address says it; null goes to where the learner was. */
  readonly stepId: string | null;
  readonly store: LessonStore;
  readonly progress: ProgressStore;
  readonly console: ReactNode;
  readonly clock: ReactNode;
  /** Controls and drawings of a step's lab. */
  readonly renderLab: (setup: LabSetup) => ReactNode;
  readonly phone: boolean;
  readonly onToast: (text: string) => void;
  /** Puts a value into the prompt, quoted. */
  readonly onInsert: (value: string) => void;
}

/** The lesson in the page's language; while another language is on its way the old one stays. */
function useLesson(path: string): { readonly lesson: Lesson | null; readonly failed: boolean } {
  const language = useLanguage();
  const [lesson, setLesson] = useState<Lesson | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let current = true;
    loadLesson(path, language).then(
      (loaded) => current && setLesson(loaded),
      () => current && setFailed(true),
    );
    return () => {
      current = false;
    };
  }, [path, language]);
  return { lesson: lesson?.path === path ? lesson : null, failed };
}

export function LessonPage(props: LessonPageProps) {
  const { path, stepId, store, progress } = props;
  const m = useLearnTexts();
  const { lesson, failed } = useLesson(path);
  const at = useStore(progress, (state) => state.lessons[path]?.at);
  const named = lesson?.steps.find(({ id }) => id === (stepId ?? at));
  const step = stepId === null ? (named ?? lesson?.steps[0]) : named;
  useEffect(() => {
    if (!lesson || !step) return;
    if (stepId !== step.id) window.location.replace(stepHref(path, step.id));
    else store.open(lesson, step.id).catch(() => undefined);
  }, [lesson, step, stepId, path, store]);
  if (lesson && !step) return <NoStep lesson={lesson} step={stepId ?? ''} />;
  if (!lesson || !step) {
    return (
      <main className="message">
        <p>{failed ? m.learn.loadFailed : m.learn.loading}</p>
        <a href={courseHref}>{m.learn.toCourse}</a>
      </main>
    );
  }
  const Frame = props.phone ? PhoneLesson : WideLesson;
  return <Frame {...props} lesson={lesson} step={step} />;
}

interface FrameProps extends LessonPageProps {
  readonly lesson: Lesson;
  readonly step: Step;
}

function WideLesson(props: FrameProps) {
  const m = useLearnTexts();
  const [textPx, setTextPx] = useState(
    () => loadStored('lessonPx', isNumber) ?? Math.round(Math.min(560, window.innerWidth * 0.42)),
  );
  const resize = (sizePx: number) => {
    setTextPx(sizePx);
    saveStored('lessonPx', sizePx);
  };
  return (
    <main className="panes">
      <section className="pane" style={{ width: textPx }} aria-label={m.learn.lessonPane}>
        <TextSide {...props} />
      </section>
      <Splitter
        label={m.learn.textWidth}
        orientation="vertical"
        direction={1}
        sizePx={textPx}
        minPx={360}
        maxPx={Math.max(400, window.innerWidth - 420)}
        onMove={resize}
      />
      <section className="pane pane-main" aria-label={m.learn.consolePane}>
        <Stage {...props} />
      </section>
    </main>
  );
}

function PhoneLesson(props: FrameProps) {
  const m = useLearnTexts();
  const [pane, setPane] = useState<'text' | 'stage'>('text');
  const { id } = props.step;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another step begins with its text
  useEffect(() => setPane('text'), [id]);
  const label = pane === 'text' ? m.learn.lessonPane : m.learn.consolePane;
  const checks = useStore(props.store, ({ result }) => result?.checks);
  const reached = checks ? ` ${checks.filter(({ met }) => met).length}/${checks.length}` : '';
  return (
    <main className="panes panes-phone">
      <Tabs
        className="pane-tabs"
        label={m.app.rooms}
        active={pane}
        onSelect={setPane}
        tabs={[
          { id: 'text', label: `${m.learn.lessonPane}${reached}`, controls: 'pane' },
          { id: 'stage', label: m.learn.consolePane, controls: 'pane' },
        ]}
      />
      <section className="pane pane-main" id="pane" role="tabpanel" aria-label={label}>
        {pane === 'text' ? null : <h1 className="unseen">{props.lesson.title}</h1>}
        {pane === 'text' ? <TextSide {...props} /> : <Stage {...props} />}
      </section>
    </main>
  );
}

function TextSide({ lesson, step, store, progress, onToast }: FrameProps) {
  const m = useLearnTexts();
  const kept = useStore(progress);
  return (
    <ScrollRegion className="lesson-text scroll" role="region" label={lesson.title}>
      <nav className="lesson-path" aria-label={lesson.title}>
        <a href={courseHref}>{m.learn.title}</a>
        <span aria-hidden="true">/</span>
        <h1>
          <a href={lessonHref(lesson.path)}>{lesson.title}</a>
        </h1>
      </nav>
      <ol className="step-marks" aria-label={m.learn.steps}>
        {lesson.steps.map(({ id, title }) => {
          const isDone = stepProgress(kept, lesson.path, id).doneAtMs !== undefined;
          return (
            <li key={id}>
              <a
                href={stepHref(lesson.path, id)}
                aria-current={id === step.id ? 'step' : undefined}
                data-done={isDone || undefined}
                title={title}
              >
                <span className="unseen">
                  {title}
                  {isDone ? `, ${m.learn.stepIsDone}` : ''}
                </span>
              </a>
            </li>
          );
        })}
      </ol>
      <StepView lesson={lesson} step={step} store={store} progress={progress} onToast={onToast} />
    </ScrollRegion>
  );
}

function Stage({ lesson, step, store, console, clock, onInsert, renderLab }: FrameProps) {
  if (step.lab) {
    return (
      <LabPanel key={step.id} setup={step.lab} store={store}>
        {renderLab(step.lab)}
      </LabPanel>
    );
  }
  return (
    <div className="stage">
      <WorldPanels lesson={lesson} store={store} onInsert={onInsert} />
      {console}
      {clock}
    </div>
  );
}
