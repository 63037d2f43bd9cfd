import { beginsEarlier } from '../numbers.ts';
import { RelativeMotion } from './well_clear.ts';

const span = new Float64Array(2);

/**
 * When height differences in [z1, z2] (m) that change at rates in [u1, u2] (m/s) can violate a height: the hull of all
 * their intervals on [0, to_s] (A. Narkawicz, C. Munoz, A. Dutle, "Sensor uncertainty mitigation and dynamic well clear
 * volumes in DAIDALUS", DASC 2018).
 */
export class VerticalBox {
  z1 = Number.NaN;
  z2 = Number.NaN;
  u1 = Number.NaN;
  u2 = Number.NaN;
  height_m = Number.NaN;
  coaltitude_s = Number.NaN;
  to_s = Number.NaN;
  private readonly motion = new RelativeMotion();

  /** Writes the hull; entry after exit where it is empty. */
  hull(out: Float64Array): void {
    if (this.z1 >= 0) {
      this.above(out);
      return;
    }
    if (this.z2 <= 0) {
      this.mirror();
      this.above(out);
      return;
    }
    const { z1 } = this;
    this.z1 = 0;
    this.above(out);
    const low = out[0] as number;
    const high = out[1] as number;
    const empty = isEmpty(out);
    this.z1 = z1;
    this.z2 = 0;
    this.mirror();
    this.above(out);
    if (empty) return;
    const none = isEmpty(out);
    out[0] = none ? low : Math.min(low, out[0] as number);
    out[1] = none ? high : Math.max(high, out[1] as number);
  }

  /** Turns the box upside down. */
  private mirror(): void {
    const { z1, u1 } = this;
    this.z1 = -this.z2;
    this.z2 = -z1;
    this.u1 = -this.u2;
    this.u2 = -u1;
  }

  /** The hull of a box above, z1 at least 0. */
  private above(out: Float64Array): void {
    const { z1, z2, u1, u2, motion } = this;
    motion.height_m = this.height_m;
    motion.coaltitude_s = this.coaltitude_s;
    motion.from_s = 0;
    motion.to_s = this.to_s;
    motion.sz = z1;
    motion.vz = u1;
    this.point(out);
    if (u1 >= 0) return;
    if (!isEmpty(out)) {
      motion.sz = z2;
      motion.vz = Math.min(u2, 0);
      this.point(span);
      out[1] = isEmpty(span) ? this.to_s : (span[1] as number);
    }
    if (u2 <= 0) return;
    motion.sz = z1;
    motion.vz = u2;
    this.point(span);
    if (isEmpty(span)) return;
    const empty = isEmpty(out);
    out[0] = empty ? (span[0] as number) : Math.min(out[0] as number, span[0] as number);
    out[1] = empty ? (span[1] as number) : Math.max(out[1] as number, span[1] as number);
  }

  /** The interval of one height difference and rate, empty where entry is not before exit. */
  private point(out: Float64Array): void {
    if (this.motion.vertical(out) && beginsEarlier(out)) return;
    out[0] = Number.POSITIVE_INFINITY;
    out[1] = Number.NEGATIVE_INFINITY;
  }
}

function isEmpty(interval: Float64Array): boolean {
  return !((interval[0] as number) <= (interval[1] as number));
}
