import type { Observation } from '@skyaccord/wire';
import { flown, type Path } from './flown.ts';

/**
 * Even numbers between 0 and 1, the same in every run: a counter, scrambled as SplitMix does (Steele, Lea & Flood,
 * OOPSLA 2014). Neighbouring seeds have nothing in common, as they would have with a congruential generator.
 */
function evens(seed: number): () => number {
  let state = scrambled(seed);
  return () => {
    state = (state + 0x9e3779b9) | 0;
    return ((scrambled(state) >>> 0) + 0.5) / 2 ** 32;
  };
}

function scrambled(x: number): number {
  const once = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}

/** Standard normal numbers of even ones (Box & Muller). */
const normalOf = (even: () => number): number => Math.sqrt(-2 * Math.log(even())) * Math.cos(2 * Math.PI * even());

const STEP_S = 0.25;
/** Turn rates follow the stick with this delay. */
const ROLL_S = 1.5;

/**
 * A glider that nobody drew: straight legs, circles and corrections of random length, rate and speed, in a wind.
 * Smooth, as a thing with mass is; defined from 0 to `seconds`.
 */
export function soared(seed: number, seconds: number): Path {
  const even = evens(seed);
  const between = (low: number, high: number): number => low + (high - low) * even();
  const [wind_east, wind_north] = [between(-8, 8), between(-8, 8)];
  const points: [number, number, number, number][] = [];
  let [east_m, north_m, heading, turn, wanted, speed, wanted_mps, left_s] = [0, 0, 0, 0, 0, 0, 0, 0];
  [east_m, north_m, heading] = [between(-350, 350), between(-350, 350), between(0, 2 * Math.PI)];
  speed = between(24, 45);
  for (let t_s = 0; t_s <= seconds + STEP_S; t_s += STEP_S) {
    if (left_s <= 0) {
      const side = even() < 0.5 ? -1 : 1;
      const mode = even();
      // A third each: straight on, a correction, a thermal.
      wanted = mode < 0.33 ? 0 : side * (mode < 0.67 ? between(0.03, 0.12) : between(0.2, 0.4));
      left_s = mode < 0.67 ? between(6, 30) : between(20, 90);
      wanted_mps = mode < 0.67 ? between(26, 48) : between(22, 30);
    }
    left_s -= STEP_S;
    turn += ((wanted - turn) * STEP_S) / ROLL_S;
    speed += Math.sign(wanted_mps - speed) * Math.min(1, Math.abs(wanted_mps - speed)) * STEP_S;
    heading += turn * STEP_S;
    const [ve, vn] = [speed * Math.sin(heading) + wind_east, speed * Math.cos(heading) + wind_north];
    points.push([east_m, north_m, ve, vn]);
    east_m += ve * STEP_S;
    north_m += vn * STEP_S;
  }
  return (t_s) => {
    const place = Math.min(points.length - 2, Math.max(0, t_s / STEP_S));
    const k = Math.floor(place);
    const f = place - k;
    const [from, to] = [points[k]!, points[k + 1]!];
    const at = (i: number): number => from[i]! + f * (to[i]! - from[i]!);
    return { east_m: at(0), north_m: at(1), up_m: 1000, east_mps: at(2), north_mps: at(3), up_mps: 0 };
  };
}

/** How a receiver network hears: what is stated of the error, how much of it lasts, and how often nothing comes. */
export type Hearing = {
  /** 95 % radius, stated, and true. */
  readonly stated_m: number;
  /** Share of the variance that lasts from report to report, and for about how long. */
  readonly lasting: number;
  readonly lasting_s: number;
  /** Share of reports after which a pause follows, of 6 s to so many; else the next comes after 1 to 4 s. */
  readonly pauses: number;
  readonly longest_s: number;
};

/** What is heard of a path: reports at odd times, off by what lasts and what is new each time, with speed and track. */
export function heardOf(address: string, path: Path, seed: number, seconds: number, hearing: Hearing): Observation[] {
  const even = evens(seed);
  const normal = (): number => normalOf(even);
  const { stated_m, lasting, lasting_s, pauses, longest_s } = hearing;
  const sigma_m = stated_m / 2.4477;
  const [slow_m, fast_m] = [sigma_m * Math.sqrt(lasting), sigma_m * Math.sqrt(1 - lasting)];
  let [east_m, north_m] = [slow_m * normal(), slow_m * normal()];
  const heard: Observation[] = [];
  for (let t_s = even(); t_s <= seconds; ) {
    const [e, n] = [east_m + fast_m * normal(), north_m + fast_m * normal()];
    const off: Path = (at_s) => ({ ...path(at_s), east_m: path(at_s).east_m + e, north_m: path(at_s).north_m + n });
    const { east_mps, north_mps } = path(t_s);
    heard.push(
      ...flown(address, off, [t_s], {
        technology: 'flarm',
        position_accuracy_m: stated_m,
        ground_speed_mps: Math.round(Math.hypot(east_mps, north_mps) / 0.514444) * 0.514444,
        track_deg: (Math.round((Math.atan2(east_mps, north_mps) * 180) / Math.PI) + 360) % 360,
      }),
    );
    const wait_s = even() < pauses ? 6 + (longest_s - 6) * even() : 1 + 3 * even();
    const kept = Math.exp(-wait_s / lasting_s);
    const anew_m = slow_m * Math.sqrt(1 - kept * kept);
    east_m = kept * east_m + anew_m * normal();
    north_m = kept * north_m + anew_m * normal();
    t_s += wait_s;
  }
  return heard.map((o, sequence) => ({ ...o, sequence }));
}
