/** Date, and the randomness of Math, for code that lives in a world of its own. */
import { exp, ln } from '../../base/portable-math.ts';
import type { Clock, Random } from '../../base/ports.ts';

/** A Date whose "now" is the clock's; everything else is the built-in one's. */
export function worldDate(clock: Pick<Clock, 'nowMs'>): DateConstructor {
  const now = (): number => Math.trunc(clock.nowMs());
  return new Proxy(Date, {
    // Called without `new` it is a string of the present, whatever the arguments.
    apply: () => new Date(now()).toString(),
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as Date,
    get: (target, name, receiver) =>
      name === 'now' ? now : (Reflect.get(target, name, receiver) as unknown),
  });
}

/** As Math.log, the same to the last bit on every machine where the portable function can be used. */
function log(x: number): number {
  return x >= Number.MIN_VALUE * 2 ** 52 && x < Infinity ? ln(x) : Math.log(x);
}

const portableExp = (x: number): number => (Math.abs(x) < 700 ? exp(x) : Math.exp(x));

/** Math with the world's dice, and a logarithm that is the same everywhere. */
export function worldMath(random: Random): Math {
  const copy = Object.create(null) as Record<string, unknown>;
  for (const name of Object.getOwnPropertyNames(Math)) {
    copy[name] = Reflect.get(Math, name);
  }
  copy.random = () => random.unit();
  copy.log = log;
  copy.exp = portableExp;
  Object.defineProperty(copy, Symbol.toStringTag, { value: 'Math' });
  return copy as unknown as Math;
}

/** A version 4 UUID. */
export function randomUuid(random: Random): string {
  const bytes = randomBytes(random, 16);
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}

export function randomBytes(random: Random, size: number): Uint8Array {
  return Uint8Array.from({ length: size }, () => random.below(256));
}
