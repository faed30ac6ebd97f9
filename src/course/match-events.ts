/**
 * Patterns against a journal.
 *
 * A sequence is matched greedily: each event either is the next one expected or is passed over.
 * An event that is forbidden in between drops what was matched so far, so a learner who took a
 * wrong turn only has to do it again, not to start over.
 */
import type { JournalEvent, Outcome, Pattern } from './goal.ts';

type CommandEvent = Extract<JournalEvent, { kind: 'command' }>;

function hasOutcome(event: CommandEvent, outcome: Outcome): boolean {
  if (outcome === 'hit') return event.outcome !== 'error' && event.hits > 0;
  if (outcome === 'missed') return event.outcome !== 'error' && event.misses > 0;
  if (outcome === 'ok') return event.outcome === 'ok' || event.outcome === 'nil';
  return event.outcome === outcome;
}

function argumentsMatch(given: readonly string[], wanted: readonly string[]): boolean {
  const open = wanted.at(-1) === '...';
  const fixed = open ? wanted.slice(0, -1) : wanted;
  if (open ? given.length < fixed.length : given.length !== fixed.length) return false;
  return fixed.every((word, index) => word === '*' || word === given[index]);
}

export function matchesPattern(event: JournalEvent, pattern: Pattern): boolean {
  if (pattern.kind === 'query' || pattern.kind === 'update') {
    return event.kind === pattern.kind && event.row === pattern.key;
  }
  if (pattern.kind === 'clock') return event.kind === 'clock';
  if (event.kind !== 'command') return false;
  if (pattern.kind === 'write') {
    return event.outcome !== 'error' && event.touched.includes(pattern.key);
  }
  const args = event.argv.slice(1);
  if (pattern.kind === 'read') {
    const reads = event.hits + event.misses > 0 && args.includes(pattern.key);
    return reads && (pattern.outcome === null || hasOutcome(event, pattern.outcome));
  }
  const words = args.map((word) => word.toUpperCase());
  return (
    pattern.names.includes((event.argv[0] ?? '').toUpperCase()) &&
    argumentsMatch(args, pattern.args) &&
    (pattern.tokens.length === 0 || pattern.tokens.some((token) => words.includes(token))) &&
    (pattern.outcome === null || hasOutcome(event, pattern.outcome))
  );
}

export interface SequenceMatch {
  /** How many patterns have been met, in order. */
  readonly met: number;
  /** The forbidden event that last dropped what had been met, while it is still not met again. */
  readonly broken: Pattern | null;
}

export function matchSequence(
  events: readonly JournalEvent[],
  patterns: readonly Pattern[],
  never: readonly Pattern[],
): SequenceMatch {
  let met = 0;
  let broken: Pattern | null = null;
  for (const event of events) {
    if (met === patterns.length) break;
    const forbidden = met > 0 ? never.find((pattern) => matchesPattern(event, pattern)) : undefined;
    if (forbidden) {
      broken = forbidden;
      met = 0;
    }
    const next = patterns[met];
    if (next && matchesPattern(event, next)) met++;
  }
  return { met, broken: met === patterns.length ? null : broken };
}
