import type { AddressKind, Technology } from '../observation.ts';
import type { ScenarioCall } from './call.ts';

/**
 * Simulated traffic as a person describes it, checked and in SI units. Aircraft fly in a plane that touches the
 * ellipsoid at the origin, x east and y north; distances and directions from the origin are true, and lengths across
 * them shrink by 1 part in 100,000 at 50 km.
 */
export type Scenario = {
  readonly id: string;
  readonly title: string;
  readonly origin_latitude_deg: number;
  readonly origin_longitude_deg: number;
  /** Every report that is lost or displaced follows from it. */
  readonly seed: number;
  readonly duration_ms: number;
  readonly aircraft: readonly ScenarioAircraft[];
  /** What was said meanwhile, and before. */
  readonly calls: readonly ScenarioCall[];
};

export type ScenarioAircraft = {
  readonly id: string;
  readonly callsign: string | null;
  readonly category: string | null;
  readonly start: FlightStart;
  /** In the order of time. */
  readonly changes: readonly FlightChange[];
  readonly stop_ms: number;
  /** While its crew has a resolution advisory, ms after the start. */
  readonly resolution_advisory: { readonly from_ms: number; readonly to_ms: number } | null;
  readonly heard_by: readonly Hearing[];
};

/** Where a flight begins, from `at_s` after the start of the scenario. */
export type FlightStart = {
  readonly at_s: number;
  readonly east_m: number;
  readonly north_m: number;
  /** Pressure altitude, as everywhere in a scenario. */
  readonly altitude_m: number;
  /** In the plane; at the origin the true track. */
  readonly track_deg: number;
  readonly speed_mps: number;
};

/** From `at_s` on the flight changes at `rate` until it has reached `to`, or until the next change of its kind. */
export type FlightChange =
  | {
      readonly kind: 'track';
      readonly at_s: number;
      readonly to: number;
      readonly rate: number;
      readonly direction: TurnDirection;
    }
  | { readonly kind: 'speed' | 'altitude'; readonly at_s: number; readonly to: number; readonly rate: number };

export type TurnDirection = 'shorter' | 'left' | 'right';

/** One source hearing one aircraft. Errors are what it adds, accuracies what it claims; both are 95 % radii. */
export type Hearing = {
  readonly source: string;
  readonly technology: Technology;
  readonly address: string;
  readonly address_kind: AddressKind;
  readonly party: string | null;
  readonly from_ms: number;
  readonly to_ms: number;
  readonly interval_ms: number;
  /** From `from_ms` to the first report. */
  readonly offset_ms: number;
  /** The source's clock minus the true time: its reports carry times that are wrong by this. */
  readonly clock_offset_ms: number;
  /** Probability that a report is lost. */
  readonly drop: number;
  readonly reports: readonly Reported[];
  readonly position_error_m: number;
  readonly velocity_error_mps: number;
  readonly position_accuracy_m: number | null;
  readonly altitude_accuracy_m: number | null;
  readonly velocity_accuracy_mps: number | null;
};

export const REPORTED = ['altitude', 'velocity', 'identity'] as const;
export type Reported = (typeof REPORTED)[number];
