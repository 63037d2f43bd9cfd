import { wrap360 } from '@skyaccord/sky';
import type { Manoeuvre } from '../outcome.ts';
import type { Performance } from './performance.ts';

const M_PER_FT = 0.3048;

/** A manoeuvre to try, with the signed amounts the path needs, and its cost (10° of turn = 1). */
export type Candidate = { readonly manoeuvre: Manoeuvre; readonly cost: number };

/** Turns tried, degrees; heights, ft; speeds, parts of the present one. */
const TURNS_DEG = [5, 10, 15, 20, 25, 30, 40, 50, 60, 75, 90];
const HEIGHTS_FT = [500, 1000, 1500, 2000, 3000];
const SPEEDS = [0.05, 0.1, 0.15, 0.2];

/** Where rules give no sense, both turn right (ICAO Annex 2, 3.2.2.2): a left turn must be worth it. */
const LEFT = 1.25;
/** Crossing the other's height on the way is the last thing to ask. */
const CROSSING = 2;
/** Going back on what was advised confuses a crew. */
const REVERSAL = 3;
const HEIGHT_COST_PER_1000_FT = 2;
const SPEED_COST_PER_PART = 25;
/** No height below this, and none above what the aircraft holds now when that is higher. */
const MIN_ALTITUDE_M = 305;
const MAX_ALTITUDE_M = 15_240;

export type Situation = {
  readonly track_deg: number;
  readonly ground_speed_mps: number;
  /** NaN when not known: then no height is advised. */
  readonly altitude_m: number;
  /** Height of the other above us; NaN when not known. */
  readonly other_up_m: number;
  readonly performance: Performance;
  /** What stands advised, to be kept if it serves. */
  readonly before: Manoeuvre | null;
};

/** Every manoeuvre worth trying, cheapest first; the order is total, so the choice is the same everywhere. */
export function candidatesFor(situation: Situation): Candidate[] {
  const all: Candidate[] = [];
  const add = (manoeuvre: Manoeuvre, cost: number): void => {
    all.push({ manoeuvre, cost: reverses(situation.before, manoeuvre) ? cost * REVERSAL : cost });
  };
  for (const turn_deg of TURNS_DEG) {
    add({ kind: 'turn', by_deg: turn_deg, to_track_deg: wrap360(situation.track_deg + turn_deg) }, turn_deg / 10);
    add(
      { kind: 'turn', by_deg: -turn_deg, to_track_deg: wrap360(situation.track_deg - turn_deg) },
      (turn_deg / 10) * LEFT,
    );
  }
  addHeights(situation, add);
  for (const part of SPEEDS) {
    for (const sign of [-1, 1]) {
      const to_mps = situation.ground_speed_mps * (1 + sign * part);
      if (to_mps < situation.performance.min_speed_mps) continue;
      add({ kind: 'speed', by_mps: to_mps - situation.ground_speed_mps, to_mps }, part * SPEED_COST_PER_PART);
    }
  }
  return all
    .map((candidate, i) => ({ candidate, i }))
    .sort((x, y) => x.candidate.cost - y.candidate.cost || x.i - y.i)
    .map((one) => one.candidate);
}

function addHeights(situation: Situation, add: (manoeuvre: Manoeuvre, cost: number) => void): void {
  const { altitude_m, other_up_m, performance } = situation;
  if (Number.isNaN(altitude_m)) return;
  for (const height_ft of HEIGHTS_FT) {
    for (const sign of [1, -1]) {
      const by_m = sign * height_ft * M_PER_FT;
      const to_altitude_m = altitude_m + by_m;
      if (to_altitude_m < MIN_ALTITUDE_M || to_altitude_m > Math.max(MAX_ALTITUDE_M, altitude_m)) continue;
      const towards = sign * other_up_m > 0;
      const cost = ((height_ft / 1000) * HEIGHT_COST_PER_1000_FT + 0.5) * (towards ? CROSSING : 1);
      add({ kind: 'vertical', by_m, to_altitude_m, rate_mps: sign * performance.vertical_rate_mps }, cost);
    }
  }
}

/** The opposite sense of what was advised. */
function reverses(before: Manoeuvre | null, now: Manoeuvre): boolean {
  return before !== null && before.kind === now.kind && amountOf(before) * amountOf(now) < 0;
}

export function amountOf(manoeuvre: Manoeuvre): number {
  if (manoeuvre.kind === 'turn') return manoeuvre.by_deg;
  return manoeuvre.kind === 'vertical' ? manoeuvre.by_m : manoeuvre.by_mps;
}
