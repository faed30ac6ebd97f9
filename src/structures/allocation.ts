/**
 * What Redis's allocations take: jemalloc's size classes, as redis-server 7.0 of a Linux
 * distribution has them (a quantum of 16 bytes), and what simple dynamic strings ask for.
 *
 *   8, then 16 32 48 .. 128, then four classes per doubling: 160 192 224 256, 320 384 448 512, ..
 */

const TINY_BYTES = 8;
const QUANTUM_BYTES = 16;
const EVEN_CLASSES_TO = 128;
const CLASSES_PER_DOUBLING = 4;
/** Above this, 32-bit shifts no longer reach. */
const SHIFTS_TO = 2 ** 30;

/** The size class that serves a request for `size` bytes. */
export function allocationBytes(size: number): number {
  if (size <= TINY_BYTES) return TINY_BYTES;
  if (size <= EVEN_CLASSES_TO) return (size + QUANTUM_BYTES - 1) & -QUANTUM_BYTES;
  if (size <= SHIFTS_TO) {
    const step = (1 << (32 - Math.clz32(size - 1))) / (2 * CLASSES_PER_DOUBLING);
    return (size + step - 1) & -step;
  }
  const step = 2 ** Math.ceil(Math.log2(size)) / (2 * CLASSES_PER_DOUBLING);
  return Math.ceil(size / step) * step;
}

/** The header of an sds that has room for `length` bytes and will not grow: by length, 1 to 17. */
export function sdsHeaderBytes(length: number): number {
  if (length < 32) return length === 0 ? 3 : 1;
  if (length < 256) return 3;
  if (length < 65536) return 5;
  return length < 2 ** 32 ? 9 : 17;
}

/** A simple dynamic string: header, the bytes, a terminating zero. */
export function sdsBytes(length: number): number {
  return allocationBytes(sdsHeaderBytes(length) + length + 1);
}

/** A pointer: what a bucket of a hash table takes. */
export const POINTER_BYTES = 8;
/** Redis's `dictEntry` as it is declared, which is how MEMORY USAGE counts it. */
export const DICT_ENTRY_BYTES = 24;
/** The same as it is allocated. */
export const DICT_ENTRY_ALLOCATION = allocationBytes(DICT_ENTRY_BYTES);
/** Redis's `dict`, without its tables. */
export const DICT_BYTES = 56;
export const DICT_ALLOCATION = allocationBytes(DICT_BYTES);

/** The array of a hash table's buckets; a table without buckets has none. */
export function bucketBytes(buckets: number): number {
  return buckets === 0 ? 0 : allocationBytes(buckets * POINTER_BYTES);
}

/** A dict with its buckets, and those it has outgrown but not yet left; its entries come on top. */
export function dictAllocationBytes(
  dict: { readonly bucketCount: number; outgrownBuckets(stepsPerWrite: number): number },
  stepsPerWrite: number,
): number {
  const outgrown = bucketBytes(dict.outgrownBuckets(stepsPerWrite));
  return DICT_ALLOCATION + bucketBytes(dict.bucketCount) + outgrown;
}
