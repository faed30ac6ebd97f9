/** The course: its tracks and lessons, how far one is, and the progress as a file. */

import { Check, Download, Upload } from 'lucide-react';
import { useRef } from 'react';
import { useStore } from 'zustand';
import type { LessonOutline, TrackOutline } from '../../course/lesson.ts';
import { doneCount, stepProgress } from '../../course/progress.ts';
import { useLanguage } from '../i18n/i18n.tsx';
import { Button } from '../kit/button.tsx';
import { lessonHref, stepHref } from './learn-hrefs.ts';
import { course } from './lessons.ts';
import { useLearnTexts } from './messages.ts';
import type { ProgressStore } from './progress-store.ts';
import './course-map.css';
import './learn.css';

interface CourseMapProps {
  readonly progress: ProgressStore;
  readonly onToast: (text: string) => void;
}

export function CourseMap({ progress, onToast }: CourseMapProps) {
  const m = useLearnTexts();
  return (
    <main className="course scroll">
      <div className="course-body">
        <h1>{m.learn.title}</h1>
        <p className="course-intro">{m.learn.intro}</p>
        {course.tracks.map((track) => (
          <Track key={track.id} track={track} progress={progress} />
        ))}
        <ProgressFile progress={progress} onToast={onToast} />
      </div>
    </main>
  );
}

interface TrackProps {
  readonly track: TrackOutline;
  readonly progress: ProgressStore;
}

function Track({ track, progress }: TrackProps) {
  const language = useLanguage();
  return (
    <section className="track">
      <h2>{track.title[language]}</h2>
      <p className="quiet">{track.summary[language]}</p>
      <ul>
        {track.lessons.map((lesson) => (
          <LessonRow key={lesson.path} lesson={lesson} progress={progress} />
        ))}
      </ul>
    </section>
  );
}

interface LessonRowProps {
  readonly lesson: LessonOutline;
  readonly progress: ProgressStore;
}

function LessonRow({ lesson, progress }: LessonRowProps) {
  const m = useLearnTexts();
  const language = useLanguage();
  const kept = useStore(progress);
  const { path, steps, title, summary, minutes } = lesson;
  const done = doneCount(kept, path, steps);
  const isBegun = done > 0 || kept.lessons[path] !== undefined;
  const isDone = done === steps.length;
  const act = isDone ? m.learn.again : isBegun ? m.learn.goOn : m.learn.start;
  return (
    <li className="lesson-row">
      <div className="lesson-row-text">
        <h3>
          <a href={lessonHref(path)}>{title[language]}</a>
        </h3>
        <p className="quiet">{summary[language]}</p>
        <p className="faint">
          {m.learn.minutes(minutes)} · {m.learn.stepsDone(done, steps.length)}
        </p>
      </div>
      <ol className="lesson-steps">
        {steps.map((step) => {
          const isStepDone = stepProgress(kept, path, step.id).doneAtMs !== undefined;
          return (
            <li key={step.id} data-done={isStepDone || undefined}>
              <a href={stepHref(path, step.id)}>{step.title[language]}</a>
              {isStepDone ? <Check size={14} aria-label={m.learn.stepIsDone} /> : null}
            </li>
          );
        })}
      </ol>
      <a
        className="button"
        data-kind={isDone ? 'outlined' : 'strong'}
        href={lessonHref(path)}
        aria-label={`${act}: ${title[language]}`}
      >
        {act}
      </a>
    </li>
  );
}

function ProgressFile({ progress, onToast }: CourseMapProps) {
  const m = useLearnTexts();
  const field = useRef<HTMLInputElement>(null);
  const save = () => {
    const url = URL.createObjectURL(new Blob([progress.exported()], { type: 'application/json' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = 'stampede-progress.json';
    link.click();
    URL.revokeObjectURL(url);
  };
  const load = async (file: File | undefined) => {
    if (!file) return;
    const problem = progress.imported(await file.text());
    onToast(problem ? m.learn.refused[problem] : m.learn.imported);
    if (field.current) field.current.value = '';
  };
  return (
    <section className="progress-file">
      <h2>{m.learn.progressTitle}</h2>
      <p className="quiet">{m.learn.progressText}</p>
      <div className="hint-buttons">
        <Button kind="outlined" onClick={save}>
          <Download size={14} aria-hidden />
          {m.learn.exportProgress}
        </Button>
        <Button kind="outlined" onClick={() => field.current?.click()}>
          <Upload size={14} aria-hidden />
          {m.learn.importProgress}
        </Button>
        <input
          ref={field}
          type="file"
          accept="application/json,.json"
          hidden
          aria-label={m.learn.importProgress}
          onChange={(event) => void load(event.target.files?.[0]).catch(() => undefined)}
        />
      </div>
    </section>
  );
}
