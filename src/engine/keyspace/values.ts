/** What a key can hold, and the words Redis has for it. */
import type { Bytes } from '../../base/bytes.ts';
import type { HashValue } from './hash-value.ts';
import type { ListValue } from './list-value.ts';
import type { SetValue } from './set-value.ts';
import type { SortedSetValue } from './sorted-set-value.ts';
import type { StreamValue } from './stream-value.ts';
import { encodingOfString, RawString, type StringValue } from './string-value.ts';

export type CollectionValue = HashValue | ListValue | SetValue | SortedSetValue | StreamValue;
export type Value = StringValue | CollectionValue;

/** As TYPE says it. */
export type TypeName = 'string' | CollectionValue['type'];

export function isString(value: Value): value is StringValue {
  return typeof value !== 'object' || value instanceof RawString;
}

export function typeOf(value: Value): TypeName {
  return isString(value) ? 'string' : value.type;
}

/** As OBJECT ENCODING says it. */
export function encodingOf(value: Value): Bytes {
  return isString(value) ? encodingOfString(value) : value.encoding;
}

/** Before 7.4 only elements of a gigabyte got a plain node. */
export const quicklistPackedThreshold = (version: number): number => (version < 704 ? 2 ** 30 : 0);

/**
 * The thresholds at which values change their encoding or may not grow, straight from the configuration.
 * One object per node, read at every write: CONFIG SET takes effect with the next one.
 */
export interface EncodingLimits {
  hashMaxListpackEntries: number;
  hashMaxListpackValue: number;
  setMaxIntsetEntries: number;
  setMaxListpackEntries: number;
  setMaxListpackValue: number;
  zsetMaxListpackEntries: number;
  zsetMaxListpackValue: number;
  listMaxListpackSize: number;
  /** From how many bytes on an element of a list gets a plain node; 0 leaves it to the fill. */
  quicklistPackedThreshold: number;
  streamNodeMaxBytes: number;
  streamNodeMaxEntries: number;
  hllSparseMaxBytes: number;
  protoMaxBulkBytes: number;
  /** 700, 702 or 704: 7.0 has neither listpack sets nor listpack lists. */
  version: number;
}
