/**
 * DEBUG DIGEST: forty digits that two servers share exactly when they hold the same data, however
 * it is stored and in whichever order it came.
 *
 * As Redis computes it: what has an order is mixed (hashed together with all before it), what has
 * none is combined by exclusive or of its hashes.
 */
import { type Bytes, toUint8Array } from '../../base/bytes.ts';
import { formatDouble17g } from '../../base/double.ts';
import { hexOf, sha1Of } from '../../base/hashes.ts';
import type { UnixMs } from '../../base/ports.ts';
import type { Database } from '../keyspace/database.ts';
import type { HashValue } from '../keyspace/hash-value.ts';
import type { Keyspace } from '../keyspace/keyspace.ts';
import type { StreamValue } from '../keyspace/stream-value.ts';
import { bytesOfString } from '../keyspace/string-value.ts';
import { isString, type TypeName, typeOf, type Value } from '../keyspace/values.ts';

const DIGEST_BYTES = 20;
const TYPE_NUMBERS: Readonly<Record<TypeName, number>> = {
  string: 0,
  list: 1,
  set: 2,
  zset: 3,
  hash: 4,
  stream: 6,
};

class Digest {
  readonly bytes = new Uint8Array(DIGEST_BYTES);

  /** Order does not matter. */
  combine(data: Uint8Array): void {
    const hash = sha1Of(data);
    for (let i = 0; i < DIGEST_BYTES; i++) (this.bytes[i] as number) ^= hash[i] as number;
  }

  /** Order matters. */
  mix(data: Uint8Array): void {
    this.combine(data);
    this.bytes.set(sha1Of(this.bytes));
  }

  mixText(text: Bytes): void {
    this.mix(toUint8Array(text));
  }

  /** Big end first, as it would travel a network. */
  mixNumber(value: number): void {
    this.mix(Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value));
  }

  toHex(): Bytes {
    return hexOf(this.bytes);
  }
}

/** Words that belong together, as one member of something without an order. */
function combined(digest: Digest, ...words: readonly Bytes[]): void {
  const member = new Digest();
  for (const word of words) member.mixText(word);
  digest.combine(member.bytes);
}

function mixValue(digest: Digest, value: Value, expiresAtMs: UnixMs | null): void {
  digest.mixNumber(TYPE_NUMBERS[typeOf(value)]);
  if (isString(value)) digest.mixText(bytesOfString(value));
  else if (value.type === 'list') {
    for (const element of value.range(0, value.length)) digest.mixText(element);
  } else if (value.type === 'set') {
    for (const member of value.members()) digest.combine(toUint8Array(member));
  } else if (value.type === 'zset') {
    value.forEach((member, score) => combined(digest, member, formatDouble17g(score)));
  } else if (value.type === 'hash') mixHash(digest, value);
  else mixStream(digest, value);
  if (expiresAtMs !== null) digest.combine(toUint8Array('!!expire!!'));
}

function mixHash(digest: Digest, hash: HashValue): void {
  hash.forEach((field, text) => {
    const member = new Digest();
    member.mixText(field);
    member.mixText(text);
    if (hash.expiresAt(field) !== null) member.combine(toUint8Array('!!hexpire!!'));
    digest.combine(member.bytes);
  });
}

function mixStream(digest: Digest, { log }: StreamValue): void {
  for (const cursor = log.cursor(null, null); cursor.next(); ) {
    digest.mixText(`${cursor.ms}.${cursor.seq}`);
    const words: Bytes[] = [];
    cursor.pushFields(words);
    for (const word of words) digest.mixText(word);
  }
}

/** Of all databases. */
export function keyspaceDigest(keyspace: Keyspace): Bytes {
  const whole = new Digest();
  for (const database of keyspace.databases) {
    if (database.size === 0) continue;
    whole.mixNumber(database.index);
    database.entries.forEach((value, key) => {
      const digest = new Digest();
      digest.mixText(key);
      mixValue(digest, value, database.expiresAt(key));
      whole.combine(digest.bytes);
    });
  }
  return whole.toHex();
}

/** Of one key's value; zeros where there is none. */
export function valueDigest(database: Database, key: Bytes): Bytes {
  const digest = new Digest();
  const value = database.peek(key);
  if (value !== undefined) mixValue(digest, value, database.expiresAt(key));
  return digest.toHex();
}
