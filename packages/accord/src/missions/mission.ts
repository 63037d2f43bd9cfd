import type { AircraftCategory, AreaShape, CrewState } from '../memorandum/terms.ts';

/** What a mission is for; it is told to the others, and decides nothing by itself. */
export const PURPOSES = [
  'transport',
  'medical',
  'fire_fighting',
  'survey',
  'training',
  'patrol',
  'humanitarian',
] as const;
export type Purpose = (typeof PURPOSES)[number];

/** A point of a route. The aircraft flies great circles between points, at even speed and even climb. */
export type RoutePoint = {
  readonly latitude_deg: number;
  readonly longitude_deg: number;
  /** Level against 1013.25 hPa. */
  readonly altitude_m: number;
  readonly time_ms: number;
};

/** A box, a polygon or a circle, the others null. */
export type Shape = Omit<AreaShape, 'name'>;

/** Airspace that a mission takes for a time, all of it, from the first instant on and before the last. */
export type MissionVolume = {
  readonly shape: Shape;
  readonly floor_m: number;
  readonly ceiling_m: number;
  readonly from_ms: number;
  readonly until_ms: number;
};

/** How far the flight may be from its route at 95 %: to the side, in height, and early or late. */
export type Uncertainty = { readonly lateral_m: number; readonly vertical_m: number; readonly time_s: number };

/** What the party could live with. Nothing beyond it is offered. */
export type Flexibility = {
  readonly latest_delay_s: number;
  /** Levels that it could fly; null: it keeps its own. */
  readonly lowest_m: number | null;
  readonly highest_m: number | null;
  /** How much longer its way may become. */
  readonly longest_detour_m: number;
};

/** What the party would pay, in units of its own choice; only their ratios matter. */
export type CostWeights = {
  /** A minute waited on the ground. */
  readonly ground_minute: number;
  /** A minute more in the air. */
  readonly air_minute: number;
  /** A nautical mile more of track. */
  readonly track_mile: number;
  /** 1,000 ft of level away from that planned. */
  readonly level: number;
  /** A kilogram of fuel more: `burn_kg_per_min` times the minutes more in the air. */
  readonly fuel_kg: number;
  readonly burn_kg_per_min: number;
  /** Not to fly at all. */
  readonly cancel: number;
};

/** A mission as its party filed it: who flies what, for what, where and when. Route or volumes, the other one null. */
export type Mission = {
  readonly id: string;
  readonly party: string;
  readonly unit: string | null;
  readonly callsign: string | null;
  readonly aircraft: {
    readonly category: AircraftCategory | null;
    readonly crew: CrewState;
    /** The 24-bit ICAO address that it transmits, six hex digits; left out: not known. */
    readonly address?: string;
  };
  readonly purpose: Purpose;
  /** The greater goes first; 0 to 100. */
  readonly priority: number;
  readonly filed_ms: number;
  readonly route: readonly RoutePoint[] | null;
  readonly volumes: readonly MissionVolume[] | null;
  readonly uncertainty: Uncertainty;
  readonly flexibility: Flexibility;
  readonly costs: CostWeights;
  /** Clauses under which it is notified: an exemption it claims, or the hazard notice that it is. */
  readonly under: readonly string[];
};

/** What a party pays where it says nothing else: minutes count, and in the air they count double. */
export const USUAL_COSTS: CostWeights = {
  ground_minute: 1,
  air_minute: 2,
  track_mile: 0.25,
  level: 1,
  fuel_kg: 0,
  burn_kg_per_min: 0,
  cancel: 600,
};

/** When it begins and when it is over, ms. */
export function spanOf({ route, volumes }: Pick<Mission, 'route' | 'volumes'>): readonly [number, number] {
  if (route !== null) return [route[0]?.time_ms ?? 0, route.at(-1)?.time_ms ?? 0];
  let [from_ms, until_ms] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const volume of volumes ?? []) {
    from_ms = Math.min(from_ms, volume.from_ms);
    until_ms = Math.max(until_ms, volume.until_ms);
  }
  return [from_ms, until_ms];
}

/** The same mission so much later. */
export function delayed(mission: Mission, delay_ms: number): Mission {
  if (delay_ms === 0) return mission;
  return {
    ...mission,
    route: mission.route?.map((point) => ({ ...point, time_ms: point.time_ms + delay_ms })) ?? null,
    volumes:
      mission.volumes?.map((volume) => ({
        ...volume,
        from_ms: volume.from_ms + delay_ms,
        until_ms: volume.until_ms + delay_ms,
      })) ?? null,
  };
}
