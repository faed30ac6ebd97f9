/**
 * How a map's places are laid flat: the world as a grid of degrees where they are far apart, a view
 * down on the pole where they stand around it, else a map turned so that none of them is cut off by
 * the 180th meridian. And how long a kilometre is on it.
 */
import {
  type GeoProjection,
  geoAzimuthalEquidistant,
  geoDistance,
  geoEquirectangular,
  geoMercator,
} from 'd3-geo';
import type { MapView } from '../../contract/key-view.ts';
import { EARTH_RADIUS_M, type Line, searchOutline } from './map-outlines.ts';

export const MAP_WIDTH = 480;
export const MAP_HEIGHT = 320;
const MARGIN = 28;
/** Degrees around a single place. */
const NEAR = 0.01;
/** From here on places are not in one region. */
const WIDE_DEGREES = 120;
/** Places that all lie beyond this latitude stand around a pole. */
const POLAR_DEGREES = 45;
/** Mercator's maps have no end towards the poles. */
const MERCATOR_MAX = 85;
const SCALE_MAX_PX = 120;

/** Where places lie along the equator, by the shorter way around: their middle and their width. */
export function spanOf(longitudes: readonly number[]): {
  readonly middle: number;
  readonly degrees: number;
} {
  const around = longitudes.map((at) => ((at % 360) + 360) % 360).sort((a, b) => a - b);
  let start = around[0] ?? 0;
  let gap = start + 360 - (around.at(-1) ?? 0);
  around.forEach((at, index) => {
    const before = around[index - 1];
    if (before === undefined || at - before <= gap) return;
    gap = at - before;
    start = at;
  });
  const degrees = 360 - gap;
  const middle = (start + degrees / 2) % 360;
  return { middle: middle > 180 ? middle - 360 : middle, degrees };
}

/** What must be on the map: the points and the search, at least a little land around them. */
function extentOf({ points, search }: MapView): Line {
  const around: Line = points.map(({ longitude, latitude }) => [longitude, latitude]);
  if (search) around.push(...searchOutline(search));
  return around.flatMap(
    ([longitude, latitude]): Line => [
      [longitude - NEAR, Math.max(-90, latitude - NEAR)],
      [longitude + NEAR, Math.min(90, latitude + NEAR)],
    ],
  );
}

export interface MapProjection {
  readonly kind: 'world' | 'polar' | 'region';
  readonly projection: GeoProjection;
}

export function projectionFor(view: MapView): MapProjection {
  const extent = extentOf(view);
  const { middle, degrees } = spanOf(extent.map(([longitude]) => longitude));
  const latitudes = extent.map(([, latitude]) => latitude);
  const pole = latitudes.every((at) => at > POLAR_DEGREES)
    ? 90
    : latitudes.every((at) => at < -POLAR_DEGREES)
      ? -90
      : null;
  const area: [[number, number], [number, number]] = [
    [MARGIN, MARGIN],
    [MAP_WIDTH - MARGIN, MAP_HEIGHT - MARGIN],
  ];
  if (degrees > WIDE_DEGREES && pole === null) {
    const projection = geoEquirectangular().fitSize([MAP_WIDTH, MAP_HEIGHT], { type: 'Sphere' });
    return { kind: 'world', projection };
  }
  if (degrees > WIDE_DEGREES) {
    const projection = geoAzimuthalEquidistant()
      .rotate([0, -(pole as number)])
      .clipAngle(90)
      .fitExtent(area, { type: 'MultiPoint', coordinates: extent });
    return { kind: 'polar', projection };
  }
  const coordinates = extent.map(([longitude, latitude]): Line[number] => [
    longitude,
    Math.max(-MERCATOR_MAX, Math.min(MERCATOR_MAX, latitude)),
  ]);
  const projection = geoMercator()
    .rotate([-middle, 0])
    .fitExtent(area, { type: 'MultiPoint', coordinates });
  return { kind: 'region', projection };
}

export interface MapScale {
  readonly metres: number;
  readonly px: number;
}

/** A round distance and its length in the middle of the map; none for the whole world. */
export function scaleOf({ kind, projection }: MapProjection): MapScale | null {
  if (kind === 'world') return null;
  const [x, y] = [MAP_WIDTH / 2, MAP_HEIGHT / 2];
  const [from, to] = [projection.invert?.([x - 0.5, y]), projection.invert?.([x + 0.5, y])];
  if (!from || !to) return null;
  const metresPerPx = geoDistance(from, to) * EARTH_RADIUS_M;
  if (!(metresPerPx > 0)) return null;
  const most = SCALE_MAX_PX * metresPerPx;
  const power = 10 ** Math.floor(Math.log10(most));
  const metres = ([5, 2].find((digit) => digit * power <= most) ?? 1) * power;
  return { metres, px: metres / metresPerPx };
}
