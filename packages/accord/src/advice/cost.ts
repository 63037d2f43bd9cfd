import { cos, type Path, RAD_PER_DEG, sin } from '@skyaccord/sky';
import type { AdviceCost, Manoeuvre } from '../outcome.ts';
import type { Other } from './traffic.ts';

/** Back on the former track so much further on: no crew hurries back across what it has just avoided. */
const REGAIN_S = 120;

/** When the other is nearest while the path is flown, s from now; the earliest of equals. */
export function nearestTime_s(path: Path, other: Other): number {
  let least = Infinity;
  let at_s = 0;
  for (let i = 0; i < path.count; i++) {
    const t = i * path.step_s;
    const x = other.east_m + other.east_mps * t - path.x[i]!;
    const y = other.north_m + other.north_mps * t - path.y[i]!;
    const d = x * x + y * y;
    if (d >= least) continue;
    least = d;
    at_s = t;
  }
  return at_s;
}

/**
 * What a manoeuvre costs that is flown until the other is past and then undone: a turn by the way to where the former
 * track leads two minutes later, a change of speed by how far it leaves the aircraft behind, a change of height by the
 * height alone.
 *
 * @param until_s when the other is past
 */
export function costOf(manoeuvre: Manoeuvre, speed_mps: number, until_s: number): AdviceCost {
  const nothing = { turn_deg: 0, height_m: 0, speed_mps: 0, extra_m: 0, delay_s: 0 };
  switch (manoeuvre.kind) {
    case 'turn': {
      const way_m = speed_mps * until_s;
      const aside_m = way_m * sin(manoeuvre.by_deg * RAD_PER_DEG);
      const onward_m = way_m * (1 - cos(manoeuvre.by_deg * RAD_PER_DEG)) + REGAIN_S * speed_mps;
      const extra_m = Math.sqrt(aside_m * aside_m + onward_m * onward_m) - REGAIN_S * speed_mps;
      return { ...nothing, turn_deg: manoeuvre.by_deg, extra_m, delay_s: speed_mps > 0 ? extra_m / speed_mps : 0 };
    }
    case 'vertical':
      return { ...nothing, height_m: manoeuvre.by_m };
    case 'speed': {
      const delay_s = speed_mps > 0 ? (-manoeuvre.by_mps * until_s) / speed_mps : 0;
      return { ...nothing, speed_mps: manoeuvre.by_mps, delay_s };
    }
  }
}
