/**
 * The `goal` block: a YAML list of checks and of typical mistakes, in predicates and without code.
 *
 *   - check: The row is in the cache, with an expiry.
 *     key: product:42
 *     ttl: 1..3600
 *   - mistake: You stored the row without an expiry.
 *     key: product:42
 *     ttl: none
 */
import type { KeyWish, LabWish, Pattern, Predicate, Range } from '../goal.ts';
import { allLabSettings, labFigures } from '../labs.ts';
import type { Check, Mistake } from '../lesson.ts';
import { readLine } from './markdown.ts';
import { readPattern } from './patterns.ts';
import { didYouMean, type Problems } from './problems.ts';
import { readDuration, readRange } from './quantities.ts';
import { readYaml, type YamlValue } from './yaml-fields.ts';

export interface Goal {
  readonly checks: readonly Check[];
  readonly mistakes: readonly Mistake[];
}

type Fields = ReadonlyMap<string, YamlValue>;

const keyWishes: readonly KeyWish[] = [
  'exists',
  'absent',
  'string',
  'hash',
  'list',
  'set',
  'zset',
  'stream',
];
const predicateFields = [
  'events',
  'never',
  'key',
  'state',
  'ttl',
  'value',
  'fresh',
  'reply',
  'is',
  'matches',
  'between',
  'clock',
  'lab',
];

export function readGoal(text: string, firstLine: number, problems: Problems): Goal {
  const checks: Check[] = [];
  const mistakes: Mistake[] = [];
  const root = readYaml(text, firstLine, problems);
  for (const item of root?.list('a goal') ?? []) {
    const fields = item.fields('a goal', ['check', 'mistake', ...predicateFields]);
    const check = fields.get('check');
    const label = check ?? fields.get('mistake');
    if (!label) {
      item.complain('a goal without a sentence', 'add `check: ...` or `mistake: ...`');
      continue;
    }
    const predicates = readPredicates(fields, problems);
    if (predicates.length === 0) {
      item.complain(
        'a goal that looks at nothing',
        'add `events`, `key`, `reply`, `clock` or `lab`',
      );
    }
    const text = readLine(label.text('the sentence'), label.line, problems);
    (check ? checks : mistakes).push({ text, predicates });
  }
  return { checks, mistakes };
}

function readPredicates(fields: Fields, problems: Problems): Predicate[] {
  const predicates: Predicate[] = [];
  const never = readPatterns(fields.get('never'), problems);
  const events = fields.get('events');
  if (events) predicates.push({ kind: 'events', patterns: readPatterns(events, problems), never });
  else if (never.length > 0) predicates.push({ kind: 'never', patterns: never });
  predicates.push(...readKey(fields));
  const reply = readReply(fields);
  if (reply) predicates.push(reply);
  const clock = fields.get('clock');
  if (clock) {
    const byMs = readDuration(clock.text('clock').replace(/^\+/, ''));
    if (byMs === null) clock.complain('`clock` is no duration', 'write e.g. `clock: +60s`');
    else predicates.push({ kind: 'clock', byMs });
  }
  const lab = fields.get('lab');
  if (lab) predicates.push({ kind: 'lab', wish: readLab(lab) });
  return predicates;
}

function readPatterns(value: YamlValue | undefined, problems: Problems): Pattern[] {
  if (!value) return [];
  return value
    .list('a list of patterns')
    .flatMap((item) => readPattern(item.text('a pattern'), item.line, problems) ?? []);
}

function readKey(fields: Fields): Predicate[] {
  const predicates: Predicate[] = [];
  const key = fields.get('key')?.text('key') ?? '';
  for (const name of ['state', 'ttl', 'value', 'fresh']) {
    const field = fields.get(name);
    if (field && key === '') field.complain(`\`${name}\` of no key`, 'add `key: ...`');
  }
  if (key === '') return [];
  const state = fields.get('state');
  if (state) {
    const text = state.text('state');
    const wish = keyWishes.find((one) => one === text);
    if (wish) predicates.push({ kind: 'key', key, wish });
    else state.complain(`unknown state \`${text}\``, didYouMean(text, keyWishes));
  }
  const ttl = fields.get('ttl');
  if (ttl) {
    const text = ttl.text('ttl');
    const seconds = text === 'none' ? 'none' : rangeOf(ttl, text);
    if (seconds) predicates.push({ kind: 'ttl', key, seconds });
  }
  const value = fields.get('value');
  if (value) predicates.push({ kind: 'value', key, is: value.text('value') });
  const fresh = fields.get('fresh');
  if (fresh) predicates.push({ kind: 'fresh', key, fresh: fresh.flag('fresh') });
  if (predicates.length === 0) predicates.push({ kind: 'key', key, wish: 'exists' });
  return predicates;
}

function rangeOf(value: YamlValue, text: string): Range | null {
  const range = readRange(text);
  if (!range) value.complain(`\`${text}\` is no range`, 'write e.g. `1..3600`, `0.9..` or `..0.5`');
  return range;
}

function readReply(fields: Fields): Predicate | null {
  const reply = fields.get('reply');
  const [is, matches, between] = ['is', 'matches', 'between'].map((name) => fields.get(name));
  if (!reply) {
    const lone = is ?? matches ?? between;
    lone?.complain('a wish for no reply', 'add `reply: COMMAND`');
    return null;
  }
  const command = reply.text('reply').split(/\s+/);
  if (is) return { kind: 'reply', command, wish: { kind: 'is', text: is.text('is') } };
  if (matches) {
    const pattern = matches.text('matches');
    return { kind: 'reply', command, wish: { kind: 'matches', pattern } };
  }
  const range = between ? rangeOf(between, between.text('between')) : null;
  if (range) return { kind: 'reply', command, wish: { kind: 'between', range } };
  if (!between) reply.complain('a reply without a wish', 'add `is`, `matches` or `between`');
  return null;
}

/** `strategy: xfetch|jitter` wants one of the words, `p99-ms: ..50` a number in the range. */
function readLab(lab: YamlValue): LabWish {
  const known = [...Object.keys(allLabSettings), ...new Set(Object.values(labFigures).flat())];
  const fields = lab.fields('lab', known);
  const wish: LabWish[number][] = [];
  for (const name of known) {
    const field = fields.get(name);
    if (!field) continue;
    if ((allLabSettings[name] ?? 'number') !== 'number') {
      wish.push({ name, wanted: field.text(name).split('|') });
      continue;
    }
    const range = rangeOf(field, field.text(name));
    if (range) wish.push({ name, wanted: range });
  }
  return wish;
}
