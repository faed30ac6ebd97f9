/**
 * Writes reply values as RESP2 or RESP3, one batch behind the other into a common buffer.
 *
 * Invariants: bytes are laid down in the order of the calls; what `take` has handed out is never
 * written again, so that a link may keep it. A small array with a buffer of its own costs several
 * times what its bytes do: hence the common one, of which each batch is a part.
 */
import { type Bytes, writeBytes } from '../base/bytes.ts';
import { type DrawnReply, OK, type Reply, type TaggedReply, type VerbatimReply } from './reply.ts';

export type RespVersion = 2 | 3;

const BUFFER_BYTES = 32 * 1024;
/** A buffer grows with the batches there are, but one huge reply makes no larger ones for all. */
const GROWN_MAX_BYTES = 1024 * 1024;

export class ReplyWriter {
  private buffer = new Uint8Array(BUFFER_BYTES);
  /** Where what is not yet taken begins, and where it ends. */
  private start = 0;
  private end = 0;

  get sizeBytes(): number {
    return this.end - this.start;
  }

  /** What was written: a part of a larger buffer. The writer is empty afterwards. */
  take(): Uint8Array {
    const bytes = this.buffer.subarray(this.start, this.end);
    this.start = this.end;
    return bytes;
  }

  /** Forgets what was written after the first `sizeBytes` bytes (CLIENT REPLY OFF and SKIP). */
  rewind(sizeBytes: number): void {
    this.end = this.start + sizeBytes;
  }

  write(reply: Reply, resp: RespVersion): void {
    if (typeof reply === 'string') this.bulk(reply);
    else if (typeof reply === 'number') this.header(58, reply);
    else if (reply === null) this.raw(resp === 3 ? '_\r\n' : '$-1\r\n');
    else if (typeof reply === 'bigint') this.raw(`:${reply}\r\n`);
    else if (reply instanceof Uint8Array) this.bulkArray(reply);
    else if (reply === OK) this.raw('+OK\r\n');
    else if ('kind' in reply) this.tagged(reply, resp);
    else this.items(42, reply.length, reply, resp);
  }

  /** Bytes that are already RESP. */
  raw(text: Bytes): void {
    this.reserve(text.length);
    this.end += writeBytes(this.buffer, this.end, text);
  }

  private tagged(reply: TaggedReply, resp: RespVersion): void {
    const isNew = resp === 3;
    switch (reply.kind) {
      case 'simple':
        this.raw(`+${reply.text}\r\n`);
        break;
      case 'error':
        // Errors are one line on the wire, whatever a person typed into them.
        this.raw(`-${reply.text.replace(/[\r\n]/g, ' ')}\r\n`);
        break;
      case 'null-array':
        this.raw(isNew ? '_\r\n' : '*-1\r\n');
        break;
      case 'double':
        this.scalar(',', reply.text, isNew);
        break;
      case 'bignumber':
        this.scalar('(', reply.digits, isNew);
        break;
      case 'boolean':
        this.raw(isNew ? `#${reply.value ? 't' : 'f'}\r\n` : `:${reply.value ? 1 : 0}\r\n`);
        break;
      case 'verbatim':
        this.verbatim(reply, isNew);
        break;
      case 'map':
        this.items(isNew ? 37 : 42, reply.items.length / (isNew ? 2 : 1), reply.items, resp);
        break;
      case 'set':
        this.items(isNew ? 126 : 42, reply.items.length, reply.items, resp);
        break;
      case 'push':
        this.items(isNew ? 62 : 42, reply.items.length, reply.items, resp);
        break;
      case 'attribute':
        if (isNew) this.items(124, reply.items.length / 2, reply.items, resp);
        break;
      case 'sequence':
        for (const one of reply.replies) this.write(one, resp);
        break;
      case 'drawn':
        this.drawn(reply, resp);
        break;
      case 'spoken':
        this.write(reply.reply, reply.resp);
        break;
      case 'none':
        break;
    }
  }

  /** A type of RESP3's that RESP2 shows as a bulk string. */
  private scalar(mark: string, text: Bytes, isNew: boolean): void {
    if (isNew) this.raw(`${mark}${text}\r\n`);
    else this.bulk(text);
  }

  private verbatim({ format, text }: VerbatimReply, isNew: boolean): void {
    if (!isNew) {
      this.bulk(text);
      return;
    }
    this.header(61, text.length + 4);
    this.raw(`${format}:${text}\r\n`);
  }

  private drawn(reply: DrawnReply, resp: RespVersion): void {
    const sizeMax = this.sizeBytes + reply.bytesMax;
    this.header(42, reply.count);
    for (const item of reply.items()) {
      this.write(item, resp);
      if (this.sizeBytes > sizeMax) return;
    }
  }

  private items(mark: number, count: number, items: readonly Reply[], resp: RespVersion): void {
    this.header(mark, count);
    for (let i = 0; i < items.length; i++) this.write(items[i] as Reply, resp);
  }

  private bulk(bytes: Bytes): void {
    const { length } = bytes;
    this.header(36, length);
    this.reserve(length + 2);
    this.end += writeBytes(this.buffer, this.end, bytes);
    this.buffer[this.end++] = 13;
    this.buffer[this.end++] = 10;
  }

  private bulkArray(bytes: Uint8Array): void {
    this.header(36, bytes.length);
    this.reserve(bytes.length + 2);
    this.buffer.set(bytes, this.end);
    this.end += bytes.length;
    this.buffer[this.end++] = 13;
    this.buffer[this.end++] = 10;
  }

  /** `mark`, a decimal number, CRLF. */
  private header(mark: number, value: number): void {
    this.reserve(24);
    const { buffer } = this;
    buffer[this.end++] = mark;
    if (value >= 0 && value < 10) buffer[this.end++] = 48 + value;
    else if (value >= 10 && value < 100) {
      const tens = (value / 10) | 0;
      buffer[this.end++] = 48 + tens;
      buffer[this.end++] = 48 + value - tens * 10;
    } else this.end += writeBytes(buffer, this.end, String(value));
    buffer[this.end++] = 13;
    buffer[this.end++] = 10;
  }

  private reserve(extra: number): void {
    if (this.end + extra <= this.buffer.length) return;
    const size = this.sizeBytes;
    const likeBefore = Math.min(this.buffer.length, GROWN_MAX_BYTES);
    const next = new Uint8Array(Math.max(likeBefore, 2 * (size + extra)));
    next.set(this.buffer.subarray(this.start, this.end));
    this.buffer = next;
    this.start = 0;
    this.end = size;
  }
}
