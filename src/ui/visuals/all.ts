/** The registry of drawings: one row per kind of structure. A missing kind does not compile. */
import type { StructureView } from '../../contract/key-view.ts';
import { bits } from './bits.tsx';
import { geoMap } from './geo-map.tsx';
import { hashTable } from './hash-table.tsx';
import { intset } from './intset.tsx';
import { listpack } from './listpack.tsx';
import { quicklist } from './quicklist.tsx';
import { registers } from './registers.tsx';
import { sortedSet } from './sorted-set.tsx';
import { stream } from './stream.tsx';
import { stringBytes } from './string-bytes.tsx';
import type { Visual } from './visual.ts';

export const visuals: {
  readonly [K in StructureView['kind']]: Visual<Extract<StructureView, { kind: K }>>;
} = {
  string: stringBytes,
  listpack,
  intset,
  table: hashTable,
  quicklist,
  'sorted-set': sortedSet,
  stream,
  bits,
  registers,
  map: geoMap,
};

/** The drawing of a view. The cast joins what the registry's type has already matched by kind. */
export function visualOf(view: StructureView): Visual<StructureView> {
  return visuals[view.kind] as unknown as Visual<StructureView>;
}
