/**
 * A sorted set of places on a map. Coastlines and projections are a chunk of their own, fetched
 * from this site when the first map is opened.
 */
import { Component, lazy, type ReactNode, Suspense } from 'react';
import type { MapView } from '../../contract/key-view.ts';
import type { Messages } from '../i18n/en.ts';
import { useMessages } from '../i18n/i18n.tsx';
import { shownBytes } from './bytes-shown.ts';
import { metres } from './map-outlines.ts';
import type { DrawingProps, Visual } from './visual.ts';

const MapDrawing = lazy(() =>
  import('./map-drawing.tsx').then((module) => ({ default: module.MapDrawing })),
);

/** Says so where the map's chunk could not be fetched. */
class MapBoundary extends Component<{ readonly failed: string; readonly children: ReactNode }> {
  override state = { failed: false };
  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }
  override render(): ReactNode {
    return this.state.failed ? <p role="alert">{this.props.failed}</p> : this.props.children;
  }
}

function Drawing({ view }: DrawingProps<MapView>) {
  const m = useMessages();
  return (
    <MapBoundary failed={m.drawings.mapFailed}>
      <Suspense fallback={<p className="map-wait">{m.drawings.mapLoading}</p>}>
        <MapDrawing view={view} />
      </Suspense>
    </MapBoundary>
  );
}

const degrees = (v: number): string => v.toFixed(6);

function searchNote(m: Messages, { search, cells }: MapView): string {
  if (!search) return '';
  const place = `${degrees(search.longitude)}, ${degrees(search.latitude)}`;
  const area =
    search.kind === 'circle'
      ? m.drawings.circle(metres(search.radiusM), place)
      : m.drawings.box(metres(search.widthM), metres(search.heightM), place);
  return ` ${area} ${m.drawings.scanned(cells.length)}`;
}

export const geoMap: Visual<MapView> = {
  title: (m) => m.drawings.mapTitle,
  note: (m, view) => m.drawings.mapNote(view.points.length, view.count) + searchNote(m, view),
  unit: (m) => m.drawings.units.members,
  // A sample of all members has no next page.
  total: (view) => view.points.length,
  shown: (view) => view.points.length,
  twin: (m, view) => ({
    columns: [...[m.visuals.member, m.drawings.longitude, m.drawings.latitude], m.drawings.geohash],
    rows: view.points.map(({ member, longitude, latitude, geohash }) => ({
      id: `${member}=${geohash}`,
      cells: [shownBytes(member), degrees(longitude), degrees(latitude), geohash],
    })),
  }),
  Drawing,
  tableToo: false,
};
