/**
 * Geographic searches: which members lie in a circle or a box. GEOSEARCH and GEOSEARCHSTORE; the
 * older GEORADIUS family, in geo-radius.ts, is read differently and then runs the same way.
 *
 * The cells around the area are scanned one after another, each a range of scores, in Redis's
 * order: with COUNT n ANY the first n found are the answer.
 */
import type { Bytes } from '../../base/bytes.ts';
import { exactTrigonometry } from '../../base/exact-trigonometry.ts';
import { errorReply, type Reply } from '../../protocol/reply.ts';
import {
  cellsFor,
  distanceM,
  distanceWithin,
  type Position,
  positionOf,
  type SearchShape,
  scoreRange,
} from '../../structures/geohash.ts';
import { sortFirst } from '../../structures/partial-sort.ts';
import { SortedSetValue } from '../keyspace/sorted-set-value.ts';
import type { Args } from './args.ts';
import { defineGroup } from './command.ts';
import { asType, type Context } from './context.ts';
import { fail, SYNTAX_ERROR } from './errors.ts';
import {
  distanceReply,
  isUnsure,
  memberPosition,
  positionReply,
  readPosition,
  readUnit,
} from './geo-arguments.ts';
import { storeResult } from './sorted-set-range.ts';

const NO_MEMBER = errorReply('ERR could not decode requested zset member');
const BAD_RADIUS = errorReply('ERR need numeric radius');
const BAD_WIDTH = errorReply('ERR need numeric width');
const BAD_HEIGHT = errorReply('ERR need numeric height');
const NEGATIVE_RADIUS = errorReply('ERR radius cannot be negative');
const NEGATIVE_BOX = errorReply('ERR height or width cannot be negative');
const BAD_COUNT = errorReply('ERR COUNT must be > 0');
const ANY_ALONE = errorReply('ERR the ANY argument requires COUNT argument');

/** How many members are looked at before asking whether enough were found. */
const SCAN_STEP = 64;

/** What a search asks for, gathered word by word. */
export interface GeoQuery {
  center: Position | null;
  /** Its member is not looked up where there is no set. */
  fromMember: boolean;
  extent: SearchShape['extent'] | null;
  /** Metres in the unit of the answers. */
  unitM: number;
  order: 'ASC' | 'DESC' | null;
  /** 0 for all. */
  count: number;
  any: boolean;
  withDist: boolean;
  withHash: boolean;
  withCoord: boolean;
  destination: Bytes | null;
  storeDist: boolean;
}

export const newQuery = (destination: Bytes | null): GeoQuery => ({
  center: null,
  fromMember: false,
  extent: null,
  unitM: 1,
  order: null,
  count: 0,
  any: false,
  withDist: false,
  withHash: false,
  withCoord: false,
  destination,
  storeDist: false,
});

/** The position of an existing member, which ends the command where there is none. */
export function positionOfMember(zset: SortedSetValue, member: Bytes): Position {
  return memberPosition(zset, member) ?? fail(NO_MEMBER);
}

/** A radius and its unit from argument `i` on. */
export function readCircle(query: GeoQuery, args: Args, i: number): void {
  const radius = args.double(i, BAD_RADIUS);
  if (radius < 0) fail(NEGATIVE_RADIUS);
  query.unitM = readUnit(args, i + 1);
  query.extent = { kind: 'circle', radiusM: radius * query.unitM };
}

function readBox(query: GeoQuery, args: Args, i: number): void {
  const width = args.double(i, BAD_WIDTH);
  const height = args.double(i + 1, BAD_HEIGHT);
  if (width < 0 || height < 0) fail(NEGATIVE_BOX);
  query.unitM = readUnit(args, i + 2);
  query.extent = { kind: 'box', widthM: width * query.unitM, heightM: height * query.unitM };
}

/** An option that all searches know, at argument `i`: how many arguments it takes, 0 for another word. */
export function readCommonOption(query: GeoQuery, args: Args, i: number): number {
  const word = args.word(i);
  if (word === 'WITHDIST') query.withDist = true;
  else if (word === 'WITHHASH') query.withHash = true;
  else if (word === 'WITHCOORD') query.withCoord = true;
  else if (word === 'ANY') query.any = true;
  else if (word === 'ASC' || word === 'DESC') query.order = word;
  else if (word === 'COUNT' && i + 1 < args.length) {
    query.count = args.int(i + 1);
    if (query.count <= 0) fail(BAD_COUNT);
    return 2;
  } else return 0;
  return 1;
}

/** The options that only GEOSEARCH and GEOSEARCHSTORE have. */
function readSearchOption(
  query: GeoQuery,
  args: Args,
  i: number,
  zset: SortedSetValue | undefined,
): number {
  const word = args.word(i);
  const left = args.length - i - 1;
  const hasLonLat = query.center !== null && !query.fromMember;
  if (word === 'FROMMEMBER' && left >= 1 && !hasLonLat) {
    query.fromMember = true;
    if (zset) query.center = positionOfMember(zset, args.bytes(i + 1));
    return 2;
  }
  if (word === 'FROMLONLAT' && left >= 2 && !query.fromMember) {
    query.center = readPosition(args, i + 1);
    return 3;
  }
  if (word === 'BYRADIUS' && left >= 2 && query.extent?.kind !== 'box') {
    readCircle(query, args, i + 1);
    return 3;
  }
  if (word === 'BYBOX' && left >= 3 && query.extent?.kind !== 'circle') {
    readBox(query, args, i + 1);
    return 4;
  }
  if (word === 'STOREDIST' && query.destination !== null) {
    query.storeDist = true;
    return 1;
  }
  return fail(SYNTAX_ERROR);
}

const searchFrom =
  (keyAt: 1 | 2) =>
  (ctx: Context, args: Args): Reply => {
    const zset = asType(ctx.db.read(args.bytes(keyAt)), 'zset');
    const query = newQuery(keyAt === 2 ? args.bytes(1) : null);
    for (let i = keyAt + 1; i < args.length; ) {
      i += readCommonOption(query, args, i) || readSearchOption(query, args, i, zset);
    }
    checkOptions(query, 'GEOSEARCHSTORE');
    const name = args.bytes(0);
    if (query.center === null && !query.fromMember) {
      return fail(`ERR exactly one of FROMMEMBER or FROMLONLAT can be specified for ${name}`);
    }
    if (query.extent === null) {
      return fail(`ERR exactly one of BYRADIUS and BYBOX can be specified for ${name}`);
    }
    return answer(ctx, zset, query, 'geosearchstore');
  };

/** What cannot go with storing; `what` stores. */
export function checkOptions(query: GeoQuery, what: string): void {
  const { destination, withDist, withHash, withCoord } = query;
  if (destination !== null && (withDist || withHash || withCoord)) {
    fail(`ERR ${what} is not compatible with WITHDIST, WITHHASH and WITHCOORD options`);
  }
}

/** Runs a query whose words are in order. Without a set there is nothing to find. */
export function answer(
  ctx: Context,
  zset: SortedSetValue | undefined,
  query: GeoQuery,
  event: Bytes,
): Reply {
  if (query.any && query.count === 0) return fail(ANY_ALONE);
  const { destination, center, extent } = query;
  const shape = center && extent ? { center, extent } : null;
  const found = zset && shape ? ordered(query, shape.center, find(zset, shape, query)) : [];
  if (zset && shape) zset.lastArea = shape;
  if (destination === null) return found.map((point) => replyOf(point, query));
  const result = new SortedSetValue(ctx.keyspace.limits, Number.POSITIVE_INFINITY);
  for (const point of found) {
    const stored = query.storeDist && center ? makeExact(center, point) / query.unitM : point.score;
    result.set(point.member, stored, ctx.keyspace.limits);
  }
  result.compact(ctx.keyspace.limits);
  if (found.length > 1) ctx.keyspace.dirty += found.length - 1;
  return storeResult(ctx, destination, result, event);
}

interface Point {
  readonly member: Bytes;
  readonly score: number;
  readonly position: Position;
  distanceM: number;
  /** Whether `distanceM` is to the last digit. */
  isExact: boolean;
}

function makeExact(center: Position, point: Point): number {
  if (!point.isExact) {
    point.distanceM = distanceM(center, point.position, exactTrigonometry);
    point.isExact = true;
  }
  return point.distanceM;
}

function find(zset: SortedSetValue, shape: SearchShape, { any, count }: GeoQuery): Point[] {
  const points: Point[] = [];
  const limit = any ? count : Number.POSITIVE_INFINITY;
  const visit = (member: Bytes, score: number): void => {
    if (points.length >= limit) return;
    const position = positionOf(score);
    const distance = distanceWithin(shape, position);
    if (distance === null) return;
    points.push({ member, score, position, distanceM: distance, isExact: false });
  };
  for (const cell of cellsFor(shape)) {
    const { min, max } = scoreRange(cell);
    const end = zset.countBelow(max, false);
    const step = any ? SCAN_STEP : Number.MAX_SAFE_INTEGER;
    for (let at = zset.countBelow(min, false); at < end && points.length < limit; at += step) {
      zset.forRange(at, Math.min(step, end - at), false, visit);
    }
  }
  return points;
}

/** By distance; two that are nearly as far are measured again, to the last digit. */
function compareFrom(center: Position, a: Point, b: Point): number {
  if (a.score === b.score) return 0;
  if (isUnsure(a.distanceM, b.distanceM)) return makeExact(center, a) - makeExact(center, b);
  return a.distanceM - b.distanceM;
}

/** The points to answer with. COUNT without ANY means the nearest, so it sorts. */
function ordered(query: GeoQuery, center: Position, points: Point[]): readonly Point[] {
  const { order, count, any } = query;
  const wanted = count === 0 ? points.length : Math.min(count, points.length);
  const direction = order ?? (count > 0 && !any ? 'ASC' : null);
  if (direction === null) return points.slice(0, wanted);
  const sign = direction === 'ASC' ? 1 : -1;
  const compare = (a: Point, b: Point): number => sign * compareFrom(center, a, b);
  if (wanted === points.length) return points.sort(compare);
  sortFirst(points, wanted, compare);
  return points.slice(0, wanted);
}

function replyOf(point: Point, query: GeoQuery): Reply {
  const extras: Reply[] = [];
  const { center, unitM } = query;
  if (query.withDist && center) {
    extras.push(distanceReply(center, point.position, point.distanceM, unitM));
  }
  if (query.withHash) extras.push(integerOf(point.score));
  if (query.withCoord) extras.push(positionReply(point.position));
  return extras.length === 0 ? point.member : [point.member, ...extras];
}

/** A score as C makes a 64-bit integer of it: what does not fit becomes the smallest. */
function integerOf(score: number): number | bigint {
  const whole = Math.trunc(score);
  if (Number.isSafeInteger(whole)) return whole;
  return Math.abs(whole) < 2 ** 63 ? BigInt(whole) : -(2n ** 63n);
}

const FROM = 'from(FROMMEMBER member | FROMLONLAT longitude:double latitude:double)';
const BY =
  'by(circle((BYRADIUS radius:double) unit(M | KM | FT | MI)) | box((BYBOX width:double) height:double unit(M | KM | FT | MI)))';
const ORDER = '[order(ASC | DESC)] [count((COUNT count:integer) [ANY])]';

export const geoSearchCommands = defineGroup('geo', [
  {
    name: 'GEOSEARCH',
    since: '6.2.0',
    history: [['7.0.0', 'Added support for uppercase unit names.']],
    flags: 'readonly',
    keys: [1, 1, 1],
    complexity: 'O(N+log(M)) where N is the number of members in the cells around the area',
    summary: 'Returns the members in a circle or a box.',
    syntax: `key ${FROM} ${BY} ${ORDER} [WITHCOORD] [WITHDIST] [WITHHASH]`,
    keyType: 'zset',
    run: searchFrom(1),
  },
  {
    name: 'GEOSEARCHSTORE',
    since: '6.2.0',
    history: [['7.0.0', 'Added support for uppercase unit names.']],
    flags: 'write denyoom',
    keys: [1, 2, 1],
    complexity: 'O(N+log(M)) where N is the number of members in the cells around the area',
    summary:
      'Stores the members in a circle or a box, with their geohashes or distances as scores.',
    syntax: `destination source ${FROM} ${BY} ${ORDER} [STOREDIST]`,
    keyType: 'zset',
    run: searchFrom(2),
  },
]);
