/**
 * Checks a step's goal against the world: which checks hold, what was found where one does not, and
 * which typical mistake has been made.
 *
 * A step is done when all of its checks hold at the same moment, by whatever route. Mistakes never
 * stand in the way: they only say something.
 */
import type { Finding, KeyFact, LabWish, LessonWorld, Predicate, Range } from './goal.ts';
import type { LabRecord } from './labs.ts';
import type { Check, Step } from './lesson.ts';
import { matchesPattern, matchSequence } from './match-events.ts';

export interface CheckResult {
  readonly met: boolean;
  /** Null when it is met. */
  readonly finding: Finding | null;
}

export interface StepResult {
  readonly checks: readonly CheckResult[];
  /** Indexes into the step's mistakes. */
  readonly mistakes: readonly number[];
  readonly done: boolean;
}

type KeyPredicate = Extract<Predicate, { kind: 'key' | 'ttl' | 'value' | 'fresh' }>;
type ReplyPredicate = Extract<Predicate, { kind: 'reply' }>;

const isWithin = (value: number, { min, max }: Range): boolean => value >= min && value <= max;

export async function checkStep(step: Step, world: LessonWorld): Promise<StepResult> {
  const checks: CheckResult[] = [];
  for (const check of step.checks) {
    const finding = await findingOf(check, world);
    checks.push({ met: finding === null, finding });
  }
  const done = checks.length > 0 && checks.every(({ met }) => met);
  const mistakes: number[] = [];
  for (const [index, mistake] of step.mistakes.entries()) {
    if (!done && (await findingOf(mistake, world)) === null) mistakes.push(index);
  }
  return { checks, mistakes, done };
}

/** The first predicate that does not hold, or null when all do. */
async function findingOf(check: Check, world: LessonWorld): Promise<Finding | null> {
  for (const predicate of check.predicates) {
    const finding = await checkPredicate(predicate, world);
    if (finding) return finding;
  }
  return null;
}

export async function checkPredicate(
  predicate: Predicate,
  world: LessonWorld,
): Promise<Finding | null> {
  switch (predicate.kind) {
    case 'events': {
      const { patterns, never } = predicate;
      const { met, broken } = matchSequence(world.events, patterns, never);
      if (broken) return { kind: 'event-forbidden', pattern: broken };
      const next = patterns[met];
      return next ? { kind: 'event-missing', seen: met, next } : null;
    }
    case 'never': {
      const pattern = predicate.patterns.find((pattern) =>
        world.events.some((event) => matchesPattern(event, pattern)),
      );
      return pattern ? { kind: 'event-forbidden', pattern } : null;
    }
    case 'clock': {
      const foundMs = world.clock.advancedMs;
      if (foundMs >= predicate.byMs) return null;
      return { kind: 'clock', wantedMs: predicate.byMs, foundMs };
    }
    case 'reply':
      return checkReply(predicate, await world.run(predicate.command));
    case 'lab':
      return checkLab(predicate.wish, world.labRuns);
    default:
      return checkKey(predicate, await world.key(predicate.key), world);
  }
}

function checkKey(
  predicate: KeyPredicate,
  fact: KeyFact | null,
  world: LessonWorld,
): Finding | null {
  const { key } = predicate;
  if (predicate.kind === 'key' && predicate.wish === 'absent') {
    return fact ? { kind: 'key-exists', key } : null;
  }
  if (!fact) return { kind: 'key-absent', key };
  if (predicate.kind === 'key') {
    const { wish } = predicate;
    if (wish === 'exists' || wish === fact.type) return null;
    return { kind: 'key-type', key, wanted: wish, found: fact.type };
  }
  if (predicate.kind === 'ttl') return checkTtl(key, predicate.seconds, fact.ttlMs);
  const found = fact.value ?? fact.type;
  if (predicate.kind === 'value') {
    return found === predicate.is ? null : { kind: 'value', key, wanted: predicate.is, found };
  }
  const row = world.rows[key] ?? '';
  if (predicate.fresh) return found === row ? null : { kind: 'stale', key, row, found };
  return found === row ? { kind: 'not-stale', key } : null;
}

function checkTtl(key: string, wanted: Range | 'none', ttlMs: number | null): Finding | null {
  if (wanted === 'none') {
    if (ttlMs === null) return null;
    return { kind: 'ttl-there', key, seconds: Math.ceil(ttlMs / 1000) };
  }
  if (ttlMs === null) return { kind: 'ttl-none', key, wanted };
  const seconds = Math.ceil(ttlMs / 1000);
  return isWithin(seconds, wanted) ? null : { kind: 'ttl-outside', key, wanted, seconds };
}

function checkReply({ command, wish }: ReplyPredicate, found: string): Finding | null {
  const text = found.replace(/^\(\w+\) /, '').replace(/^"(.*)"$/, '$1');
  const holds =
    wish.kind === 'is'
      ? found === wish.text || text === wish.text
      : wish.kind === 'matches'
        ? new RegExp(wish.pattern).test(found)
        : text !== '' && isWithin(Number(text), wish.range);
  return holds ? null : { kind: 'reply', command: command.join(' '), found };
}

/** The finding of the run that comes closest, which is the one that meets most wishes. */
function checkLab(wish: LabWish, runs: readonly LabRecord[]): Finding | null {
  let best: { readonly finding: Finding; readonly met: number } | null = null;
  for (const run of runs) {
    let met = 0;
    let finding: Finding | null = null;
    for (const part of wish) {
      finding = checkRun(part, run);
      if (finding) break;
      met++;
    }
    if (finding === null) return null;
    if (!best || met >= best.met) best = { finding, met };
  }
  return best?.finding ?? { kind: 'lab-none' };
}

function checkRun({ name, wanted }: LabWish[number], run: LabRecord): Finding | null {
  const found = run.figures[name] ?? run.values[name] ?? '';
  if ('min' in wanted) {
    // What was not measured is in no range, 0 included.
    const number = found === '' ? Number.NaN : Number(found);
    return isWithin(number, wanted) ? null : { kind: 'lab-range', name, wanted, found: number };
  }
  const word = String(found);
  return wanted.includes(word) ? null : { kind: 'lab-word', name, wanted, found: word };
}
