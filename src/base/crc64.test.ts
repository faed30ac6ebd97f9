import { expect, test } from 'vitest';
import { toUint8Array } from './bytes.ts';
import { crc64, crc64Bytes } from './crc64.ts';

test('the check value of the polynomial', () => {
  expect(crc64(toUint8Array('123456789')).toString(16)).toBe('e9c6d914c4b8d9ca');
  expect(crc64(new Uint8Array(0))).toBe(0n);
});

test('a checksum can be continued', () => {
  const whole = toUint8Array('the quick brown fox \xff\x00 jumps');
  for (let at = 0; at <= whole.length; at++) {
    expect(crc64(whole.subarray(at), crc64(whole.subarray(0, at)))).toBe(crc64(whole));
  }
});

test("the end of a payload that redis-server's DUMP made", () => {
  // SET k hello; DUMP k, on 7.0.15.
  const payload = Uint8Array.from('\x00\x05hello\x0a\x00\x63\x72\xdf\x76\x65\x34\x20\x0a', (char) =>
    char.charCodeAt(0),
  );
  const body = payload.subarray(0, payload.length - 8);
  expect([...crc64Bytes(crc64(body))]).toEqual([...payload.subarray(-8)]);
});
