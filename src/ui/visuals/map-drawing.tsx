/** The map itself: coastlines, geohash cells, the last search's area, and the points with their names. */
import { geoPath } from 'd3-geo';
import { useMemo } from 'react';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import atlas from 'world-atlas/land-110m.json';
import type { MapView } from '../../contract/key-view.ts';
import { useMessages } from '../i18n/i18n.tsx';
import { shortened, shownBytes } from './bytes-shown.ts';
import { areaOutline, type Line, metres, searchOutline } from './map-outlines.ts';
import { MAP_HEIGHT, MAP_WIDTH, projectionFor, scaleOf } from './map-projection.ts';

/** More names would cover one another. */
const LABELS_MAX = 40;
/** Two names must be this far apart, or the second is left out. */
const LABEL_GAP = { x: 64, y: 12 };
/** Room for the scale's line and its figure, from the lower left corner. */
const SCALE = { x: 10, y: MAP_HEIGHT - 10 };

type Atlas = Topology<{ land: GeometryCollection }>;

/** Natural Earth's coastlines, as world-atlas packs them. */
const world = atlas as unknown as Atlas;
const land = feature(world, world.objects.land);

interface Placed {
  readonly member: string;
  readonly x: number;
  readonly y: number;
  readonly named: boolean;
}

/** Where the points fall, and which of them have room for a name. */
function place(view: MapView, project: (point: [number, number]) => [number, number] | null) {
  const placed: Placed[] = [];
  const names: Placed[] = [];
  for (const { member, longitude, latitude } of view.points) {
    const at = project([longitude, latitude]);
    if (!at) continue;
    const [x, y] = at;
    const free = names.every(
      (other) => Math.abs(other.x - x) > LABEL_GAP.x || Math.abs(other.y - y) > LABEL_GAP.y,
    );
    const point = { member, x, y, named: free && names.length < LABELS_MAX };
    placed.push(point);
    if (point.named) names.push(point);
  }
  return placed;
}

export function MapDrawing({ view }: { readonly view: MapView }) {
  const m = useMessages();
  const { coast, cells, area, points, scale } = useMemo(() => {
    const flat = projectionFor(view);
    const path = geoPath(flat.projection);
    const line = (coordinates: Line) => path({ type: 'LineString', coordinates }) ?? '';
    return {
      coast: path(land) ?? '',
      cells: view.cells.map((cell) => line(areaOutline(cell))),
      area: view.search ? line(searchOutline(view.search)) : '',
      points: place(view, flat.projection),
      scale: scaleOf(flat),
    };
  }, [view]);
  return (
    <figure className="geo-map">
      <svg
        viewBox={`0 0 ${MAP_WIDTH} ${MAP_HEIGHT}`}
        role="img"
        aria-label={m.drawings.mapLabel(points.length, cells.length)}
      >
        <path className="map-land" d={coast} />
        {cells.map((d) => (
          <path key={d} className="map-cell" d={d} />
        ))}
        <path className="map-search" d={area} />
        {points.map(({ member, x, y, named }) => (
          <g key={member} transform={`translate(${x} ${y})`}>
            <title>{shownBytes(member)}</title>
            <circle r="3" />
            {named ? (
              <text
                x={x > MAP_WIDTH - 80 ? -6 : 6}
                y="4"
                data-end={x > MAP_WIDTH - 80 || undefined}
              >
                {shortened(member, 14)}
              </text>
            ) : null}
          </g>
        ))}
        {scale ? (
          <g className="map-scale" transform={`translate(${SCALE.x} ${SCALE.y})`}>
            <path d={`M0 -4 V0 H${scale.px} V-4`} />
            <text x={scale.px + 6}>{metres(scale.metres)}</text>
          </g>
        ) : null}
      </svg>
      <figcaption>
        <small>{m.drawings.mapSource}</small>
      </figcaption>
    </figure>
  );
}
