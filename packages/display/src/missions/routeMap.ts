import { type GeoJSONSource, type LngLatBoundsLike, type Map as MapLibre, Marker } from 'maplibre-gl';
import type { LngLat } from '../geo/geodesy.ts';
import { groundMap } from '../map/groundMap.ts';
import type { Palette } from '../map/palette.ts';

const WAY = 'way';
/** What is there already: ways and outlines of other missions and areas. */
const OTHERS = 'others';

type Handlers = {
  onPlace: (at: LngLat) => void;
  onMoved: (index: number, to: LngLat) => void;
  onError: (problem: string) => void;
};

/** A map on which a way or an area is drawn: a click adds a point, points can be dragged. */
export class RouteMap {
  readonly #map: MapLibre;
  readonly #handlers: Handlers;
  #markers: Marker[] = [];
  #ready = false;
  #line: readonly LngLat[] = [];
  #others: readonly (readonly LngLat[])[] = [];

  constructor(container: HTMLElement, palette: Palette, handlers: Handlers) {
    this.#handlers = handlers;
    this.#map = groundMap(container, palette, 'Map to draw a mission on', handlers.onError);
    this.#map.getCanvas().style.cursor = 'crosshair';
    this.#map.on('click', ({ lngLat }) => handlers.onPlace([rounded(lngLat.wrap().lng), rounded(lngLat.lat)]));
    this.#map.once('style.load', () => {
      this.#map.addSource(OTHERS, { type: 'geojson', data: linesOf([]) });
      this.#map.addLayer({
        id: OTHERS,
        type: 'line',
        source: OTHERS,
        paint: { 'line-color': palette.muted, 'line-width': 1.2, 'line-dasharray': [3, 2] },
      });
      this.#map.addSource(WAY, { type: 'geojson', data: linesOf([]) });
      this.#map.addLayer({
        id: WAY,
        type: 'line',
        source: WAY,
        layout: { 'line-cap': 'round', 'line-join': 'round' },
        paint: { 'line-color': palette.accent, 'line-width': 2.4 },
      });
      this.#ready = true;
      this.#draw();
    });
  }

  fit(bounds: LngLatBoundsLike): void {
    this.#map.fitBounds(bounds, { padding: 40, maxZoom: 9, duration: 0 });
  }

  /** Shows points, and the line through them: closed for an area. */
  set(points: readonly LngLat[], closed: boolean): void {
    const first = points[0];
    this.#line = closed && first !== undefined && points.length > 2 ? [...points, first] : points;
    this.#draw();
    while (this.#markers.length > points.length) this.#markers.pop()?.remove();
    for (const [index, point] of points.entries()) {
      const known = this.#markers[index];
      if (known === undefined) this.#markers.push(this.#marker(index, point));
      else known.setLngLat(point);
    }
  }

  /** Shows what is there already, beneath what is drawn. */
  setOthers(lines: readonly (readonly LngLat[])[]): void {
    this.#others = lines;
    this.#draw();
  }

  remove(): void {
    this.#map.remove();
  }

  #draw(): void {
    if (!this.#ready) return;
    void this.#map.getSource<GeoJSONSource>(WAY)?.setData(linesOf([this.#line]));
    void this.#map.getSource<GeoJSONSource>(OTHERS)?.setData(linesOf(this.#others));
  }

  #marker(index: number, at: LngLat): Marker {
    const element = document.createElement('span');
    element.className = 'route-point';
    element.textContent = String(index + 1);
    const marker = new Marker({ element, draggable: true }).setLngLat(at).addTo(this.#map);
    marker.on('dragend', () => {
      const { lng, lat } = marker.getLngLat().wrap();
      this.#handlers.onMoved(index, [rounded(lng), rounded(lat)]);
    });
    // A click on a point is not one on the map beneath it.
    element.addEventListener('click', (event) => event.stopPropagation());
    return marker;
  }
}

/** To about a metre: what a hand cannot mean is not told. */
const rounded = (degrees: number): number => Math.round(degrees * 1e5) / 1e5;

const linesOf = (lines: readonly (readonly LngLat[])[]) =>
  ({
    type: 'Feature',
    properties: {},
    geometry: {
      type: 'MultiLineString',
      coordinates: lines.filter(({ length }) => length > 1).map((line) => [...line]),
    },
  }) as const;
