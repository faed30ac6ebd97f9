/** Byte strings in drawings: text where it is text, else escapes; short enough for a box. */
import type { Bytes } from '../../base/bytes.ts';
import { escapeBytes } from '../../client/render-cli.ts';

export function shownBytes(bytes: Bytes): string {
  return escapeBytes(bytes, { utf8: true });
}

/** At most `lengthMax` characters, with an ellipsis where it was cut. */
export function shortened(bytes: Bytes, lengthMax: number): string {
  const text = shownBytes(bytes);
  return text.length > lengthMax ? `${text.slice(0, lengthMax - 1)}…` : text;
}

export function hexOf(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
