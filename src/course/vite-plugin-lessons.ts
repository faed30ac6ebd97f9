/**
 * Lessons in the build: every `lesson.md` and `lesson.ko.md` becomes a module of plain data, fetched
 * when it is opened, and `virtual:course` is the outline of them all.
 *
 * A mistake in a lesson stops the build (and shows in the dev server) with file, line and remedy.
 * `readCourse` is also what the tests read lessons with.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import type { CourseLanguage, CourseOutline, Lesson, TrackOutline } from './lesson.ts';
import { compareLanguages, type ParsedLesson, parseLesson } from './parse/lesson.ts';
import { type LessonProblem, Problems, problemText } from './parse/problems.ts';
import { readYaml } from './parse/yaml-fields.ts';

export const repository = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const VIRTUAL = 'virtual:course';
const fileNames = { en: 'lesson.md', ko: 'lesson.ko.md' } as const;
const lessonFile = /lessons\/([a-z0-9-]+\/\d\d-[a-z0-9-]+)\/lesson(\.ko)?\.md$/;

export interface CourseLesson {
  readonly path: string;
  readonly languages: Readonly<Record<CourseLanguage, Lesson>>;
}

export interface Course {
  readonly outline: CourseOutline;
  readonly lessons: readonly CourseLesson[];
  readonly problems: readonly LessonProblem[];
}

/** Reads `root/lessons`: `course.yaml` names the tracks, folders `TRACK/NN-SLUG` are lessons. */
export function readCourse(root: string = repository): Course {
  const folder = join(root, 'lessons');
  const problems: LessonProblem[] = [];
  const lessons: CourseLesson[] = [];
  const tracks = readTracks(root, problems).map((track): TrackOutline => {
    const found = foldersOf(join(folder, track.id)).map((slug) =>
      readLesson(root, `${track.id}/${slug}`, problems),
    );
    lessons.push(...found);
    return { ...track, lessons: found.map(outlineOf) };
  });
  for (const name of foldersOf(folder)) {
    if (tracks.some(({ id }) => id === name)) continue;
    const problem = `the track \`${name}\` is not named`;
    problems.push({ file: 'lessons/course.yaml', line: 1, problem, remedy: 'add it under tracks' });
  }
  return { outline: { tracks }, lessons, problems };
}

function foldersOf(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

function readTracks(root: string, into: LessonProblem[]): Omit<TrackOutline, 'lessons'>[] {
  const file = 'lessons/course.yaml';
  const problems = new Problems(file);
  const text = existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : '';
  const fields = readYaml(text, 1, problems)?.fields('the course', ['tracks']);
  const tracks = (fields?.get('tracks')?.list('tracks') ?? []).map((item) => {
    const track = item.fields('a track', ['id', 'title', 'summary']);
    const inBoth = (name: string) => {
      const texts = track.get(name)?.fields(name, ['en', 'ko']);
      for (const language of ['en', 'ko']) {
        if (!texts?.has(language)) item.complain(`\`${name}\` has no ${language}`, 'write both');
      }
      return { en: texts?.get('en')?.text(name) ?? '', ko: texts?.get('ko')?.text(name) ?? '' };
    };
    const id = track.get('id')?.text('id') ?? '';
    return { id, title: inBoth('title'), summary: inBoth('summary') };
  });
  into.push(...problems.list);
  return tracks;
}

function readLesson(root: string, path: string, problems: LessonProblem[]): CourseLesson {
  const file = (language: CourseLanguage) => `lessons/${path}/${fileNames[language]}`;
  if (!/\/\d\d-/.test(path)) {
    const remedy = 'name the folder NN-SLUG';
    problems.push({ file: `lessons/${path}`, line: 1, problem: 'a lesson without number', remedy });
  }
  const parse = (language: CourseLanguage): ParsedLesson | null => {
    const name = file(language);
    if (existsSync(join(root, name))) {
      const text = readFileSync(join(root, name), 'utf8');
      return parseLesson({ file: name, path, language, text });
    }
    const problem = 'this translation is missing';
    problems.push({ file: name, line: 1, problem, remedy: 'write it: lessons come in en and ko' });
    return null;
  };
  const en = parse('en');
  const ko = parse('ko');
  problems.push(...(en?.problems ?? []), ...(ko?.problems ?? []));
  const whole = en && ko && en.problems.length + ko.problems.length === 0;
  if (whole) problems.push(...compareLanguages(en, ko, file('ko')));
  const empty = parseLesson({ file: '', path, language: 'en', text: '' }).lesson;
  const first = en?.lesson ?? ko?.lesson ?? empty;
  return { path, languages: { en: en?.lesson ?? first, ko: ko?.lesson ?? first } };
}

function outlineOf({ path, languages: { en, ko } }: CourseLesson) {
  return {
    path,
    title: { en: en.title, ko: ko.title },
    summary: { en: en.summary, ko: ko.summary },
    minutes: en.minutes,
    steps: en.steps.map(({ id, title }, index) => ({
      id,
      title: { en: title, ko: ko.steps[index]?.title ?? title },
    })),
  };
}

function insistOn(course: Course): void {
  if (course.problems.length === 0) return;
  const lines = course.problems.map(problemText).join('\n');
  throw new Error(`Lessons have ${course.problems.length} problem(s):\n${lines}`);
}

export function lessons(root: string = repository): Plugin {
  let course: Course | null = null;
  const read = (): Course => {
    course ??= readCourse(root);
    insistOn(course);
    return course;
  };
  return {
    name: 'lessons',
    enforce: 'pre',
    buildStart() {
      course = null;
      this.addWatchFile(join(root, 'lessons/course.yaml'));
      if (this.environment?.mode !== 'dev') read();
    },
    resolveId: (id) => (id === VIRTUAL ? `\0${VIRTUAL}` : undefined),
    load(id) {
      if (id === `\0${VIRTUAL}`) {
        return `export const course = ${JSON.stringify(read().outline)};`;
      }
      const found = lessonFile.exec(id.replace(/\?.*$/, ''));
      if (!found) return undefined;
      const lesson = read().lessons.find(({ path }) => path === found[1]);
      const language = found[2] ? 'ko' : 'en';
      return `export const lesson = ${JSON.stringify(lesson?.languages[language])};`;
    },
    hotUpdate({ file, modules }) {
      if (!relative(join(root, 'lessons'), file).startsWith('..')) {
        course = null;
        const outline = this.environment.moduleGraph.getModuleById(`\0${VIRTUAL}`);
        return outline ? [...modules, outline] : modules;
      }
      return undefined;
    },
  };
}
