/** What the address names does not exist: which part of it, and where one probably wanted to go. */
import type { Lesson } from '../../course/lesson.ts';
import { useLanguage } from '../i18n/i18n.tsx';
import { courseHref, lessonHref, stepHref } from './learn-hrefs.ts';
import { course, outlineOf } from './lessons.ts';
import { useLearnTexts } from './messages.ts';
import { nearestName } from './nearest.ts';

const SHOWN_MAX = 60;

/** An unknown lesson, of a track that may be known. */
export function NoLesson({ path }: { readonly path: string }) {
  const m = useLearnTexts();
  const language = useLanguage();
  const [trackId = ''] = path.split('/');
  const track = course.tracks.find(({ id }) => id === trackId);
  const lessons = (track ? [track] : course.tracks).flatMap((one) => one.lessons);
  const nearest = outlineOf(
    nearestName(
      path,
      lessons.map((lesson) => lesson.path),
    ) ?? '',
  );
  return (
    <main className="message">
      <h1>{m.learn.noLessonTitle}</h1>
      <p>{m.learn.noLessonText(path.slice(0, SHOWN_MAX))}</p>
      {nearest ? (
        <p>
          {m.learn.didYouMean} <a href={lessonHref(nearest.path)}>{nearest.title[language]}</a>
        </p>
      ) : null}
      <a href={courseHref}>{m.learn.toCourse}</a>
    </main>
  );
}

/** A lesson that has no such step. */
export function NoStep({ lesson, step }: { readonly lesson: Lesson; readonly step: string }) {
  const m = useLearnTexts();
  const id = nearestName(
    step,
    lesson.steps.map((one) => one.id),
  );
  const nearest = lesson.steps.find((one) => one.id === id);
  return (
    <main className="message">
      <h1>{m.learn.noStepTitle}</h1>
      <p>{m.learn.noStepText(lesson.title, step.slice(0, SHOWN_MAX))}</p>
      {nearest ? (
        <p>
          {m.learn.didYouMean} <a href={stepHref(lesson.path, nearest.id)}>{nearest.title}</a>
        </p>
      ) : null}
      <a href={lessonHref(lesson.path)}>{m.learn.toLesson}</a>
    </main>
  );
}
