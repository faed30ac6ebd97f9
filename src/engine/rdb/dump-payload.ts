/**
 * What DUMP answers and RESTORE takes: type, value, and ten bytes that make it trustworthy.
 *
 *   | type | value ... | RDB version u16le | CRC-64 of all before, u64le |
 */
import { crc64, crc64Bytes } from '../../base/crc64.ts';
import type { EncodingLimits, Value } from '../keyspace/values.ts';
import { RdbError, RdbReader } from './rdb-reader.ts';
import { rdbVersionOf } from './rdb-types.ts';
import { RdbWriter } from './rdb-writer.ts';
import { type OldValues, readValue } from './value-reader.ts';
import { writeType, writeValue } from './value-writer.ts';

export const PAYLOAD_FOOTER_BYTES = 10;
const CHECKSUM_BYTES = 8;

/** Ends a payload with the version and the checksum. */
export function sealPayload(writer: RdbWriter, version: number): Uint8Array {
  const rdbVersion = rdbVersionOf(version);
  writer.byte(rdbVersion & 0xff);
  writer.byte(rdbVersion >> 8);
  writer.raw(crc64Bytes(crc64(writer.view())));
  return writer.view();
}

/** True for a payload of this version or an older one, whose checksum is right or not asked for. */
export function isSealed(payload: Uint8Array, version: number, skipsChecksum = false): boolean {
  const end = payload.length - PAYLOAD_FOOTER_BYTES;
  if (end < 0) return false;
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  if (view.getUint16(end, true) > rdbVersionOf(version)) return false;
  if (skipsChecksum) return true;
  const checksum = view.getBigUint64(payload.length - CHECKSUM_BYTES, true);
  return checksum === crc64(payload.subarray(0, -CHECKSUM_BYTES));
}

export function dumpValue(value: Value, version: number, compresses: boolean): Uint8Array {
  const writer = new RdbWriter(compresses);
  writeType(writer, value, version);
  writeValue(writer, value, version);
  return sealPayload(writer, version);
}

/**
 * The value of a sealed payload; null where its bytes are none. As in Redis, what follows the value
 * is not looked at, and a value that is a little short goes on into the footer.
 */
export function restoreValue(
  payload: Uint8Array,
  limits: EncodingLimits,
  old: OldValues | null,
): Value | null {
  const reader = new RdbReader(payload);
  try {
    return readValue(reader, reader.byte(), limits, old);
  } catch (error) {
    if (error instanceof RdbError) return null;
    throw error;
  }
}
