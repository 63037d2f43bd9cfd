import type { FeatureCollection } from 'geojson';
import type {
  DataDrivenPropertyValueSpecification,
  ExpressionSpecification,
  LayerSpecification,
  StyleSpecification,
  VariableAnchorOffsetCollectionSpecification,
} from 'maplibre-gl';
import { graticule } from './graticule.ts';
import type { Palette } from './palette.ts';
import { FLAG_IMAGE } from './symbols.ts';

/** Names of the sources that the page fills as the picture changes. */
export const SOURCES = { aircraft: 'aircraft', trails: 'trails', conflict: 'conflict' } as const;

/** The layer that a click asks for aircraft. */
export const SYMBOL_LAYER = 'aircraft-symbols';
/** The user's own map goes in front of this layer, so that all of ours stays on top of it. */
export const FIRST_OVERLAY = 'graticule';

export const FONT = ['Liberation Sans', 'Helvetica', 'Arial', 'sans-serif'];
const NOTHING: FeatureCollection = { type: 'FeatureCollection', features: [] };

type Sides = DataDrivenPropertyValueSpecification<VariableAnchorOffsetCollectionSpecification>;
/** An anchor `left` puts the label to the right. */
const AROUND: Sides = ['left', [1.3, 0], 'right', [-1.3, 0], 'top', [0, 1.2], 'bottom', [0, -1.2]];
const AWAY_FROM_OTHER: Sides = [
  'match',
  ['get', 'other'],
  'east',
  ['literal', ['right', [-1.3, 0], 'bottom', [0, -1.2], 'top', [0, 1.2]]],
  'west',
  ['literal', ['left', [1.3, 0], 'bottom', [0, -1.2], 'top', [0, 1.2]]],
  ['literal', AROUND],
] as unknown as Sides;

/** The map without any server: outlines from the page's own files, everything else drawn from data. */
export function mapStyle(palette: Palette, base: string): StyleSpecification {
  return {
    version: 8,
    sources: {
      // Sources are dealt out to the two workers in turn: in this order the outlines, which take long, keep to one of
      // them and never hold up the traffic in the other.
      land: { type: 'geojson', data: new URL('base/land.json', base).href, tolerance: 0.5 },
      aircraft: { type: 'geojson', data: NOTHING, tolerance: 0 },
      borders: { type: 'geojson', data: new URL('base/borders.json', base).href, tolerance: 0.5 },
      conflict: { type: 'geojson', data: NOTHING },
      graticule: { type: 'geojson', data: graticule(), tolerance: 0 },
      trails: { type: 'geojson', data: NOTHING },
    },
    layers: [...baseLayers(palette), ...trafficLayers(palette)],
  };
}

function baseLayers(palette: Palette): LayerSpecification[] {
  return [
    { id: 'sea', type: 'background', paint: { 'background-color': palette.sea } },
    { id: 'land', type: 'fill', source: 'land', paint: { 'fill-color': palette.land, 'fill-antialias': false } },
    { id: 'coast', type: 'line', source: 'land', paint: { 'line-color': palette.coast, 'line-width': 1 } },
    {
      id: 'borders',
      type: 'line',
      source: 'borders',
      paint: { 'line-color': palette.border, 'line-width': 0.8, 'line-dasharray': [4, 3] },
    },
    {
      id: FIRST_OVERLAY,
      type: 'line',
      source: 'graticule',
      filter: ['>=', ['get', 'step'], ['step', ['zoom'], 15, 3, 5, 6, 1]],
      paint: { 'line-color': palette.grid, 'line-width': 0.6 },
    },
    {
      id: 'graticule-labels',
      type: 'symbol',
      source: 'graticule',
      filter: ['>=', ['get', 'step'], ['step', ['zoom'], 15, 3, 5, 6, 1]],
      layout: {
        'symbol-placement': 'line',
        'symbol-spacing': 500,
        'text-field': ['get', 'label'],
        'text-font': FONT,
        'text-size': 10,
        'text-offset': [0, -0.7],
      },
      paint: { 'text-color': palette.muted, 'text-opacity': 0.7 },
    },
  ];
}

function trafficLayers(palette: Palette): LayerSpecification[] {
  const level = byLevel(palette);
  return [
    {
      id: 'uncertainty',
      type: 'fill',
      source: SOURCES.aircraft,
      filter: role('uncertainty'),
      paint: { 'fill-color': palette.muted, 'fill-opacity': 0.08 },
    },
    {
      id: 'uncertainty-edge',
      type: 'line',
      source: SOURCES.aircraft,
      filter: role('uncertainty'),
      paint: { 'line-color': palette.muted, 'line-width': 1, 'line-dasharray': [1, 3] },
    },
    {
      id: 'trails',
      type: 'line',
      source: SOURCES.trails,
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': palette.muted, 'line-width': 1.2, 'line-opacity': 0.55 },
    },
    {
      id: 'rings',
      type: 'line',
      source: SOURCES.conflict,
      filter: role('ring'),
      paint: { 'line-color': level, 'line-width': 1.4, 'line-dasharray': [4, 2], 'line-opacity': 0.9 },
    },
    {
      id: 'predicted-paths',
      type: 'line',
      source: SOURCES.conflict,
      filter: role('path'),
      paint: { 'line-color': level, 'line-width': 1, 'line-dasharray': [1, 2] },
    },
    {
      id: 'pairs',
      type: 'line',
      source: SOURCES.conflict,
      filter: role('pair'),
      paint: { 'line-color': level, 'line-width': 1.6 },
    },
    {
      id: 'advised',
      type: 'line',
      source: SOURCES.conflict,
      filter: role('advice'),
      layout: { 'line-cap': 'round' },
      paint: { 'line-color': palette.accent, 'line-width': 2, 'line-dasharray': [2.5, 2] },
    },
    {
      id: 'predicted-miss',
      type: 'line',
      source: SOURCES.conflict,
      filter: role('miss'),
      paint: { 'line-color': level, 'line-width': 2.4 },
    },
    {
      id: 'vectors',
      type: 'line',
      source: SOURCES.aircraft,
      filter: role('vector'),
      paint: { 'line-color': palette.text, 'line-width': 1.1, 'line-opacity': ['get', 'opacity'] },
    },
    {
      id: 'predicted-points',
      type: 'symbol',
      source: SOURCES.conflict,
      filter: role('cpa'),
      layout: { 'icon-image': ['get', 'image'], 'icon-allow-overlap': true, 'icon-ignore-placement': true },
    },
    {
      id: SYMBOL_LAYER,
      type: 'symbol',
      source: SOURCES.aircraft,
      filter: role('symbol'),
      layout: {
        'icon-image': ['get', 'image'],
        'icon-rotate': ['get', 'turn_deg'],
        'icon-rotation-alignment': 'map',
        'icon-size': ['get', 'size'],
        'icon-allow-overlap': true,
        'icon-ignore-placement': true,
        'symbol-sort-key': ['-', 0, ['get', 'order']],
      },
      paint: { 'icon-opacity': ['get', 'opacity'] },
    },
    {
      id: 'flagged',
      type: 'symbol',
      source: SOURCES.aircraft,
      filter: ['all', role('symbol'), ['get', 'flagged']],
      layout: {
        'icon-image': FLAG_IMAGE,
        'icon-size': ['+', ['get', 'size'], 0.1],
        'icon-rotation-alignment': 'viewport',
        'icon-allow-overlap': true,
        'icon-ignore-placement': true,
      },
    },
    {
      id: 'marked',
      type: 'circle',
      source: SOURCES.aircraft,
      filter: ['all', role('symbol'), ['any', ['get', 'selected'], ['!=', ['get', 'level'], '']]],
      paint: {
        'circle-radius': 15,
        'circle-color': 'transparent',
        'circle-stroke-width': ['case', ['get', 'selected'], 2.5, 1.6],
        'circle-stroke-color': ['case', ['==', ['get', 'level'], ''], palette.accent, level],
      },
    },
    labels('labels', palette, false),
    labels('labels-always', palette, true),
    {
      id: 'conflict-labels',
      type: 'symbol',
      source: SOURCES.conflict,
      filter: ['any', role('pair_label'), role('cpa_label')],
      layout: {
        'text-field': ['get', 'label'],
        'text-font': FONT,
        'text-size': 12,
        'text-allow-overlap': true,
        // The measured distance above its line, the predicted one below: head-on, both have the same middle.
        'text-anchor': ['match', ['get', 'role'], 'pair_label', 'bottom', 'top'],
        'text-offset': ['match', ['get', 'role'], 'pair_label', ['literal', [0, -0.5]], ['literal', [0, 0.9]]],
      },
      paint: { 'text-color': level, 'text-halo-color': palette.halo, 'text-halo-width': 1.8 },
    },
    {
      id: 'advice-labels',
      type: 'symbol',
      source: SOURCES.conflict,
      filter: role('advice_label'),
      layout: { 'text-field': ['get', 'label'], 'text-font': FONT, 'text-size': 12, 'text-allow-overlap': true },
      paint: { 'text-color': palette.accent, 'text-halo-color': palette.halo, 'text-halo-width': 1.8 },
    },
  ];
}

/** Labels of ordinary aircraft give way to each other; those of a selected or alerting one never do. */
function labels(id: string, palette: Palette, always: boolean): LayerSpecification {
  return {
    id,
    type: 'symbol',
    source: SOURCES.aircraft,
    filter: ['all', role('symbol'), ['!=', ['get', 'label'], ''], ['==', ['get', 'always'], always]],
    layout: {
      'text-field': ['get', 'label'],
      'text-font': FONT,
      'text-size': always ? 12.5 : 11.5,
      'text-justify': 'auto',
      'text-line-height': 1.15,
      'text-variable-anchor-offset': always ? AWAY_FROM_OTHER : AROUND,
      'text-allow-overlap': always,
      'symbol-sort-key': ['get', 'order'],
    },
    paint: {
      'text-color': palette.text,
      'text-halo-color': palette.halo,
      'text-halo-width': 1.6,
      'text-opacity': ['get', 'opacity'],
    },
  };
}

function role(name: string): ExpressionSpecification {
  return ['==', ['get', 'role'], name];
}

function byLevel({ levels, text }: Palette): ExpressionSpecification {
  return [
    'match',
    ['get', 'level'],
    'breach',
    levels.breach,
    'warning',
    levels.warning,
    'advisory',
    levels.advisory,
    text,
  ];
}
