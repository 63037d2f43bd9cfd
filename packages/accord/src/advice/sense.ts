import { horizontalCpa, type Path } from '@skyaccord/sky';
import type { Manoeuvre } from '../outcome.ts';
import type { Other } from './traffic.ts';

/**
 * The way in which each of two aircraft widens the miss, agreed without a word: what both work out from the same pair
 * comes out the same (implicit coordination; Narkawicz, Muñoz and Maddalon, "State-Based Implicit Coordination and
 * Applications", NASA/TP-2011-217067). The signed miss is the same for both; where each moves it to one side, the two
 * add up. In the ambiguity margin two nodes may see different signs: there, as head-on, both turn right.
 */
export type Sense = {
  /** Miss on straight ways, m; positive when each passes the other on its left. */
  readonly miss_m: number;
  /** To which side the miss is to be moved. */
  readonly side: 1 | -1;
  /** The other may have taken the other side for the agreed one. */
  readonly doubtful: boolean;
  /** When they pass, s from now. */
  readonly t_cpa_s: number;
  /** Whether to be higher (1) or lower (-1) then than on the way on; 0 where it is not clear who is above. */
  readonly up: 1 | -1 | 0;
};

/**
 * @param vx own velocity, m/s
 * @param before what stands advised: its sense stays
 */
export function senseOf(vx: number, vy: number, vz: number, other: Other, before: Manoeuvre | null): Sense {
  const east_mps = other.east_mps - vx;
  const north_mps = other.north_mps - vy;
  const t_cpa_s = horizontalCpa(other.east_m, other.north_m, east_mps, north_mps);
  const miss_m = signedMiss(other.east_m, other.north_m, east_mps, north_mps);
  const margin_m = other.miss_margin_m + other.miss_margin_mps * t_cpa_s;
  const up_m = other.up_m + (other.up_mps - vz) * t_cpa_s;
  const clear = Math.abs(up_m) > other.up_margin_m + other.up_margin_mps * t_cpa_s;
  const up = clear ? (up_m > 0 ? -1 : 1) : 0;
  return {
    miss_m,
    side: before?.kind === 'turn' ? (before.by_deg > 0 ? 1 : -1) : miss_m > -margin_m ? 1 : -1,
    doubtful: miss_m > -margin_m && miss_m < margin_m / 4,
    t_cpa_s,
    up: before?.kind === 'vertical' ? (before.by_m > 0 ? 1 : -1) : up,
  };
}

/** Does a manoeuvre, flown along `path`, widen the miss the agreed way? */
export function agrees(sense: Sense, path: Path, kind: Manoeuvre['kind'], vz: number, other: Other): boolean {
  if (kind !== 'vertical') return (missAfter(path, other) - sense.miss_m) * sense.side > 0;
  // Levelling off above a climbing aircraft helps until that one is there: not behind the way on before they are apart.
  const at_cpa = Math.min(path.count - 1, Math.ceil(sense.t_cpa_s / path.step_s));
  for (let i = 1; i < path.count && i <= 2 * at_cpa; i++) {
    const gained_m = (path.z[i]! - vz * i * path.step_s) * sense.up;
    if (gained_m < -1 || (i === at_cpa && !(gained_m > 0))) return false;
  }
  return sense.up !== 0 && at_cpa > 0;
}

/** Signed miss once the manoeuvre is over and all fly straight. */
function missAfter(path: Path, other: Other): number {
  const last = path.count - 1;
  const t = last * path.step_s;
  const vx = other.east_mps - (path.x[last]! - path.x[last - 1]!) / path.step_s;
  const vy = other.north_mps - (path.y[last]! - path.y[last - 1]!) / path.step_s;
  const east_m = other.east_m + other.east_mps * t - path.x[last]!;
  const north_m = other.north_m + other.north_mps * t - path.y[last]!;
  return signedMiss(east_m, north_m, vx, vy);
}

function signedMiss(east_m: number, north_m: number, east_mps: number, north_mps: number): number {
  const speed_mps = Math.sqrt(east_mps * east_mps + north_mps * north_mps);
  return speed_mps > 0 ? (east_m * north_mps - north_m * east_mps) / speed_mps : 0;
}
