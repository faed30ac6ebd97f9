/** The expiry options that SET, GETEX and the hash commands share: EX, PX, EXAT and PXAT. */
import type { Bytes } from '../../base/bytes.ts';
import { parseCanonicalInt64 } from '../../base/int64.ts';
import type { UnixMs } from '../../base/ports.ts';
import { fail, invalidExpire, NOT_AN_INTEGER } from './errors.ts';

export type ExpireUnit = 'EX' | 'PX' | 'EXAT' | 'PXAT';

export function isExpireUnit(word: string): word is ExpireUnit {
  return word === 'EX' || word === 'PX' || word === 'EXAT' || word === 'PXAT';
}

const INT64_MAX = 2n ** 63n - 1n;

/**
 * The moment an option names, in Unix milliseconds. Zero, negative and overflowing times end the
 * command `name` with Redis's error.
 */
export function expireOptionMs(unit: ExpireUnit, text: Bytes, nowMs: UnixMs, name: string): UnixMs {
  const amount = parseCanonicalInt64(text);
  if (amount === null) return fail(NOT_AN_INTEGER);
  if (amount <= 0) return fail(invalidExpire(name));
  return (
    toUnixMs(amount, unit.startsWith('EX'), !unit.endsWith('AT'), nowMs) ??
    fail(invalidExpire(name))
  );
}

/** `amount` in seconds or milliseconds, from now or from the epoch, as Unix milliseconds; null on overflow. */
export function toUnixMs(
  amount: number | bigint,
  inSeconds: boolean,
  fromNow: boolean,
  nowMs: UnixMs,
): UnixMs | null {
  const givenMs = BigInt(amount) * (inSeconds ? 1000n : 1n);
  const exactMs = givenMs + (fromNow ? BigInt(Math.floor(nowMs)) : 0n);
  // As Redis, which finds the milliseconds too few before it adds the present to them.
  if (exactMs > INT64_MAX || givenMs < -INT64_MAX - 1n) return null;
  return Number(exactMs);
}

/** A moment as propagated commands say it: far ones are no safe integers, but still int64. */
export function unixMsText(atMs: UnixMs): Bytes {
  if (Number.isSafeInteger(atMs)) return String(atMs);
  const exact = BigInt(atMs);
  return String(exact > INT64_MAX ? INT64_MAX : exact);
}
