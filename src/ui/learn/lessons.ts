/** The lessons there are. Each lesson in each language is a chunk of its own, fetched when opened. */

import { course } from 'virtual:course';
import type { CourseLanguage, Lesson, LessonOutline } from '../../course/lesson.ts';

export { course };

const loaders = import.meta.glob<Lesson>('../../../lessons/*/*/lesson*.md', { import: 'lesson' });

export function loadLesson(path: string, language: CourseLanguage): Promise<Lesson> {
  const suffix = language === 'en' ? '' : `.${language}`;
  const load = loaders[`../../../lessons/${path}/lesson${suffix}.md`];
  return load ? load() : Promise.reject(new Error(path));
}

export function outlineOf(path: string): LessonOutline | null {
  const lessons = course.tracks.flatMap((track) => track.lessons);
  return lessons.find((lesson) => lesson.path === path) ?? null;
}

export const isTrack = (name: string): boolean => course.tracks.some(({ id }) => id === name);
