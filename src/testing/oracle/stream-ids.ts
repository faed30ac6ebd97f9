/**
 * Stream IDs for drawn commands: new ones that mostly ascend, so that XADD mostly succeeds, and
 * references that mostly meet what was added. Never `*`: two servers' clocks differ.
 */
import type { Random } from '../../base/ports.ts';
import type { Argv } from './compare.ts';
import { oddIds, texts } from './values.ts';

/** References go to so many of the newest IDs. */
const recentMax = 16;
/** What may stand in the place of an ID, by the name the grammar gives that place. */
const special: Readonly<Record<string, readonly string[]>> = {
  'new-id': [],
  'entry-id': [],
  'range-start': ['-', '0', '('],
  'range-end': ['+', '+', '('],
  'after-id': ['0', '0-0', '$', '+'],
  'group-id': ['>', '>', '>', '>', '0', '0-0'],
};

export class StreamIds {
  readonly #random: Random;
  #ms = 1;
  #seq = 0;
  #recent: string[] = [];

  constructor(random: Random) {
    this.#random = random;
  }

  reset(): void {
    this.#ms = 1;
    this.#seq = 0;
    this.#recent = ['1-1'];
  }

  /** An ID above all before, or one whose sequence the server chooses. */
  next(): string {
    if (this.#random.below(3) === 0) {
      this.#ms += 1 + this.#random.below(3);
      this.#seq = this.#random.below(2);
    } else this.#seq += 1 + this.#random.below(2);
    const id = `${this.#ms}-${this.#seq}`;
    this.#recent.push(id);
    if (this.#recent.length > recentMax) this.#recent.shift();
    return this.#random.below(8) === 0 ? `${this.#ms}-*` : id;
  }

  /** For the place that a grammar calls `name`; null where that is no place for an ID. */
  named(name: string): string | null {
    const instead = special[name];
    if (instead === undefined) return null;
    if (this.#random.below(40) === 0) {
      const odd = this.#pick(oddIds);
      return odd === '*' ? '0-*' : odd;
    }
    if (name === 'new-id') return this.next();
    if (instead.length > 1 && this.#random.below(2) === 0) {
      const word = this.#pick(instead);
      return word === '(' ? `(${this.#reference()}` : word;
    }
    return this.#reference();
  }

  #reference(): string {
    const id = this.#pick(this.#recent);
    return this.#random.below(6) === 0 ? (id.split('-')[0] ?? id) : id;
  }

  #pick<T>(from: readonly T[]): T {
    return from[this.#random.below(from.length)]!;
  }
}

/** The key that a drawn stream command is about; null where it has several. */
function keyOf(argv: Argv): string | null {
  const name = (argv[0] ?? '').toUpperCase();
  if (name.startsWith('XREAD')) return null;
  return argv[name === 'XGROUP' || name === 'XINFO' ? 2 : 1] ?? null;
}

/** Some commands before a stream command that give it something to do: entries, a group, pending ones. */
export function streamPrelude(
  random: Random,
  ids: StreamIds,
  argv: Argv,
  anyKey: string,
): readonly Argv[] {
  const pick = (from: readonly string[]): string => from[random.below(from.length)]!;
  const key = keyOf(argv) ?? anyKey;
  const before: Argv[] = [];
  if (random.below(2) === 0) {
    const more = random.below(3) === 0 ? ['g', pick(texts)] : [];
    const field = random.below(4) === 0 ? pick(texts) : 'f';
    before.push(['XADD', key, ids.next(), field, pick(texts), ...more]);
  }
  if (random.below(3) === 0) {
    const from = pick(['0', '0', '0-0', '$']);
    before.push(['XGROUP', 'CREATE', key, pick(['g1', 'g1', 'g1', 'g2']), from, 'MKSTREAM']);
  }
  if (random.below(3) === 0) {
    const count = ['COUNT', pick(['1', '2', '3'])];
    const [group, consumer] = [pick(['g1', 'g1', 'g1', 'g2']), pick(['c1', 'c2', 'c3'])];
    before.push(['XREADGROUP', 'GROUP', group, consumer, ...count, 'STREAMS', key, '>']);
  }
  return before;
}
