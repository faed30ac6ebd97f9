/**
 * Glob patterns as KEYS, SCAN MATCH, PSUBSCRIBE, ACL rules and CONFIG GET take them: Redis's
 * stringmatchlen, with its quirks.
 *
 *   *  any run    ?  one byte    [abc] [a-z] [^a]  one of a class    \x  x itself
 *
 * Quirks kept: an empty text is matched by the empty pattern only (not by `*`: commands that
 * mean "all" test for the pattern `*` themselves); a class without `]` ends with the pattern;
 * a reversed range is turned round; ranges compare bytes as signed chars, as C on x86 does.
 *
 * When the part behind a `*` matches nowhere in the rest of the text, no longer match of an
 * earlier `*` can help, so all of them give up: the time is bounded by text times pattern.
 */
import type { Bytes } from './bytes.ts';

const STAR = 42;
const QUESTION = 63;
const OPEN = 91;
const CLOSE = 93;
const BACKSLASH = 92;
const CARET = 94;
const DASH = 45;
/** Redis gives up on patterns that nest deeper. */
const NESTING_MAX = 1000;

/** Does the whole of `text` match `pattern`? `nocase` folds ASCII letters. */
export function globMatch(pattern: Bytes, text: Bytes, nocase = false): boolean {
  return new GlobMatcher(pattern, text, nocase).matches(0, 0, 0);
}

/** C's tolower in the C locale. */
const lower = (c: number): number => (c >= 65 && c <= 90 ? c + 32 : c);
const signed = (c: number): number => (c << 24) >> 24;

class GlobMatcher {
  private readonly pattern: Bytes;
  private readonly text: Bytes;
  private readonly nocase: boolean;
  private skipLongerMatches = false;
  /** Where `classAt` stopped: at the `]`, or at the pattern's last byte. */
  private classEnd = 0;

  constructor(pattern: Bytes, text: Bytes, nocase: boolean) {
    this.pattern = pattern;
    this.text = text;
    this.nocase = nocase;
  }

  matches(patternStart: number, textStart: number, nesting: number): boolean {
    if (nesting > NESTING_MAX) return false;
    const { pattern, text } = this;
    let p = patternStart;
    let t = textStart;
    while (p < pattern.length && t < text.length) {
      const c = pattern.charCodeAt(p);
      if (c === STAR) return this.matchesStar(p, t, nesting);
      if (c === OPEN) {
        if (!this.classAt(p + 1, text.charCodeAt(t))) return false;
        p = this.classEnd;
      } else if (c !== QUESTION) {
        if (c === BACKSLASH && p + 1 < pattern.length) p++;
        if (!this.same(pattern.charCodeAt(p), text.charCodeAt(t))) return false;
      }
      p++;
      t++;
      if (t === text.length) while (pattern.charCodeAt(p) === STAR) p++;
    }
    return p === pattern.length && t === text.length;
  }

  private matchesStar(star: number, textStart: number, nesting: number): boolean {
    const { pattern, text } = this;
    let p = star;
    while (pattern.charCodeAt(p + 1) === STAR) p++;
    if (p + 1 === pattern.length) return true;
    for (let t = textStart; t < text.length; t++) {
      if (this.matches(p + 1, t, nesting + 1)) return true;
      if (this.skipLongerMatches) return false;
    }
    this.skipLongerMatches = true;
    return false;
  }

  private same(a: number, b: number): boolean {
    return a === b || (this.nocase && lower(a) === lower(b));
  }

  /** Is `c` in the class whose content starts at `start`? Leaves `classEnd`. */
  private classAt(start: number, c: number): boolean {
    const { pattern } = this;
    const { length } = pattern;
    const not = pattern.charCodeAt(start) === CARET;
    let p = not ? start + 1 : start;
    let found = false;
    for (; p < length && pattern.charCodeAt(p) !== CLOSE; p++) {
      const a = pattern.charCodeAt(p);
      if (a === BACKSLASH && p + 1 < length) {
        p++;
        if (pattern.charCodeAt(p) === c) found = true;
      } else if (p + 2 < length && pattern.charCodeAt(p + 1) === DASH) {
        if (this.inRange(c, a, pattern.charCodeAt(p + 2))) found = true;
        p += 2;
      } else if (this.same(a, c)) found = true;
    }
    this.classEnd = p < length ? p : length - 1;
    return found !== not;
  }

  private inRange(c: number, a: number, b: number): boolean {
    let start = Math.min(signed(a), signed(b));
    let end = Math.max(signed(a), signed(b));
    let value = signed(c);
    if (this.nocase) {
      start = lower(start);
      end = lower(end);
      value = lower(value);
    }
    return value >= start && value <= end;
  }
}
