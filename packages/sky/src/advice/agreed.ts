import { cos, sin } from '../math.ts';
import type { Account } from './estimate.ts';
import type { OwnAircraft } from './own_paths.ts';
import { SAMPLES } from './samples.ts';

/**
 * By so many deviations of what one side sees may what the other sees be another sign: five of the difference of two
 * like errors. In height, and for the direction of the miss, half of it to either side does.
 */
const DOUBT = 7;
const HALF_DOUBT = 3.5;
/** The direction of the miss is never taken to be off by more than this, rad: 45°. */
const MOST_OFF_RAD = 0.7853981634;
/** Tracks are told in whole degrees: half a degree to the wrong side is none, m per m flown. */
const ROUNDING = 0.0088;
/** A change of track that leads less than this part of it to either side has no side. */
const NO_SIDE = 0.1;

/**
 * The way in which each of two aircraft widens the miss, agreed without a word: what both work out from one pair comes
 * out the same (implicit coordination; A. Narkawicz, C. Munoz, J. Maddalon, "State-based implicit coordination and
 * applications", NASA/TP-2011-217067). The signed miss is the same seen from either. While neither is moved towards the
 * side on which the other one passes, at any time, what both do adds up, however long their turns take: the part of the
 * distance across the closing velocity never becomes less than the miss was. Inside the margin in which both may see
 * different signs, as head-on, both widen it as turns to the right do then, and to the other side nobody does before
 * twice that margin; in height nobody acts inside it.
 */
export class AgreedSense {
  private vx_mps = 0;
  private vy_mps = 0;
  private vz_mps = 0;
  private speed_mps = 0;
  /** Unit vectors to where the other one passes, off to either side by what its direction may be off. */
  private readonly aside = new Float64Array(4);
  /** 1 when each is to pass the other on its left, -1 on its right, as the closing velocity has it; 0: in doubt. */
  private side = 0;
  /** Whether to be higher or lower than on the way on when they pass; 0 where that is in doubt. */
  private up = 0;

  /**
   * Works out the sense for own and the other one. In doubt what stands decides, since the other side has seen it.
   *
   * @param track_rad track that stands advised; NaN: none
   * @param climb_sense in which sense vertical speed was changed; it stays
   */
  set(own: OwnAircraft, other: Account, track_rad: number, climb_sense: number, lookahead_s: number): void {
    this.vx_mps = own.vx_mps;
    this.vy_mps = own.vy_mps;
    this.vz_mps = own.vz_mps;
    this.speed_mps = Math.sqrt(own.vx_mps * own.vx_mps + own.vy_mps * own.vy_mps);
    const vx = other.vx_mps - own.vx_mps;
    const vy = other.vy_mps - own.vy_mps;
    const speed2 = vx * vx + vy * vy;
    const along = -(other.x_m * vx + other.y_m * vy);
    const t_s = speed2 > 0 ? Math.max(0, Math.min(lookahead_s, along / speed2)) : 0;
    const closing_mps = Math.sqrt(speed2);
    const doubt_mps = HALF_DOUBT * Math.sqrt(other.velocity_m2ps2);
    const range_m = Math.sqrt(other.x_m * other.x_m + other.y_m * other.y_m);
    // Of two that hardly move against each other the one passes where it is.
    const abreast = closing_mps <= doubt_mps && range_m > 0;
    const nx = abreast ? other.x_m / range_m : vy / Math.max(closing_mps, 1e-9);
    const ny = abreast ? other.y_m / range_m : -vx / Math.max(closing_mps, 1e-9);
    const miss_m = other.x_m * nx + other.y_m * ny;
    const margin_m = DOUBT * (Math.sqrt(other.position_m2) + t_s * Math.sqrt(other.velocity_m2ps2));
    // Between the two nobody turns: one side could hold it for the one, the other for the other.
    const agreed = miss_m > -margin_m ? 1 : miss_m < -2 * margin_m ? -1 : 0;
    const stands = Math.abs(miss_m) > 2 * margin_m ? 0 : sideOf(own, track_rad, nx, ny);
    this.side = stands !== 0 ? stands : agreed;
    const off = abreast ? 0 : doubt_mps / Math.max(closing_mps, 1e-9);
    const s = sin(Math.min(off, MOST_OFF_RAD));
    const c = Math.sqrt(1 - s * s);
    this.aside[0] = this.side * (c * nx - s * ny);
    this.aside[1] = this.side * (c * ny + s * nx);
    this.aside[2] = this.side * (c * nx + s * ny);
    this.aside[3] = this.side * (c * ny - s * nx);
    const up_m = other.z_m + (other.vz_mps - own.vz_mps) * t_s;
    const doubt_m = HALF_DOUBT * (Math.sqrt(other.height_m2) + t_s * Math.sqrt(other.climb_m2ps2));
    const clear = Math.abs(up_m) > doubt_m;
    this.up = climb_sense !== 0 ? climb_sense : clear ? (up_m > 0 ? -1 : 1) : 0;
  }

  /** Does a way over ground, as sampled from `at` on, never lead towards the side on which the other one passes? */
  allowsWay(x: Float64Array, y: Float64Array, at: number, sample_s: number): boolean {
    if (this.side === 0) return false;
    const { vx_mps, vy_mps, aside } = this;
    const ax = aside[0] as number;
    const ay = aside[1] as number;
    const bx = aside[2] as number;
    const by = aside[3] as number;
    for (let i = 1; i < SAMPLES; i += 1) {
      const t = i * sample_s;
      const dx = (x[at + i] as number) - vx_mps * t;
      const dy = (y[at + i] as number) - vy_mps * t;
      const most_m = ROUNDING * this.speed_mps * t;
      if (dx * ax + dy * ay > most_m || dx * bx + dy * by > most_m) return false;
    }
    return true;
  }

  /** Is a change to this vertical speed of the agreed sense? None at all is. */
  allowsClimb(vertical_mps: number): boolean {
    const change_mps = vertical_mps - this.vz_mps;
    return Math.abs(change_mps) < 1e-9 || change_mps * this.up > 0;
  }
}

/** To which side a track that stands advised widens the miss, whose unit vector for side 1 is (nx, ny); 0: to none. */
function sideOf({ plan }: OwnAircraft, track_rad: number, nx: number, ny: number): number {
  if (Number.isNaN(track_rad)) return 0;
  const dx = sin(track_rad) - sin(plan.track_rad);
  const dy = cos(track_rad) - cos(plan.track_rad);
  const across = dx * nx + dy * ny;
  return Math.abs(across) < NO_SIDE * Math.sqrt(dx * dx + dy * dy) ? 0 : -Math.sign(across);
}
