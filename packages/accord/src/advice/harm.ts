import type { Command, FlownCommand, OwnAircraft, Target } from '@skyaccord/sky';

/** What is seen may be off by so many deviations either way. */
const OFF = 3.5;
/** Errors of sampled paths, in minima. */
const EVEN = 1e-3;
const SIGNS = [-1, 0, 1] as const;

const PLAN: Command = { track_rad: Number.NaN, speed_mps: Number.NaN, vertical_mps: Number.NaN };

/**
 * Could errors of what is seen turn a command into harm: is there a case, with the other side off to either side of its
 * course, ahead or behind, above or below, in which it comes nearer, and inside the narrowest minima, than if nobody
 * had been advised? Leaves the command flown.
 */
export function mayHarm(
  flown: FlownCommand,
  own: OwnAircraft,
  levelling: OwnAircraft,
  command: Command,
  delay_s: number,
  target: Target,
): boolean {
  const volume = target.volumes[0]!;
  const offsets = offsetsOf(own, target);
  flown.fly(own, PLAN, 0);
  const holding = offsets.map((off) => flown.nearestOff(target, volume, off));
  flown.fly(levelling, command, delay_s);
  return offsets.some((off, i) => flown.nearestOff(target, volume, off) < Math.min(1, holding[i]!) - EVEN);
}

function offsetsOf(own: OwnAircraft, { estimate: { steady } }: Target) {
  const east_mps = steady.vx_mps - own.vx_mps;
  const north_mps = steady.vy_mps - own.vy_mps;
  const speed_mps = Math.sqrt(east_mps * east_mps + north_mps * north_mps);
  const [on_e, on_n] = speed_mps > 0 ? [east_mps / speed_mps, north_mps / speed_mps] : [0, 1];
  const [place_m, rate_mps] = [OFF * Math.sqrt(steady.position_m2), OFF * Math.sqrt(steady.velocity_m2ps2)];
  const [up_m, up_mps] = [OFF * Math.sqrt(steady.height_m2), OFF * Math.sqrt(steady.climb_m2ps2)];
  const offsets = [];
  for (const side of SIGNS) {
    for (const along of SIGNS) {
      const [east, north] = [side * on_n + along * on_e, along * on_n - side * on_e];
      for (const above of SIGNS) {
        offsets.push({
          east_m: place_m * east,
          north_m: place_m * north,
          up_m: above * up_m,
          east_mps: rate_mps * east,
          north_mps: rate_mps * north,
          up_mps: above * up_mps,
        });
      }
    }
  }
  return offsets;
}
