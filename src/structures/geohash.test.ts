import { describe, expect, test } from 'vitest';
import { seededRandom } from '../base/random.ts';
import {
  areaOf,
  boundsOf,
  cellOf,
  cellOfScore,
  cellsFor,
  distanceM,
  distanceWithin,
  geohashText,
  isOnMap,
  LATITUDE_MAX,
  type Position,
  positionOf,
  type SearchShape,
  scoreOf,
  scoreRange,
} from './geohash.ts';

const seed = Number(process.env.SEED ?? 20260101);

/** Degrees: what a place at the very edge of a cell may seem to lie outside. */
const ROUNDING = 1e-12;

describe(`geohashes (seed ${seed})`, () => {
  const random = seededRandom(seed);
  const anywhere = (): Position => ({
    longitude: random.unit() * 360 - 180,
    latitude: (random.unit() * 2 - 1) * LATITUDE_MAX,
  });

  test('a position is in its cell, and comes back to within half of one', () => {
    for (let round = 0; round < 3000; round++) {
      const position = anywhere();
      const score = scoreOf(position);
      expect(Number.isSafeInteger(score)).toBe(true);
      const { west, east, south, north } = areaOf(cellOfScore(score));
      const { longitude, latitude } = position;
      expect(longitude >= west - ROUNDING && longitude < east + ROUNDING).toBe(true);
      expect(latitude >= south - ROUNDING && latitude < north + ROUNDING).toBe(true);
      const back = positionOf(score);
      expect(Math.abs(back.longitude - position.longitude)).toBeLessThanOrEqual(180 / 2 ** 26);
      expect(Math.abs(back.latitude - position.latitude)).toBeLessThanOrEqual(86 / 2 ** 26);
      expect(scoreOf(back)).toBe(score);
    }
  });

  test('a coarser cell is a range of scores that holds just its own', () => {
    for (let round = 0; round < 2000; round++) {
      const position = anywhere();
      const step = 1 + random.below(26);
      const { min, max } = scoreRange(cellOf(position, step));
      expect(scoreOf(position)).toBeGreaterThanOrEqual(min);
      expect(scoreOf(position)).toBeLessThan(max);
      expect(max - min).toBe(2 ** (52 - 2 * step));
      const other = anywhere();
      const same = JSON.stringify(cellOf(other, step)) === JSON.stringify(cellOf(position, step));
      expect(scoreOf(other) >= min && scoreOf(other) < max).toBe(same);
    }
  });

  test('what lies in a shape lies in one of its cells, away from the edges of the map', () => {
    for (let round = 0; round < 2000; round++) {
      const center = { longitude: random.unit() * 200 - 100, latitude: random.unit() * 120 - 60 };
      const size = 10 ** (random.unit() * 5.5);
      const extent: SearchShape['extent'] =
        random.below(2) === 0
          ? { kind: 'circle', radiusM: size }
          : { kind: 'box', widthM: size, heightM: size * random.unit() };
      const shape = { center, extent };
      const { west, east, south, north } = boundsOf(shape);
      const position = {
        longitude: west + (east - west) * random.unit(),
        latitude: south + (north - south) * random.unit(),
      };
      if (!isOnMap(position) || distanceWithin(shape, position) === null) continue;
      const score = scoreOf(position);
      const ranges = cellsFor(shape).map(scoreRange);
      expect(ranges.some(({ min, max }) => score >= min && score < max)).toBe(true);
    }
  });

  test('distances: symmetric, none to itself, and never longer over a third place', () => {
    for (let round = 0; round < 1000; round++) {
      const [a, b, c] = [anywhere(), anywhere(), anywhere()];
      expect(distanceM(a, a)).toBe(0);
      expect(distanceM(a, b)).toBeCloseTo(distanceM(b, a), 4);
      expect(distanceM(a, b)).toBeLessThanOrEqual(distanceM(a, c) + distanceM(c, b) + 1e-3);
      expect(distanceM(a, b)).toBeLessThanOrEqual(Math.PI * 6372797.560856);
    }
  });
});

test('the edges of the map, and scores that are no geohashes', () => {
  expect(scoreOf({ longitude: -180, latitude: -LATITUDE_MAX })).toBe(0);
  expect(positionOf(scoreOf({ longitude: 180, latitude: LATITUDE_MAX }))).toEqual({
    longitude: 180,
    latitude: LATITUDE_MAX,
  });
  for (const score of [-1, 1.5, 2 ** 53, 2 ** 63, 2 ** 64, 1e300, -1e300, Infinity, -Infinity]) {
    expect(isOnMap(positionOf(score))).toBe(true);
  }
  expect(geohashText(scoreOf({ longitude: 13.361389, latitude: 38.115556 }))).toBe('sqc8b49rny0');
});
