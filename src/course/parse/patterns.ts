/**
 * Event patterns as authors write them:
 *
 *   GET product:42 -> missed          a command, its arguments, its outcome
 *   SET product:42 * ... with EX|PX   `*` any argument, `...` any rest, one of these words in it
 *   DEL|UNLINK product:42             any of these commands
 *   @read KEY -> hit                  any command that found KEY
 *   @write KEY                        any command that changed KEY
 *   @query ROW, @update ROW           the modelled database was asked, or changed
 *   @clock                            the clock was moved by hand
 */
import type { Outcome, Pattern } from '../goal.ts';
import { didYouMean, type Problems } from './problems.ts';

const outcomes: readonly Outcome[] = ['ok', 'nil', 'error', 'hit', 'missed'];
const sights = ['read', 'write', 'query', 'update', 'clock'] as const;

export function readPattern(source: string, line: number, problems: Problems): Pattern | null {
  const [left = '', right] = source.split('->').map((part) => part.trim());
  const outcome = right === undefined ? null : (outcomes.find((one) => one === right) ?? null);
  if (right !== undefined && outcome === null) {
    problems.add(line, `unknown outcome \`${right}\``, didYouMean(right, outcomes));
    return null;
  }
  const words = left.split(/\s+/);
  if (left.startsWith('@')) return readSight(source, words, outcome, line, problems);
  const withAt = words.indexOf('with');
  const args = words.slice(1, withAt < 0 ? undefined : withAt);
  const tokens = withAt < 0 ? [] : (words[withAt + 1] ?? '').toUpperCase().split('|');
  const names = (words[0] ?? '').toUpperCase().split('|');
  const bad = names.find((name) => !/^[A-Z]+$/.test(name));
  if (bad !== undefined) {
    problems.add(line, `\`${bad}\` names no command`, 'begin with a command, or with `@read KEY`');
    return null;
  }
  return { kind: 'command', source, names, args, tokens, outcome };
}

function readSight(
  source: string,
  words: readonly string[],
  outcome: Outcome | null,
  line: number,
  problems: Problems,
): Pattern | null {
  const name = (words[0] ?? '').slice(1);
  const kind = sights.find((one) => one === name);
  if (!kind) {
    problems.add(line, `unknown pattern \`@${name}\``, didYouMean(name, sights));
    return null;
  }
  if (kind === 'clock') return { kind, source };
  const key = words[1];
  if (key === undefined || words.length > 2) {
    problems.add(line, `\`${source}\` does not name one key`, `write \`@${kind} KEY\``);
    return null;
  }
  if (kind !== 'read') return { kind, source, key };
  if (outcome === null || outcome === 'hit' || outcome === 'missed') {
    return { kind, source, key, outcome };
  }
  problems.add(line, `a read is never \`${outcome}\``, 'write `-> hit` or `-> missed`');
  return null;
}
