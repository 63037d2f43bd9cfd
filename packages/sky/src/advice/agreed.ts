import type { OwnAircraft } from './own_paths.ts';
import type { Target } from './situation.ts';

/**
 * By so many deviations of what one side sees may what the other sees be another sign: five of the difference of two
 * like errors. In height half of it to either side does.
 */
const DOUBT = 7;
const DOUBT_UP = 3.5;

/**
 * The way in which each of two aircraft widens the miss, agreed without a word: what both work out from one pair comes
 * out the same (implicit coordination; A. Narkawicz, C. Munoz, J. Maddalon, "State-based implicit coordination and
 * applications", NASA/TP-2011-217067). The signed miss is the same seen from either; where each moves it to one side,
 * the two add up. Inside the margin in which both may see different signs, as head-on, both turn right, and to the left
 * nobody turns before twice that margin; in height nobody acts inside it.
 */
export class AgreedSense {
  /** Miss on straight ways, m; positive when each passes the other on its left; where it is to be moved; 0 nowhere. */
  private miss_m = 0;
  private side = 0;
  /** Whether to be higher or lower than on the way on when they pass; 0 where that is in doubt. */
  private up = 0;

  private lookahead_s = 0;

  /** Works out the sense for own and target; what stands is not changed: its sense stays. */
  set(own: OwnAircraft, target: Target, turn_sense: number, climb_sense: number, lookahead_s: number): void {
    this.lookahead_s = lookahead_s;
    const { steady } = target.estimate;
    const vx = steady.vx_mps - own.vx_mps;
    const vy = steady.vy_mps - own.vy_mps;
    const speed2 = vx * vx + vy * vy;
    const along = -(steady.x_m * vx + steady.y_m * vy);
    const t_s = speed2 > 0 ? Math.max(0, Math.min(lookahead_s, along / speed2)) : 0;
    this.miss_m = signedMiss_m(steady.x_m, steady.y_m, vx, vy);
    const margin_m = DOUBT * (Math.sqrt(steady.position_m2) + t_s * Math.sqrt(steady.velocity_m2ps2));
    // Between the two nobody turns: one side could hold it for the one, the other for the other.
    const agreed = this.miss_m > -margin_m ? 1 : this.miss_m < -2 * margin_m ? -1 : 0;
    this.side = turn_sense !== 0 ? turn_sense : agreed;
    const up_m = steady.z_m + (steady.vz_mps - own.vz_mps) * t_s;
    const doubt_m = DOUBT_UP * (Math.sqrt(steady.height_m2) + t_s * Math.sqrt(steady.climb_m2ps2));
    const clear = Math.abs(up_m) > doubt_m;
    this.up = climb_sense !== 0 ? climb_sense : clear ? (up_m > 0 ? -1 : 1) : 0;
  }

  /** Does a way over ground that ends at (x, y) with velocity (vx, vy) after the lookahead widen the miss so? */
  allowsWay(target: Target, x: number, y: number, vx: number, vy: number): boolean {
    const { lookahead_s } = this;
    const { steady } = target.estimate;
    const after_m = signedMiss_m(
      steady.x_m + steady.vx_mps * lookahead_s - x,
      steady.y_m + steady.vy_mps * lookahead_s - y,
      steady.vx_mps - vx,
      steady.vy_mps - vy,
    );
    return this.side !== 0 && (after_m - this.miss_m) * this.side >= -1e-6;
  }

  /** Is a change of vertical speed by change_mps of the agreed sense? None at all is. */
  allowsClimb(change_mps: number): boolean {
    return Math.abs(change_mps) < 1e-9 || change_mps * this.up > 0;
  }
}

function signedMiss_m(x: number, y: number, vx: number, vy: number): number {
  const speed = Math.sqrt(vx * vx + vy * vy);
  return speed > 0 ? (x * vy - y * vx) / speed : 0;
}
