/**
 * Seeded randomness: xoshiro128** (Blackman and Vigna, 2018), seeded through splitmix32.
 * Same seed, same sequence, on every machine: the base of every replay, fuzz and simulation.
 */
import type { Random } from './ports.ts';

function splitmix32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return (z ^ (z >>> 16)) >>> 0;
  };
}

const rotl = (x: number, k: number): number => (x << k) | (x >>> (32 - k));

export function seededRandom(seed: number): Random {
  const next = splitmix32(seed);
  let a = next();
  let b = next();
  let c = next();
  let d = next();
  const uint32 = (): number => {
    const result = Math.imul(rotl(Math.imul(b, 5), 7), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = rotl(d, 11);
    return result;
  };
  return {
    uint32,
    unit: () => uint32() / 0x1_0000_0000,
    below: (bound) => Math.floor((uint32() / 0x1_0000_0000) * bound),
  };
}
