/**
 * INFO keysizes: how large keys are, by type, in doubling classes (`1K=31`: from 1024 up to 2047).
 *
 * Redis has this section from 8.0 on and keeps it up to date with every write; here the keys are
 * walked when it is asked for by name, and only then.
 */
import { lengthOfString } from '../keyspace/string-value.ts';
import { isString, type TypeName, typeOf, type Value } from '../keyspace/values.ts';
import type { Server } from './server.ts';

const ROWS: readonly (readonly [type: TypeName, name: string])[] = [
  ['string', 'strings_sizes'],
  ['list', 'lists_items'],
  ['set', 'sets_items'],
  ['zset', 'zsets_items'],
  ['hash', 'hashes_items'],
];

const UNITS = ['', 'K', 'M', 'G'];

const sizeOf = (value: Value): number => (isString(value) ? lengthOfString(value) : value.length);

function label(bound: number): string {
  let unit = 0;
  let rest = bound;
  while (rest >= 1024 && unit < UNITS.length - 1) {
    rest /= 1024;
    unit++;
  }
  return `${rest}${UNITS[unit]}`;
}

/** O(keys). */
export function keySizes({ keyspace }: Server): (readonly [name: string, value: string])[] {
  return keyspace.databases.flatMap((database) => {
    const counts = new Map<TypeName, Map<number, number>>();
    database.entries.forEach((value) => {
      const size = sizeOf(value);
      const bound = size === 0 ? 0 : 2 ** Math.floor(Math.log2(size));
      const ofType = counts.get(typeOf(value)) ?? new Map<number, number>();
      ofType.set(bound, (ofType.get(bound) ?? 0) + 1);
      counts.set(typeOf(value), ofType);
    });
    return ROWS.flatMap(([type, name]) => {
      const ofType = counts.get(type);
      if (!ofType) return [];
      const bins = [...ofType].sort(([a], [b]) => a - b);
      const text = bins.map(([bound, count]) => `${label(bound)}=${count}`).join(',');
      return [[`db${database.index}_distrib_${name}`, text] as const];
    });
  });
}
