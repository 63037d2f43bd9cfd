import { addProtocol, type LayerSpecification, type Map as MapLibre } from 'maplibre-gl';
import { PMTiles, Protocol, TileType } from 'pmtiles';
import type { Palette } from './palette.ts';
import { FIRST_OVERLAY } from './style.ts';

const SOURCE = 'user-base';
const RASTER = new Set([TileType.Png, TileType.Jpeg, TileType.Webp, TileType.Avif]);

/** Kinds of layer that the common schemas of vector tiles share, by parts of their names. */
const KINDS: readonly { names: RegExp; kind: 'water' | 'land' | 'road' | 'border' }[] = [
  { names: /^(water|ocean|lakes?|waterway)/, kind: 'water' },
  { names: /^(earth|land|landcover|landuse)$/, kind: 'land' },
  { names: /^(roads?|transportation|transit)$/, kind: 'road' },
  { names: /^(boundar(y|ies)|admin)/, kind: 'border' },
];

let protocol: Protocol | null = null;

/**
 * Puts the user's own PMTiles file between our outlines and the traffic. Pictures are shown as they are; vector tiles
 * are drawn in the page's own calm colours, as far as the names of their layers tell what they hold.
 *
 * @throws {Error} when the file cannot be read; the map then stays with its outlines
 */
export async function addUserBase(map: MapLibre, palette: Palette, base: string): Promise<void> {
  const url = new URL('api/v1/basemap', base).href;
  const archive = new PMTiles(url);
  const header = await archive.getHeader();
  if (protocol === null) {
    protocol = new Protocol();
    addProtocol('pmtiles', protocol.tile);
  }
  protocol.add(archive);
  if (map.getSource(SOURCE) !== undefined) return;
  if (RASTER.has(header.tileType)) {
    map.addSource(SOURCE, { type: 'raster', url: `pmtiles://${url}`, tileSize: 256 });
    map.addLayer({ id: SOURCE, type: 'raster', source: SOURCE, paint: { 'raster-opacity': 0.8 } }, FIRST_OVERLAY);
    return;
  }
  const metadata = (await archive.getMetadata()) as { vector_layers?: { id: string }[] } | null;
  map.addSource(SOURCE, { type: 'vector', url: `pmtiles://${url}` });
  for (const { id } of metadata?.vector_layers ?? []) {
    const layer = layerFor(id, palette);
    if (layer !== null) map.addLayer(layer, FIRST_OVERLAY);
  }
}

/** Brings the vector layers of the user's map into the colours of another theme; pictures stay as they are. */
export function recolourUserBase(map: MapLibre, palette: Palette): void {
  for (const layer of map.getStyle().layers) {
    if (!('source' in layer) || layer.source !== SOURCE || layer.type === 'raster') continue;
    const paint = layerFor(layer['source-layer'] ?? '', palette)?.paint ?? {};
    for (const [name, value] of Object.entries(paint)) map.setPaintProperty(layer.id, name as never, value as never);
  }
}

function layerFor(id: string, palette: Palette): LayerSpecification | null {
  const common = { id: `${SOURCE}.${id}`, source: SOURCE, 'source-layer': id } as const;
  switch (KINDS.find(({ names }) => names.test(id))?.kind) {
    case 'water':
      return {
        ...common,
        type: 'fill',
        filter: ['==', ['geometry-type'], 'Polygon'],
        paint: { 'fill-color': palette.sea },
      };
    case 'land':
      return {
        ...common,
        type: 'fill',
        filter: ['==', ['geometry-type'], 'Polygon'],
        paint: { 'fill-color': palette.land },
      };
    case 'road':
      return { ...common, type: 'line', minzoom: 7, paint: { 'line-color': palette.border, 'line-width': 0.7 } };
    case 'border':
      return {
        ...common,
        type: 'line',
        paint: { 'line-color': palette.border, 'line-width': 0.9, 'line-dasharray': [4, 3] },
      };
    case undefined:
      return null;
  }
}
