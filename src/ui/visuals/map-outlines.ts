/** Outlines on the sphere as lists of [longitude, latitude], in degrees: cells, circles and boxes. */
import type { MapArea, MapView } from '../../contract/key-view.ts';

export type Line = [longitude: number, latitude: number][];

/** Redis's earth. */
export const EARTH_RADIUS_M = 6372797.560856;
const DEGREES = 180 / Math.PI;
/** Points along a parallel or a side: straight lines on the sphere would bend away from it. */
const SIDE_POINTS = 16;
const POLE = 89.999;

const within = (limit: number, v: number): number => Math.max(-limit, Math.min(limit, v));
const steps = (from: number, to: number): number[] =>
  Array.from({ length: SIDE_POINTS + 1 }, (_, n) => from + ((to - from) * n) / SIDE_POINTS);

/** Metres, or kilometres where there are many. */
export const metres = (v: number): string =>
  v < 1000 ? `${Math.round(v * 100) / 100} m` : `${Math.round(v / 10) / 100} km`;

/** A rectangle along its parallels and meridians, closed. */
export function areaOutline({ west, east, south, north }: MapArea): Line {
  return [
    ...steps(west, east).map((longitude): Line[number] => [longitude, north]),
    ...steps(east, west).map((longitude): Line[number] => [longitude, south]),
    [west, north],
  ];
}

/** What a box search takes in: at every latitude as many metres to either side. */
function boxOutline(longitude: number, latitude: number, widthM: number, heightM: number): Line {
  const up = (heightM / 2 / EARTH_RADIUS_M) * DEGREES;
  const south = within(POLE, latitude - up);
  const north = within(POLE, latitude + up);
  const halfAt = (at: number): number => {
    const sine = Math.sin(Math.min(Math.PI / 2, widthM / 4 / EARTH_RADIUS_M));
    return within(180, 2 * Math.asin(Math.min(1, sine / Math.cos(at / DEGREES))) * DEGREES);
  };
  const right = steps(south, north).map((at): Line[number] => [longitude + halfAt(at), at]);
  const left = steps(north, south).map((at): Line[number] => [longitude - halfAt(at), at]);
  const first = right[0] as Line[number];
  return [...right, ...left, first];
}

function circleOutline(longitude: number, latitude: number, radiusM: number): Line {
  const angle = Math.min(Math.PI, radiusM / EARTH_RADIUS_M);
  const [sin, cos] = [Math.sin(latitude / DEGREES), Math.cos(latitude / DEGREES)];
  return Array.from({ length: 73 }, (_, n): Line[number] => {
    const bearing = (n * 5) / DEGREES;
    const lat = Math.asin(
      within(1, sin * Math.cos(angle) + cos * Math.sin(angle) * Math.cos(bearing)),
    );
    const across = Math.atan2(
      Math.sin(bearing) * Math.sin(angle) * cos,
      Math.cos(angle) - sin * Math.sin(lat),
    );
    return [longitude + across * DEGREES, lat * DEGREES];
  });
}

export function searchOutline(search: NonNullable<MapView['search']>): Line {
  const { longitude, latitude } = search;
  return search.kind === 'circle'
    ? circleOutline(longitude, latitude, search.radiusM)
    : boxOutline(longitude, latitude, search.widthM, search.heightM);
}
