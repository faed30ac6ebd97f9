/** A string's bytes for the inspector: a window, whatever the shape the engine holds it in. */
import { bytesOf } from '../base/bytes.ts';
import type { StringView } from '../contract/key-view.ts';
import { bytesOfString, RawString, type StringValue } from '../engine/keyspace/string-value.ts';

export interface Window {
  readonly offset: number;
  readonly limit: number;
}

export function stringViewOf(value: StringValue, { offset, limit }: Window): StringView {
  if (value instanceof RawString) {
    const bytes = bytesOf(
      value.view(Math.min(offset, value.length), Math.min(value.length, offset + limit)),
    );
    return { kind: 'string', sizeBytes: value.length, offset, bytes };
  }
  const whole = bytesOfString(value);
  return {
    kind: 'string',
    sizeBytes: whole.length,
    offset,
    bytes: whole.slice(offset, offset + limit),
  };
}
