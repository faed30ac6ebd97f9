/**
 * Arguments and bytes that no well-meaning client would send: for showing that nothing a client
 * sends can break a node.
 *
 * Left out are only sizes that a correct answer would need gigabytes for.
 */
import type { Bytes } from '../../base/bytes.ts';
import type { Random } from '../../base/ports.ts';
import type { Syntax } from '../../contract/catalogue.ts';

const KEYS = ['s1', 'h1', 'l1', 't1', 'z1', 's2', 'h2', 'l2', 't2', 'z2', '', 'k\0\xff'];

const VALUES = [
  ...['0', '1', '-1', '2', '10', '-10', '100', '4294967296', '2147483648', '-2147483649'],
  ...['9223372036854775807', '-9223372036854775808', '9223372036854775808', '1e309', '-1e309'],
  ...['nan', 'inf', '-inf', '0x1p-1074', '1.5', '.', '-', '+', '(', '[', '(1', '[a', '1e-400'],
  ...['', ' ', 'a', 'b', 'c', '\0', '\r\n', '\xff\xfe', '*', '?', '[', '[^', '\\', 'a*'.repeat(20)],
  ...['NX', 'XX', 'GT', 'LT', 'GET', 'EX', 'LIMIT', 'COUNT', 'WITHSCORES', 'STORE', 'FIELDS'],
  ...['x'.repeat(100), '9'.repeat(400), '__proto__', 'constructor', 'toString', '$1', '%s%n'],
];

/** Offsets and sizes that a value would have to be made for: small ones, and ones out of range. */
const OFFSETS = ['0', '1', '7', '100', '-1', '4294967296', '9223372036854775807', 'abc'];
const sized = new Set(['offset', 'size', 'length']);

const pick = <T>(random: Random, from: readonly T[]): T => from[random.below(from.length)] as T;

function drawOne(random: Random, syntax: Syntax): string[] {
  switch (syntax.kind) {
    case 'token':
      return [random.unit() < 0.9 ? syntax.token : syntax.token.toLowerCase()];
    case 'value':
      if (sized.has(syntax.name)) return [pick(random, OFFSETS)];
      if (syntax.type === 'key') return [pick(random, KEYS)];
      return [random.unit() < 0.3 ? String(random.below(5)) : pick(random, VALUES)];
    case 'sequence':
      return syntax.items.flatMap((item) => drawOne(random, item));
    case 'choice':
      return drawOne(random, pick(random, syntax.items));
    case 'optional':
      return random.unit() < 0.5 ? drawOne(random, syntax.item) : [];
    case 'repeat':
      return Array.from({ length: 1 + random.below(4) }, () => drawOne(random, syntax.item)).flat();
  }
}

/** One command line that follows the grammar more or less. */
export function junkLine(random: Random, name: string, syntax: readonly Syntax[]): string[] {
  const argv = [...name.split(' '), ...syntax.flatMap((item) => drawOne(random, item))];
  const words = name.split(' ').length;
  const change = random.below(8);
  if (change === 0 && argv.length > words) argv.pop();
  else if (change === 1) argv.push(pick(random, VALUES));
  else if (change === 2 && argv.length > words) {
    const at = words + random.below(argv.length - words);
    // An offset stays one: others would be sizes too large to make.
    if (!OFFSETS.includes(argv[at] as string)) argv[at] = pick(random, VALUES);
  }
  return argv;
}

const FRAGMENTS = [
  ...[
    '*1\r\n',
    '*2\r\n',
    '*3\r\n',
    '$4\r\n',
    '$3\r\n',
    '$0\r\n\r\n',
    'PING\r\n',
    'SET\r\n',
    'GET\r\n',
  ],
  ...['*-1\r\n', '*0\r\n', '$-1\r\n', '*2147483647\r\n', '*1048577\r\n', '$536870913\r\n', '\r\n'],
  ...['*99999999999999999999\r\n', '$99999999999999999999\r\n', '*+1\r\n', '* 1\r\n', '$ 4\r\n'],
  ...['+OK\r\n', '-ERR\r\n', ':1\r\n', '_\r\n', '%1\r\n', '>1\r\n', '~1\r\n', '=5\r\ntxt:a\r\n'],
  ...[
    '"unclosed',
    "'half",
    '"a\\x',
    '"a"b\r\n',
    'set a "\\n"\r\n',
    '\0',
    '\n',
    '\r',
    '*',
    '$',
    'é',
  ],
];

/** Bytes that begin like requests and end like none. */
export function junkBytes(random: Random): Bytes {
  let bytes = '';
  const pieces = 1 + random.below(12);
  for (let i = 0; i < pieces; i++) {
    const kind = random.below(10);
    if (kind < 7) bytes += pick(random, FRAGMENTS);
    else if (kind < 9) {
      const length = random.below(20);
      for (let n = 0; n < length; n++) bytes += String.fromCharCode(random.below(256));
    } else bytes += bytes.slice(0, random.below(bytes.length + 1));
  }
  return bytes;
}
