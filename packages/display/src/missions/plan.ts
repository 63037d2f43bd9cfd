import { type HazardArea, type Mission, spanOf } from '@skyaccord/accord';
import { circle, type LngLat, local_m, unwrapped } from '../geo/geodesy.ts';
import { type Grid, gridOf, type Point, pathOf } from '../plots/grid.ts';

type Shape = HazardArea['shape'];

/** A mission as the node takes it in: what is not known is left out, times stand without their unit. */
export function postable(mission: Mission): Record<string, unknown> {
  const { filed_ms, route, volumes, aircraft, flexibility, ...rest } = mission;
  return known({
    ...rest,
    filed: filed_ms,
    aircraft: known(aircraft),
    flexibility: known(flexibility),
    route: route?.map(({ time_ms, ...point }) => ({ ...point, time: time_ms })) ?? null,
    volumes:
      volumes?.map(({ shape, from_ms, until_ms, ...levels }) => ({
        ...known(shape),
        ...levels,
        from: from_ms,
        until: until_ms,
      })) ?? null,
  });
}

function known(values: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}

/** What is drawn of a mission: its way, or the outlines of its volumes. */
export function linesOf({ route, volumes }: Pick<Mission, 'route' | 'volumes'>): LngLat[][] {
  if (route !== null) return [route.map(({ latitude_deg, longitude_deg }): LngLat => [longitude_deg, latitude_deg])];
  return (volumes ?? []).map(({ shape }) => outlineOf(shape));
}

/** A closed line around a shape. */
export function outlineOf({ bounds_deg, polygon_deg, circle: round }: Shape): LngLat[] {
  if (round !== null) return circle(round.latitude_deg, round.longitude_deg, round.radius_m);
  if (bounds_deg !== null) {
    const [west, south, east, north] = bounds_deg;
    return [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ];
  }
  const ring = (polygon_deg ?? []).map(([latitude_deg, longitude_deg]): LngLat => [longitude_deg, latitude_deg]);
  const [first] = ring;
  return first === undefined ? [] : [...ring, first];
}

/** A plan view of lines on the Earth, north up: how they are placed in a square drawing, and its grid. */
export type SkyPlan = { readonly grid: Grid; readonly path: (line: readonly LngLat[]) => string };

const MARGIN = 0.06;
const SMALLEST_SPAN_M = 2_000;

/** @returns null where there is nothing to draw */
export function skyPlan(lines: readonly (readonly LngLat[])[], size: number): SkyPlan | null {
  const first = lines.find((line) => line.length > 0)?.[0];
  if (first === undefined) return null;
  // Around the middle of all, where east and north are least distorted.
  const places = lines.flat().map((point) => unwrapped([point[0], point[1]], first[0]));
  const middle = (values: readonly number[]) => (Math.min(...values) + Math.max(...values)) / 2;
  const origin: LngLat = [middle(places.map(([x]) => x)), middle(places.map(([, y]) => y))];
  const flat = (point: LngLat): Point => {
    const { east_m, north_m } = local_m(origin, point);
    return { x: east_m, y: north_m };
  };
  const all = places.map(flat);
  const reach_m = Math.max(SMALLEST_SPAN_M / 2, ...all.flatMap(({ x, y }) => [Math.abs(x), Math.abs(y)]));
  const span_m = 2 * reach_m * (1 + 2 * MARGIN);
  const units_per_m = size / span_m;
  const place = (point: LngLat): Point => {
    const { x, y } = flat(point);
    return { x: size / 2 + x * units_per_m, y: size / 2 - y * units_per_m };
  };
  return { grid: gridOf(span_m, size), path: (line) => pathOf(line.map((point) => place([point[0], point[1]]))) };
}

const STEPS_MS = [5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10_080].map((minutes) => minutes * 60_000);
const MOST_TICKS = 8;

/** Whole times within a span, at the finest step that leaves few enough. */
export function timeTicks(from_ms: number, until_ms: number): number[] {
  const step_ms = STEPS_MS.find((step) => (until_ms - from_ms) / step <= MOST_TICKS) ?? 20_160 * 60_000;
  const ticks: number[] = [];
  for (let at = Math.ceil(from_ms / step_ms) * step_ms; at <= until_ms; at += step_ms) ticks.push(at);
  return ticks;
}

/** The span that holds all of them, and now. */
export function spanOfAll(missions: readonly Mission[], now_ms: number): [from_ms: number, until_ms: number] {
  const spans = missions.map(spanOf);
  return [Math.min(now_ms, ...spans.map(([from]) => from)), Math.max(now_ms, ...spans.map(([, until]) => until))];
}
