import type { FeatureCollection } from 'geojson';
import {
  AttributionControl,
  type GeoJSONSource,
  type LngLatBoundsLike,
  Map as MapLibre,
  NavigationControl,
  ScaleControl,
  setWorkerCount,
  setWorkerUrl,
} from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import type { UnitSystem } from '../format/units.ts';
import { recolour } from './groundMap.ts';
import type { Palette } from './palette.ts';
import { mapStyle, SOURCES, SYMBOL_LAYER } from './style.ts';
import { drawSymbols } from './symbols.ts';
import { addUserBase, recolourUserBase } from './userBase.ts';

setWorkerUrl(workerUrl);
setWorkerCount(2);

/** A finger is not a mouse: a click this far beside a symbol still means it. */
const CLICK_SLACK_PX = 8;
const LARGEST_ZOOM = 12;
const METRES_PER_PX_AT_ZOOM_0 = 78_271.517;

type Handlers = {
  /** A click: the aircraft under it, or null for empty sky. */
  onPick: (track: string | null) => void;
  /** A person moved the map. */
  onMoved: () => void;
  onError: (problem: string) => void;
};

/** The map as the page needs it: made once, given pictures, asked to show places. */
export class SkyMap {
  readonly #map: MapLibre;
  readonly #handlers: Handlers;
  readonly #scale = new ScaleControl({ maxWidth: 140, unit: 'nautical' });
  #palette: Palette;
  #ready = false;
  #waiting: (() => void)[] = [];
  #latest = new Map<string, FeatureCollection>();

  constructor(container: HTMLElement, palette: Palette, handlers: Handlers) {
    this.#palette = palette;
    this.#handlers = handlers;
    this.#map = new MapLibre({
      container,
      style: mapStyle(palette, document.baseURI),
      center: [0, 20],
      zoom: 1.5,
      maxZoom: 16,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      // Symbols move four times a second: cross-fading them would make every label blink.
      fadeDuration: 0,
      locale: { 'Map.Title': 'Map of the traffic', 'ScaleControl.NauticalMiles': 'NM' },
    });
    this.#map.touchZoomRotate.disableRotation();
    this.#map.keyboard.disableRotation();
    this.#map.addControl(new NavigationControl({ showCompass: false }), 'top-left');
    this.#map.addControl(this.#scale, 'bottom-left');
    this.#map.addControl(
      new AttributionControl({ compact: true, customAttribution: 'Outlines: Natural Earth' }),
      'bottom-right',
    );
    this.#map.on('error', ({ error }) => handlers.onError(`The map reports: ${error.message}`));
    // Not `load`, which waits for every outline of the world.
    this.#map.once('style.load', () => {
      this.#drawSymbols(false);
      this.#ready = true;
      for (const task of this.#waiting.splice(0)) task();
    });
    this.#listen();
  }

  remove(): void {
    this.#map.remove();
  }

  /** Whether the last traffic handed over has been taken up: handing more before would only pile up work. */
  idle(): boolean {
    return this.#ready && this.#map.isSourceLoaded(SOURCES.aircraft);
  }

  get metres_per_px(): number {
    const { lat } = this.#map.getCenter();
    return (METRES_PER_PX_AT_ZOOM_0 * Math.cos((lat * Math.PI) / 180)) / 2 ** this.#map.getZoom();
  }

  get zoom(): number {
    return this.#map.getZoom();
  }

  set(source: keyof typeof SOURCES, data: FeatureCollection): void {
    // An empty collection after an empty one is most of what `conflict` would be sent.
    if (data.features.length === 0 && this.#latest.get(source)?.features.length === 0) return;
    this.#latest.set(source, data);
    this.#whenReady(() => void this.#map.getSource<GeoJSONSource>(source)?.setData(data));
  }

  setPalette(palette: Palette): void {
    this.#palette = palette;
    this.#whenReady(() => {
      recolour(this.#map, mapStyle(palette, document.baseURI).layers);
      recolourUserBase(this.#map, palette);
      this.#drawSymbols(true);
    });
  }

  setUnits(units: UnitSystem): void {
    this.#scale.setUnit(units === 'metric' ? 'metric' : 'nautical');
  }

  showUserBase(): void {
    this.#whenReady(() => {
      addUserBase(this.#map, this.#palette, document.baseURI).catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        this.#handlers.onError(`The base map file cannot be shown (${reason}); the outlines stay.`);
      });
    });
  }

  /** Brings a box into view, at once where the reader asked for less motion. */
  fit(bounds: LngLatBoundsLike, padding_px: number): void {
    this.#whenReady(() => {
      const duration = this.#sized();
      const size = this.#map.getContainer();
      const padding = Math.min(padding_px, size.clientWidth / 4, size.clientHeight / 4);
      this.#map.fitBounds(bounds, { padding, maxZoom: LARGEST_ZOOM, duration });
    });
  }

  centre(longitude_deg: number, latitude_deg: number): void {
    this.#whenReady(() => {
      const duration = this.#sized();
      this.#map.easeTo({ center: [longitude_deg, latitude_deg], zoom: Math.max(this.#map.getZoom(), 8), duration });
    });
  }

  focus(): void {
    this.#map.getCanvas().focus();
  }

  /**
   * Takes the size of its place now: a map that was behind another page until this moment still has none. @returns how
   * long a movement may take, ms
   */
  #sized(): number {
    this.#map.resize();
    return matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 500;
  }

  #listen(): void {
    this.#map.on('click', ({ point }) => {
      if (!this.#ready) return;
      const box: [[number, number], [number, number]] = [
        [point.x - CLICK_SLACK_PX, point.y - CLICK_SLACK_PX],
        [point.x + CLICK_SLACK_PX, point.y + CLICK_SLACK_PX],
      ];
      const [hit] = this.#map.queryRenderedFeatures(box, { layers: [SYMBOL_LAYER] });
      this.#handlers.onPick(hit === undefined ? null : String(hit.properties.track));
    });
    this.#map.on('movestart', ({ originalEvent }) => {
      if (originalEvent !== undefined) this.#handlers.onMoved();
    });
    this.#map.on('mousemove', SYMBOL_LAYER, () => {
      this.#map.getCanvas().style.cursor = 'pointer';
    });
    this.#map.on('mouseleave', SYMBOL_LAYER, () => {
      this.#map.getCanvas().style.cursor = '';
    });
  }

  #drawSymbols(again: boolean): void {
    for (const { name, data, pixelRatio } of drawSymbols(this.#palette)) {
      if (again) this.#map.updateImage(name, data);
      else this.#map.addImage(name, data, { pixelRatio });
    }
  }

  #whenReady(task: () => void): void {
    if (this.#ready) task();
    else this.#waiting.push(task);
  }
}
