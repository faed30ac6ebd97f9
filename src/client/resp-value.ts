/**
 * A decoded reply that still knows its wire type.
 *
 * The console shows what travelled, not what it means to JavaScript: `:1` and `$1\r\n1` stay apart,
 * integers keep their 64 bits as digits, doubles keep the text that the server chose. All texts are
 * byte strings (one char code 0..255 per byte).
 */
import type { Bytes } from '../base/bytes.ts';

export type RespValue =
  | { readonly kind: 'simple'; readonly text: Bytes }
  /** The line after `-`, or the body of a `!` blob error. */
  | { readonly kind: 'error'; readonly text: Bytes }
  | { readonly kind: 'integer'; readonly digits: Bytes }
  | { readonly kind: 'bulk'; readonly text: Bytes }
  /** `form` says which of the three nulls it was: `$-1`, `*-1` or `_`. */
  | { readonly kind: 'null'; readonly form: 'bulk' | 'array' | 'resp3' }
  | { readonly kind: 'array'; readonly items: readonly RespValue[] }
  /** Pairs flattened: key, value, key, value. */
  | { readonly kind: 'map'; readonly items: readonly RespValue[] }
  | { readonly kind: 'set'; readonly items: readonly RespValue[] }
  | { readonly kind: 'push'; readonly items: readonly RespValue[] }
  | { readonly kind: 'double'; readonly text: Bytes }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'bignumber'; readonly digits: Bytes }
  | { readonly kind: 'verbatim'; readonly format: Bytes; readonly text: Bytes }
  /** Never on the wire: what `CLIENT REPLY OFF` or `SKIP` has silenced. */
  | { readonly kind: 'none' };

/** The text of a scalar, or null for an aggregate or a null. */
export function scalarText(value: RespValue | undefined): Bytes | null {
  switch (value?.kind) {
    case 'simple':
    case 'error':
    case 'bulk':
    case 'double':
    case 'verbatim':
      return value.text;
    case 'integer':
    case 'bignumber':
      return value.digits;
    case 'boolean':
      return value.value ? 'true' : 'false';
    default:
      return null;
  }
}

/** The items of an aggregate, or null for a scalar. */
export function itemsOf(value: RespValue): readonly RespValue[] | null {
  return 'items' in value ? value.items : null;
}
