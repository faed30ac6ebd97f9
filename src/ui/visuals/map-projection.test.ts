/** Maps at the 180th meridian and around the poles, and the length of a kilometre on them. */
import { expect, test } from 'vitest';
import type { MapView } from '../../contract/key-view.ts';
import { MAP_HEIGHT, MAP_WIDTH, projectionFor, scaleOf, spanOf } from './map-projection.ts';

function mapOf(
  places: readonly (readonly [number, number])[],
  search: MapView['search'] = null,
): MapView {
  const points = places.map(([longitude, latitude], index) => ({
    ...{ member: String(index), longitude, latitude, geohash: '' },
  }));
  return { kind: 'map', count: points.length, offset: 0, points, cells: [], search };
}

test('places are as wide apart as the shorter way around', () => {
  const rows: readonly (readonly [readonly number[], number, number])[] = [
    [[13, 15], 14, 2],
    [[-10, 10], 0, 20],
    [[179, -179], 180, 2],
    [[178, 180, 182.8], -179.6, 4.8],
    [[-170, 160, 175], 175, 30],
    [[7], 7, 0],
  ];
  for (const [longitudes, middle, degrees] of rows) {
    const span = spanOf(longitudes);
    expect(span.middle, String(longitudes)).toBeCloseTo(middle, 6);
    expect(span.degrees, String(longitudes)).toBeCloseTo(degrees, 6);
  }
});

test.each([
  [
    'a region',
    'region',
    mapOf([
      [13.36, 38.11],
      [15.08, 37.5],
    ]),
  ],
  [
    'the 180th meridian',
    'region',
    mapOf([
      [179.5, -17],
      [-179.2, -16.5],
    ]),
  ],
  ['one place', 'region', mapOf([[127, 37.5]])],
  [
    'far apart',
    'world',
    mapOf([
      [-74, 40],
      [2, 48],
      [139, 35],
    ]),
  ],
  [
    'around the north pole',
    'polar',
    mapOf([
      [0, 85],
      [90, 84],
      [-120, 83],
    ]),
  ],
  [
    'around the south pole',
    'polar',
    mapOf([
      [0, -80],
      [120, -70],
      [-100, -85],
    ]),
  ],
  [
    'a circle with the pole in it',
    'polar',
    mapOf([[0, 85]], { kind: 'circle', longitude: 0, latitude: 85, radiusM: 1e6 }),
  ],
] as const)('%s', (_, kind, view) => {
  const flat = projectionFor(view);
  expect(flat.kind).toBe(kind);
  const on = view.points.map(({ longitude, latitude }) => flat.projection([longitude, latitude]));
  for (const at of on) {
    const [x, y] = at ?? [-1, -1];
    expect(x >= 0 && x <= MAP_WIDTH && y >= 0 && y <= MAP_HEIGHT, String(at)).toBe(true);
  }
  // Neighbours stand beside one another, not at two ends of the world.
  if (kind === 'region' && on.length === 2) {
    const [left, right] = on.map((at) => at?.[0] ?? 0) as [number, number];
    expect(left).toBeLessThan(right);
  }
});

test('the scale is round, and as long as it says', () => {
  const search = { kind: 'circle', longitude: 180, latitude: 0, radiusM: 300_000 } as const;
  const scale = scaleOf(projectionFor(mapOf([[180, 0]], search)));
  // 600 km stand in the map's height without its margins.
  expect(scale?.metres).toBe(200_000);
  expect(scale?.px).toBeCloseTo((MAP_HEIGHT - 56) / 3, 0);
  expect(
    scaleOf(
      projectionFor(
        mapOf([
          [-74, 40],
          [2, 48],
          [139, 35],
        ]),
      ),
    ),
  ).toBeNull();
});
