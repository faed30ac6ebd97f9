/** What the geographic commands share: coordinates, units, and how their answers are written. */
import type { Bytes } from '../../base/bytes.ts';
import { exactTrigonometry } from '../../base/exact-trigonometry.ts';
import { formatLongDouble, longDoubleOf } from '../../base/long-double.ts';
import { double, errorReply, type Reply } from '../../protocol/reply.ts';
import { distanceM, isOnMap, type Position, positionOf } from '../../structures/geohash.ts';
import type { SortedSetValue } from '../keyspace/sorted-set-value.ts';
import type { Args } from './args.ts';
import { fail } from './errors.ts';

const BAD_UNIT = errorReply('ERR unsupported unit provided. please use M, KM, FT, MI');

const METRES: ReadonlyMap<string, number> = new Map([
  ['M', 1],
  ['KM', 1000],
  ['FT', 0.3048],
  ['MI', 1609.34],
]);

/** How many metres the unit at argument `i` has. */
export function readUnit(args: Args, i: number): number {
  return METRES.get(args.word(i)) ?? fail(BAD_UNIT);
}

/** C's `%f`, but for exact halves of the sixth decimal. */
function sixDecimals(v: number): Bytes {
  if (!Number.isFinite(v)) return v > 0 ? 'inf' : '-inf';
  if (Object.is(v, -0)) return '-0.000000';
  return Math.abs(v) < 1e21 ? v.toFixed(6) : `${BigInt(v)}.000000`;
}

/** Longitude and latitude at arguments `i` and `i + 1`. */
export function readPosition(args: Args, i: number): Position {
  const position = { longitude: args.double(i), latitude: args.double(i + 1) };
  if (isOnMap(position)) return position;
  const { longitude, latitude } = position;
  return fail(
    errorReply(
      `ERR invalid longitude,latitude pair ${sixDecimals(longitude)},${sixDecimals(latitude)}`,
    ),
  );
}

/** Beyond this the arc sine is steep, and the host's last digits grow into large errors. */
const FAR_M = 15e6;
/** How far off the host's own distances can be below that, in parts of themselves; with room. */
const ERROR_MAX = 1e-13;

/** True where `distanceM`, made with the host's own functions, may lie on the other side of `limit`. */
export const isUnsure = (distance: number, limit: number): boolean =>
  distance > FAR_M || Math.abs(distance - limit) <= distance * ERROR_MAX;

/**
 * The distance of two places in a unit of `unitM` metres: ten thousandths, rounded half to even.
 * `nearM` is the host's own result, which is good enough but for the few that lie next to a half.
 */
export function distanceReply(from: Position, to: Position, nearM: number, unitM: number): Reply {
  const half = (Math.floor((nearM / unitM) * 1e4) + 0.5) / 1e4;
  const unsure = isUnsure(nearM, half * unitM);
  const exactM = unsure ? distanceM(from, to, exactTrigonometry) : nearM;
  const parts = roundHalfEven((exactM / unitM) * 1e4);
  return `${Math.floor(parts / 1e4)}.${String(parts % 1e4).padStart(4, '0')}`;
}

function roundHalfEven(v: number): number {
  const floor = Math.floor(v);
  return v - floor === 0.5 ? floor + (floor % 2) : Math.round(v);
}

export function positionReply({ longitude, latitude }: Position): Reply {
  return [longitude, latitude].map((degrees) => double(formatLongDouble(longDoubleOf(degrees))));
}

/** Where a member is; undefined without the set or the member. */
export function memberPosition(
  zset: SortedSetValue | undefined,
  member: Bytes,
): Position | undefined {
  const score = zset?.score(member);
  return score === undefined ? undefined : positionOf(score);
}
