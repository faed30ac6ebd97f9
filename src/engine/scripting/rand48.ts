/**
 * The generator behind math.random in scripts: drand48's linear congruence on 48 bits, as Redis
 * carries it along so that scripts draw the same numbers on every platform.
 *
 * Invariant: after `seed(n)` the sequence is Redis's, number by number. The state is kept in three
 * 16-bit limbs, because 48 by 48 bits do not fit a double.
 */

/** Numbers lie in [0, 2^31). */
export const RANDOM_MAX = 0x7fffffff;

const A = [0xe66d, 0xdeec, 0x5] as const;
const C = 0xb;

export class Rand48 {
  private x0 = 0x330e;
  private x1 = 0xabcd;
  private x2 = 0x1234;

  /** Only the lower 32 bits of `seed` count. */
  seed(seed: number): void {
    this.x0 = 0x330e;
    this.x1 = seed & 0xffff;
    this.x2 = (seed >>> 16) & 0xffff;
  }

  /** Uniform in [0, 2^31). */
  next(): number {
    const { x0, x1, x2 } = this;
    const low = A[0] * x0 + C;
    const middle = A[0] * x1 + A[1] * x0 + Math.floor(low / 0x10000);
    const high = A[0] * x2 + A[1] * x1 + A[2] * x0 + Math.floor(middle / 0x10000);
    this.x0 = low % 0x10000;
    this.x1 = middle % 0x10000;
    this.x2 = high % 0x10000;
    return this.x2 * 0x8000 + (this.x1 >> 1);
  }
}
