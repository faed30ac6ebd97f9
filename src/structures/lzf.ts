/**
 * LZF (Marc Lehmann's liblzf format), as Redis compresses strings in RDB payloads and nodes of
 * long lists.
 *
 * Stream: a control byte below 32 announces that many plus one literal bytes; otherwise its upper
 * three bits are a length (7: a further byte is added), its lower five the high bits of a distance
 * back, whose low byte follows; length + 2 bytes are copied from distance + 1 behind.
 *
 * Invariant: the compressor finds the very matches that liblzf finds with Redis's settings (table of
 * 2^16 slots, VERY_FAST), so payloads are equal to Redis's byte for byte.
 */

const HASH_BITS = 16;
const HASH_MASK = (1 << HASH_BITS) - 1;
const LITERALS_MAX = 1 << 5;
const DISTANCE_MAX = 1 << 13;
const MATCH_MAX = (1 << 8) + (1 << 3);
/** Comparisons that liblzf makes in one go. */
const UNROLLED = 16;
/** Redis keeps the plain string where compressing does not save at least this much. */
const SAVED_MIN = 4;

/** Position + 1 of where three bytes were last seen, by their hash; emptied for each use. */
const seen = new Int32Array(1 << HASH_BITS);

const slotOf = (three: number): number => ((three >>> (24 - HASH_BITS)) - three * 5) & HASH_MASK;

/** `input[at, at + 3)` as one number. */
function threeAt(input: Uint8Array, at: number): number {
  return (
    ((input[at] as number) << 16) | ((input[at + 1] as number) << 8) | (input[at + 2] as number)
  );
}

/**
 * The compressed bytes, or null where they would not be at least four fewer than `input`'s.
 * Cost: O(input), plus 256 KB of table to clear.
 */
export function lzfCompress(input: Uint8Array): Uint8Array | null {
  const room = input.length - SAVED_MIN;
  if (room <= 0) return null;
  seen.fill(0);
  const out = new Uint8Array(room + 1);
  const length = new Compressor(input, out, room).run();
  return length < 0 ? null : out.slice(0, length);
}

/** One compression; positions are kept as fields because runs of literals span the steps. */
class Compressor {
  private readonly input: Uint8Array;
  private readonly out: Uint8Array;
  private readonly room: number;
  private at = 0;
  /** Where the next byte goes; the control byte of the open run lies `literals + 1` before it. */
  private to = 1;
  private literals = 0;

  constructor(input: Uint8Array, out: Uint8Array, room: number) {
    this.input = input;
    this.out = out;
    this.room = room;
  }

  /** The compressed length, or -1 where the room does not suffice. */
  run(): number {
    const { input, room } = this;
    const last = input.length - 2;
    while (this.at < last) {
      const from = this.matchHere();
      if (from < 0) {
        if (this.to >= room) return -1;
        this.literal();
      } else {
        if (this.to - (this.literals === 0 ? 1 : 0) + 4 >= room) return -1;
        this.copy(from);
        if (this.at >= last) break;
        this.remember(this.at - 2);
        this.remember(this.at - 1);
      }
    }
    if (this.to + 3 > room) return -1;
    while (this.at < input.length) this.literal();
    this.endRun();
    return this.to;
  }

  /** Where the three bytes at the present position stood before, within reach, or -1. */
  private matchHere(): number {
    const { input, at } = this;
    const three = threeAt(input, at);
    const slot = slotOf(three);
    const from = (seen[slot] as number) - 1;
    seen[slot] = at + 1;
    // liblzf never refers to the very first byte.
    if (from <= 0 || at - from - 1 >= DISTANCE_MAX) return -1;
    return threeAt(input, from) === three ? from : -1;
  }

  private remember(at: number): void {
    seen[slotOf(threeAt(this.input, at))] = at + 1;
  }

  private literal(): void {
    this.out[this.to++] = this.input[this.at++] as number;
    if (++this.literals === LITERALS_MAX) {
      this.endRun();
      this.literals = 0;
      this.to++;
    }
  }

  /** Writes the control byte of the open run, or takes its place back where the run is empty. */
  private endRun(): void {
    if (this.literals === 0) this.to--;
    else this.out[this.to - this.literals - 1] = this.literals - 1;
  }

  /** liblzf compares the first 18 bytes before it looks at the limit: near the end that shows. */
  private matchLength(from: number): number {
    const { input, at } = this;
    const limit = Math.min(input.length - at - 2, MATCH_MAX);
    const longest = limit > UNROLLED ? Math.max(limit, UNROLLED + 3) : limit;
    let length = 3;
    while (length < longest && input[from + length] === input[at + length]) length++;
    return length;
  }

  private copy(from: number): void {
    const { out, at } = this;
    const length = this.matchLength(from);
    this.endRun();
    const distance = at - from - 1;
    const code = length - 2;
    if (code < 7) out[this.to++] = (distance >> 8) + (code << 5);
    else {
      out[this.to++] = (distance >> 8) + (7 << 5);
      out[this.to++] = code - 7;
    }
    out[this.to++] = distance & 0xff;
    this.literals = 0;
    this.to++;
    this.at += length;
  }
}

/** The `size` bytes that `input` stands for, or null where it is not a whole stream of that size. */
export function lzfDecompress(input: Uint8Array, size: number): Uint8Array | null {
  const out = new Uint8Array(size);
  let at = 0;
  let to = 0;
  while (at < input.length) {
    const control = input[at++] as number;
    if (control < LITERALS_MAX) {
      const count = control + 1;
      if (at + count > input.length || to + count > size) return null;
      out.set(input.subarray(at, at + count), to);
      at += count;
      to += count;
      continue;
    }
    let count = control >> 5;
    if (count === 7) count += input[at++] ?? Number.NaN;
    const from = to - ((control & 0x1f) << 8) - (input[at++] ?? Number.NaN) - 1;
    count += 2;
    // A missing byte makes a comparison with NaN, which is false.
    if (!(from >= 0 && to + count <= size)) return null;
    for (let i = 0; i < count; i++) out[to++] = out[from + i] as number;
  }
  return to === size ? out : null;
}
