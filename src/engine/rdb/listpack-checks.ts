/** What has to hold of a listpack that is a whole value, or a part of one. */
import type { Bytes } from '../../base/bytes.ts';
import { Listpack } from '../../structures/listpack.ts';
import type { RdbReader } from './rdb-reader.ts';

/** The last moment at which Redis lets a field of a hash expire. */
export const FIELD_EXPIRY_MS_MAX = 2 ** 48 - 2;

/** The listpack of these bytes, which may be empty. */
export function listpackOf(reader: RdbReader, bytes: Uint8Array): Listpack {
  return Listpack.fromBytes(bytes) ?? reader.fail('Listpack integrity check failed.');
}

/** A listpack of these elements. */
export function listpackOfElements(elements: readonly Bytes[], sizeBytes: number): Listpack {
  const listpack = new Listpack(sizeBytes);
  for (const element of elements) listpack.append(element);
  return listpack;
}

/** Field by field, member by member: none may come twice, and there must be one. */
export function failOnRepeats(reader: RdbReader, listpack: Listpack, stride: number): void {
  if (listpack.length % stride !== 0) reader.fail('A listpack of the wrong length');
  const seen = new Set<Bytes>();
  let i = 0;
  listpack.forEach((element) => {
    if (i++ % stride === 0) seen.add(element);
  });
  if (seen.size !== listpack.length / stride) reader.fail('A repeated element');
  if (seen.size === 0) reader.failAsEmpty();
}

/**
 * Of triples of field, value and expiry: each expiry is a moment, the soonest first, and 0 for never
 * last. Redis asserts the first when it comes to read one, and relies on the others.
 */
export function failOnExpiries(reader: RdbReader, listpack: Listpack): void {
  let beforeMs = 0;
  let i = 0;
  listpack.forEach((_, p) => {
    if (i++ % 3 !== 2) return;
    const expiry = Number(listpack.numberAt(p) ?? Number.NaN);
    const atMs = expiry === 0 ? Infinity : expiry;
    const isMoment = expiry >= 0 && expiry <= FIELD_EXPIRY_MS_MAX;
    if (!isMoment || atMs < beforeMs) reader.fail('Hash listpack integrity check failed.');
    beforeMs = atMs;
  });
}
