/** Replies taken apart: texts, numbers and lists, with nothing said twice about RESP2 and RESP3. */
import type { Bytes } from '../../base/bytes.ts';
import { itemsOf, type RespValue, scalarText } from '../../client/resp-value.ts';

export function textOf(value: RespValue | undefined): Bytes {
  return scalarText(value) ?? '';
}

/** NaN where there is no number. */
export function numberOf(value: RespValue | undefined): number {
  const text = scalarText(value);
  return text === null || text === '' ? Number.NaN : Number(text);
}

export function listOf(value: RespValue | undefined): readonly RespValue[] {
  return (value && itemsOf(value)) ?? [];
}

/** Name and value of a map, whichever way it travelled. */
export function pairsOf(value: RespValue | undefined): (readonly [Bytes, RespValue])[] {
  const items = listOf(value);
  const pairs: (readonly [Bytes, RespValue])[] = [];
  for (let i = 0; i + 1 < items.length; i += 2)
    pairs.push([textOf(items[i]), items[i + 1] as RespValue]);
  return pairs;
}
