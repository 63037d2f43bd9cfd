import {
  type Account,
  AgreedSense,
  type Apart,
  atan2,
  type Command,
  createFlownPath,
  type FlownCommand,
  type FlownPath,
  leastApart,
  type OwnAircraft,
  RAD_PER_DEG,
} from '@skyaccord/sky';
import type { Manoeuvre } from '../outcome.ts';
import { levellingAt } from './levels.ts';
import { performanceOf } from './performance.ts';
import type { Keeping } from './targets.ts';

/** What is seen may be off by so many deviations either way, and as well by less. */
const OFF = 3.5;
const LESS_OFF = 1.5;
/** Errors of sampled paths, in minima. */
const EVEN = 1e-3;
/** By what is seen, a command that keeps no minima is to widen the miss by this much at least, in minima. */
const LEAST_GAIN = 0.05;
const SIGNS = [-1, 0, 1] as const;
/** To either side of its course, along it, and above: all but where it is seen. */
const SIDES = SIGNS.flatMap((side) =>
  SIGNS.flatMap((along) => SIGNS.map((above) => [side, along, above] as const)),
).filter((signs) => signs.some((sign) => sign !== 0));
/** What the other side may be told of its own accord, of the sense that both work out alike: turns, rad. */
const TURNS_RAD = [-90, -30, 30, 90].map((deg) => deg * RAD_PER_DEG);
/** A crew acts after one of these, s. */
const DELAYS_S = [5, 10] as const;

const PLAN: Command = { track_rad: Number.NaN, speed_mps: Number.NaN, vertical_mps: Number.NaN };

/** A command as it would be told: where it levels off, and how soon and how late the crew may act, s. */
export type Told = {
  readonly command: Command;
  readonly levelling: OwnAircraft;
  readonly delays_s: readonly number[];
  /** By what is seen it keeps all minima. */
  readonly keeps_all: boolean;
};

const pool: FlownPath[] = [];
const pathAt = (i: number): FlownPath => {
  while (pool.length <= i) pool.push(createFlownPath());
  return pool[i]!;
};

/**
 * Is a command of use beside another aircraft that somebody else advises, whatever that one is told and sees? It is
 * flown together with all that the other side may do (to go on; what it says that it advises, or else whatever is of
 * the sense that both work out alike), both crews soon and late, with the other side where it is seen and off to either
 * side of its course, ahead or behind, above or below. Nowhere may the two come nearer inside the narrowest minima than
 * if nobody had been advised; and by what is seen it must widen the miss, unless minima are lost already.
 *
 * @param altitude_m of the own aircraft
 */
export function isOfUse(
  flown: FlownCommand,
  own: OwnAircraft,
  told: Told,
  keeping: Keeping,
  altitude_m: number,
): boolean {
  const { target } = keeping;
  const { lateral_m, vertical_m, leave_by_s } = target.volumes[0]!;
  const { steady } = target.estimate;
  const other = aircraftOf(keeping);
  let paths = 0;
  const fly = (aircraft: OwnAircraft, command: Command, delay_s: number): FlownPath => {
    const path = pathAt(paths++);
    flown.writePath(aircraft, command, delay_s, path);
    return path;
  };
  const holding = fly(own, PLAN, 0);
  const going = fly(other, PLAN, 0);
  const ours = told.delays_s.map((delay_s) => fly(told.levelling, told.command, delay_s));
  const seen = { east_m: steady.x_m, north_m: steady.y_m, up_m: steady.z_m, east_mps: 0, north_mps: 0, up_mps: 0 };
  if (leave_by_s === 0 && !told.keeps_all) {
    const least = Math.min(1, leastApart(holding, going, seen, lateral_m, vertical_m) + LEAST_GAIN);
    if (ours.some((path) => leastApart(path, going, seen, lateral_m, vertical_m) < least)) return false;
  }
  const theirs = [going];
  const { elsewhere } = keeping;
  if (elsewhere?.said) {
    const { aircraft, command } = saidOf(other, altitude_m + steady.z_m, elsewhere.said);
    for (const delay_s of DELAYS_S) theirs.push(fly(aircraft, command, delay_s));
  } else if (elsewhere !== null) {
    const lookahead_s = going.t.at(-2)!;
    agreed.set(other, mirrored(own, steady), Number.NaN, 0, lookahead_s);
    const most_mps = other.performance.vertical_mps;
    const allowed = [most_mps, -most_mps].filter((vertical_mps) => agreed.allowsClimb(vertical_mps));
    for (const delay_s of DELAYS_S) {
      for (const turn_rad of TURNS_RAD) {
        const command = { ...PLAN, track_rad: other.plan.track_rad + turn_rad };
        const turned = fly(other, command, delay_s);
        if (!agreed.allowsWay(turned.x, turned.y, 0, going.t[1]!)) continue;
        theirs.push(turned);
        for (const vertical_mps of allowed) theirs.push(fly(other, { ...command, vertical_mps }, delay_s));
      }
      for (const vertical_mps of allowed) theirs.push(fly(other, { ...PLAN, vertical_mps }, delay_s));
    }
  }
  // The own height is known no better than the other's, and a level is told in feet.
  const short_m = OFF * Math.sqrt(steady.height_m2 / 2);
  const flownAs = short_m > 0 ? [...ours, fly(shortOf(told, short_m), told.command, told.delays_s[0]!)] : ours;
  return offsetsOf(own, steady, seen).every((off) => {
    const before = Math.min(1, leastApart(holding, going, off, lateral_m, vertical_m)) - EVEN;
    // Who is told a vertical speed flies that, whatever it flew before.
    const places = Number.isNaN(told.command.vertical_mps) ? [off] : [off, { ...off, up_mps: 0 }];
    return theirs.every((one) =>
      flownAs.every((path) =>
        places.every((place) => leastApart(path, one, place, lateral_m, vertical_m, before) >= before),
      ),
    );
  });
}

/** Levelling off so much sooner: where the level is not even as far away, on the other side of the present height. */
function shortOf({ command, levelling }: Told, short_m: number): OwnAircraft {
  const { up_room_m, down_room_m } = levelling;
  const up_m = up_room_m - short_m;
  const down_m = down_room_m - short_m;
  if (command.vertical_mps > 0) return { ...levelling, up_room_m: up_m, down_room_m: Math.max(down_room_m, -up_m) };
  if (command.vertical_mps < 0) return { ...levelling, down_room_m: down_m, up_room_m: Math.max(up_room_m, -down_m) };
  return levelling;
}

type Answer = { readonly aircraft: OwnAircraft; readonly command: Command };

const agreed = new AgreedSense();

/** The own aircraft as the other side sees it. */
const mirrored = (own: OwnAircraft, steady: Account): Account => ({
  ...steady,
  x_m: -steady.x_m,
  y_m: -steady.y_m,
  z_m: -steady.z_m,
  vx_mps: own.vx_mps,
  vy_mps: own.vy_mps,
  vz_mps: own.vz_mps,
});

/** The other side as the adviser would see it if it advised that. */
function aircraftOf({ other, target }: Keeping): OwnAircraft {
  const { vx_mps, vy_mps, vz_mps } = target.estimate.steady;
  const speed_mps = Math.sqrt(vx_mps * vx_mps + vy_mps * vy_mps);
  const performance = performanceOf(other.crew, speed_mps);
  return {
    vx_mps,
    vy_mps,
    vz_mps,
    plan: { track_rad: atan2(vx_mps, vy_mps), speed_mps, vertical_mps: vz_mps, turn_radps: 0 },
    performance: {
      turn_radps: performance.turn_rate_degps * RAD_PER_DEG,
      accel_mps2: performance.accel_mps2,
      vertical_mps2: performance.vertical_accel_mps2,
      vertical_mps: performance.vertical_rate_mps,
      least_speed_mps: performance.min_speed_mps,
      most_speed_mps: performance.max_speed_mps,
    },
    up_room_m: Number.POSITIVE_INFINITY,
    down_room_m: Number.POSITIVE_INFINITY,
  };
}

/** What the other side says that it advises, as it would be flown. */
function saidOf(other: OwnAircraft, altitude_m: number, said: readonly Manoeuvre[]): Answer {
  let command = PLAN;
  let aircraft = other;
  for (const one of said) {
    if (one.kind === 'turn') command = { ...command, track_rad: one.to_track_deg * RAD_PER_DEG };
    else if (one.kind === 'speed') command = { ...command, speed_mps: one.to_mps };
    else {
      command = { ...command, vertical_mps: one.rate_mps };
      aircraft = levellingAt(other, altitude_m, one.to_altitude_m);
    }
  }
  return { aircraft, command };
}

/** Where the other side may be and drift to: where it is seen, and off to every side. */
function offsetsOf(own: OwnAircraft, steady: Account, seen: Apart): Apart[] {
  const east_mps = steady.vx_mps - own.vx_mps;
  const north_mps = steady.vy_mps - own.vy_mps;
  const speed_mps = Math.sqrt(east_mps * east_mps + north_mps * north_mps);
  const [on_e, on_n] = speed_mps > 0 ? [east_mps / speed_mps, north_mps / speed_mps] : [0, 1];
  const offsets = [seen];
  for (const off of [LESS_OFF, OFF]) {
    const [place_m, rate_mps] = [off * Math.sqrt(steady.position_m2), off * Math.sqrt(steady.velocity_m2ps2)];
    const [up_m, up_mps] = [off * Math.sqrt(steady.height_m2), off * Math.sqrt(steady.climb_m2ps2)];
    for (const [side, along, above] of SIDES) {
      const [east, north] = [side * on_n + along * on_e, along * on_n - side * on_e];
      offsets.push({
        east_m: seen.east_m + place_m * east,
        north_m: seen.north_m + place_m * north,
        up_m: seen.up_m + above * up_m,
        east_mps: rate_mps * east,
        north_mps: rate_mps * north,
        up_mps: above * up_mps,
      });
    }
  }
  return offsets;
}
