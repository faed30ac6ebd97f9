/**
 * Mistakes in a lesson's source, one by one: each is found, with the file, the line, and a remedy.
 *
 * A row changes one line of a sound lesson; the line that the problem names is that line unless the
 * row says otherwise.
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compareLanguages, parseLesson } from '../course/parse/lesson.ts';
import { problemText } from '../course/parse/problems.ts';
import { lessons, readCourse, repository } from '../course/vite-plugin-lessons.ts';

const sound = `---
title: A lesson
summary: About something.
minutes: 5
world: single
show: key:*
database:
  table: rows
  service-ms: 20
  rows:
    - key: key:1
      versions: [one, two]
---

## First {#first}

> Reach it.

Some **text** with \`code\` and a [link](#/learn).

\`\`\`redis setup
SET key:1 "a b"
\`\`\`

\`\`\`predict
question: What now?
options:
  - text: This
    right: true
    because: It is so.
  - text: That
    because: It is not so.
\`\`\`

\`\`\`redis run
GET key:1
@clock +5s
\`\`\`

\`\`\`goal
- check: It was read.
  events: ['@read key:1 -> hit']
- mistake: It is gone.
  key: key:1
  state: absent
\`\`\`

\`\`\`hint
Look.
\`\`\`

\`\`\`hint
Read.
\`\`\`

\`\`\`hint
Read it.
\`\`\`

\`\`\`solution
GET key:1
\`\`\`

\`\`\`why
Because.
\`\`\`
`;

const file = 'lessons/t/01-x/lesson.md';
const parse = (text: string, language: 'en' | 'ko' = 'en') =>
  parseLesson({ file, path: 't/01-x', language, text });

const lineOf = (wanted: string): number => sound.split('\n').indexOf(wanted) + 1;

test('the sound lesson is sound', () => {
  expect(parse(sound).problems).toEqual([]);
});

describe('mistakes in one file', () => {
  const rows: [before: string, after: string, said: RegExp, atLine?: string][] = [
    [
      'title: A lesson',
      'titel: A lesson',
      /unknown field `titel` in the front matter; did you mean `title`/,
    ],
    ['minutes: 5', 'minutes: five', /minutes is not a number/],
    ['world: single', 'world: cluster-3', /unknown world; write `world: single`/],
    ['title: A lesson', 'title: A: lesson', /bad YAML: .*; quote texts/],
    ['  service-ms: 20', '  service: 20', /unknown field `service` in database/],
    ['## First {#first}', '## First', /a step without an id; end the heading with/],
    ['## First {#first}', '# First', /heading `# First`; steps begin with `## `/],
    ['> Reach it.', 'Reach it.', /the step "First" has no goal line/, '## First {#first}'],
    [
      'Some **text** with `code` and a [link](#/learn).',
      'Some <b>text</b>.',
      /raw HTML: <b>; write Markdown/,
    ],
    [
      'Some **text** with `code` and a [link](#/learn).',
      '<script>alert(1)</script>',
      /raw HTML: <script>/,
    ],
    [
      'Some **text** with `code` and a [link](#/learn).',
      'A [link](https://x.test).',
      /link to https:\/\/x.test; lessons link to/,
    ],
    [
      'Some **text** with `code` and a [link](#/learn).',
      '**조금(많이)**는 다르다.',
      /\*\* that begins or ends nothing/,
    ],
    ['Some **text** with `code` and a [link](#/learn).', '![](x.png)', /Markdown image in prose/],
    ['```redis setup', '```redis set', /unknown block `redis set`; did you mean `redis setup`/],
    ['```redis run', '```bash', /unknown block `bash`; use one of/],
    ['```hint', '```hints', /unknown block `hints`; did you mean `hint`/],
    ['SET key:1 "a b"', 'SET key:1 "a b', /unbalanced quotes/],
    ['SET key:1 "a b"', '@clock +5s', /@clock in a setup/],
    ['@clock +5s', '@lab client=jedis', /`client` cannot be `jedis`; did you mean `redis`/],
    ['@clock +5s', '@clok +5s', /unknown move `@clok`; did you mean `clock`/],
    ['@clock +5s', '@clock soon', /moves no clock; write `@clock \+60s`/],
    ['@clock +5s', '@query key:9', /@query of an unknown row `key:9`/, '## First {#first}'],
    ['    right: true', '    right: maybe', /right is neither true nor false/],
    ['    right: true', '', /a prediction with 0 right of 2 options/, 'question: What now?'],
    ['    because: It is so.', '', /an option without a reason/, '  - text: This'],
    [
      '    because: It is so.',
      '    becuase: It is so.',
      /unknown field `becuase`.*did you mean `because`/,
    ],
    [
      "  events: ['@read key:1 -> hit']",
      "  event: ['@read key:1 -> hit']",
      /unknown field `event`.*did you mean `events`/,
    ],
    [
      "  events: ['@read key:1 -> hit']",
      "  events: ['@raed key:1']",
      /unknown pattern `@raed`; did you mean `read`/,
    ],
    [
      "  events: ['@read key:1 -> hit']",
      "  events: ['GET key:1 -> mised']",
      /unknown outcome `mised`; did you mean `missed`/,
    ],
    [
      "  events: ['@read key:1 -> hit']",
      "  events: '@read key:1'",
      /a list of patterns is not a list/,
    ],
    [
      "  events: ['@read key:1 -> hit']",
      '',
      /a goal that looks at nothing/,
      '- check: It was read.',
    ],
    ['  state: absent', '  state: gone', /unknown state `gone`; use one of: exists, absent/],
    ['  state: absent', '  ttl: long', /`long` is no range; write e.g. `1..3600`/],
    [
      '  state: absent',
      '  lab: { hitratio: 1 }',
      /unknown field `hitratio` in lab; did you mean `hit-ratio`/,
    ],
    ['- check: It was read.', '- chek: It was read.', /unknown field `chek`.*did you mean `check`/],
    [
      '```hint\nLook.\n```\n',
      '',
      /the step "First" has 2 of 3 hints; add a ```hint block/,
      '## First {#first}',
    ],
    ['```solution', '```hint', /a fourth hint; three are enough/],
    ['```why', '```hint', /the step "First" has no why/, '## First {#first}'],
  ];
  for (const [before, after, said, atLine = before] of rows) {
    test(`${after || `without ${before.trim()}`}`, () => {
      const { problems } = parse(sound.replace(before, after));
      const texts = problems.map(problemText);
      const found = problems.find((problem) => said.test(problemText(problem)));
      expect(texts.join('\n')).toMatch(said);
      expect(found && { file: found.file, line: found.line }).toEqual({
        file,
        line: lineOf(atLine),
      });
    });
  }

  test('a block that is never closed', () => {
    const { problems } = parse(sound.slice(0, sound.lastIndexOf('```')));
    expect(problems.map(problemText).join('\n')).toMatch(/the block `why` is never closed/);
  });
});

describe('a translation that departs from the original', () => {
  const rows: [before: string, after: string, said: RegExp][] = [
    [
      'GET key:1\n@clock',
      'GET key:2\n@clock',
      /the `redis run` block of step `first` differs from lesson.md/,
    ],
    ['-> hit', '-> missed', /the `goal` block of step `first` differs/],
    ['#first', '#frist', /step `frist` stands where lesson.md has `first`/],
    ['minutes: 5', 'minutes: 6', /`minutes` differs from lesson.md/],
  ];
  for (const [before, after, said] of rows) {
    test(said.source, () => {
      const other = parse(sound.replace(before, after), 'ko');
      expect(other.problems).toEqual([]);
      const problems = compareLanguages(parse(sound), other, 'lesson.ko.md');
      expect(problems.map(problemText).join('\n')).toMatch(said);
    });
  }

  test('fewer hints', () => {
    const fewer = parse(sound.replace('```hint\nRead it.\n```\n', ''), 'ko');
    const problems = compareLanguages(parse(sound), fewer, 'lesson.ko.md');
    expect(problems.map(problemText).join('\n')).toMatch(
      /the `hint` block of step `first` differs/,
    );
  });

  test('fewer steps', () => {
    const second = sound.slice(sound.indexOf('## First')).replace('#first', '#second');
    const problems = compareLanguages(
      parse(`${sound}\n${second}`),
      parse(sound, 'ko'),
      'lesson.ko.md',
    );
    expect(problems.map(problemText)[0]).toMatch(
      /lesson.ko.md:15: 1 steps, lesson.md has 2; translate every step/,
    );
  });
});

test('a missing translation and an unnamed track stop the build', () => {
  const root = mkdtempSync(join(tmpdir(), 'lessons-'));
  mkdirSync(join(root, 'lessons/t/01-x'), { recursive: true });
  mkdirSync(join(root, 'lessons/other'));
  const track =
    'tracks:\n  - id: t\n    title: { en: T, ko: 티 }\n    summary: { en: S, ko: 에스 }\n';
  writeFileSync(join(root, 'lessons/course.yaml'), track);
  writeFileSync(join(root, file), sound);
  const texts = readCourse(root).problems.map(problemText);
  expect(texts).toEqual([
    'lessons/t/01-x/lesson.ko.md:1: this translation is missing; write it: lessons come in en and ko',
    'lessons/course.yaml:1: the track `other` is not named; add it under tracks',
  ]);
  rmSync(root, { recursive: true });
});

test('the build and the development server say so', () => {
  const root = mkdtempSync(join(tmpdir(), 'lessons-'));
  cpSync(join(repository, 'lessons'), join(root, 'lessons'), { recursive: true });
  const path = 'lessons/caching/01-cache-aside/lesson.md';
  writeFileSync(join(root, path), sound.replace('```hint', '```hnit'));
  const { load } = lessons(root) as unknown as { load: (id: string) => unknown };
  expect(() => load('\0virtual:course')).toThrow(
    /lesson.md:48: unknown block `hnit`; did you mean `hint`\?/,
  );
  expect(() => load(join(root, path))).toThrow(/unknown block `hnit`/);
  rmSync(root, { recursive: true });
});
