import { type TrialClass, VOLUMES, type Volume } from './encounter.ts';
import type { Fleet } from './flight.ts';

/** What became of the ownship and one intruder. Times from the start of the encounter; norms in units of the volume. */
export interface PairOutcome {
  min_horizontal_m: number;
  t_min_horizontal_s: number;
  /** Size of the height between them at the least horizontal distance. */
  vertical_at_min_horizontal_m: number;
  min_norm_nmac: number;
  t_min_norm_nmac_s: number;
  min_norm_dwc: number;
  nmac: boolean;
  /** Null: well clear all along. */
  t_first_lowc_s: number | null;
}

/**
 * Whether well clear is lost: inside the height, and inside the distance or, where the volume has a tau, closing so
 * that the modified tau is at most that and the pass at most the distance. s in m, v in m/s: the intruder relative to
 * the ownship. C. Munoz, A. Narkawicz, J. Chamberlain, M. Consiglio, J. Upchurch, "A family of well-clear boundary
 * models for the integration of UAS in the NAS", AIAA 2014-2412.
 */
export function isWellClearLost(volume: Volume, sx: number, sy: number, sz: number, vx: number, vy: number): boolean {
  if (Math.abs(sz) > volume.zthr_m) return false;
  const range2 = sx * sx + sy * sy;
  const dthr2 = volume.dthr_m * volume.dthr_m;
  if (range2 <= dthr2) return true;
  if (volume.tthr_s === 0) return false;
  const closing = sx * vx + sy * vy;
  if (closing >= 0 || dthr2 - range2 < closing * volume.tthr_s) return false;
  const cross = sx * vy - sy * vx;
  return cross * cross <= dthr2 * (vx * vx + vy * vy);
}

/** Watches every sample of an encounter, the ownship being slot 0 of the fleet, and each of `intruders` after it. */
export class Scorer {
  readonly pairs: PairOutcome[];
  private readonly dwc: Volume;
  private readonly nmac_h_m: number;
  private readonly nmac_v_m: number;

  constructor(cls: TrialClass, intruders: number) {
    const { dwc, nmac_h_m, nmac_v_m } = VOLUMES[cls];
    this.dwc = dwc;
    this.nmac_h_m = nmac_h_m;
    this.nmac_v_m = nmac_v_m;
    this.pairs = Array.from({ length: intruders }, () => ({
      min_horizontal_m: Number.POSITIVE_INFINITY,
      t_min_horizontal_s: 0,
      vertical_at_min_horizontal_m: 0,
      min_norm_nmac: Number.POSITIVE_INFINITY,
      t_min_norm_nmac_s: 0,
      min_norm_dwc: Number.POSITIVE_INFINITY,
      nmac: false,
      t_first_lowc_s: null,
    }));
  }

  sample(t_s: number, fleet: Fleet): void {
    const { x_m, y_m, z_m, vx_mps, vy_mps } = fleet;
    const x = x_m[0] as number;
    const y = y_m[0] as number;
    const z = z_m[0] as number;
    for (let i = 0; i < this.pairs.length; i++) {
      const pair = this.pairs[i] as PairOutcome;
      const sx = (x_m[i + 1] as number) - x;
      const sy = (y_m[i + 1] as number) - y;
      const sz = (z_m[i + 1] as number) - z;
      const horizontal_m = Math.sqrt(sx * sx + sy * sy);
      const vertical_m = Math.abs(sz);
      if (horizontal_m < pair.min_horizontal_m) {
        pair.min_horizontal_m = horizontal_m;
        pair.t_min_horizontal_s = t_s;
        pair.vertical_at_min_horizontal_m = vertical_m;
      }
      const nmac = Math.max(horizontal_m / this.nmac_h_m, vertical_m / this.nmac_v_m);
      if (nmac < pair.min_norm_nmac) {
        pair.min_norm_nmac = nmac;
        pair.t_min_norm_nmac_s = t_s;
      }
      const dwc = Math.max(horizontal_m / this.dwc.dthr_m, vertical_m / this.dwc.zthr_m);
      if (dwc < pair.min_norm_dwc) pair.min_norm_dwc = dwc;
      if (horizontal_m < this.nmac_h_m && vertical_m < this.nmac_v_m) pair.nmac = true;
      if (pair.t_first_lowc_s === null) {
        const vx = (vx_mps[i + 1] as number) - (vx_mps[0] as number);
        const vy = (vy_mps[i + 1] as number) - (vy_mps[0] as number);
        if (isWellClearLost(this.dwc, sx, sy, sz, vx, vy)) pair.t_first_lowc_s = t_s;
      }
    }
  }
}

/** Seconds beyond the end of the flight at which the ways of two aircraft are compared. */
const BEYOND_S = 120;

/** How far one aircraft has gone, and how far it has strayed from its twin that keeps to the plan. */
export class Deviation {
  private own_m = 0;
  private twin_m = 0;
  private greatest_m = 0;
  private readonly own: number;
  private readonly twin: number;
  private readonly last = new Float64Array(4);

  constructor(fleet: Fleet, own: number, twin: number) {
    this.own = own;
    this.twin = twin;
    this.remember(fleet);
  }

  /** After every step. */
  sample(fleet: Fleet): void {
    const { last, own, twin } = this;
    this.own_m += length(
      (fleet.x_m[own] as number) - (last[0] as number),
      (fleet.y_m[own] as number) - (last[1] as number),
    );
    this.twin_m += length(
      (fleet.x_m[twin] as number) - (last[2] as number),
      (fleet.y_m[twin] as number) - (last[3] as number),
    );
    this.greatest_m = Math.max(this.greatest_m, Math.abs((fleet.z_m[own] as number) - (fleet.z_m[twin] as number)));
    this.remember(fleet);
  }

  private remember({ x_m, y_m }: Fleet): void {
    this.last[0] = x_m[this.own] as number;
    this.last[1] = y_m[this.own] as number;
    this.last[2] = x_m[this.twin] as number;
    this.last[3] = y_m[this.twin] as number;
  }

  /** Greatest height from the twin at any sample, m. */
  get altitude_m(): number {
    return this.greatest_m;
  }

  /** Way flown and still to go to the place the twin reaches 120 s after the end, beyond the twin's own way, m. */
  extra_m(fleet: Fleet): number {
    const { own, twin } = this;
    const vx = fleet.vx_mps[twin] as number;
    const vy = fleet.vy_mps[twin] as number;
    const toX = (fleet.x_m[twin] as number) + vx * BEYOND_S - (fleet.x_m[own] as number);
    const toY = (fleet.y_m[twin] as number) + vy * BEYOND_S - (fleet.y_m[own] as number);
    return this.own_m + length(toX, toY) - this.twin_m - length(vx * BEYOND_S, vy * BEYOND_S);
  }
}

function length(x: number, y: number): number {
  return Math.sqrt(x * x + y * y);
}
