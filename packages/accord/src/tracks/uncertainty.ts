import type { Technology } from '@skyaccord/wire';

/**
 * 95 % position radius, m, assumed when a report says nothing of its own quality. ADS-B: NACp 7 (0.1 NM), the least
 * that 14 CFR 91.227 and EU 1207/2011 accept; TIS-B and radar: a radar's azimuth error at 40 NM; the others from the
 * recordings described in `docs/tracks.md`.
 */
const ASSUMED_ACCURACY_M: Readonly<Record<Technology, number>> = {
  adsb: 185,
  adsr: 185,
  uat: 185,
  tisb: 560,
  mlat: 300,
  modes: 560,
  flarm: 50,
  remote_id: 50,
  logger: 20,
  radar: 900,
  party_feed: 185,
  visual: 1852,
  unknown: 560,
};

/** 95 % velocity radius, m/s, assumed when nothing is said: NACv 1 for transmitted velocities. */
const ASSUMED_VELOCITY_ACCURACY_MPS = 10;
/** 95 % of the acceleration that a straight-line prediction leaves out: a 9° bank, or a gentle speed change. */
const UNMODELLED_ACCEL_MPS2 = 1.5;
/** Growth stops here: beyond it "somewhere near" says no more. */
const MAX_ACCURACY_M = 18_520;

export function assumedAccuracy_m(technology: Technology): number {
  return ASSUMED_ACCURACY_M[technology];
}

export function assumedVelocityAccuracy_mps(): number {
  return ASSUMED_VELOCITY_ACCURACY_MPS;
}

/**
 * 95 % radius of a position predicted over `age_s` by a straight line: reported position error, velocity error times
 * age, and unmodelled acceleration, taken as independent (root sum of squares).
 */
export function grownAccuracy_m(accuracy_m: number, velocity_accuracy_mps: number, age_s: number): number {
  const age = age_s > 0 ? age_s : 0;
  const drift_m = velocity_accuracy_mps * age;
  const manoeuvre_m = 0.5 * UNMODELLED_ACCEL_MPS2 * age * age;
  return Math.min(MAX_ACCURACY_M, Math.sqrt(accuracy_m * accuracy_m + drift_m * drift_m + manoeuvre_m * manoeuvre_m));
}
