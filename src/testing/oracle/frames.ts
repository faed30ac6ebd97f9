/**
 * RESP2 and RESP3 replies as trees that keep their raw bytes, for comparing two servers' answers.
 *
 * Deliberately not the product's own reader: the oracle must not share its mistakes.
 */

export interface Frame {
  /** The type byte: `+ - : $ * _ # , ( = % ~ > |`. */
  readonly kind: string;
  /** The payload of a scalar; `null` for null bulk strings and arrays of either version. */
  readonly text: string | null;
  /** Elements; keys and values alternate in a map. */
  readonly items: readonly Frame[];
  /** The frame's bytes as a one-byte string. */
  readonly raw: string;
}

const noItems: readonly Frame[] = [];

interface Parsed {
  readonly frame: Frame;
  readonly next: number;
}

/** The frame that starts at `start`, or null where its end has not arrived. */
function parseFrame(bytes: Buffer, start: number): Parsed | null {
  const lineEnd = bytes.indexOf('\r\n', start, 'latin1');
  if (lineEnd < 0) return null;
  const kind = String.fromCharCode(bytes[start] ?? 0);
  const head = bytes.toString('latin1', start + 1, lineEnd);
  const afterLine = lineEnd + 2;
  const scalar = (text: string | null, next: number): Parsed => ({
    frame: { kind, text, items: noItems, raw: bytes.toString('latin1', start, next) },
    next,
  });
  if ('+-:_#,('.includes(kind)) return scalar(kind === '_' ? null : head, afterLine);
  const count = Number(head);
  if (kind === '|') return parseAttributed(bytes, start, afterLine, count);
  if (!'$=*%~>'.includes(kind) || !Number.isInteger(count)) {
    throw new Error(`not a reply: ${JSON.stringify(bytes.toString('latin1', start, start + 60))}`);
  }
  if (count < 0) return scalar(null, afterLine);
  if (kind === '$' || kind === '=') {
    const end = afterLine + count;
    if (end + 2 > bytes.length) return null;
    return scalar(bytes.toString('latin1', afterLine, end), end + 2);
  }
  return parseItems(bytes, start, afterLine, kind, kind === '%' ? count * 2 : count);
}

function parseItems(
  bytes: Buffer,
  start: number,
  first: number,
  kind: string,
  count: number,
): Parsed | null {
  const items: Frame[] = [];
  let at = first;
  while (items.length < count) {
    const item = parseFrame(bytes, at);
    if (item === null) return null;
    items.push(item.frame);
    at = item.next;
  }
  return { frame: { kind, text: '', items, raw: bytes.toString('latin1', start, at) }, next: at };
}

/** Attributes and the reply that they are about, as one. */
function parseAttributed(bytes: Buffer, start: number, first: number, count: number) {
  return parseItems(bytes, start, first, '|', count * 2 + 1);
}

/** Cuts a stream of bytes into frames. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);

  feed(bytes: Buffer): Frame[] {
    const all = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    const frames: Frame[] = [];
    let at = 0;
    while (at < all.length) {
      const parsed = parseFrame(all, at);
      if (parsed === null) break;
      frames.push(parsed.frame);
      at = parsed.next;
    }
    this.#rest = all.subarray(at);
    return frames;
  }
}

/** A request as an array of bulk strings; arguments are one-byte strings. */
export function requestBytes(commands: readonly (readonly string[])[]): Buffer {
  const parts: string[] = [];
  for (const argv of commands) {
    parts.push(`*${argv.length}\r\n`);
    for (const arg of argv) parts.push(`$${arg.length}\r\n${arg}\r\n`);
  }
  return Buffer.from(parts.join(''), 'latin1');
}
