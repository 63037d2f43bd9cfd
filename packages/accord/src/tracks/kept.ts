import type { Pack, Unpack } from '../saved.ts';
import { Rings } from './rings.ts';

/**
 * Reports kept for measuring. They must reach back 45 s, the longest gap that is joined, however often an aircraft is
 * heard: 47 spaces of at least 960 ms.
 */
const REPORTS = 48;
const REPORT_SPACING_MS = 960;
const REPORT_WIDTH = 7;
/** The path flown, coarser and longer: 47 spaces of at least 6.4 s reach back five minutes. */
const TRAIL_POINTS = 48;
const TRAIL_SPACING_MS = 6400;
const TRAIL_WIDTH = 4;

/** Lengths are kept in 1/256 m, speeds in 1/16 m/s, angles in 1e-7 degree (1.1 cm), heights in cm. */
const PER_M = 256;
const PER_MPS = 16;
const PER_DEG = 1e7;
const PER_HEIGHT_M = 100;
/** A height of 24 bits: from -83.8 km to 83.8 km; the least one stands for unknown. */
const HEIGHT_MOST = 0x7fffff;
const HEIGHT_UNKNOWN = -0x800000;
/** Radii are kept as the next larger of a series in which each is 6 % above the one before, from 5 cm (or cm/s). */
const RADII = new Float64Array(255);
RADII[0] = 0.05;
for (let i = 1; i < RADII.length; i++) RADII[i] = RADII[i - 1]! * 1.06;
const NO_RADIUS = 255;

/** A report as `KeptReports.read` tells it; NaN where it was not known. */
export type KeptReport = {
  time_ms: number;
  /** The reported place: surface ECEF. */
  x_m: number;
  y_m: number;
  z_m: number;
  pressure_altitude_m: number;
  geometric_altitude_m: number;
  on_ground: boolean;
  /** The aircraft found its place itself (GNSS); else it was measured from outside. */
  own_position: boolean;
  /** 95 % radius, stated or assumed, at most 6 % too large. */
  accuracy_m: number;
  /** As reported, not as estimated. */
  east_mps: number;
  north_mps: number;
  velocity_accuracy_mps: number;
};

export function keptReport(): KeptReport {
  return {
    time_ms: 0,
    x_m: 0,
    y_m: 0,
    z_m: 0,
    pressure_altitude_m: Number.NaN,
    geometric_altitude_m: Number.NaN,
    on_ground: false,
    own_position: true,
    accuracy_m: 0,
    east_mps: Number.NaN,
    north_mps: Number.NaN,
    velocity_accuracy_mps: Number.NaN,
  };
}

/** The newest reports of every slot, as they were reported. */
export class KeptReports {
  readonly #rings = new Rings(REPORTS, REPORT_WIDTH, REPORT_SPACING_MS);

  grow(capacity: number): void {
    this.#rings.grow(capacity);
  }

  clear(slot: number): void {
    this.#rings.clear(slot);
  }

  count(slot: number): number {
    return this.#rings.count(slot);
  }

  /** Time of the k-th oldest report kept. */
  time_ms(slot: number, k: number): number {
    return this.#rings.time_ms(slot, k);
  }

  /** The k of the newest report not after `time_ms`, or -1. */
  before(slot: number, time_ms: number): number {
    return this.#rings.before(slot, time_ms);
  }

  /** Keeps a report, unless it comes too soon after the last one kept. */
  keep(slot: number, report: KeptReport): void {
    const at = this.#rings.add(slot, report.time_ms);
    if (at < 0) return;
    const { data } = this.#rings;
    data[at + 1] = Math.round(report.x_m * PER_M);
    data[at + 2] = Math.round(report.y_m * PER_M);
    data[at + 3] = Math.round(report.z_m * PER_M);
    data[at + 4] = (height(report.pressure_altitude_m) << 8) | radius(report.accuracy_m);
    data[at + 5] = (height(report.geometric_altitude_m) << 8) | radius(report.velocity_accuracy_mps);
    data[at + 6] =
      (speed(report.east_mps) << 17) |
      (speed(report.north_mps) << 2) |
      (report.own_position ? 2 : 0) |
      (report.on_ground ? 1 : 0);
  }

  /** Reads the k-th oldest report kept. */
  read(slot: number, k: number, out: KeptReport): void {
    const { data } = this.#rings;
    const at = this.#rings.at(slot, k);
    out.time_ms = this.#rings.time_ms(slot, k);
    out.x_m = data[at + 1]! / PER_M;
    out.y_m = data[at + 2]! / PER_M;
    out.z_m = data[at + 3]! / PER_M;
    out.pressure_altitude_m = heightOf(data[at + 4]! >> 8);
    out.geometric_altitude_m = heightOf(data[at + 5]! >> 8);
    out.accuracy_m = radiusOf(data[at + 4]! & 255);
    out.velocity_accuracy_mps = radiusOf(data[at + 5]! & 255);
    const said = !Number.isNaN(out.velocity_accuracy_mps);
    out.east_mps = said ? (data[at + 6]! >> 17) / PER_MPS : Number.NaN;
    out.north_mps = said ? ((data[at + 6]! << 15) >> 17) / PER_MPS : Number.NaN;
    out.on_ground = (data[at + 6]! & 1) === 1;
    out.own_position = (data[at + 6]! & 2) === 2;
  }

  save(slot: number, pack?: Pack): string {
    return this.#rings.save(slot, pack);
  }

  restore(slot: number, saved: string, unpack?: Unpack): void {
    this.#rings.restore(slot, saved, unpack);
  }
}

/** A point of a trail as `Trail.read` tells it. */
export type TrailRow = { time_ms: number; latitude_deg: number; longitude_deg: number; altitude_m: number };

export function trailRow(): TrailRow {
  return { time_ms: 0, latitude_deg: 0, longitude_deg: 0, altitude_m: Number.NaN };
}

/** Where every slot has been, as it was estimated then, oldest first. */
export class Trail {
  readonly #rings = new Rings(TRAIL_POINTS, TRAIL_WIDTH, TRAIL_SPACING_MS);

  grow(capacity: number): void {
    this.#rings.grow(capacity);
  }

  clear(slot: number): void {
    this.#rings.clear(slot);
  }

  count(slot: number): number {
    return this.#rings.count(slot);
  }

  /** Adds a point, unless it comes too soon after the last one; the altitude is NaN where it is not known. */
  keep(slot: number, time_ms: number, latitude_deg: number, longitude_deg: number, altitude_m: number): void {
    const at = this.#rings.add(slot, time_ms);
    if (at < 0) return;
    const { data } = this.#rings;
    data[at + 1] = Math.round(latitude_deg * PER_DEG);
    data[at + 2] = Math.round(longitude_deg * PER_DEG);
    data[at + 3] = height(altitude_m);
  }

  /** Reads the k-th oldest point. */
  read(slot: number, k: number, out: TrailRow): void {
    const { data } = this.#rings;
    const at = this.#rings.at(slot, k);
    out.time_ms = this.#rings.time_ms(slot, k);
    out.latitude_deg = data[at + 1]! / PER_DEG;
    out.longitude_deg = data[at + 2]! / PER_DEG;
    out.altitude_m = heightOf(data[at + 3]!);
  }

  save(slot: number, pack?: Pack): string {
    return this.#rings.save(slot, pack);
  }

  restore(slot: number, saved: string, unpack?: Unpack): void {
    this.#rings.restore(slot, saved, unpack);
  }
}

function height(altitude_m: number): number {
  if (Number.isNaN(altitude_m)) return HEIGHT_UNKNOWN;
  return Math.min(HEIGHT_MOST, Math.max(HEIGHT_UNKNOWN + 1, Math.round(altitude_m * PER_HEIGHT_M)));
}

const heightOf = (kept: number): number => (kept === HEIGHT_UNKNOWN ? Number.NaN : kept / PER_HEIGHT_M);

/** 15 bits with sign: up to 1,023 m/s each way; what is faster is kept as that. */
function speed(mps: number): number {
  if (Number.isNaN(mps)) return 0;
  return Math.min(16_383, Math.max(-16_383, Math.round(mps * PER_MPS))) & 0x7fff;
}

function radius(value: number): number {
  if (Number.isNaN(value)) return NO_RADIUS;
  let low = 0;
  let high = RADII.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (RADII[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

const radiusOf = (kept: number): number => (kept === NO_RADIUS ? Number.NaN : RADII[kept]!);
