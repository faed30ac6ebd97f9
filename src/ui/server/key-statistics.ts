/**
 * What keys cost, added up key by key: by type, by encoding, by prefix, and the biggest of them.
 *
 * Memory stays bounded however many keys come: prefixes beyond a limit are added up together, and
 * of the biggest keys only so many are kept.
 */
import type { Bytes } from '../../base/bytes.ts';

export interface KeyFacts {
  readonly key: Bytes;
  readonly type: Bytes;
  readonly encoding: Bytes;
  readonly bytes: number;
  readonly expires: boolean;
}

export interface Tally {
  readonly keys: number;
  readonly bytes: number;
}

export interface EncodingTally extends Tally {
  readonly type: Bytes;
  readonly encoding: Bytes;
}

export interface KeyStatistics extends Tally {
  readonly expiring: number;
  readonly types: ReadonlyMap<Bytes, Tally>;
  readonly encodings: readonly EncodingTally[];
  /** By depth 1, 2 and 3; `''` stands for keys without so many colons' first. */
  readonly prefixes: readonly ReadonlyMap<Bytes, Tally>[];
  /** Largest first. */
  readonly biggest: readonly KeyFacts[];
}

export const PREFIX_DEPTHS = 3;
const PREFIXES_MAX = 5000;
const BIGGEST_MAX = 50;
/** Stands for all prefixes beyond the limit; no key begins with it, as it holds a code above 255. */
export const OTHER_PREFIXES = '\u0100';

/** The key up to and with its `depth`th colon, or as far as colons go; `''` without any. */
export function prefixOf(key: Bytes, depth: number): Bytes {
  let end = 0;
  for (let level = 0; level < depth; level++) {
    const colon = key.indexOf(':', end);
    if (colon < 0) break;
    end = colon + 1;
  }
  return key.slice(0, end);
}

function add(tallies: Map<Bytes, Tally>, name: Bytes, bytes: number): void {
  const { keys, bytes: sum } = tallies.get(name) ?? { keys: 0, bytes: 0 };
  tallies.set(name, { keys: keys + 1, bytes: sum + bytes });
}

export class KeyStatisticsCounter {
  private keys = 0;
  private bytes = 0;
  private expiring = 0;
  private readonly types = new Map<Bytes, Tally>();
  private readonly encodings = new Map<Bytes, EncodingTally>();
  private readonly prefixes = Array.from({ length: PREFIX_DEPTHS }, () => new Map<Bytes, Tally>());
  private biggest: KeyFacts[] = [];

  add(facts: KeyFacts): void {
    const { key, type, encoding, bytes } = facts;
    this.keys++;
    this.bytes += bytes;
    if (facts.expires) this.expiring++;
    add(this.types, type, bytes);
    const name = `${type} ${encoding}`;
    const known = this.encodings.get(name) ?? { type, encoding, keys: 0, bytes: 0 };
    this.encodings.set(name, { ...known, keys: known.keys + 1, bytes: known.bytes + bytes });
    for (const [index, tallies] of this.prefixes.entries()) {
      const prefix = prefixOf(key, index + 1);
      const isFull = tallies.size >= PREFIXES_MAX && !tallies.has(prefix);
      add(tallies, isFull ? OTHER_PREFIXES : prefix, bytes);
    }
    this.noteSize(facts);
  }

  private noteSize(facts: KeyFacts): void {
    const { biggest } = this;
    const least = biggest.at(-1);
    if (biggest.length >= BIGGEST_MAX && least && facts.bytes <= least.bytes) return;
    const at = biggest.findIndex(({ bytes }) => bytes < facts.bytes);
    biggest.splice(at < 0 ? biggest.length : at, 0, facts);
    if (biggest.length > BIGGEST_MAX) biggest.pop();
  }

  /** A copy: what is added later does not change it. */
  read(): KeyStatistics {
    return {
      keys: this.keys,
      bytes: this.bytes,
      expiring: this.expiring,
      types: new Map(this.types),
      encodings: [...this.encodings.values()].sort((a, b) => b.bytes - a.bytes),
      prefixes: this.prefixes.map((tallies) => new Map(tallies)),
      biggest: [...this.biggest],
    };
  }
}
