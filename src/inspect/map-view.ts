/**
 * A sorted set of places for the inspector's map: an even sample of its members, the area of the last
 * search, and the geohash cells that were scanned for it.
 */
import type { MapArea, MapView } from '../contract/key-view.ts';
import type { SortedSetValue } from '../engine/keyspace/sorted-set-value.ts';
import {
  areaOf,
  type Cell,
  cellOf,
  cellsFor,
  geohashText,
  type Position,
  positionOf,
} from '../structures/geohash.ts';

const POINTS_MAX = 400;
const CELLS_MAX = 24;
const STEPS_MAX = 20;
const SAMPLE = 50;
/** Below lie ranks, counters and milliseconds; of places only a corner of Antarctica. */
const PLACE_SCORE_MIN = 2 ** 44;
const PLACE_SCORE_END = 2 ** 54;

/** True where the scores could be geohashes, or where a search has taken them for such. */
export function looksLikePlaces(zset: SortedSetValue): boolean {
  if (zset.lastArea) return true;
  let plausible = true;
  zset.forRange(0, Math.min(SAMPLE, zset.length), false, (_member, score) => {
    plausible &&= Number.isInteger(score) && score >= PLACE_SCORE_MIN && score < PLACE_SCORE_END;
  });
  return plausible;
}

export function mapViewOf(zset: SortedSetValue): MapView {
  const points = sampled(zset);
  const { lastArea } = zset;
  const cells = lastArea ? cellsFor(lastArea) : cellsOf(points);
  return {
    kind: 'map',
    count: zset.length,
    offset: 0,
    points,
    cells: cells.map((cell): MapArea => areaOf(cell)),
    search: lastArea && { ...lastArea.center, ...lastArea.extent },
  };
}

/** Evenly spread over the ranks, which go along the map. */
function sampled(zset: SortedSetValue): MapView['points'] {
  const points: MapView['points'][number][] = [];
  const { length } = zset;
  const count = Math.min(POINTS_MAX, length);
  for (let n = 0; n < count; n++) {
    const rank = count === length ? n : Math.floor((n * length) / count);
    zset.forRange(rank, 1, false, (member, score) => {
      points.push({ member, ...positionOf(score), geohash: geohashText(score) });
    });
  }
  return points;
}

/** The cells the points lie in, at the finest step that needs only a few. */
function cellsOf(points: readonly Position[]): Cell[] {
  let found: Cell[] = [];
  for (let step = 1; step <= STEPS_MAX; step++) {
    const cells = new Map<string, Cell>();
    for (const { longitude, latitude } of points) {
      const cell = cellOf({ longitude, latitude }, step);
      cells.set(`${cell.longitude} ${cell.latitude}`, cell);
    }
    if (cells.size > CELLS_MAX) break;
    found = [...cells.values()];
  }
  return found;
}
