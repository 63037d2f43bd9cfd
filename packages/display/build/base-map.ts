import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { MultiLineString, MultiPolygon, Position } from 'geojson';
import { merge, mesh } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import type { Plugin } from 'vite';
import { unwrapLine, unwrapRing } from './unwrap.ts';

/**
 * Four decimals of a degree are 11 m: finer than the outlines are, and it halves the files.
 */
const DECIMALS = 4;

type World = Topology<{ countries: GeometryCollection }>;

/** The outlines of land and the borders between countries, as the page's map loads them. */
export function baseMapFiles(): Record<string, string> {
  const path = fileURLToPath(import.meta.resolve('world-atlas/countries-10m.json'));
  const world = JSON.parse(readFileSync(path, 'utf8')) as World;
  const countries = world.objects.countries;
  const land = merge(world, countries.geometries as Parameters<typeof merge>[1]);
  const borders = mesh(world, countries, (one, other) => one !== other);
  return {
    'base/land.json': asGeoJson({
      type: 'MultiPolygon',
      coordinates: land.coordinates.map((polygon) => polygon.map((ring) => rounded(unwrapRing(ring)))),
    }),
    'base/borders.json': asGeoJson({
      type: 'MultiLineString',
      coordinates: borders.coordinates.map((line) => rounded(unwrapLine(line))),
    }),
  };
}

function asGeoJson(geometry: MultiPolygon | MultiLineString): string {
  return JSON.stringify({ type: 'Feature', properties: {}, geometry });
}

function rounded(line: readonly Position[]): Position[] {
  return line.map((point) => point.map((degrees) => Number(degrees.toFixed(DECIMALS))));
}

/**
 * Converts the world outlines once, at build time, so that the map's worker loads plain GeoJSON and the page itself
 * never parses it.
 */
export function baseMap(): Plugin {
  let files: Record<string, string> | undefined;
  return {
    name: 'skyaccord-base-map',
    generateBundle() {
      files ??= baseMapFiles();
      for (const [fileName, source] of Object.entries(files)) this.emitFile({ type: 'asset', fileName, source });
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const name = (request.url ?? '').replace(/^\//, '').replace(/\?.*$/, '');
        if (!name.startsWith('base/')) return next();
        files ??= baseMapFiles();
        const text = files[name];
        if (text === undefined) return next();
        response.setHeader('content-type', 'application/geo+json');
        response.end(text);
      });
    },
  };
}
