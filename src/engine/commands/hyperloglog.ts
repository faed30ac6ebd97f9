/** HyperLogLogs: strings that say of themselves, by their first bytes, what they are. */
import type { Bytes } from '../../base/bytes.ts';
import { type ErrorReply, errorReply, OK, type Reply, simple } from '../../protocol/reply.ts';
import {
  addElement,
  cacheCardinality,
  cachedCardinality,
  denseRegister,
  emptyHyperLogLog,
  estimate,
  histogramOf,
  histogramOfRegisters,
  isHyperLogLog,
  isSparse,
  markStale,
  mergeInto,
  REGISTERS,
  raiseRegister,
  sparseRuns,
  toDense,
} from '../../structures/hyperloglog.ts';
import { NOTIFY_STRING } from '../keyspace/notifications.ts';
import { mutableString, RawString, viewOfString } from '../keyspace/string-value.ts';
import type { Value } from '../keyspace/values.ts';
import type { Args } from './args.ts';
import { defineGroup } from './command.ts';
import { asString, type Context } from './context.ts';
import { cText, fail } from './errors.ts';

const NOT_ONE = errorReply('WRONGTYPE Key is not a valid HyperLogLog string value.');
const CORRUPT = errorReply('INVALIDOBJ Corrupted HLL object detected');
const NO_KEY = errorReply('ERR The specified key does not exist');
const NOT_SPARSE = errorReply('ERR HLL encoding is not sparse');
const SELF_TEST_FAILED: ErrorReply = errorReply('ERR TESTFAILED the estimate is too far off');

/** The bytes of a HyperLogLog, undefined where there is no key. Other values end the command. */
function bytesOfHll(value: Value | undefined): Uint8Array | undefined {
  const string = asString(value);
  if (string === undefined) return undefined;
  const bytes = viewOfString(string);
  return isHyperLogLog(bytes) ? bytes : fail(NOT_ONE);
}

/** The key's value as one that can be changed in place. */
function mutableHll(ctx: Context, key: Bytes, value: Value): RawString {
  const string = asString(value) as NonNullable<ReturnType<typeof asString>>;
  const mutable = mutableString(string);
  if (mutable !== string) ctx.db.replace(key, mutable);
  return mutable;
}

function newHll(ctx: Context, key: Bytes): RawString {
  const hll = new RawString(emptyHyperLogLog());
  ctx.db.add(key, hll);
  return hll;
}

function changed(ctx: Context, key: Bytes, hll: RawString, times: number): void {
  markStale(hll.view());
  ctx.db.modified(key);
  ctx.db.notify(NOTIFY_STRING, 'pfadd', key);
  ctx.keyspace.dirty += times;
}

/** In a corrupt one the elements before the one that finds it out stay, as in Redis. */
function pfadd(ctx: Context, args: Args): Reply {
  const key = args.key(ctx.db, 1);
  const value = ctx.db.write(key);
  bytesOfHll(value);
  const hll = value === undefined ? newHll(ctx, key) : mutableHll(ctx, key, value);
  let updated = value === undefined ? 1 : 0;
  const { hllSparseMaxBytes } = ctx.keyspace.limits;
  for (let i = 2; i < args.length; i++) {
    const outcome = addElement(hll, args.bytes(i), hllSparseMaxBytes);
    if (outcome === 'corrupt') return fail(CORRUPT);
    if (outcome === 'changed') updated++;
  }
  if (updated === 0) return 0;
  changed(ctx, key, hll, updated);
  return 1;
}

/** Of one key the count is cached in the value: that is a change, and propagated. */
function pfcount(ctx: Context, args: Args): Reply {
  if (args.length > 2) return countUnion(ctx, args);
  const key = args.key(ctx.db, 1);
  const value = ctx.db.read(key);
  if (value === undefined) return 0;
  bytesOfHll(value);
  const bytes = mutableHll(ctx, key, value).view();
  const cached = cachedCardinality(bytes);
  if (cached !== null) return cached;
  const histogram = histogramOf(bytes);
  if (histogram === null) return fail(CORRUPT);
  const cardinality = estimate(histogram);
  cacheCardinality(bytes, cardinality);
  ctx.db.modified(key);
  ctx.keyspace.dirty++;
  return cardinality;
}

function countUnion(ctx: Context, args: Args): Reply {
  return estimate(histogramOfRegisters(unionOf(ctx, args).registers));
}

/** The registers, one byte each, of all keys from the first on. */
function unionOf(
  ctx: Context,
  args: Args,
): { readonly registers: Uint8Array; readonly anyDense: boolean } {
  const registers = new Uint8Array(REGISTERS);
  let anyDense = false;
  for (let i = 1; i < args.length; i++) {
    const bytes = bytesOfHll(ctx.db.read(args.bytes(i)));
    if (bytes === undefined) continue;
    anyDense ||= !isSparse(bytes);
    if (!mergeInto(registers, bytes)) fail(CORRUPT);
  }
  return { registers, anyDense };
}

function pfmerge(ctx: Context, args: Args): Reply {
  const { registers, anyDense } = unionOf(ctx, args);
  const key = args.bytes(1);
  const value = ctx.db.write(key);
  const hll = value === undefined ? newHll(ctx, key) : mutableHll(ctx, key, value);
  // The destination was among the merged, so it is sound.
  if (anyDense) toDense(hll);
  for (let index = 0; index < REGISTERS; index++) {
    const register = registers[index] as number;
    if (register > 0) raiseRegister(hll, index, register, ctx.keyspace.limits.hllSparseMaxBytes);
  }
  changed(ctx, key, hll, 1);
  return OK;
}

/** Makes it dense: true where it was not. */
function madeDense(ctx: Context, key: Bytes, hll: RawString): boolean {
  if (!isSparse(hll.view())) return false;
  if (!toDense(hll)) return fail(CORRUPT);
  // The same data: views hear of it, watches do not, as in Redis.
  ctx.db.regrouped(key);
  ctx.keyspace.dirty++;
  return true;
}

function decoded(bytes: Uint8Array): Bytes {
  if (!isSparse(bytes)) return fail(NOT_SPARSE);
  const letters = { zero: 'z', xzero: 'Z', value: 'v' };
  return Array.from(sparseRuns(bytes), ({ kind, length, value }) =>
    kind === 'value' ? `v:${value},${length}` : `${letters[kind]}:${length}`,
  ).join(' ');
}

function pfdebug(ctx: Context, args: Args): Reply {
  const key = args.bytes(2);
  const value = ctx.db.write(key);
  if (value === undefined) return fail(NO_KEY);
  bytesOfHll(value);
  const hll = mutableHll(ctx, key, value);
  switch (args.word(1)) {
    case 'GETREG': {
      madeDense(ctx, key, hll);
      const bytes = hll.view();
      return Array.from({ length: REGISTERS }, (_, index) => denseRegister(bytes, index));
    }
    case 'DECODE':
      return decoded(hll.view());
    case 'ENCODING':
      return simple(isSparse(hll.view()) ? 'sparse' : 'dense');
    case 'TODENSE':
      return madeDense(ctx, key, hll) ? 1 : 0;
    default:
      return fail(errorReply(`ERR Unknown PFDEBUG subcommand '${cText(args.bytes(1))}'`));
  }
}

const SELF_TEST_ELEMENTS = 50_000;
/** Seven standard errors. */
const SELF_TEST_TOLERANCE = 0.057;

/** Counts known numbers of elements in both encodings and compares. */
function pfselftest({ random }: Context): Reply {
  const prefix = `${random.below(2 ** 31)}:`;
  const sparse = new RawString(emptyHyperLogLog());
  const dense = new RawString(emptyHyperLogLog());
  toDense(dense);
  for (let added = 1; added <= SELF_TEST_ELEMENTS; added++) {
    addElement(sparse, prefix + added, 3000);
    addElement(dense, prefix + added, 3000);
    if (added % 10_000 !== 0 && added !== 100 && added !== 1000) continue;
    const [a, b] = [sparse, dense].map((hll) => histogramOf(hll.view()));
    if (!a || !b || estimate(a) !== estimate(b)) return fail(SELF_TEST_FAILED);
    if (Math.abs(estimate(a) - added) > added * SELF_TEST_TOLERANCE) return fail(SELF_TEST_FAILED);
  }
  return OK;
}

export const hyperLogLogCommands = defineGroup('hyperloglog', [
  {
    name: 'PFADD',
    since: '2.8.9',
    flags: 'write denyoom fast',
    keys: [1, 1, 1],
    complexity: 'O(1) for each element',
    summary: 'Adds elements to a HyperLogLog; returns 1 if its estimate may have changed.',
    syntax: 'key [element...]',
    keyType: 'string',
    run: pfadd,
  },
  {
    name: 'PFCOUNT',
    since: '2.8.9',
    flags: 'readonly',
    keys: [1, -1, 1],
    complexity: 'O(1), O(N) in the number of keys where there are several',
    summary:
      'Estimates how many different elements were added to a HyperLogLog, or to any of several.',
    syntax: 'key...',
    keyType: 'string',
    run: pfcount,
  },
  {
    name: 'PFMERGE',
    since: '2.8.9',
    flags: 'write denyoom',
    keys: [1, -1, 1],
    complexity: 'O(N) in the number of keys',
    summary: 'Merges HyperLogLogs into one that has seen what any of them has seen.',
    syntax: 'destkey [sourcekey...]',
    earlier: { until: '7.2', syntax: 'destkey [sourcekey...]@?' },
    keyType: 'string',
    run: pfmerge,
  },
  {
    name: 'PFDEBUG',
    since: '2.8.9',
    flags: 'write denyoom admin',
    keys: [2, 2, 1],
    complexity: 'O(N)',
    summary: 'Shows the registers or the encoding of a HyperLogLog, or makes it dense.',
    syntax: 'subcommand:string(GETREG | DECODE | ENCODING | TODENSE) key',
    keyType: 'string',
    run: pfdebug,
  },
  {
    name: 'PFSELFTEST',
    since: '2.8.9',
    flags: 'admin',
    complexity: 'O(N)',
    summary: 'Tests the HyperLogLog implementation on elements of its own.',
    syntax: '',
    run: pfselftest,
  },
]);
