import { wrap180, wrap360 } from '@skyaccord/sky';
import type { Manoeuvre } from '../outcome.ts';
import type { Performance } from './performance.ts';

const M_PER_FT = 0.3048;

/**
 * A manoeuvre to try, with the signed amounts the path needs, and its cost (10° of turn = 1); null goes straight on.
 */
export type Candidate = { readonly manoeuvre: Manoeuvre | null; readonly cost: number };

/** Turns tried, degrees; heights, ft; speeds, parts of the present one. */
const TURNS_DEG = [5, 10, 15, 20, 25, 30, 40, 50, 60, 75, 90];
const HEIGHTS_FT = [0, 500, 1000, 1500, 2000, 3000];
/** Heights are told in whole steps of this, ft. */
const LEVEL_FT = 500;
const SPEEDS = [0.05, 0.1, 0.15, 0.2];

/** Where rules give no sense, both turn right (ICAO Annex 2, 3.2.2.2): a left turn must be worth it. */
const LEFT = 1.25;
/** Crossing the other's height on the way is the last thing to ask. */
const CROSSING = 2;
/** Going back on what was advised confuses a crew: only when nothing else serves. */
const REVERSAL = 100;
/** So does another kind of manoeuvre; it comes before a reversal. */
export const CHANGE_OF_MIND = 50;
const HEIGHT_COST_PER_1000_FT = 2;
/** Climbing or descending at more than this, an aircraft can be asked to level off. */
export const LEVELLING_MPS = 2.5;
const SPEED_COST_PER_PART = 25;
/** No height below this, and none above what the aircraft holds now when that is higher. */
export const MIN_ALTITUDE_M = 305;
export const MAX_ALTITUDE_M = 15_240;

export type Situation = {
  readonly track_deg: number;
  readonly ground_speed_mps: number;
  /** NaN when not known: then no height is advised. */
  readonly altitude_m: number;
  /** Present vertical rate, up positive. */
  readonly up_mps: number;
  /** Height of the other above us; NaN when not known. */
  readonly other_up_m: number;
  readonly performance: Performance;
  /** What stands advised, to be kept if it serves. */
  readonly before: Manoeuvre | null;
};

/**
 * Every manoeuvre worth trying, cheapest first; the order is total, so the choice is the same everywhere. Once
 * something stands advised, less of the same is not offered: as a conflict nears, a crew is asked for more, never for
 * less.
 */
export function candidatesFor(situation: Situation): Candidate[] {
  const all: Candidate[] = [{ manoeuvre: null, cost: 0 }];
  const add = (manoeuvre: Manoeuvre, cost: number): void => {
    if (eases(situation.before, manoeuvre)) return;
    all.push({ manoeuvre, cost: cost + changeOfMind(situation.before, manoeuvre) });
  };
  for (const turn_deg of TURNS_DEG) {
    add(turnTo(situation.track_deg, turn_deg), turn_deg / 10);
    add(turnTo(situation.track_deg, -turn_deg), (turn_deg / 10) * LEFT);
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

/** A turn by about this much, to a track in whole degrees: what is told is what was tried. */
function turnTo(track_deg: number, turn_deg: number): Manoeuvre {
  const to_track_deg = Math.round(wrap360(track_deg + turn_deg)) % 360;
  return { kind: 'turn', by_deg: wrap180(to_track_deg - track_deg), to_track_deg };
}

function addHeights(situation: Situation, add: (manoeuvre: Manoeuvre, cost: number) => void): void {
  const { altitude_m, other_up_m, performance, up_mps } = situation;
  if (Number.isNaN(altitude_m)) return;
  for (const height_ft of HEIGHTS_FT) {
    for (const sign of [1, -1]) {
      const to_ft = Math.round((altitude_m / M_PER_FT + sign * height_ft) / LEVEL_FT) * LEVEL_FT;
      const to_altitude_m = to_ft * M_PER_FT;
      const by_m = to_altitude_m - altitude_m;
      if (to_altitude_m < MIN_ALTITUDE_M || to_altitude_m > Math.max(MAX_ALTITUDE_M, altitude_m)) continue;
      // In level flight a step is at least half a level; levelling off is for those who climb or descend.
      if (Math.abs(up_mps) < LEVELLING_MPS && Math.abs(by_m) < (LEVEL_FT / 2) * M_PER_FT) continue;
      // To stop a climb or descent never takes an aircraft nearer than it was going.
      const levelling = Math.abs(up_mps) >= LEVELLING_MPS && by_m * up_mps >= 0 && Math.abs(by_m) < LEVEL_FT * M_PER_FT;
      const towards = !levelling && by_m * other_up_m > 0;
      const cost = ((Math.abs(by_m) / M_PER_FT / 1000) * HEIGHT_COST_PER_1000_FT + 0.5) * (towards ? CROSSING : 1);
      const rate_mps = Math.max(performance.vertical_rate_mps, by_m * up_mps > 0 ? Math.abs(up_mps) : 0);
      add({ kind: 'vertical', by_m, to_altitude_m, rate_mps: by_m < 0 ? -rate_mps : rate_mps }, cost);
    }
  }
}

/** Less of what was advised before, in the same sense. */
function eases(before: Manoeuvre | null, now: Manoeuvre): boolean {
  if (before === null || before.kind !== now.kind || amountOf(before) * amountOf(now) <= 0) return false;
  if (before.kind === 'turn' && now.kind === 'turn') {
    return wrap180(now.to_track_deg - before.to_track_deg) * Math.sign(before.by_deg) < -0.5;
  }
  if (before.kind === 'vertical' && now.kind === 'vertical') {
    return (now.to_altitude_m - before.to_altitude_m) * Math.sign(before.by_m) < 0;
  }
  return before.kind === 'speed' && now.kind === 'speed' && (now.to_mps - before.to_mps) * Math.sign(before.by_mps) < 0;
}

function changeOfMind(before: Manoeuvre | null, now: Manoeuvre): number {
  if (before === null) return 0;
  if (before.kind !== now.kind) return CHANGE_OF_MIND;
  return amountOf(before) * amountOf(now) < 0 ? REVERSAL : 0;
}

/** By how much, in its own unit: right, up and faster are positive. */
export function amountOf(manoeuvre: Manoeuvre): number {
  if (manoeuvre.kind === 'turn') return manoeuvre.by_deg;
  return manoeuvre.kind === 'vertical' ? manoeuvre.by_m : manoeuvre.by_mps;
}
