/**
 * Damaged payloads of DUMP: bytes of a payload flipped, cut and put in by a seeded generator, and
 * the checksum made right again, so that what reads the value has to see the damage.
 */
import { bytesOf, toUint8Array } from '../../base/bytes.ts';
import { crc64, crc64Bytes } from '../../base/crc64.ts';
import type { Random } from '../../base/ports.ts';
import type { Argv } from './compare.ts';

const FOOTER_BYTES = 10;
const many = (count: number, each: (n: number) => readonly string[]): string[] =>
  Array.from({ length: count }, (_, n) => each(n)).flat();

/** Makes the key `k` in every type and encoding; small, so that damage hits structure, not content. */
export const damagedValues: readonly { readonly name: string; readonly make: readonly Argv[] }[] = [
  { name: 'string', make: [['SET', 'k', 'hello']] },
  { name: 'integer', make: [['SET', 'k', '70000']] },
  { name: 'compressed string', make: [['SET', 'k', `${'abcdef'.repeat(9)}xyz${'q'.repeat(20)}`]] },
  { name: 'list', make: [['RPUSH', 'k', 'a', '1', '-5', '300', 'some text']] },
  {
    name: 'list of two nodes',
    make: [
      ['CONFIG', 'SET', 'list-max-listpack-size', '2'],
      ['RPUSH', 'k', 'a', '1', '-70000', '9223372036854775807'],
      ['CONFIG', 'SET', 'list-max-listpack-size', '-2'],
    ],
  },
  { name: 'list with a plain node', make: [['RPUSH', 'k', 'a', 'text '.repeat(2000), 'b']] },
  { name: 'intset 16', make: [['SADD', 'k', '1', '2', '300']] },
  { name: 'intset 64', make: [['SADD', 'k', '1', '-9223372036854775808', '70000']] },
  { name: 'set', make: [['SADD', 'k', 'a', 'b', '3', 'cc']] },
  { name: 'hash', make: [['HSET', 'k', 'f', 'v', 'g', '12', 'h', '']] },
  { name: 'large hash', make: [['HSET', 'k', 'f', 'v'.repeat(65), 'g', '1', 'h', 'x']] },
  { name: 'sorted set', make: [['ZADD', 'k', '1', 'a', '2.5', 'b', '-inf', 'c', '3', '17']] },
  { name: 'large sorted set', make: [['ZADD', 'k', '1', 'm'.repeat(65), '2', 'b', '-1.5', 'c']] },
  {
    name: 'stream',
    make: [
      ['XADD', 'k', '1-1', 'f', 'v'],
      ['XADD', 'k', '1-2', 'f', 'w', 'g', '1'],
      ['XADD', 'k', '3-0', 'f', 'x'],
      ['XDEL', 'k', '1-2'],
    ],
  },
  {
    name: 'stream with a group',
    make: [
      ['XADD', 'k', '1-1', 'f', 'v'],
      ['XADD', 'k', '2-1', 'f', 'w'],
      ['XGROUP', 'CREATE', 'k', 'g', '1-1'],
      ['XCLAIM', 'k', 'g', 'ann', '0', '1-1', '2-1', 'TIME', '1700000000000', 'FORCE', 'JUSTID'],
      ['XGROUP', 'CREATECONSUMER', 'k', 'g', 'bob'],
    ],
  },
  { name: 'emptied stream', make: [['XGROUP', 'CREATE', 'k', 'g', '0', 'MKSTREAM']] },
  { name: 'HyperLogLog', make: [['PFADD', 'k', ...many(5, (n) => [`e${n}`])]] },
];

/** The body with a footer whose checksum is right. */
export function sealed(body: string, version = '\x0a\0'): string {
  const bytes = toUint8Array(body + version);
  return bytesOf(bytes) + bytesOf(crc64Bytes(crc64(bytes)));
}

const ODD_BYTES = [
  0, 1, 0x3f, 0x40, 0x7f, 0x80, 0x81, 0xc0, 0xc1, 0xc2, 0xc3, 0xf0, 0xf4, 0xfe, 0xff,
];

export class PayloadDamager {
  private readonly random: Random;

  constructor(random: Random) {
    this.random = random;
  }

  /** `payload` with one to three damages, most of them near its beginning, where the structure is. */
  damage(payload: string): string {
    let body = payload.slice(0, -FOOTER_BYTES);
    for (let left = 1 + this.below(3); left > 0; left--) body = this.once(body);
    return sealed(body);
  }

  private once(body: string): string {
    const at = this.below(this.below(2) === 0 ? Math.min(body.length, 40) : body.length);
    const put = (length: number, bytes: string) =>
      body.slice(0, at) + bytes + body.slice(at + length);
    const here = body.charCodeAt(at);
    switch (this.below(6)) {
      case 0:
        return put(1, String.fromCharCode(here ^ (1 << this.below(8))));
      case 1:
        return put(1, String.fromCharCode(ODD_BYTES[this.below(ODD_BYTES.length)]!));
      case 2:
        return put(1, String.fromCharCode((here + (this.below(2) === 0 ? 1 : 255)) & 255));
      case 3:
        return put(1 + this.below(4), '');
      case 4:
        return put(0, String.fromCharCode(this.below(256)));
      default:
        return put(0, body.slice(at, at + 1 + this.below(8)));
    }
  }

  private below(limit: number): number {
    return limit <= 1 ? 0 : this.random.below(limit);
  }
}
