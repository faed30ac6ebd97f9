/**
 * The cryptographic hashes that Redis uses, over byte strings: SHA-1 names scripts and digests data,
 * SHA-256 keeps passwords. Computed by @noble/hashes.
 */
import { sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { type Bytes, toUint8Array } from './bytes.ts';

/** Lower-case hexadecimal digits, two a byte. */
export function hexOf(bytes: Uint8Array): Bytes {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}

/** Twenty bytes. */
export const sha1Of = (bytes: Uint8Array): Uint8Array => sha1(bytes);

export const sha1Hex = (text: Bytes): Bytes => hexOf(sha1(toUint8Array(text)));

export const sha256Hex = (text: Bytes): Bytes => hexOf(sha256(toUint8Array(text)));
