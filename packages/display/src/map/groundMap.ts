import {
  AttributionControl,
  type LayerSpecification,
  Map as MapLibre,
  NavigationControl,
  ScaleControl,
} from 'maplibre-gl';
import type { Palette } from './palette.ts';
import { mapStyle } from './style.ts';

/** A map of the ground alone, north up, for a page to draw its own things on. @throws where there is no WebGL 2 */
export function groundMap(
  container: HTMLElement,
  palette: Palette,
  title: string,
  onError: (problem: string) => void,
): MapLibre {
  const map = new MapLibre({
    container,
    style: mapStyle(palette, document.baseURI),
    center: [0, 20],
    zoom: 1.5,
    maxZoom: 14,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    fadeDuration: 0,
    locale: { 'Map.Title': title, 'ScaleControl.NauticalMiles': 'NM' },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), 'top-left');
  map.addControl(new ScaleControl({ maxWidth: 140, unit: 'nautical' }), 'bottom-left');
  map.addControl(
    new AttributionControl({ compact: true, customAttribution: 'Outlines: Natural Earth' }),
    'bottom-right',
  );
  map.on('error', ({ error }) => onError(`The map reports: ${error.message}`));
  return map;
}

/** Why there is no map, in words. */
export function noMapWords(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  return `The map cannot be drawn: ${/webgl/i.test(reason) ? 'this browser gives it no WebGL 2' : reason}.`;
}

/** Gives layers that stand on a map the colours of another theme. */
export function recolour(map: MapLibre, layers: readonly LayerSpecification[]): void {
  for (const { id, paint } of layers) {
    for (const [name, value] of Object.entries(paint ?? {})) map.setPaintProperty(id, name as never, value as never);
  }
}
