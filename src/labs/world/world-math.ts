/** `Math` for code in a world: random from the seed, log and exp the same on every machine. */
import { exp, ln } from '../../base/portable-math.ts';
import type { Random } from '../../base/ports.ts';

/** As Math.log: NaN below 0, -Infinity at 0, and what the portable function does not take as it is. */
function log(x: number): number {
  return x >= Number.MIN_VALUE * 2 ** 52 && x < Infinity ? ln(x) : Math.log(x);
}

const portableExp = (x: number): number => (Math.abs(x) < 700 ? exp(x) : Math.exp(x));

export function worldMath(random: Random): object {
  const math: { [name: string]: unknown } = {};
  for (const name of Object.getOwnPropertyNames(Math)) math[name] = Reflect.get(Math, name);
  return { ...math, random: () => random.unit(), log, exp: portableExp };
}
