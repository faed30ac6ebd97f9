/**
 * The small alphabets that the oracle draws arguments from: few enough that commands meet on the
 * same keys, fields and members, with every boundary that parsers and encodings have.
 *
 * Left out on purpose: times so near that a key could expire between the two servers' clocks, and
 * counts or offsets so large that a correct answer would need gigabytes.
 */

/** Keys by the type that commands of a group mostly put there. */
export const keysByType: Readonly<Record<string, readonly string[]>> = {
  string: ['s1', 's2'],
  hash: ['h1', 'h2'],
  list: ['l1', 'l2'],
  set: ['t1', 't2'],
  zset: ['z1', 'z2'],
  stream: ['x1', 'x2'],
  hyperloglog: ['p1', 'p2', 'p3'],
  geo: ['g1', 'g2', 'g1', 'z1'],
};

export const allKeys: readonly string[] = [
  ...new Set([...Object.values(keysByType).flat(), 'none', '{k}']),
];

const long = 'a long value of more than sixty-four bytes, to leave every compact encoding';

export const texts: readonly string[] = [
  'a',
  'b',
  'c',
  'd',
  'e',
  '1',
  '2',
  '3',
  '10',
  '-5',
  '3.5',
  '9223372036854775807',
  '-9223372036854775808',
  '9223372036854775808',
  '007',
  '',
  'hello world',
  'k\x00\xff\r\n',
  '\xed\x95\x9c',
  'forty-four bytes is the longest embstr there',
  'forty-five bytes is longer than any embstr is',
  long,
  'HYLL\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x7f\xff',
  'HYLL\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x80\x7f\xf0\x8d',
];

export const integers: readonly string[] = [
  ...['0', '1', '-1', '2', '-2', '3', '5', '-5', '10', '100', '-100'],
  ...['9007199254740992', '9223372036854775807', '9223372036854775808', '-9223372036854775808'],
  ...['-9223372036854775809', '4294967296', '1.5', 'abc', '', '01', '+1', '-0', ' 1', '1 '],
];

/**
 * Not among them: what strtod calls out of range, such as 1e400. SORT of redis-server 7.0 looks at
 * errno without having cleared it, so that after such a number it refuses good scores until some
 * system call fails. regressions/out-of-range.resp asks for those one by one.
 */
export const doubles: readonly string[] = [
  ...['0', '1', '2', '3', '-1', '1.5', '0.1', '-2.25', '3.14159265358979', '100', '1e3', '1e-10'],
  ...['inf', '-inf', '+inf', 'Infinity', 'nan', '9007199254740993', '1e308', '1e-300', '0x10'],
  ...['-0', '00.5', '.5', '5.', 'abc', '', ' 1', '1 ', '1e', '123456789012345678901234567890'],
];

const seconds = ['100', '1000', '5000000', '0', '-1', '9223372036854775807', '9223372036854775'];
const milliseconds = [
  '100000',
  '5000000',
  '0',
  '-1',
  '9223372036854775807',
  '-9223372036854775808',
];
const unixSeconds = ['1', '0', '-5', '4000000000', '9223372036854775807', '5000000000'];
const unixMilliseconds = ['1', '0', '-5', '4000000000000', '9223372036854775807'];
const counts = ['0', '1', '2', '3', '5', '-1', '-2', '-5', '10', '9223372036854775807', 'abc'];
const offsets = ['0', '1', '3', '7', '8', '100', '1000', '-1', '4294967296', '9223372036854775807'];
const databases = ['0', '1', '1', '16', '-1', 'abc'];
const scoreLimits = [
  '-inf',
  '+inf',
  '0',
  '1',
  '3',
  '(1',
  '(3',
  '-1',
  '(-inf',
  'abc',
  '10',
  '(',
  '',
];

/** What a 7.0 answers to DUMP: a string, an integer, a list, a hash, a set, and some that are none. */
const dumps: readonly string[] = [
  '\x00\x05hello\x0a\x00cr\xdfve4 \x0a',
  "\x00\xc190\x0a\x00\x9d\x94\xea'\x93\xfc\x08\xb9",
  '\x12\x01\x02\x0f\x0f\x00\x00\x00\x03\x00\x81a\x02\x81b\x02\x01\x01\xff\x0a\x00\xe0\x1b\xabJG\xceY"',
  '\x10\x12\x12\x00\x00\x00\x04\x00\x81f\x02\x81v\x02\x81g\x02\x02\x01\xff\x0a\x00\x01\xa6NO\xc1\xd4\xe5C',
  '\x0b\x0e\x02\x00\x00\x00\x03\x00\x00\x00\x01\x00\x02\x00,\x01\x0a\x00\xe5\x10\xb2\x8e{\x95)\xaa',
  '\x02\x01\x01a\x0a\x00b\x96\xe9~D\xd2\x1am',
  '\x11\x11\x11\x00\x00\x00\x04\x00\x81a\x02\x01\x01\x81b\x02\x02\x01\xff\x0a\x00\xba\x07\xf2$\xa9\xd2\x8fU',
  '',
  'abc',
  'no dump, but long enough to be one',
];

/** Alphabets by the name that a command's grammar gives a value. */
export const byName: Readonly<Record<string, readonly string[]>> = {
  seconds: [...seconds, 'abc', '10.5'],
  milliseconds: [...milliseconds, 'abc', ''],
  ttl: ['0', '100000', '-1', 'abc'],
  'unix-time-seconds': unixSeconds,
  'unix-time-milliseconds': unixMilliseconds,
  offset: offsets,
  count: counts,
  db: databases,
  'destination-db': databases,
  index1: databases,
  index2: databases,
  type: ['string', 'hash', 'list', 'set', 'zset', 'stream', 'bogus'],
  min: scoreLimits,
  max: scoreLimits,
  encoding: [
    ...['u8', 'i8', 'i16', 'u63', 'i64', 'u1', 'i1', 'u5', 'i5', 'u32', 'i33', 'u24', 'i63'],
    ...['u64', 'x', 'i65', 'u0'],
  ],
  bit: ['0', '1', '1', '0', '1', '2'],
  'serialized-value': dumps,
  pattern: ['*', 's?', '[a-h]*', 'h1', 'nothing', '?[12]', '[^s]*', '\\*', '', '[z-a]1', 'w_*'],
  timeout: ['0.001', '0.002', '-1', 'abc'],
  'block-ms': ['1', '2', '3', '-1', 'abc'],
  group: ['g1', 'g1', 'g1', 'g2', 'g\x00h'],
  consumer: ['c1', 'c2', 'c3', '', 'C'],
  // What MAXLEN counts by, and IDs for MINID.
  threshold: [
    ...['0', '1', '2', '3', '4', '7', '10', '100', '-1', 'abc', '9223372036854775807'],
    ...['1-1', '2-1', '3-0', '5-2'],
  ],
  // Far from any time that passes while two servers are compared.
  'min-idle-ms': ['0', '0', '0', '-1', '100000', '9223372036854775807', 'abc'],
  'idle-ms': ['5000000', '0', '-1', '9223372036854775807', '-9223372036854775808', 'abc'],
  'entries-read': ['0', '1', '2', '5', '-1', '-2', '9223372036854775807', 'abc'],
  'entries-added': ['0', '1', '5', '20', '100', '-1', '9223372036854775807', 'abc'],
};

/** Stream IDs at every boundary of their two halves, and what is none. */
export const oddIds: readonly string[] = [
  ...[
    '0',
    '0-0',
    '0-1',
    '1',
    '-',
    '+',
    '$',
    '>',
    '*',
    '0-*',
    '5-*',
    'abc',
    '',
    '1-',
    '-1',
    '1-abc',
  ],
  ...[
    '18446744073709551615',
    '18446744073709551615-18446744073709551615',
    '1-18446744073709551615',
  ],
  ...[
    '18446744073709551615-18446744073709551614',
    '18446744073709551616',
    '1-18446744073709551616',
  ],
  ...['9007199254740991-9007199254740991', '9007199254740993-1', '9223372036854775808-1'],
  ...['1--0', '1--1', '1--05', ' 1', '+1', '01-01', '1 ', '1-\x005', '1-1-1', '1-+1', '\t2-2'],
];

const bitOffsets = ['0', '1', '3', '7', '8', '15', '100', '1000', '20001', '-1', '4294967296'];
const positions = [
  '0',
  '1',
  '2',
  '3',
  '8',
  '17',
  '-1',
  '-2',
  '-5',
  '-17',
  '100',
  '-9223372036854775808',
];
const fieldOffsets = [
  '0',
  '1',
  '5',
  '8',
  '13',
  '100',
  '#0',
  '#1',
  '#3',
  '#20',
  '#-1',
  '#',
  'abc',
  '-1',
];
const fieldValues = [
  ...['0', '1', '-1', '127', '128', '255', '256', '-128', '-129', '1000000', '4294967295', '-7'],
  ...['9223372036854775807', '-9223372036854775808', '9223372036854775808', '4611686018427387904'],
];

const distances = [
  ...['0', '1', '50', '100', '500', '1000', '5000', '20000', '100000', '1e7', '0.5', '12.75'],
  ...['-1', 'abc', 'inf', '', '1e300'],
];
const places = Array.from({ length: 24 }, (_, n) => `place-${n}`);

/** The same names, where commands of a group mean something else by them: looked up first. */
export const byGroup: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  bitmap: {
    offset: bitOffsets,
    'field-offset': fieldOffsets,
    start: positions,
    end: positions,
    value: fieldValues,
    increment: fieldValues,
  },
  geo: {
    longitude: [
      ...[
        '0',
        '0.001',
        '0.002',
        '-0.001',
        '13.361389',
        '15.087269',
        '126.978',
        '129.0756',
        '2.3522',
      ],
      ...['0.0005', '13.5', '14.25', '127.02', '126.9', '-0.002', '2.29', '2.4', '-74', '-73.5'],
      ...['-73.9857', '179.9999', '-179.9999', '180', '-180', '90', '-90', '181', 'abc'],
    ],
    latitude: [
      ...[
        '0',
        '0.001',
        '-0.002',
        '38.115556',
        '37.502669',
        '37.5665',
        '35.1796',
        '48.8566',
        '-33.9',
      ],
      ...['0.0005', '38', '37.9', '37.5', '37.51', '48.86', '48.9', '40.7', '-0.001', '0.002'],
      ...['85.05112878', '-85.05112878', '85', '70', '-67', '81', '85.0512', 'inf'],
    ],
    member: places,
    member1: places,
    member2: places,
    radius: distances,
    width: distances,
    height: distances,
    count: ['1', '2', '3', '5', '8', '20', '0', '-1', 'abc', '9223372036854775807'],
  },
  hyperloglog: {
    element: Array.from({ length: 120 }, (_, n) => `element-${n}`.slice(n % 9)),
  },
};

/** Values that are times: never drawn from anywhere else, or keys expire while being compared. */
export const times = new Set([
  ...['seconds', 'milliseconds', 'ttl', 'timeout', 'block-ms', 'min-idle-ms', 'idle-ms'],
]);

/** What a spoiled argument becomes: nothing that could be a time close by. */
export const spoilers: readonly string[] = ['0', '-1', 'abc', '1.5', '', '9223372036854775808'];

/** Where lexicographic ranges are asked for: its members all have the same score. */
export const lexKey = 'lex';
export const lexLimits: readonly string[] = [
  ...['-', '+', '[a', '[c', '(b', '(d', '[', '(', 'a', '[hello world'],
];
