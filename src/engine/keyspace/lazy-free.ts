/**
 * What Redis would have another thread free: values of more than 64 allocations, where it may. Here
 * nothing has to be freed; what is left of it is a figure of INFO.
 */
import { isString, type Value } from './values.ts';

const LAZY_FROM_ALLOCATIONS = 64;

/** Is it more than Redis frees by the way? */
export const isFreedLazily = (value: Value): boolean => allocations(value) > LAZY_FROM_ALLOCATIONS;

/** What Redis would have to free one by one; of small encodings the value itself. */
function allocations(value: Value): number {
  if (isString(value)) return 1;
  const { structure } = value;
  switch (structure.kind) {
    case 'quicklist':
      return structure.quicklist.nodeCount;
    case 'stream': {
      // The first group's pending entries stand for those of all.
      const groups = value.type === 'stream' ? value.groups.all() : [];
      const pending = groups[0]?.pending.size ?? 0;
      return structure.log.radixNodeCount() + groups.length * (1 + pending);
    }
    case 'table':
    case 'ordered-set':
      return value.length;
    default:
      return 1;
  }
}
