/**
 * Geohashes as Redis has them: longitude and latitude halved 26 times each, the answers interleaved
 * into 52 bits that a double holds exactly, so that near places have near scores.
 *
 *   score = ... lon1 lat1 lon0 lat0      latitude in the even bits
 *
 * Latitudes end at the Web Mercator's limit, 85.05112878. A search covers its area with a cell and
 * its neighbours at the coarsest step that still holds it; each cell is one range of scores.
 *
 * Invariant: every comparison and rounding happens in Redis's order on doubles: the sequence in which
 * cells are scanned can be seen from outside (COUNT ANY).
 */

export const LATITUDE_MAX = 85.05112878;
export const LONGITUDE_MAX = 180;
export const STEPS_MAX = 26;
const EARTH_RADIUS_M = 6372797.560856;
const MERCATOR_MAX_M = 20037726.37;
const SCORE_BITS = 2 * STEPS_MAX;
const RADIANS_PER_DEGREE = Math.PI / 180;
const ALPHABET = '0123456789bcdefghjkmnpqrstuvwxyz';

export interface Position {
  readonly longitude: number;
  readonly latitude: number;
}

/** A rectangle of 2^-step of either axis: the indices are below 2^step, or equal to it on the far edge. */
export interface Cell {
  readonly longitude: number;
  readonly latitude: number;
  readonly step: number;
}

/** Degrees. */
export interface Area {
  readonly west: number;
  readonly east: number;
  readonly south: number;
  readonly north: number;
}

interface Axis {
  readonly min: number;
  readonly max: number;
}

const LONGITUDES: Axis = { min: -LONGITUDE_MAX, max: LONGITUDE_MAX };
const LATITUDES: Axis = { min: -LATITUDE_MAX, max: LATITUDE_MAX };
const ALL_LATITUDES: Axis = { min: -90, max: 90 };

export const isOnMap = ({ longitude, latitude }: Position): boolean =>
  Math.abs(longitude) <= LONGITUDE_MAX && Math.abs(latitude) <= LATITUDE_MAX;

// ---- bits ----

/** The low 16 bits, a zero above each. */
function spread16(v: number): number {
  let x = v & 0xffff;
  x = (x | (x << 8)) & 0x00ff00ff;
  x = (x | (x << 4)) & 0x0f0f0f0f;
  x = (x | (x << 2)) & 0x33333333;
  return (x | (x << 1)) & 0x55555555;
}

const spread32 = (v: number): number => spread16(v) + spread16(v >>> 16) * 2 ** 32;

/** The even bits of 32, side by side. */
function squash32(v: number): number {
  let x = v & 0x55555555;
  x = (x | (x >>> 1)) & 0x33333333;
  x = (x | (x >>> 2)) & 0x0f0f0f0f;
  x = (x | (x >>> 4)) & 0x00ff00ff;
  return (x | (x >>> 8)) & 0xffff;
}

// ---- points ----

const indexOn = ({ min, max }: Axis, degrees: number, step: number): number =>
  Math.floor(((degrees - min) / (max - min)) * 2 ** step);

export function cellOf({ longitude, latitude }: Position, step: number): Cell {
  return {
    longitude: indexOn(LONGITUDES, longitude, step),
    latitude: indexOn(LATITUDES, latitude, step),
    step,
  };
}

/** The score of a position, which must be on the map. */
export function scoreOf(position: Position): number {
  const { longitude, latitude } = cellOf(position, STEPS_MAX);
  return spread32(latitude) + 2 * spread32(longitude);
}

function areaOn(longitude: number, latitude: number, step: number): Area {
  const cells = 2 ** step;
  const at = ({ min, max }: Axis, index: number): number => min + (index / cells) * (max - min);
  return {
    west: at(LONGITUDES, longitude),
    east: at(LONGITUDES, (longitude + 1) >>> 0),
    south: at(LATITUDES, latitude),
    north: at(LATITUDES, (latitude + 1) >>> 0),
  };
}

export const areaOf = ({ longitude, latitude, step }: Cell): Area =>
  areaOn(longitude, latitude, step);

const within = (limit: number, v: number): number => Math.max(-limit, Math.min(limit, v));

/** A double as C makes an unsigned 64-bit integer of it, in halves: scores may be anything. */
function halvesOf(score: number): readonly [high: number, low: number] {
  const whole = Math.trunc(score);
  if (whole >= 0) {
    if (whole >= 2 ** 64) return [0, 0];
    return [Math.floor(whole / 2 ** 32), whole % 2 ** 32];
  }
  if (whole < -(2 ** 63)) return [2 ** 31, 0];
  const bits = BigInt.asUintN(64, BigInt(whole));
  return [Number(bits >> 32n), Number(bits & 0xffffffffn)];
}

/** The indices of a score's cell at the finest step. */
export function cellOfScore(score: number): Cell {
  const [high, low] = halvesOf(score);
  return {
    longitude: (squash32(low >>> 1) | (squash32(high >>> 1) << 16)) >>> 0,
    latitude: (squash32(low) | (squash32(high) << 16)) >>> 0,
    step: STEPS_MAX,
  };
}

/** The middle of a score's cell. */
export function positionOf(score: number): Position {
  const { west, east, south, north } = areaOf(cellOfScore(score));
  return {
    longitude: within(LONGITUDE_MAX, (west + east) / 2),
    latitude: within(LATITUDE_MAX, (south + north) / 2),
  };
}

/** The eleven letters of the common geohash, whose latitudes end at 90; the last is always 0. */
export function geohashText(score: number): string {
  const { longitude, latitude } = positionOf(score);
  const lon = indexOn(LONGITUDES, longitude, STEPS_MAX);
  const lat = indexOn(ALL_LATITUDES, latitude, STEPS_MAX);
  let text = '';
  for (let letter = 0; letter < 10; letter++) {
    let value = 0;
    for (let bit = 0; bit < 5; bit++) {
      // Bit 51 of the interleaved number is the longitude's 25th, bit 50 the latitude's, and so on.
      const place = SCORE_BITS - 1 - (letter * 5 + bit);
      value = value * 2 + (((place % 2 === 1 ? lon : lat) >>> (place >> 1)) & 1);
    }
    text += ALPHABET[value];
  }
  return `${text}0`;
}

// ---- distances ----

/** Sine, cosine and arc sine: the host's own are good to the last digit but one. */
export interface Trigonometry {
  sin(x: number): number;
  cos(x: number): number;
  asin(x: number): number;
}

const radians = (degrees: number): number => degrees * RADIANS_PER_DEGREE;
const degrees = (rad: number): number => rad / RADIANS_PER_DEGREE;

/** Metres along the sphere, by the haversine formula. */
export function distanceM(a: Position, b: Position, by: Trigonometry = Math): number {
  const v = by.sin((radians(b.longitude) - radians(a.longitude)) / 2);
  const [from, to] = [radians(a.latitude), radians(b.latitude)];
  if (v === 0) return EARTH_RADIUS_M * Math.abs(to - from);
  const u = by.sin((to - from) / 2);
  const half = u * u + by.cos(from) * by.cos(to) * v * v;
  return 2 * EARTH_RADIUS_M * by.asin(Math.sqrt(half));
}

// ---- searches ----

/** What is searched, in metres: a circle, or a box whose sides follow the parallels and meridians. */
export interface SearchShape {
  readonly center: Position;
  readonly extent:
    | { readonly kind: 'circle'; readonly radiusM: number }
    | { readonly kind: 'box'; readonly widthM: number; readonly heightM: number };
}

/** The distance from the centre, or null where the position lies outside. */
export function distanceWithin({ center, extent }: SearchShape, position: Position): number | null {
  if (extent.kind === 'box') {
    const { longitude, latitude } = position;
    const up = distanceM(position, { longitude, latitude: center.latitude });
    if (up > extent.heightM / 2) return null;
    const across = distanceM(position, { longitude: center.longitude, latitude });
    if (across > extent.widthM / 2) return null;
    return distanceM(center, position);
  }
  const distance = distanceM(center, position);
  return distance > extent.radiusM ? null : distance;
}

/** Degrees around the shape; near the poles and for large shapes it reaches beyond the map. */
export function boundsOf({ center, extent }: SearchShape): Area {
  const { longitude, latitude } = center;
  const isCircle = extent.kind === 'circle';
  const height = isCircle ? extent.radiusM : extent.heightM / 2;
  const width = isCircle ? extent.radiusM : extent.widthM / 2;
  const up = degrees(height / EARTH_RADIUS_M);
  // The side nearer to its pole spans more degrees.
  const edge = latitude < 0 ? latitude - up : latitude + up;
  const across = degrees(width / EARTH_RADIUS_M / Math.cos(radians(edge)));
  return {
    west: longitude - across,
    east: longitude + across,
    south: latitude - up,
    north: latitude + up,
  };
}

function reachM(extent: SearchShape['extent']): number {
  if (extent.kind === 'circle') return extent.radiusM;
  return Math.sqrt((extent.widthM / 2) ** 2 + (extent.heightM / 2) ** 2);
}

/** The finest step whose cell and neighbours should hold a circle; polar cells are narrow. */
function stepFor(radiusM: number, latitude: number): number {
  if (radiusM === 0) return STEPS_MAX;
  let step = -1;
  for (let reach = radiusM; reach < MERCATOR_MAX_M; reach *= 2) step++;
  if (Math.abs(latitude) > 66) step--;
  if (Math.abs(latitude) > 80) step--;
  return Math.max(1, Math.min(STEPS_MAX, step));
}

type Direction = readonly [longitude: -1 | 0 | 1, latitude: -1 | 0 | 1];

/** In Redis's order of scanning. */
const DIRECTIONS: readonly Direction[] = [
  [0, 0],
  [0, 1],
  [0, -1],
  [1, 0],
  [-1, 0],
  [1, 1],
  [-1, 1],
  [1, -1],
  [-1, -1],
];

/** The cell beside another, around the world where it must be. */
function neighbour(cell: Cell, [x, y]: Direction): Cell {
  const mask = 2 ** cell.step - 1;
  return {
    longitude: x === 0 ? cell.longitude : (cell.longitude + x) & mask,
    latitude: y === 0 ? cell.latitude : (cell.latitude + y) & mask,
    step: cell.step,
  };
}

/** True where one of the four neighbours ends before the bounds do. */
function isTooFine(cell: Cell, bounds: Area): boolean {
  const beside = (...direction: Direction): Area => areaOf(neighbour(cell, direction));
  return (
    beside(0, 1).north < bounds.north ||
    beside(0, -1).south > bounds.south ||
    beside(1, 0).east < bounds.east ||
    beside(-1, 0).west > bounds.west
  );
}

/** The cells to scan for a shape, in order. */
export function cellsFor(shape: SearchShape): Cell[] {
  const { center, extent } = shape;
  const bounds = boundsOf(shape);
  let step = stepFor(reachM(extent), center.latitude);
  if (step > 1 && isTooFine(cellOf(center, step), bounds)) step--;
  const middle = cellOf(center, step);
  const area = areaOf(middle);
  const useless = ([x, y]: Direction): boolean =>
    step >= 2 &&
    ((y < 0 && area.south < bounds.south) ||
      (y > 0 && area.north > bounds.north) ||
      (x < 0 && area.west < bounds.west) ||
      (x > 0 && area.east > bounds.east));
  const cells: Cell[] = [];
  for (const direction of DIRECTIONS) {
    if (useless(direction)) continue;
    const cell = neighbour(middle, direction);
    // Coarse cells meet themselves around the world; Redis compares with the last one only, and
    // never with the first.
    const last = cells.length > 1 ? cells.at(-1) : undefined;
    if (last?.longitude === cell.longitude && last.latitude === cell.latitude) continue;
    cells.push(cell);
  }
  return cells;
}

/** The scores of a cell's points: from `min` up to but not including `max`. */
export function scoreRange({ longitude, latitude, step }: Cell): {
  readonly min: number;
  readonly max: number;
} {
  const scale = 2 ** (SCORE_BITS - 2 * step);
  const high = 2 * spread32(longitude) * scale;
  const low = spread32(latitude);
  return { min: high + low * scale, max: high + (low + 1) * scale };
}
