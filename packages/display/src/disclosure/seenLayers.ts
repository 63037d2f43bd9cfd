import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import type { Palette } from '../map/palette.ts';
import { FONT } from '../map/style.ts';

/** Name of the source that the page fills. */
export const SEEN = 'seen';

const role = (name: string): ExpressionSpecification => ['==', ['get', 'role'], name];

/** How what another party sees is drawn over the ground: areas hatched by their edge, places as dots. */
export function seenLayers(palette: Palette): LayerSpecification[] {
  return [
    {
      id: 'seen-areas',
      type: 'fill',
      source: SEEN,
      filter: role('area'),
      paint: { 'fill-color': palette.accent, 'fill-opacity': 0.14 },
    },
    {
      id: 'seen-edges',
      type: 'line',
      source: SEEN,
      filter: role('area'),
      paint: { 'line-color': palette.accent, 'line-width': 1.4, 'line-dasharray': [4, 3] },
    },
    {
      id: 'seen-ways',
      type: 'line',
      source: SEEN,
      filter: role('way'),
      paint: { 'line-color': palette.accent, 'line-width': 1.6 },
    },
    {
      id: 'seen-places',
      type: 'circle',
      source: SEEN,
      filter: role('place'),
      paint: {
        'circle-color': palette.accent,
        'circle-radius': 4.5,
        'circle-stroke-color': palette.halo,
        'circle-stroke-width': 1.5,
      },
    },
    {
      id: 'seen-labels',
      type: 'symbol',
      source: SEEN,
      filter: ['any', role('place'), role('area')],
      layout: {
        'text-field': ['get', 'label'],
        'text-font': FONT,
        'text-size': 11.5,
        'text-variable-anchor': ['left', 'right', 'top', 'bottom'],
        'text-radial-offset': 0.8,
      },
      paint: { 'text-color': palette.text, 'text-halo-color': palette.halo, 'text-halo-width': 1.6 },
    },
  ];
}
