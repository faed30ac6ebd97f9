/**
 * SHA-1 (FIPS 180-4), because Redis names scripts by it. Not for secrets.
 *
 * Works on 64-byte blocks; the schedule array is shared, since nothing here calls back.
 */
import type { Bytes } from './bytes.ts';

const schedule = new Int32Array(80);

const rotate = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

/** The message, a one bit, zeros, and the length in bits: a whole number of blocks. */
function padded(bytes: Bytes): Uint8Array {
  const { length } = bytes;
  const out = new Uint8Array(((length + 8) >> 6) * 64 + 64);
  for (let i = 0; i < length; i++) out[i] = bytes.charCodeAt(i);
  out[length] = 0x80;
  const view = new DataView(out.buffer);
  view.setUint32(out.length - 8, Math.floor(length / 0x20000000));
  view.setUint32(out.length - 4, length << 3);
  return out;
}

function mix(state: Int32Array, block: DataView, at: number): void {
  const w = schedule;
  for (let i = 0; i < 16; i++) w[i] = block.getInt32(at + i * 4);
  for (let i = 16; i < 80; i++) {
    w[i] = rotate(
      (w[i - 3] as number) ^ (w[i - 8] as number) ^ (w[i - 14] as number) ^ (w[i - 16] as number),
      1,
    );
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0] = state;
  for (let i = 0; i < 80; i++) {
    let f: number;
    let k: number;
    if (i < 20) [f, k] = [(b & c) | (~b & d), 0x5a827999];
    else if (i < 40) [f, k] = [b ^ c ^ d, 0x6ed9eba1];
    else if (i < 60) [f, k] = [(b & c) | (b & d) | (c & d), 0x8f1bbcdc];
    else [f, k] = [b ^ c ^ d, 0xca62c1d6];
    const next = (rotate(a, 5) + f + e + k + (w[i] as number)) | 0;
    e = d;
    d = c;
    c = rotate(b, 30);
    b = a;
    a = next;
  }
  const words = [a, b, c, d, e];
  for (let i = 0; i < 5; i++) state[i] = ((state[i] as number) + (words[i] as number)) | 0;
}

/** Forty lower-case hexadecimal digits. Cost: O(bytes). */
export function sha1Hex(bytes: Bytes): Bytes {
  const message = padded(bytes);
  const view = new DataView(message.buffer);
  const state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0);
  for (let at = 0; at < message.length; at += 64) mix(state, view, at);
  let hex = '';
  for (const word of state) hex += (word >>> 0).toString(16).padStart(8, '0');
  return hex;
}
