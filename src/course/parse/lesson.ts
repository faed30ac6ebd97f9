/** A lesson's source to a lesson, and the two languages of one lesson against each other. */
import type { CourseLanguage, DatabaseRow, Lesson, LessonDatabase, Step } from '../lesson.ts';
import { cutDocument, type Piece, type StepSource } from './document.ts';
import { type LessonProblem, Problems } from './problems.ts';
import { readStep } from './step.ts';
import { readYaml, type YamlValue } from './yaml-fields.ts';

export interface LessonFile {
  /** As messages should name it. */
  readonly file: string;
  readonly path: string;
  readonly language: CourseLanguage;
  readonly text: string;
}

export interface ParsedLesson {
  readonly lesson: Lesson;
  readonly problems: readonly LessonProblem[];
  /** The line of each step's heading. */
  readonly stepLines: readonly number[];
}

type Head = Pick<Lesson, 'title' | 'summary' | 'minutes' | 'world' | 'show' | 'database'>;

const required = ['title', 'summary', 'minutes', 'world', 'show'] as const;

export function parseLesson({ file, path, language, text }: LessonFile): ParsedLesson {
  const problems = new Problems(file);
  const source = cutDocument(text, problems);
  const head = readHead(source.frontMatter, problems);
  const steps = source.steps.map((step) => readStep(step, problems));
  checkIds(source.steps, problems);
  const lesson: Lesson = { path, language, ...head, steps };
  checkRows(lesson, source.steps, problems);
  return { lesson, problems: problems.list, stepLines: source.steps.map(({ line }) => line) };
}

function readHead(piece: Piece, problems: Problems): Head {
  const root = piece.text === '' ? null : readYaml(piece.text, piece.firstLine, problems);
  const fields = root?.fields('the front matter', [...required, 'database']);
  for (const name of required) {
    if (fields && !fields.has(name)) {
      problems.add(1, `the front matter has no \`${name}\``, `add \`${name}: ...\``);
    }
  }
  const world = fields?.get('world');
  if (world && world.text('world') !== 'single') {
    world.complain('unknown world', 'write `world: single`');
  }
  const database = fields?.get('database');
  return {
    title: fields?.get('title')?.text('title') ?? '',
    summary: fields?.get('summary')?.text('summary') ?? '',
    minutes: fields?.get('minutes')?.number('minutes') ?? 0,
    world: 'single',
    show: fields?.get('show')?.text('show') ?? '',
    database: database ? readDatabase(database) : null,
  };
}

function readDatabase(value: YamlValue): LessonDatabase {
  const fields = value.fields('database', ['table', 'service-ms', 'rows']);
  const rows: DatabaseRow[] = [];
  for (const item of fields.get('rows')?.list('rows') ?? []) {
    const row = item.fields('a row', ['key', 'versions']);
    const versions = row.get('versions')?.list('versions') ?? [];
    const key = row.get('key')?.text('key') ?? '';
    if (key === '' || versions.length === 0) {
      item.complain('a row without key or versions', 'add `key: ...` and `versions: [...]`');
    }
    rows.push({ key, versions: versions.map((version) => version.text('a version')) });
  }
  return {
    table: fields.get('table')?.text('table') ?? '',
    serviceMs: fields.get('service-ms')?.number('service-ms') ?? 0,
    rows,
  };
}

function checkIds(steps: readonly StepSource[], problems: Problems): void {
  const seen = new Set<string>();
  for (const { id, line } of steps) {
    if (id !== '' && seen.has(id)) problems.add(line, `a second step \`${id}\``, 'rename one');
    seen.add(id);
  }
  if (steps.length === 0) problems.add(1, 'no steps', 'begin each step with `## Title {#id}`');
}

/** Actions may only name rows that the database has. */
function checkRows(lesson: Lesson, sources: readonly StepSource[], problems: Problems): void {
  const known = lesson.database?.rows.map(({ key }) => key) ?? [];
  for (const [index, step] of lesson.steps.entries()) {
    for (const action of actionsOf(step)) {
      if (action.kind !== 'query' && action.kind !== 'update') continue;
      if (known.includes(action.row)) continue;
      const line = sources[index]?.line ?? 1;
      problems.add(
        line,
        `@${action.kind} of an unknown row \`${action.row}\``,
        'name a row there is',
      );
    }
  }
}

const actionsOf = (step: Step) => [
  ...step.parts.flatMap((part) => (part.kind === 'run' ? part.actions : [])),
  ...step.solution,
];

/** What must be the same in every language: everything but texts. */
function skeleton(step: Step): Readonly<Record<string, unknown>> {
  const options = step.parts.flatMap((part) =>
    part.kind === 'predict' ? [part.predict.options.map(({ right }) => right)] : [],
  );
  return {
    'redis setup': step.setup,
    'redis run': step.parts.flatMap((part) => (part.kind === 'run' ? [part.actions] : [])),
    predict: options,
    goal: [step.checks, step.mistakes].map((list) => list.map(({ predicates }) => predicates)),
    hint: step.hints.length,
    solution: step.solution,
    lab: step.lab,
  };
}

/** Where a translation departs from the English lesson in anything but its words. */
export function compareLanguages(
  english: ParsedLesson,
  other: ParsedLesson,
  file: string,
): LessonProblem[] {
  const found = new Problems(file);
  const ours = english.lesson;
  const theirs = other.lesson;
  for (const name of ['minutes', 'world', 'show', 'database'] as const) {
    if (JSON.stringify(ours[name]) === JSON.stringify(theirs[name])) continue;
    found.add(1, `\`${name}\` differs from lesson.md`, 'copy it: only texts are translated');
  }
  if (ours.steps.length !== theirs.steps.length) {
    const counts = `${theirs.steps.length} steps, lesson.md has ${ours.steps.length}`;
    found.add(other.stepLines.at(-1) ?? 1, counts, 'translate every step, and no more');
    return found.list;
  }
  for (const [index, step] of ours.steps.entries()) {
    const twin = theirs.steps[index] as Step;
    const line = other.stepLines[index] ?? 1;
    if (twin.id !== step.id) {
      found.add(
        line,
        `step \`${twin.id}\` stands where lesson.md has \`${step.id}\``,
        'use its id',
      );
    }
    const wanted = skeleton(step);
    for (const [block, value] of Object.entries(skeleton(twin))) {
      if (JSON.stringify(value) === JSON.stringify(wanted[block])) continue;
      found.add(
        line,
        `the \`${block}\` block of step \`${step.id}\` differs from lesson.md`,
        'copy everything in it but the texts',
      );
    }
  }
  return found.list;
}
