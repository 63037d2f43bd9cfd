import { asin, cos } from './math.ts';

/** Closer passes than this are moved out to it, across the line of sight, m. */
const LEAST_MISS_M = 10;

/**
 * The modified voltage potential: the change of relative velocity, shared between both, that takes an intruder from
 * where it would pass to the edge of the protected zone at the closest point. A peer to measure advice against, not
 * our advice (J. M. Hoekstra, "Designing for safety: the free flight air traffic management concept", PhD thesis,
 * Delft 2001, chapter 3; as BlueSky applies it, J. M. Hoekstra and J. Ellerbroek, "BlueSky ATC simulator project",
 * ICRAT 2016). The ownship subtracts the outcome from its velocity, having halved the vertical part.
 *
 * sx, sy, sz (m) and vx, vy, vz (m/s): the intruder relative to the ownship, east, north, up, not at the same place.
 * tcpa_s: time of the closest horizontal range, not 0; entry_s: time of entry into the zone, 0 when inside;
 * lateral_m, vertical_m: the zone, already multiplied by whatever margin is wanted. out[0..2]: m/s. out[2] is NaN
 * where no time is left and neither moves vertically: no rate is enough then.
 */
export function mvpChange(
  sx: number,
  sy: number,
  sz: number,
  vx: number,
  vy: number,
  vz: number,
  tcpa_s: number,
  entry_s: number,
  lookahead_s: number,
  lateral_m: number,
  vertical_m: number,
  out: Float64Array,
): void {
  const range_m = Math.sqrt(sx * sx + sy * sy);
  let mx = sx + vx * tcpa_s;
  let my = sy + vy * tcpa_s;
  let miss_m = Math.sqrt(mx * mx + my * my);
  const head_on = miss_m <= LEAST_MISS_M;
  // The edge is measured from the pass as it is; only the direction to leave in needs a pass of some size.
  const outward_m = lateral_m - miss_m;
  if (head_on) {
    mx = (sy / range_m) * LEAST_MISS_M;
    my = (-sx / range_m) * LEAST_MISS_M;
    miss_m = LEAST_MISS_M;
  }
  let push_m = outward_m;
  if (lateral_m < range_m && miss_m < range_m) {
    // Leaving the line of flight shortens the way to the pass; the zone's tangent is reached a little further out.
    push_m = lateral_m / cos(asin(lateral_m / range_m) - asin(miss_m / range_m)) - miss_m;
  }
  const per_s = push_m / (Math.abs(tcpa_s) * miss_m);
  out[0] = mx * per_s;
  out[1] = my * per_s;

  const crossing = vz !== 0;
  let gap_m = crossing ? vertical_m : vertical_m - Math.abs(sz);
  let left_s = crossing ? Math.abs(sz / vz) : entry_s;
  if (left_s > lookahead_s) {
    left_s = entry_s;
    gap_m = vertical_m;
  }
  const rate_mps = left_s > 0 ? gap_m / left_s : Number.NaN;
  out[2] = vz > 0 ? -rate_mps : rate_mps;
}
