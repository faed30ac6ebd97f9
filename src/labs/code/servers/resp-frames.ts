/**
 * Cuts a stream of RESP replies into frames: the bytes of whole replies, not decoded. Nested ones
 * stay inside of theirs.
 */
import { concatBytes } from '../../../base/bytes.ts';

const CR = 13;

/** Types with a body of so many bytes, and with so many values (maps: twice as many) behind. */
const BLOBS = new Set(['$', '=', '!']);
const AGGREGATES: Readonly<Record<string, number>> = { '*': 1, '~': 1, '>': 1, '%': 2, '|': 2 };

export class FrameCutter {
  private buffer: Uint8Array = new Uint8Array(0);

  /** The whole frames that are there now. */
  feed(bytes: Uint8Array): Uint8Array[] {
    this.buffer = this.buffer.length === 0 ? bytes : concatBytes([this.buffer, bytes]);
    const frames: Uint8Array[] = [];
    let at = 0;
    for (let end = this.endOf(at); end > at; end = this.endOf(at)) {
      frames.push(this.buffer.subarray(at, end));
      at = end;
    }
    this.buffer = this.buffer.subarray(at);
    return frames;
  }

  /** Behind the frame that begins at `start`, or -1 where it is not whole. */
  private endOf(start: number): number {
    let at = start;
    for (let left = 1; left > 0; left--) {
      if (at >= this.buffer.length) return -1;
      const type = String.fromCharCode(this.buffer[at] as number);
      const lineEnd = this.buffer.indexOf(CR, at);
      if (lineEnd < 0 || lineEnd + 2 > this.buffer.length) return -1;
      const count = Number(
        String.fromCharCode(...this.buffer.subarray(at + 1, Math.min(lineEnd, at + 20))),
      );
      at = lineEnd + 2;
      if (BLOBS.has(type) && count >= 0) at += count + 2;
      const perItem = AGGREGATES[type];
      if (perItem !== undefined && count > 0) left += count * perItem;
      // Attributes come before a value that is still to be read.
      if (type === '|') left++;
    }
    return at > this.buffer.length ? -1 : at;
  }
}
