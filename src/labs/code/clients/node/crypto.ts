/** Node's `crypto`, as far as clients and learners' code go: hashes, HMACs and random values. */
import { hmac } from '@noble/hashes/hmac.js';
import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { randomBytes as drawBytes, randomUuid } from '../../world-date.ts';
import { outside } from '../outside.ts';
import { Buffer } from './buffer.ts';

const algorithms = { md5, sha1, sha256, sha512 } as const;

interface Hasher {
  update(bytes: Uint8Array): unknown;
  digest(): Uint8Array;
}

class Digest {
  readonly #hasher: Hasher;

  constructor(hasher: Hasher) {
    this.#hasher = hasher;
  }

  update(data: string | Uint8Array, encoding?: string): this {
    const bytes =
      typeof data !== 'string'
        ? data
        : encoding === undefined || /^utf-?8$/i.test(encoding)
          ? utf8ToBytes(data)
          : Buffer.from(data, encoding);
    this.#hasher.update(Uint8Array.from(bytes));
    return this;
  }

  digest(encoding?: string): unknown {
    const bytes = Buffer.from(this.#hasher.digest());
    return encoding === undefined ? bytes : bytes.toString(encoding);
  }
}

function algorithm(name: string): (typeof algorithms)[keyof typeof algorithms] {
  const known = algorithms[name.toLowerCase() as keyof typeof algorithms];
  if (known) return known;
  throw Object.assign(new Error('Digest method not supported'), {
    code: 'ERR_CRYPTO_INVALID_DIGEST',
  });
}

export const createHash = (name: string): Digest => new Digest(algorithm(name).create());

export const createHmac = (name: string, key: string | Uint8Array): Digest =>
  new Digest(hmac.create(algorithm(name), typeof key === 'string' ? utf8ToBytes(key) : key));

export const randomBytes = (size: number): unknown =>
  Buffer.from(drawBytes(outside().world.random, size));

export const randomUUID = (): string => randomUuid(outside().world.random);

export function randomInt(first: number, second?: number): number {
  const [min, max] = second === undefined ? [0, first] : [first, second];
  return min + outside().world.random.below(max - min);
}

export function getRandomValues<T extends Uint8Array>(into: T): T {
  into.set(drawBytes(outside().world.random, into.length));
  return into;
}

export function timingSafeEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
