/** Whole values come out however the bytes are cut; every wire type survives. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Bytes, toUint8Array } from '../base/bytes.ts';
import { RespReader, RespSyntaxError } from './resp-reader.ts';
import type { RespValue } from './resp-value.ts';

function readAll(bytes: Bytes, sizes: readonly number[] = [bytes.length]): RespValue[] {
  const reader = new RespReader();
  const out: RespValue[] = [];
  let at = 0;
  for (let i = 0; at < bytes.length; i++) {
    const size = Math.max(1, sizes[i % sizes.length] ?? 1);
    reader.feed(toUint8Array(bytes.slice(at, at + size)));
    at += size;
    for (let value = reader.next(); value !== null; value = reader.next()) out.push(value);
  }
  return out;
}

const check = (bytes: Bytes, ...values: RespValue[]) => expect(readAll(bytes)).toEqual(values);
const bulk = (text: Bytes): RespValue => ({ kind: 'bulk', text });

describe('wire types', () => {
  test('simple', () => check('+OK\r\n', { kind: 'simple', text: 'OK' }));
  test('error', () => check('-ERR no\r\n', { kind: 'error', text: 'ERR no' }));
  test('integer of 64 bits', () =>
    check(':-9223372036854775808\r\n', { kind: 'integer', digits: '-9223372036854775808' }));
  test('bulk with CR LF inside', () => check('$4\r\na\r\nb\r\n', bulk('a\r\nb')));
  test('empty bulk', () => check('$0\r\n\r\n', bulk('')));
  test('nulls', () =>
    check(
      '$-1\r\n*-1\r\n_\r\n',
      { kind: 'null', form: 'bulk' },
      { kind: 'null', form: 'array' },
      { kind: 'null', form: 'resp3' },
    ));
  test('nested arrays', () =>
    check('*2\r\n*0\r\n*1\r\n$1\r\na\r\n', {
      kind: 'array',
      items: [
        { kind: 'array', items: [] },
        { kind: 'array', items: [bulk('a')] },
      ],
    }));
  test('map', () =>
    check('%1\r\n$1\r\nk\r\n:1\r\n', {
      kind: 'map',
      items: [bulk('k'), { kind: 'integer', digits: '1' }],
    }));
  test('set and push', () =>
    check(
      '~1\r\n+a\r\n>1\r\n+b\r\n',
      { kind: 'set', items: [{ kind: 'simple', text: 'a' }] },
      { kind: 'push', items: [{ kind: 'simple', text: 'b' }] },
    ));
  test('double, boolean, big number, verbatim, blob error', () =>
    check(
      ',1.5\r\n#t\r\n(123\r\n=7\r\ntxt:abc\r\n!5\r\nERR x\r\n',
      { kind: 'double', text: '1.5' },
      { kind: 'boolean', value: true },
      { kind: 'bignumber', digits: '123' },
      { kind: 'verbatim', format: 'txt', text: 'abc' },
      { kind: 'error', text: 'ERR x' },
    ));
  test('attributes are dropped', () => check('|1\r\n+ttl\r\n:3\r\n$1\r\na\r\n', bulk('a')));
  test('an attribute inside an array takes no place', () =>
    check('*1\r\n|1\r\n+ttl\r\n:3\r\n$1\r\na\r\n', { kind: 'array', items: [bulk('a')] }));
  test('bytes that are not RESP', () =>
    expect(() => readAll('hello\r\n')).toThrow(RespSyntaxError));
  test('a length that is none', () => expect(() => readAll('$x\r\n')).toThrow(RespSyntaxError));
});

const text = fc.string({
  unit: fc.integer({ min: 0, max: 255 }).map((n) => String.fromCharCode(n)),
});
const line = fc.string({
  unit: fc.integer({ min: 32, max: 126 }).map((n) => String.fromCharCode(n)),
});
const { value } = fc.letrec<{ value: RespValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    line.map((text): RespValue => ({ kind: 'simple', text })),
    fc.integer().map((n): RespValue => ({ kind: 'integer', digits: String(n) })),
    text.map(bulk),
    fc.constantFrom<RespValue>(
      { kind: 'null', form: 'bulk' },
      { kind: 'null', form: 'array' },
      { kind: 'boolean', value: false },
    ),
    text.map((text): RespValue => ({ kind: 'verbatim', format: 'txt', text })),
    fc
      .tuple(
        fc.constantFrom('array' as const, 'set' as const, 'push' as const),
        fc.array(tie('value'), { maxLength: 5 }),
      )
      .map(([kind, items]): RespValue => ({ kind, items })),
    fc
      .array(fc.tuple(tie('value'), tie('value')), { maxLength: 3 })
      .map((pairs): RespValue => ({ kind: 'map', items: pairs.flat() })),
  ),
}));

/** The bytes of a value: what a server would write. */
function write(value: RespValue): Bytes {
  const all = (items: readonly RespValue[]) => items.map(write).join('');
  switch (value.kind) {
    case 'simple':
      return `+${value.text}\r\n`;
    case 'error':
      return `-${value.text}\r\n`;
    case 'integer':
      return `:${value.digits}\r\n`;
    case 'bulk':
      return `$${value.text.length}\r\n${value.text}\r\n`;
    case 'null':
      return { bulk: '$-1\r\n', array: '*-1\r\n', resp3: '_\r\n' }[value.form];
    case 'none':
      return '';
    case 'boolean':
      return value.value ? '#t\r\n' : '#f\r\n';
    case 'verbatim':
      return `=${value.text.length + 4}\r\n${value.format}:${value.text}\r\n`;
    case 'double':
      return `,${value.text}\r\n`;
    case 'bignumber':
      return `(${value.digits}\r\n`;
    case 'map':
      return `%${value.items.length / 2}\r\n${all(value.items)}`;
    default:
      return `${{ array: '*', set: '~', push: '>' }[value.kind]}${value.items.length}\r\n${all(value.items)}`;
  }
}

test('what is written is read back, however it is cut', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(fc.array(value, { maxLength: 4 }), sizes, (values, sizes) => {
      expect(readAll(values.map(write).join(''), sizes)).toEqual(values);
    }),
  );
});

test('a big bulk in small chunks and deep nesting take linear time', () => {
  const big = 'x'.repeat(2_000_000);
  const started = performance.now();
  expect(readAll(`$${big.length}\r\n${big}\r\n`, [500])).toHaveLength(1);
  const deep = `${'*1\r\n'.repeat(50_000)}:1\r\n`;
  expect(readAll(deep, [7])).toHaveLength(1);
  expect(performance.now() - started).toBeLessThan(2000);
});
