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
  'entry-id': ['0', '0-0', '$'],
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
    if (instead.length > 0 && this.#random.below(2) === 0) {
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

/** Something before a stream command that gives it something to do. */
export function streamPrelude(random: Random, ids: StreamIds, key: string): Argv {
  const pick = (from: readonly string[]): string => from[random.below(from.length)]!;
  const kind = random.below(8);
  if (kind === 0) return ['XGROUP', 'CREATE', key, 'g1', pick(['0', '$', '0-0']), 'MKSTREAM'];
  if (kind <= 2) {
    const count = ['COUNT', pick(['1', '2', '3'])];
    const [group, consumer] = [pick(['g1', 'g1', 'g2']), pick(['c1', 'c2', 'c3'])];
    return ['XREADGROUP', 'GROUP', group, consumer, ...count, 'STREAMS', key, '>'];
  }
  const fields = random.below(4) === 0 ? pick(texts) : 'f';
  return ['XADD', key, ids.next(), fields, pick(texts), ...(kind === 3 ? ['g', pick(texts)] : [])];
}
