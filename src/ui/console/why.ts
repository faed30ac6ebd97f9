/**
 * Which errors have a "why?" card: by the error's first word, or, where that is ERR, by how its text
 * goes on. Where a comment stands behind the command, that is why.
 */
import type { Bytes } from '../../base/bytes.ts';
import type { Messages } from '../i18n/en.ts';

export type WhyCode = keyof Messages['why'];

const firstWords: readonly WhyCode[] = [
  ...(['WRONGTYPE', 'OOM', 'NOAUTH', 'CROSSSLOT', 'EXECABORT', 'BUSYGROUP'] as const),
  ...(['NOSCRIPT', 'MISCONF', 'NOPERM', 'NOGROUP', 'BUSY', 'UNKILLABLE'] as const),
];

const patterns: readonly (readonly [RegExp, WhyCode])[] = [
  [/^ERR unknown command '(redis-cli|redis-server|docker|sudo|brew)'/, 'SHELL'],
  [/^ERR unknown command /, 'UNKNOWN'],
  [/^ERR wrong number of arguments for /, 'ARITY'],
  [/^ERR syntax error/, 'SYNTAX'],
  [/^ERR .*(not an integer|not a valid float|would (over|under)flow|not a float)/, 'NUMBER'],
  [/^ERR Can't execute '.*': only \(P\|S\)SUBSCRIBE /, 'SUBSCRIBED'],
  [/^ERR This node cannot replicate/, 'ALONE'],
  [/^ERR This instance has cluster support disabled/, 'CLUSTER'],
];

/** Errors that come of words which were meant as a comment. */
const commented: readonly WhyCode[] = ['UNKNOWN', 'ARITY', 'SYNTAX', 'NUMBER'];

function codeOf(errorText: string): WhyCode | null {
  const word = errorText.split(' ', 1)[0];
  const known = firstWords.find((code) => code === word);
  return known ?? patterns.find(([pattern]) => pattern.test(errorText))?.[1] ?? null;
}

/** `argv` is what was sent, of which `#tag` is a comment only where it was one word too many. */
export function whyCodeOf(errorText: string, argv: readonly Bytes[]): WhyCode | null {
  const code = codeOf(errorText);
  if (code === null || !commented.includes(code)) return code;
  const isTooMuch = code === 'ARITY' || code === 'SYNTAX';
  const begins = (word: Bytes) => /^(#|\/\/|--)$/.test(word) || (isTooMuch && word.startsWith('#'));
  return argv.some(begins) ? 'COMMENT' : code;
}

/** Cards that show how the command is written. */
export const showsUsage = (code: WhyCode): boolean => code === 'ARITY' || code === 'SYNTAX';
