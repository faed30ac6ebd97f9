/** Keyspace notifications: the classes of notify-keyspace-events and their letters. */
import type { Bytes } from '../../base/bytes.ts';

export const NOTIFY_KEYSPACE = 1 << 0; // K
export const NOTIFY_KEYEVENT = 1 << 1; // E
export const NOTIFY_GENERIC = 1 << 2; // g
export const NOTIFY_STRING = 1 << 3; // $
export const NOTIFY_LIST = 1 << 4; // l
export const NOTIFY_SET = 1 << 5; // s
export const NOTIFY_HASH = 1 << 6; // h
export const NOTIFY_ZSET = 1 << 7; // z
export const NOTIFY_EXPIRED = 1 << 8; // x
export const NOTIFY_EVICTED = 1 << 9; // e
export const NOTIFY_STREAM = 1 << 10; // t
export const NOTIFY_KEY_MISS = 1 << 11; // m
export const NOTIFY_MODULE = 1 << 13; // d
export const NOTIFY_NEW = 1 << 14; // n

/** What `A` stands for: everything but key misses and new keys. */
const NOTIFY_ALL =
  NOTIFY_GENERIC |
  NOTIFY_STRING |
  NOTIFY_LIST |
  NOTIFY_SET |
  NOTIFY_HASH |
  NOTIFY_ZSET |
  NOTIFY_EXPIRED |
  NOTIFY_EVICTED |
  NOTIFY_STREAM |
  NOTIFY_MODULE;

const CLASS_LETTERS: readonly (readonly [string, number])[] = [
  ['g', NOTIFY_GENERIC],
  ['$', NOTIFY_STRING],
  ['l', NOTIFY_LIST],
  ['s', NOTIFY_SET],
  ['h', NOTIFY_HASH],
  ['z', NOTIFY_ZSET],
  ['x', NOTIFY_EXPIRED],
  ['e', NOTIFY_EVICTED],
  ['t', NOTIFY_STREAM],
  ['d', NOTIFY_MODULE],
  ['n', NOTIFY_NEW],
];
const OTHER_LETTERS: readonly (readonly [string, number])[] = [
  ['K', NOTIFY_KEYSPACE],
  ['E', NOTIFY_KEYEVENT],
  ['m', NOTIFY_KEY_MISS],
];

const FLAG_OF = new Map<string, number>([...CLASS_LETTERS, ...OTHER_LETTERS, ['A', NOTIFY_ALL]]);

/** The flags that `letters` name, or null where a letter is unknown. */
export function parseNotifyFlags(letters: Bytes): number | null {
  let flags = 0;
  for (const letter of letters) {
    const flag = FLAG_OF.get(letter);
    if (flag === undefined) return null;
    flags |= flag;
  }
  return flags;
}

/** What CONFIG GET says of the letters: as in Redis, `A` hides the `n` that it does not stand for. */
export const shownNotifyLetters = (letters: Bytes): Bytes => letters.replace(/^An/, 'A');

/** The letters for `flags`, in Redis's order. */
export function formatNotifyFlags(flags: number): Bytes {
  const letters = (table: readonly (readonly [string, number])[]): string =>
    table
      .filter(([, flag]) => flags & flag)
      .map(([letter]) => letter)
      .join('');
  const classes =
    (flags & NOTIFY_ALL) === NOTIFY_ALL
      ? `A${flags & NOTIFY_NEW ? 'n' : ''}`
      : letters(CLASS_LETTERS);
  return classes + letters(OTHER_LETTERS);
}
