/**
 * Writes reply values as RESP2 or RESP3 into one growing buffer.
 *
 * Invariants: bytes are laid down in the order of the calls; `take` hands out a copy, so the
 * buffer is reused for the next batch and a link may keep what it was given.
 */
import { type Bytes, writeBytes } from '../base/bytes.ts';
import { OK, type Reply, type TaggedReply, type VerbatimReply } from './reply.ts';

export type RespVersion = 2 | 3;

const START_BYTES = 16 * 1024;
/** A buffer that one huge reply has blown up is dropped after it was sent. */
const KEEP_BYTES = 1024 * 1024;

export class ReplyWriter {
  private buffer = new Uint8Array(START_BYTES);
  private length = 0;

  get sizeBytes(): number {
    return this.length;
  }

  /** What was written, as an array of its own; the writer is empty afterwards. */
  take(): Uint8Array {
    const bytes = this.buffer.slice(0, this.length);
    this.length = 0;
    if (this.buffer.length > KEEP_BYTES) this.buffer = new Uint8Array(START_BYTES);
    return bytes;
  }

  /** Forgets what was written after the first `sizeBytes` bytes (CLIENT REPLY OFF and SKIP). */
  rewind(sizeBytes: number): void {
    this.length = sizeBytes;
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
    this.length += writeBytes(this.buffer, this.length, text);
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

  private items(mark: number, count: number, items: readonly Reply[], resp: RespVersion): void {
    this.header(mark, count);
    for (let i = 0; i < items.length; i++) this.write(items[i] as Reply, resp);
  }

  private bulk(bytes: Bytes): void {
    const { length } = bytes;
    this.header(36, length);
    this.reserve(length + 2);
    this.length += writeBytes(this.buffer, this.length, bytes);
    this.buffer[this.length++] = 13;
    this.buffer[this.length++] = 10;
  }

  private bulkArray(bytes: Uint8Array): void {
    this.header(36, bytes.length);
    this.reserve(bytes.length + 2);
    this.buffer.set(bytes, this.length);
    this.length += bytes.length;
    this.buffer[this.length++] = 13;
    this.buffer[this.length++] = 10;
  }

  /** `mark`, a decimal number, CRLF. */
  private header(mark: number, value: number): void {
    this.reserve(24);
    const { buffer } = this;
    buffer[this.length++] = mark;
    if (value >= 0 && value < 10) buffer[this.length++] = 48 + value;
    else if (value >= 10 && value < 100) {
      const tens = (value / 10) | 0;
      buffer[this.length++] = 48 + tens;
      buffer[this.length++] = 48 + value - tens * 10;
    } else this.length += writeBytes(buffer, this.length, String(value));
    buffer[this.length++] = 13;
    buffer[this.length++] = 10;
  }

  private reserve(extra: number): void {
    const needed = this.length + extra;
    if (needed <= this.buffer.length) return;
    const grown = new Uint8Array(Math.max(needed, this.buffer.length * 2));
    grown.set(this.buffer.subarray(0, this.length));
    this.buffer = grown;
  }
}
