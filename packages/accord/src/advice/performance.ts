import type { CrewState } from '../memorandum/memorandum.ts';

/** What an aircraft can be asked to do: a modest, ordinary manoeuvre. */
export type Performance = {
  readonly turn_rate_degps: number;
  readonly vertical_rate_mps: number;
  readonly vertical_accel_mps2: number;
  readonly accel_mps2: number;
  readonly min_speed_mps: number;
  readonly max_speed_mps: number;
};

/** tan(25°) · 9.80665 m/s²: the centripetal acceleration of an ordinary 25° banked turn. */
const TURN_ACCEL_MPS2 = 4.5729;
const DEG_PER_RAD = 57.29577951308232;
/** Rate-one turn, 3°/s (ICAO Doc 8168): slower aircraft need less bank for it. */
const RATE_ONE_DEGPS = 3;

/** 1,000 ft/min for a crewed aircraft, 500 ft/min for an uncrewed one or below 60 m/s. */
const CLIMB_MPS = 5.08;
const GENTLE_CLIMB_MPS = 2.54;
/** Slowest and fastest that is asked for, as parts of the present speed. */
const SLOWER = 0.85;
const FASTER = 1.1;

export function performanceOf(crew: CrewState, speed_mps: number): Performance {
  const gentle = crew === 'uncrewed' || speed_mps < 60;
  return {
    turn_rate_degps: Math.min(RATE_ONE_DEGPS, (TURN_ACCEL_MPS2 / Math.max(speed_mps, 1)) * DEG_PER_RAD),
    vertical_rate_mps: gentle ? GENTLE_CLIMB_MPS : CLIMB_MPS,
    vertical_accel_mps2: 1,
    accel_mps2: 0.5,
    min_speed_mps: SLOWER * speed_mps,
    max_speed_mps: FASTER * speed_mps,
  };
}
