/**
 * Replies as the debugger prints them behind `<reply>`: read from the protocol's bytes, as Redis
 * does, so that what is unknown to it (big numbers, verbatim strings) is left out in the same way.
 */
import { type Bytes, bytesOf } from '../../../base/bytes.ts';
import { quotedBytes } from '../../../protocol/quoted-bytes.ts';
import type { Reply } from '../../../protocol/reply.ts';
import { ReplyWriter, type RespVersion } from '../../../protocol/reply-writer.ts';

export function shownReply(reply: Reply, resp: RespVersion): Bytes {
  const writer = new ReplyWriter();
  writer.write(reply, resp);
  return new ReplyText(bytesOf(writer.take())).next();
}

class ReplyText {
  private readonly bytes: Bytes;
  private at = 0;

  constructor(bytes: Bytes) {
    this.bytes = bytes;
  }

  next(): Bytes {
    const kind = this.bytes[this.at];
    switch (kind) {
      case ':':
        return this.line().slice(1);
      case '+':
      case '-':
        return quotedBytes(this.line());
      case '$':
        return this.bulk();
      case '*':
        return this.items('[', ']', 1, '');
      case '~':
        return this.items('~(', ')', 1, '');
      case '%':
        return this.items('{', '}', 2, ' => ');
      case '_':
        this.line();
        return '(null)';
      case '#':
        return this.line()[1] === 't' ? '#true' : '#false';
      case ',':
        return `(double) ${this.line().slice(1)}`;
      default:
        // Not passed over either.
        return '';
    }
  }

  private line(): Bytes {
    const end = this.bytes.indexOf('\r', this.at);
    const line = this.bytes.slice(this.at, end);
    this.at = end + 2;
    return line;
  }

  private bulk(): Bytes {
    const length = Number(this.line().slice(1));
    if (length === -1) return 'NULL';
    const body = this.bytes.slice(this.at, this.at + length);
    this.at += length + 2;
    return quotedBytes(body);
  }

  private items(open: Bytes, close: Bytes, width: number, between: Bytes): Bytes {
    const count = Number(this.line().slice(1));
    if (count === -1) return 'NULL';
    const items: Bytes[] = [];
    for (let i = 0; i < count; i++) {
      const first = this.next();
      items.push(width === 2 ? first + between + this.next() : first);
    }
    return open + items.join(',') + close;
  }
}
