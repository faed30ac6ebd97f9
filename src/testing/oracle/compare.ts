/**
 * When two replies are equal: byte for byte, but for the commands named here, whose answers hang on
 * chance, on the order of a hash table, or on the time. Each has the weakest rule that is true.
 */
import type { Frame } from './frames.ts';

export type Argv = readonly string[];
type Rule = (real: Frame, ours: Frame, argv: Argv) => boolean;

/** Blocking commands time out on the real server's own beat, so the two clocks drift apart within a sequence. */
const clockSlackMs = 1000;

const same: Rule = (real, ours) => real.raw === ours.raw;

const sorted = (items: readonly Frame[], stride: number): string => {
  const groups: string[] = [];
  for (let at = 0; at < items.length; at += stride) {
    groups.push(
      items
        .slice(at, at + stride)
        .map(({ raw }) => raw)
        .join(''),
    );
  }
  return groups.sort().join('');
};

/** The same elements in any order; `stride` of them belong together. */
const anyOrder =
  (stride: number): Rule =>
  (real, ours) =>
    real.raw === ours.raw ||
    (real.kind === ours.kind &&
      real.items.length > 0 &&
      real.items.length === ours.items.length &&
      sorted(real.items, stride) === sorted(ours.items, stride));

/** A whole iteration in one call: the cursor, then the elements in any order. */
const scanned =
  (stride: number): Rule =>
  (real, ours) => {
    if (real.raw === ours.raw) return true;
    const [realCursor, realItems] = real.items;
    const [ourCursor, ourItems] = ours.items;
    if (!realCursor || !realItems || !ourCursor || !ourItems) return false;
    return realCursor.raw === ourCursor.raw && anyOrder(stride)(realItems, ourItems, []);
  };

/** Drawn by chance: the same kinds and counts, whatever the elements. */
const sameShape: Rule = (real, ours) => {
  if (real.kind === '-' || ours.kind === '-') return real.raw === ours.raw;
  if (real.kind !== ours.kind || (real.text === null) !== (ours.text === null)) return false;
  return (
    real.items.length === ours.items.length &&
    real.items.every((item, at) => sameShape(item, ours.items[at]!, []))
  );
};

/** A number that the time of the call is part of. */
const within =
  (slack: number): Rule =>
  (real, ours) => {
    if (real.raw === ours.raw) return true;
    if (real.kind !== ':' || ours.kind !== ':') return false;
    // As BigInt: far expiries do not fit a double.
    const [a, b] = [BigInt(real.text ?? ''), BigInt(ours.text ?? '')];
    return a >= 0 && b >= 0 && a - b <= slack && b - a <= slack;
  };

/** Without an order (BY a pattern without `*`, or by texts that may tie) any will do. */
const sort: Rule = (real, ours, argv) => {
  const by = argv.findIndex((arg) => arg.toUpperCase() === 'BY');
  const isAlpha = argv.some((arg) => arg.toUpperCase() === 'ALPHA');
  const unordered = by > 0 && (isAlpha || !(argv[by + 1] ?? '').includes('*'));
  if (!unordered) return same(real, ours, argv);
  const isPart = argv.some((arg) => arg.toUpperCase() === 'LIMIT');
  return (isPart ? sameShape : anyOrder(1))(real, ours, argv);
};

const timeNames = new Set(['idle', 'inactive', 'seen-time', 'active-time']);

/** Where a stream's replies have a time: behind its name, or as the last but one behind an entry's ID. */
function isTimeAt(items: readonly Frame[], at: number): boolean {
  if (items[at]?.kind !== ':') return false;
  const isDelivery = items.length > 2 && at === items.length - 2;
  if (isDelivery && /^\d+-\d+$/.test(items[0]?.text ?? '')) return true;
  return timeNames.has(items[at - 1]?.text ?? '');
}

/** The same but for the moments that a consumer was seen and an entry delivered, and the time since. */
const exceptTimes: Rule = (real, ours) => {
  if (real.raw === ours.raw) return true;
  if (real.kind !== ours.kind || real.items.length !== ours.items.length) return false;
  return (
    real.items.length > 0 &&
    real.items.every((item, at) =>
      (isTimeAt(real.items, at) ? within(clockSlackMs) : exceptTimes)(item, ours.items[at]!, []),
    )
  );
};

const rules: Readonly<Record<string, Rule>> = {
  KEYS: anyOrder(1),
  SMEMBERS: anyOrder(1),
  SUNION: anyOrder(1),
  SINTER: anyOrder(1),
  SDIFF: anyOrder(1),
  HKEYS: anyOrder(1),
  HVALS: anyOrder(1),
  HGETALL: anyOrder(2),
  SCAN: scanned(1),
  SSCAN: scanned(1),
  HSCAN: scanned(2),
  ZSCAN: scanned(2),
  SPOP: sameShape,
  SRANDMEMBER: sameShape,
  HRANDFIELD: sameShape,
  ZRANDMEMBER: sameShape,
  RANDOMKEY: sameShape,
  SORT: sort,
  SORT_RO: sort,
  XPENDING: exceptTimes,
  XINFO: exceptTimes,
  TTL: within(1),
  EXPIRETIME: within(1),
  PTTL: within(clockSlackMs),
  PEXPIRETIME: within(clockSlackMs),
  // Small integers are one shared object in Redis, whose access time is everybody's.
  'OBJECT IDLETIME': sameShape,
  'OBJECT FREQ': sameShape,
  // A transaction's queue holds references of its own while it runs.
  'OBJECT REFCOUNT': (real, ours) => real.raw === ours.raw || real.raw === ':2\r\n',
  // Table order is part of a dump.
  DUMP: sameShape,
  // Names the server's own version and client number.
  HELLO: (real, ours) => (real.kind === '-') === (ours.kind === '-'),
};

/** Scripts that say the command in their arguments: its rule is theirs. */
export const sayingScripts: readonly string[] = [
  'return redis.call(unpack(ARGV))',
  'return redis.pcall(unpack(ARGV))',
];

function ruleOf(argv: Argv): Rule {
  const name = (argv[0] ?? '').toUpperCase();
  if (name === 'EVAL' && sayingScripts.includes(argv[1] ?? '')) return ruleOf(argv.slice(3));
  return rules[name] ?? rules[`${name} ${(argv[1] ?? '').toUpperCase()}`] ?? same;
}

export interface Fault {
  /** Where in the sequence the replies differ. */
  readonly at: number;
  /** The command to blame: the queued one where EXEC's replies differ. */
  readonly argv: Argv;
}

/**
 * Compares the replies of one sequence, in order, looking into EXEC's array with the rules of the
 * commands that were queued. Answers with the first difference, or null.
 */
export function firstFault(
  sequence: readonly Argv[],
  real: readonly Frame[],
  ours: readonly Frame[],
): Fault | null {
  let queue: Argv[] = [];
  for (const [at, argv] of sequence.entries()) {
    const a = real[at];
    const b = ours[at];
    if (a === undefined || b === undefined || a.kind === '!') return { at, argv };
    const name = (argv[0] ?? '').toUpperCase();
    if (a.raw === '+QUEUED\r\n') {
      queue.push(argv);
      if (a.raw !== b.raw) return { at, argv };
      continue;
    }
    if (name === 'EXEC' && a.items.length === queue.length && b.items.length === queue.length) {
      const wrong = queue.find((one, n) => !ruleOf(one)(a.items[n]!, b.items[n]!, one));
      if (wrong !== undefined || a.kind !== b.kind) return { at, argv: wrong ?? argv };
    } else if (!ruleOf(argv)(a, b, argv)) {
      return { at, argv };
    }
    if (name === 'EXEC' || name === 'DISCARD' || name === 'MULTI') queue = [];
  }
  return null;
}
