import type { Pack, Unpack } from '../saved.ts';
import type { Blocks } from './blocks.ts';
import { Rings } from './rings.ts';

/**
 * Reports kept for measuring. They must reach back 45 s, the longest gap that is joined, however often an aircraft is
 * heard: 47 spaces of at least 960 ms.
 */
const REPORTS = 48;
const REPORT_SPACING_MS = 960;
/** x, y and z move steadily; pressure and geometric height, the two velocities, marks. */
const REPORT_SHAPE = { steady: 3, groups: [1, 1, 2, 1] };
/** Pairs are looked at again and again: the reports of so many aircraft are kept at hand for them. */
const REPORTS_SHOWN = 1024;
/** The path flown, coarser and longer: 47 spaces of at least 6.4 s reach back five minutes. */
const TRAIL_POINTS = 48;
const TRAIL_SPACING_MS = 6400;
/** Latitude and longitude move steadily; height. */
const TRAIL_SHAPE = { steady: 2, groups: [1] };
const TRAILS_SHOWN = 256;

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
  readonly #rings: Rings;
  readonly #row = new Int32Array(8);

  constructor(blocks: Blocks) {
    const [rows, shape, spacing_ms, shown] = [REPORTS, REPORT_SHAPE, REPORT_SPACING_MS, REPORTS_SHOWN];
    this.#rings = new Rings(blocks, { rows, shape, spacing_ms, shown });
  }

  grow(capacity: number): void {
    this.#rings.grow(capacity);
  }

  clear(slot: number): void {
    this.#rings.clear(slot);
  }

  count(slot: number): number {
    return this.#rings.count(slot);
  }

  /** Time of the k-th oldest report kept; NaN where there is none. */
  time_ms(slot: number, k: number): number {
    return this.#rings.time_ms(slot, k);
  }

  /** The k of the newest report not after `time_ms`, or -1. */
  before(slot: number, time_ms: number): number {
    return this.#rings.before(slot, time_ms);
  }

  /** Keeps a report, unless it comes too soon after the last one kept. */
  keep(slot: number, report: KeptReport): void {
    if (!this.#rings.takes(slot, report.time_ms)) return;
    const row = this.#row;
    row[0] = Math.round(report.x_m * PER_M);
    row[1] = Math.round(report.y_m * PER_M);
    row[2] = Math.round(report.z_m * PER_M);
    row[3] = height(report.pressure_altitude_m);
    row[4] = height(report.geometric_altitude_m);
    row[5] = speed(report.east_mps);
    row[6] = speed(report.north_mps);
    row[7] =
      (radius(report.accuracy_m) << 10) |
      (radius(report.velocity_accuracy_mps) << 2) |
      (report.own_position ? 2 : 0) |
      (report.on_ground ? 1 : 0);
    this.#rings.add(slot, report.time_ms, row);
  }

  /** Reads the k-th oldest report kept. */
  read(slot: number, k: number, out: KeptReport): void {
    const row = this.#row;
    out.time_ms = this.#rings.read(slot, k, row);
    out.x_m = row[0]! / PER_M;
    out.y_m = row[1]! / PER_M;
    out.z_m = row[2]! / PER_M;
    out.pressure_altitude_m = heightOf(row[3]!);
    out.geometric_altitude_m = heightOf(row[4]!);
    const marks = row[7]!;
    out.accuracy_m = radiusOf(marks >> 10);
    out.velocity_accuracy_mps = radiusOf((marks >> 2) & 255);
    const said = !Number.isNaN(out.velocity_accuracy_mps);
    out.east_mps = said ? row[5]! / PER_MPS : Number.NaN;
    out.north_mps = said ? row[6]! / PER_MPS : Number.NaN;
    out.own_position = (marks & 2) === 2;
    out.on_ground = (marks & 1) === 1;
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
  readonly #rings: Rings;
  readonly #row = new Int32Array(3);

  constructor(blocks: Blocks) {
    const [rows, shape, spacing_ms, shown] = [TRAIL_POINTS, TRAIL_SHAPE, TRAIL_SPACING_MS, TRAILS_SHOWN];
    this.#rings = new Rings(blocks, { rows, shape, spacing_ms, shown });
  }

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
    if (!this.#rings.takes(slot, time_ms)) return;
    const row = this.#row;
    row[0] = Math.round(latitude_deg * PER_DEG);
    row[1] = Math.round(longitude_deg * PER_DEG);
    row[2] = height(altitude_m);
    this.#rings.add(slot, time_ms, row);
  }

  /** Reads the k-th oldest point. */
  read(slot: number, k: number, out: TrailRow): void {
    const row = this.#row;
    out.time_ms = this.#rings.read(slot, k, row);
    out.latitude_deg = row[0]! / PER_DEG;
    out.longitude_deg = row[1]! / PER_DEG;
    out.altitude_m = heightOf(row[2]!);
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

/** Up to 1,023 m/s each way; what is faster is kept as that. */
function speed(mps: number): number {
  if (Number.isNaN(mps)) return 0;
  return Math.min(16_383, Math.max(-16_383, Math.round(mps * PER_MPS)));
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
