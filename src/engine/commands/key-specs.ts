/**
 * What each command does to its keys, and where they stand: the key specifications that COMMAND
 * INFO tells since 7.0, and that ACL key permissions (%R~, %W~) are checked by.
 *
 *   RW access delete 1; OW update 2       the key at 1 is read and deleted, the one at 2 overwritten
 *   RO access 1 range -1 2 0              from 1 to the last argument, every second
 *   RO access 2 keynum 0 1 1              argument 2 says how many keys follow it
 *   OW update STORE:6                     behind the word STORE, looked for from argument 6 on
 *   OW update ?                           no rule finds it: the command's `findKeys` does
 *
 * The facts are those of a running redis-server 7.0 (testing/oracle/command-info.test.ts compares
 * them); commands that came later are set down by the same rules.
 */
import { parseCanonicalInt64 } from '../../base/int64.ts';
import type { Args } from './args.ts';

/** Read only, read and write, overwrite, remove. */
type KeyMode = 'RO' | 'RW' | 'OW' | 'RM' | 'not_key';

export interface KeySpec {
  readonly mode: KeyMode;
  /** access, update, insert, delete, variable_flags, incomplete. */
  readonly flags: readonly string[];
  readonly begin:
    | { readonly kind: 'index'; readonly index: number }
    | { readonly kind: 'keyword'; readonly keyword: string; readonly startFrom: number }
    | { readonly kind: 'unknown' };
  readonly find:
    | {
        readonly kind: 'range';
        readonly lastKey: number;
        readonly step: number;
        readonly limit: number;
      }
    | {
        readonly kind: 'keynum';
        readonly countAt: number;
        readonly firstKey: number;
        readonly step: number;
      }
    | { readonly kind: 'unknown' };
}

/** Names of commands by their specifications. */
const NAMES_BY_SPEC: Readonly<Record<string, string>> = {
  'OW insert 1': 'setnx',
  'OW insert 1 range -1 2 0': 'msetnx',
  'OW update 1': 'psetex restore restore-asking setex',
  'OW update 1 range -1 2 0': 'mset',
  'RM delete 1 range -1 1 0': 'del unlink',
  'RO 1': 'hexists hlen hstrlen llen scard sismember strlen type xlen zcard',
  'RO 1 range -1 1 0': 'exists touch watch',
  'RO 2': 'memory|usage object|encoding object|freq object|idletime object|refcount',
  'RO access 1':
    'bitcount bitfield_ro bitpos dump expiretime geodist geohash geopos georadiusbymember_ro ' +
    'georadius_ro geosearch get getbit getrange hexpiretime hget hgetall hkeys hmget ' +
    'hpexpiretime hpttl hrandfield hscan httl hvals lindex lpos lrange pexpiretime pttl ' +
    'smembers smismember srandmember sscan substr ttl xpending xrange xrevrange zcount ' +
    'zlexcount zmscore zrandmember zrange zrangebylex zrangebyscore zrank zrevrange ' +
    'zrevrangebylex zrevrangebyscore zrevrank zscan zscore',
  'RO access 1 keynum 0 1 1': 'sintercard zdiff zinter zintercard zunion',
  'RO access 1 range -1 1 0': 'mget sdiff sinter sunion',
  'RO access 1 range 1 1 0': 'lcs',
  'RO access 2': 'xinfo|consumers xinfo|groups xinfo|stream',
  'RO access 2 keynum 0 1 1': 'evalsha_ro eval_ro fcall_ro',
  'RO access STREAMS:1 range -1 1 2': 'xread',
  'RO access STREAMS:4 range -1 1 2': 'xreadgroup',
  'RW access 1 range -1 1 0': 'pfcount',
  'RW access 2': 'pfdebug',
  'RW access delete 1': 'getdel lpop rpop spop zpopmax zpopmin',
  'RW access delete 1 keynum 0 1 1': 'lmpop zmpop',
  'RW access delete 1 range -2 1 0': 'blpop brpop bzpopmax bzpopmin',
  'RW access delete 2 keynum 0 1 1': 'blmpop bzmpop',
  'RW access update 1':
    'decr decrby getex getset hincrby hincrbyfloat incr incrby incrbyfloat move setbit ' +
    'zincrby',
  'RW access update 2 keynum 0 1 1': 'eval evalsha fcall',
  'RW access update variable_flags 1': 'bitfield set',
  'RW delete 1':
    'hdel lrem ltrim srem xautoclaim xdel xtrim zrem zremrangebylex zremrangebyrank ' +
    'zremrangebyscore',
  'RW delete 2': 'xgroup|delconsumer xgroup|destroy',
  'RW insert 1': 'append hsetnx linsert lpush lpushx pfadd rpush rpushx sadd',
  'RW insert 2': 'xgroup|create xgroup|createconsumer',
  'RW update 1':
    'expire expireat geoadd hexpire hexpireat hmset hpersist hpexpire hpexpireat hset lset ' +
    'persist pexpire pexpireat setrange xack xadd xclaim xsetid zadd',
  'RW update 2': 'xgroup|setid',
  'not_key 1': 'spublish',
  'not_key 1 range -1 1 0': 'ssubscribe sunsubscribe',
  'OW update 1; RO access 2': 'geosearchstore zrangestore',
  'OW update 1; RO access 2 keynum 0 1 1': 'zdiffstore zinterstore zunionstore',
  'OW update 1; RO access 2 range -1 1 0': 'sdiffstore sunionstore',
  'OW update 2; RO access 3 range -1 1 0': 'bitop',
  'RO access 1; OW update 2': 'copy',
  'RO access 1; RO access ?': 'sort_ro',
  'RW access delete 1; OW insert 2': 'renamenx',
  'RW access delete 1; OW update 2': 'rename',
  'RW access delete 1; RW insert 2': 'blmove brpoplpush lmove rpoplpush smove',
  'RW access delete 3; RW access delete incomplete KEYS:-2 range -1 1 0': 'migrate',
  'RW access insert 1; RO access 2 range -1 1 0': 'pfmerge',
  'RW update 1; RO access 2 range -1 1 0': 'sinterstore',
  'RO access 1; OW update STORE:5; OW update STOREDIST:5': 'georadiusbymember',
  'RO access 1; OW update STORE:6; OW update STOREDIST:6': 'georadius',
  'RO access 1; RO access ?; OW update ?': 'sort',
};

const TEXT_BY_NAME = new Map<string, string>();
for (const [text, names] of Object.entries(NAMES_BY_SPEC)) {
  for (const name of names.split(' ')) TEXT_BY_NAME.set(name, text);
}

const NONE: readonly KeySpec[] = [];
const parsed = new Map<string, readonly KeySpec[]>();

/** The specifications of the command called `fullName` (`get`, `memory|usage`), in Redis's order. */
export function keySpecsOf(fullName: string): readonly KeySpec[] {
  const text = TEXT_BY_NAME.get(fullName);
  if (text === undefined) return NONE;
  const known = parsed.get(text);
  if (known) return known;
  const specs = text.split('; ').map(parseSpec);
  parsed.set(text, specs);
  return specs;
}

function parseSpec(text: string): KeySpec {
  const [mode, ...words] = text.split(' ');
  const beginAt = words.findIndex((word) => /^(-?\d+|[A-Z]+:-?\d+|\?)$/.test(word));
  const [begin = '', find, ...numbers] = words.slice(beginAt);
  const [first = 0, second = 0, third = 0] = numbers.map(Number);
  return {
    mode: mode as KeyMode,
    flags: words.slice(0, beginAt),
    begin: parseBegin(begin),
    find:
      begin === '?'
        ? { kind: 'unknown' }
        : find === 'keynum'
          ? { kind: 'keynum', countAt: first, firstKey: second, step: third }
          : { kind: 'range', lastKey: first, step: find ? second : 1, limit: third },
  };
}

function parseBegin(text: string): KeySpec['begin'] {
  if (text === '?') return { kind: 'unknown' };
  const [keyword = '', startFrom] = text.split(':');
  if (startFrom === undefined) return { kind: 'index', index: Number(keyword) };
  return { kind: 'keyword', keyword, startFrom: Number(startFrom) };
}

/** One key of a command: its index in argv, and what is done to it. */
export interface KeyAccess {
  readonly at: number;
  readonly mode: KeyMode;
  readonly flags: readonly string[];
}

/**
 * What is done to each of the keys at `indices`. A key that no rule finds is the business of the
 * command's last specification without a rule.
 */
export function keyAccesses(
  fullName: string,
  args: Args,
  indices: readonly number[],
): readonly KeyAccess[] {
  const specs = keySpecsOf(fullName);
  const byIndex = new Map<number, KeySpec>();
  for (const spec of specs) for (const at of indicesOf(spec, args) ?? []) byIndex.set(at, spec);
  const rest = specs.findLast(({ begin }) => begin.kind === 'unknown');
  return indices.map((at) => {
    const spec = byIndex.get(at) ?? rest;
    if (spec === undefined) return { at, mode: 'RW', flags: ['access', 'update'] };
    const { mode, flags } = spec.flags.includes('variable_flags')
      ? narrowed(fullName, args, spec)
      : spec;
    return { at, mode, flags: flags.filter((flag) => flag !== 'incomplete') };
  });
}

/**
 * Indices into argv of the keys that the specifications find, specification by specification; null
 * where one of them does not fit the arguments or cannot say all.
 */
export function specifiedKeys(fullName: string, args: Args): number[] | null {
  const all: number[] = [];
  for (const spec of keySpecsOf(fullName)) {
    if (spec.mode === 'not_key') continue;
    const found = indicesOf(spec, args);
    if (found === null || spec.flags.includes('incomplete')) return null;
    all.push(...found);
  }
  return all;
}

/** What SET and BITFIELD do depends on their options. */
function narrowed(fullName: string, args: Args, spec: KeySpec): Pick<KeySpec, 'mode' | 'flags'> {
  if (fullName === 'set') {
    const words = args.toArray(3).map((word) => word.toUpperCase());
    if (words.includes('GET')) return { mode: 'RW', flags: ['access', 'update'] };
    return { mode: 'OW', flags: ['update'] };
  }
  return onlyReadsBits(args)
    ? { mode: 'RO', flags: ['access'] }
    : { mode: spec.mode, flags: ['access', 'update'] };
}

/** Whether BITFIELD only gets; what is no operation counts as writing, to be safe. */
function onlyReadsBits(args: Args): boolean {
  for (let i = 2; i < args.length; i++) {
    const following = args.length - i - 1;
    if (args.is(i, 'GET') && following >= 2) i += 2;
    else if (args.is(i, 'OVERFLOW') && following >= 1) i++;
    else return false;
  }
  return true;
}

/** Null where the specification does not fit: no such word, no such count, more keys than arguments. */
function indicesOf({ begin, find }: KeySpec, args: Args): number[] | null {
  const start = beginningOf(begin, args);
  if (start < 0 || find.kind === 'unknown') return null;
  let first = start;
  let last: number;
  if (find.kind === 'keynum') {
    const countAt = start + find.countAt;
    const count = countAt < args.length ? parseCanonicalInt64(args.bytes(countAt)) : null;
    if (count === null || count < 0) return null;
    first += find.firstKey;
    last = first + (Number(count) - 1) * find.step;
  } else {
    const { lastKey, limit } = find;
    last = lastKey < 0 ? args.length + lastKey : first + lastKey;
    if (limit > 1) last = first + Math.floor((args.length - first) / limit) - 1;
  }
  if (last >= args.length || last < first) return null;
  const found: number[] = [];
  for (let at = first; at <= last; at += find.step) found.push(at);
  return found;
}

function beginningOf(begin: KeySpec['begin'], args: Args): number {
  if (begin.kind === 'unknown') return -1;
  if (begin.kind === 'index') return begin.index;
  const { keyword, startFrom } = begin;
  const from = startFrom < 0 ? args.length + startFrom : startFrom;
  const step = startFrom < 0 ? -1 : 1;
  // The last argument has nothing behind it.
  for (let i = from; i > 0 && i < args.length - 1; i += step) if (args.is(i, keyword)) return i + 1;
  return -1;
}
