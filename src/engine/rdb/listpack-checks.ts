/** What has to hold of a listpack that is a whole value, or a part of one. */
import type { Bytes } from '../../base/bytes.ts';
import { Listpack } from '../../structures/listpack.ts';
import type { RdbReader } from './rdb-reader.ts';

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
