import { cos, RAD_PER_DEG, sin } from '@skyaccord/sky';
import { scaledDistance } from '../encounters/scale.ts';
import { type Ellipse, ellipseOf } from '../tracks/ellipse.ts';
import { COVARIANCE, STATE } from '../tracks/motion.ts';
import type { ReconstructedApproach } from './figure.ts';
import type { FlightHeights } from './heights.ts';
import type { SmoothedFlight } from './smoothed_flight.ts';

/** One of the two: its smoothed flight, and its heights where the two have a datum in common. */
export type Side = { readonly flight: SmoothedFlight; readonly heights: FlightHeights | null };

const WIDTH95 = 1.96;
const STEP_MS = 1000;
/** Each narrows the search to two thirds: from 2 s to 5 ms. */
const NARROWINGS = 15;
/** Directions in which the edge of the ellipse is looked at for the nearest and the farthest. */
const DIRECTIONS = 360;

const x = new Float64Array(STATE);
const p = new Float64Array(COVARIANCE);
const y = new Float64Array(STATE);
const q = new Float64Array(COVARIANCE);
const height = new Float64Array(2);

/** How the two stood at an instant: `b` as seen from `a`. */
export type Apart = {
  east_m: number;
  north_m: number;
  h_m: number;
  v_m: number | null;
  /** 95 % half-width of `v_m`. */
  v_95_m: number | null;
};

/** Null where one of the two was not heard. */
export function apartAt(a: Side, b: Side, time_ms: number): Apart | null {
  if (!a.flight.at(time_ms, x, p) || !b.flight.at(time_ms, y, q)) return null;
  const [east_m, north_m] = [y[0]! - x[0]!, y[1]! - x[1]!];
  const apart: Apart = {
    east_m,
    north_m,
    h_m: Math.sqrt(east_m * east_m + north_m * north_m),
    v_m: null,
    v_95_m: null,
  };
  if (a.heights?.at(time_ms, height) !== true) return apart;
  const [own_m, own_95_m] = [height[0]!, height[1]!];
  if (b.heights?.at(time_ms, height) !== true) return apart;
  apart.v_m = Math.abs(height[0]! - own_m);
  apart.v_95_m = Math.sqrt(own_95_m * own_95_m + height[1]! * height[1]!);
  return apart;
}

/**
 * Where the two came closest, by the scale that the watch uses, with the region of 95 % in which the relative position
 * lay at that instant. Null where there was no instant at which both were heard.
 */
export function closestApproach(a: Side, b: Side): ReconstructedApproach | null {
  const from_ms = Math.max(a.flight.from_ms, b.flight.from_ms);
  const to_ms = Math.min(a.flight.to_ms, b.flight.to_ms);
  let near_ms = Number.NaN;
  let nearest = Infinity;
  for (let t = from_ms; t <= to_ms; t += STEP_MS) {
    const there = distance(a, b, t);
    if (there < nearest) {
      nearest = there;
      near_ms = t;
    }
  }
  if (nearest === Infinity) return null;
  const t_cpa_ms = Math.round(narrowed(a, b, Math.max(from_ms, near_ms - STEP_MS), Math.min(to_ms, near_ms + STEP_MS)));
  return describe(a, b, distance(a, b, t_cpa_ms) <= nearest ? t_cpa_ms : near_ms);
}

function distance(a: Side, b: Side, time_ms: number): number {
  const apart = apartAt(a, b, time_ms);
  return apart === null ? Infinity : scaledDistance(apart.h_m, apart.v_m);
}

function narrowed(a: Side, b: Side, from_ms: number, to_ms: number): number {
  let [low, high] = [from_ms, to_ms];
  for (let i = 0; i < NARROWINGS; i++) {
    const third = (high - low) / 3;
    if (distance(a, b, low + third) <= distance(a, b, high - third)) high -= third;
    else low += third;
  }
  return (low + high) / 2;
}

function describe(a: Side, b: Side, t_cpa_ms: number): ReconstructedApproach {
  const { east_m, north_m, h_m, v_m, v_95_m } = apartAt(a, b, t_cpa_ms)!;
  const [ee, en, nn] = [p[0]! + q[0]!, p[1]! + q[1]!, p[6]! + q[6]!];
  const ellipse = ellipseOf(ee, en, nn);
  const [low_m, high_m] = reach(east_m, north_m, ellipse);
  const [ve, vn] = [y[2]! - x[2]!, y[3]! - x[3]!];
  const v2 = ve * ve + vn * vn;
  // The error along the relative motion, over its speed; two that fly side by side are closest for a long while.
  const along_m2 = v2 > 0 ? (ve * ve * ee + 2 * ve * vn * en + vn * vn * nn) / v2 : Infinity;
  const longest_s = (Math.min(a.flight.to_ms, b.flight.to_ms) - Math.max(a.flight.from_ms, b.flight.from_ms)) / 1000;
  return {
    t_cpa_ms,
    t_95_s: Math.min(longest_s, WIDTH95 * Math.sqrt(along_m2 / Math.max(v2, 1e-9))),
    h_cpa_m: h_m,
    h_low_m: low_m,
    h_high_m: high_m,
    v_cpa_m: v_m,
    v_95_m,
    slant_m: v_m === null ? null : Math.sqrt(h_m * h_m + v_m * v_m),
    east_m,
    north_m,
    ellipse,
  };
}

/** Nearest and farthest distance from the origin to the inside of an ellipse about a place. */
function reach(east_m: number, north_m: number, { major_m, minor_m, orientation_deg }: Ellipse): [number, number] {
  const [s, c] = [sin(orientation_deg * RAD_PER_DEG), cos(orientation_deg * RAD_PER_DEG)];
  const [along, across] = [-(east_m * s + north_m * c) / major_m, -(east_m * c - north_m * s) / minor_m];
  const inside = along * along + across * across <= 1;
  let [low, high] = [Infinity, 0];
  for (let k = 0; k < DIRECTIONS; k++) {
    const angle = (2 * Math.PI * k) / DIRECTIONS;
    const [major, minor] = [major_m * cos(angle), minor_m * sin(angle)];
    const e = east_m + major * s + minor * c;
    const n = north_m + major * c - minor * s;
    const d = Math.sqrt(e * e + n * n);
    low = Math.min(low, d);
    high = Math.max(high, d);
  }
  return [inside ? 0 : low, high];
}
