import { REPEATED_MPS } from '../tracks/rules.ts';
import { type Memory, REPEATED, RESTAMPED, ROUGH, SIDEWAYS, TIMED, TIMING } from './memory.ts';
import { COMPARE_S, FORGIVE, TIMING_REPORTS, TIMING_S } from './rules.ts';
import { step } from './step.ts';

/** Two reports nearer in time say nothing about a clock. */
const LEAST_S = 0.3;
/** A step cannot be told from one with a wrong time when the velocity changed by more than this share. */
const STEADY = 0.2;
/** One step counts for no more than this, s. */
const MOST_S = 5;

/**
 * Counts how often an old position was given as a new one: the same to the last digit at flying speed, and then caught
 * up with. Returns the count, forgiving a little with each good report.
 */
export function checkRestamps(memory: Memory, slot: number): number {
  const { rough } = memory;
  const r = slot * ROUGH;
  if (!(step.least_mps >= REPEATED_MPS && step.dt_s > LEAST_S)) return rough[r + RESTAMPED]!;
  if (step.same) rough[r + REPEATED] = 1;
  else if (rough[r + REPEATED] === 1) {
    rough[r + REPEATED] = 0;
    rough[r + RESTAMPED] = rough[r + RESTAMPED]! + 1;
  } else rough[r + RESTAMPED] = Math.max(0, rough[r + RESTAMPED]! - FORGIVE);
  return rough[r + RESTAMPED]!;
}

/**
 * Mean error of the times between reports, s: how far along the track the position missed the velocity, as time. A
 * wrong time moves a position along its track and not across, an error of position either way. 0 until it is known, or
 * when it is as large across.
 */
export function checkTiming(memory: Memory, slot: number): number {
  const { rough } = memory;
  const r = slot * ROUGH;
  const speed_mps = step.least_mps;
  if (speed_mps >= REPEATED_MPS && step.dt_s > LEAST_S && step.dt_s <= COMPARE_S) {
    if (step.change_mps <= STEADY * speed_mps) {
      const off_e = step.east_m - step.east_mps * step.dt_s;
      const off_n = step.north_m - step.north_mps * step.dt_s;
      const mean2 = step.east_mps * step.east_mps + step.north_mps * step.north_mps;
      const speed = Math.sqrt(mean2);
      // What the two positions' errors may explain is no error of time.
      const along_m = Math.abs(off_e * step.east_mps + off_n * step.north_mps) / speed - 2 * step.accuracy_m;
      const along_s = Math.max(0, along_m) / speed;
      const across_s = Math.abs(off_e * step.north_mps - off_n * step.east_mps) / mean2;
      if (rough[r + TIMED]! < TIMING_REPORTS) rough[r + TIMED] = rough[r + TIMED]! + 1;
      const share = 1 / rough[r + TIMED]!;
      rough[r + TIMING] = rough[r + TIMING]! + share * (Math.min(MOST_S, along_s) - rough[r + TIMING]!);
      rough[r + SIDEWAYS] = rough[r + SIDEWAYS]! + share * (Math.min(MOST_S, across_s) - rough[r + SIDEWAYS]!);
    }
  }
  const known = rough[r + TIMED]! >= TIMING_REPORTS;
  const timing_s = rough[r + TIMING]!;
  return known && timing_s >= TIMING_S && timing_s >= 3 * rough[r + SIDEWAYS]! ? timing_s : 0;
}
