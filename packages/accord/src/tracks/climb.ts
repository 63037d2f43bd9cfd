import { exp, log } from '@skyaccord/sky';

/**
 * Level or climbing: two models of an aircraft's height that run side by side, mixed by how well each foretold the last
 * report (interacting multiple model: Bar-Shalom, Li & Kirubarajan, "Estimation with Applications to Tracking and
 * Navigation", 2001, 11.6.6). Level flight holds its height; a climb, or descent, has a rate that changes slowly.
 *
 * A block of numbers a track: height and variance in level flight; height, rate and their covariances in a climb; the
 * probability of the climb.
 */
export const CLIMB_BLOCK = 8;
const LEVEL_HEIGHT = 0;
const LEVEL_P = 1;
const HEIGHT = 2;
const RATE = 3;
const P_HEIGHT = 4;
const P_CROSS = 5;
const P_RATE = 6;
const CLIMBING = 7;

/** A level leg lasts about this long, and a climb or descent. */
export const LEVEL_S = 180;
export const CLIMB_S = 60;
/** Level flight wanders by this in a second: variance, m². */
const LEVEL_NOISE = 0.2;
/** White acceleration noise in a climb, m²/s³: its rate changes by 0.3 m/s in a second. */
const CLIMB_NOISE = 0.1;
/** Rate of a climb that begins, standard deviation, m/s: 600 ft/min. */
export const NEW_CLIMB_MPS = 3;
/** A rate that is reported scatters by this, and wanders by this in level flight (standard deviations, m/s). */
const RATE_SCATTER_MPS = 0.5;
const LEVEL_WANDER_MPS = 1;
/** Rates reported within this time say nearly the same thing again, unless they differ by more than this (m/s). */
const SAYS_MORE_S = 3;
const OTHER_RATE_MPS = 2;
/** A height further off than this and than any climb explains is another height, not a climb: m/s and m. */
const ANY_CLIMB_MPS = 60;
const OTHER_HEIGHT_M = 100;
const LEAST_PROBABILITY = 0.001;

/** Begins with a first height and, where it is said (not NaN), a rate. */
export function openClimb(blocks: Float32Array, at: number, height_m: number, variance_m2: number, rate: number): void {
  blocks[at + LEVEL_HEIGHT] = height_m;
  blocks[at + LEVEL_P] = variance_m2;
  blocks[at + HEIGHT] = height_m;
  blocks[at + RATE] = 0;
  blocks[at + P_HEIGHT] = variance_m2;
  blocks[at + P_CROSS] = 0;
  blocks[at + P_RATE] = NEW_CLIMB_MPS * NEW_CLIMB_MPS;
  blocks[at + CLIMBING] = CLIMB_S / (LEVEL_S + CLIMB_S);
  if (!Number.isNaN(rate)) weigh(blocks, at, takeRate(blocks, at, rate, 1));
}

/** Goes on with a height of another kind: what is known of the rate stays, and nothing joins the two heights. */
export function rebaseClimb(blocks: Float32Array, at: number, height_m: number, variance_m2: number): void {
  blocks[at + LEVEL_HEIGHT] = height_m;
  blocks[at + LEVEL_P] = variance_m2;
  blocks[at + HEIGHT] = height_m;
  blocks[at + P_HEIGHT] = variance_m2;
  blocks[at + P_CROSS] = 0;
}

/** Carries the block on by `dt_s` and takes in a height and a rate, each NaN where it was not said. */
export function updateClimb(
  blocks: Float32Array,
  at: number,
  dt_s: number,
  height_m: number,
  variance_m2: number,
  rate_mps: number,
): void {
  const said = !Number.isNaN(height_m);
  if (said && Math.abs(height_m - blocks[at + HEIGHT]!) > ANY_CLIMB_MPS * dt_s + OTHER_HEIGHT_M) {
    openClimb(blocks, at, height_m, variance_m2, rate_mps);
    return;
  }
  mix(blocks, at, dt_s);
  predict(blocks, at, dt_s);
  let odds = said ? takeHeight(blocks, at, height_m, variance_m2) : 0;
  if (!Number.isNaN(rate_mps)) odds += takeRate(blocks, at, rate_mps, Math.min(1, dt_s / SAYS_MORE_S));
  weigh(blocks, at, odds);
}

/** The rate it climbs at if it climbs, m/s. */
export const climbRate_mps = (blocks: Float32Array, at: number): number => blocks[at + RATE]!;
/** Standard deviation of that rate, m/s. */
export const climbRateDeviation_mps = (blocks: Float32Array, at: number): number => Math.sqrt(blocks[at + P_RATE]!);
export const climbProbability = (blocks: Float32Array, at: number): number => blocks[at + CLIMBING]!;

/** Standard deviation of the height, both models together, m. */
export function heightDeviation_m(blocks: Float32Array, at: number): number {
  const climbing = blocks[at + CLIMBING]!;
  const apart = blocks[at + HEIGHT]! - blocks[at + LEVEL_HEIGHT]!;
  const variance = blocks[at + LEVEL_P]! + climbing * (blocks[at + P_HEIGHT]! - blocks[at + LEVEL_P]!);
  return Math.sqrt(variance + climbing * (1 - climbing) * apart * apart);
}

function mix(blocks: Float32Array, at: number, dt_s: number): void {
  const climbing = blocks[at + CLIMBING]!;
  const change = 1 + dt_s / LEVEL_S + dt_s / CLIMB_S;
  const begins = dt_s / LEVEL_S / change;
  const ends = dt_s / CLIMB_S / change;
  const next = (1 - climbing) * begins + climbing * (1 - ends);
  const fromLevel = ((1 - climbing) * begins) / next;
  const fromClimb = (climbing * ends) / (1 - next);
  const level = blocks[at + LEVEL_HEIGHT]!;
  const levelP = blocks[at + LEVEL_P]!;
  const height = blocks[at + HEIGHT]!;
  const rate = blocks[at + RATE]!;
  const heightP = blocks[at + P_HEIGHT]!;
  const apart = height - level;
  const between = fromLevel * (1 - fromLevel);
  blocks[at + LEVEL_HEIGHT] = level + fromClimb * apart;
  blocks[at + LEVEL_P] = levelP + fromClimb * (heightP - levelP) + fromClimb * (1 - fromClimb) * apart * apart;
  blocks[at + HEIGHT] = height - fromLevel * apart;
  blocks[at + RATE] = rate * (1 - fromLevel);
  blocks[at + P_HEIGHT] = heightP + fromLevel * (levelP - heightP) + between * apart * apart;
  blocks[at + P_CROSS] = blocks[at + P_CROSS]! * (1 - fromLevel) + between * apart * rate;
  blocks[at + P_RATE] =
    blocks[at + P_RATE]! * (1 - fromLevel) + fromLevel * NEW_CLIMB_MPS * NEW_CLIMB_MPS + between * rate * rate;
  blocks[at + CLIMBING] = next;
}

function predict(blocks: Float32Array, at: number, dt_s: number): void {
  const rateP = blocks[at + P_RATE]!;
  const cross = blocks[at + P_CROSS]!;
  blocks[at + LEVEL_P] = blocks[at + LEVEL_P]! + LEVEL_NOISE * dt_s;
  blocks[at + HEIGHT] = blocks[at + HEIGHT]! + blocks[at + RATE]! * dt_s;
  blocks[at + P_HEIGHT] =
    blocks[at + P_HEIGHT]! + dt_s * (2 * cross + dt_s * rateP) + (CLIMB_NOISE * dt_s * dt_s * dt_s) / 3;
  blocks[at + P_CROSS] = cross + dt_s * rateP + 0.5 * CLIMB_NOISE * dt_s * dt_s;
  blocks[at + P_RATE] = rateP + CLIMB_NOISE * dt_s;
}

/** Twice the logarithm of the odds for a climb that a height gives. */
function takeHeight(blocks: Float32Array, at: number, height_m: number, variance_m2: number): number {
  const levelS = blocks[at + LEVEL_P]! + variance_m2;
  const levelMiss = height_m - blocks[at + LEVEL_HEIGHT]!;
  blocks[at + LEVEL_HEIGHT] = blocks[at + LEVEL_HEIGHT]! + (blocks[at + LEVEL_P]! / levelS) * levelMiss;
  blocks[at + LEVEL_P] = (blocks[at + LEVEL_P]! * variance_m2) / levelS;
  const heightP = blocks[at + P_HEIGHT]!;
  const cross = blocks[at + P_CROSS]!;
  const s = heightP + variance_m2;
  const miss = height_m - blocks[at + HEIGHT]!;
  blocks[at + HEIGHT] = blocks[at + HEIGHT]! + (heightP / s) * miss;
  blocks[at + RATE] = blocks[at + RATE]! + (cross / s) * miss;
  blocks[at + P_RATE] = blocks[at + P_RATE]! - (cross * cross) / s;
  blocks[at + P_CROSS] = (cross * variance_m2) / s;
  blocks[at + P_HEIGHT] = (heightP * variance_m2) / s;
  return (levelMiss * levelMiss) / levelS - (miss * miss) / s + log(levelS / s);
}

/** The same for a rate, whose word counts by `weight` where it is no news. */
function takeRate(blocks: Float32Array, at: number, rate_mps: number, weight: number): number {
  const scatter = RATE_SCATTER_MPS * RATE_SCATTER_MPS;
  const wander = LEVEL_WANDER_MPS * LEVEL_WANDER_MPS;
  const rateP = blocks[at + P_RATE]!;
  const cross = blocks[at + P_CROSS]!;
  const s = rateP + scatter;
  const miss = rate_mps - blocks[at + RATE]!;
  blocks[at + HEIGHT] = blocks[at + HEIGHT]! + (cross / s) * miss;
  blocks[at + RATE] = blocks[at + RATE]! + (rateP / s) * miss;
  blocks[at + P_HEIGHT] = blocks[at + P_HEIGHT]! - (cross * cross) / s;
  blocks[at + P_CROSS] = (cross * scatter) / s;
  blocks[at + P_RATE] = (rateP * scatter) / s;
  // Judged alike in both: a climb at next to no rate would else pass for better than level flight.
  const judged = rateP + wander;
  const counts = Math.abs(miss) > OTHER_RATE_MPS ? 1 : weight;
  return counts * ((rate_mps * rate_mps) / wander - (miss * miss) / judged + log(wander / judged));
}

function weigh(blocks: Float32Array, at: number, twiceLogOdds: number): void {
  const climbing = blocks[at + CLIMBING]!;
  const odds = (climbing / (1 - climbing)) * exp(Math.min(80, Math.max(-80, 0.5 * twiceLogOdds)));
  blocks[at + CLIMBING] = Math.min(1 - LEAST_PROBABILITY, Math.max(LEAST_PROBABILITY, odds / (1 + odds)));
}
