import { closestScaled, insideSpan, RAD_PER_DEG } from '@skyaccord/sky';
import { type Performance, performanceOf } from '../advice/performance.ts';
import { CLOSE_LATERAL_M, CLOSE_VERTICAL_M } from '../encounters/scale.ts';
import type { CrewState } from '../memorandum/memorandum.ts';
import type { Advice } from '../outcome.ts';
import { Crew } from '../trials/crew.ts';
import type { Flyer } from '../trials/encounter.ts';
import { Fleet, STEPS_A_SECOND } from '../trials/flight.ts';
import type { CaseMinimum } from './figure.ts';

/** An aircraft at a whole second, in the flat frame; the altitude is NaN where it is not known. */
export type FlatPoint = { readonly east_m: number; readonly north_m: number; readonly altitude_m: number };
/** A point a second, all from the same instant on. */
export type FlatPath = readonly FlatPoint[];

/** What was advised an aircraft, and when. */
export type Advised = { readonly time_ms: number; readonly advice: Advice };

/** Where a crew begins to fly an advice, and how it moves there. */
export type Beginning = FlatPoint & { readonly east_mps: number; readonly north_mps: number; readonly up_mps: number };

/**
 * An aircraft flown on from a point by what was advised then, by the crew and the motion of the trials, until the end.
 */
export function flyAdvice(from: Beginning, advice: Advice, crew: CrewState, seconds: number): FlatPath {
  const speed_mps = Math.sqrt(from.east_mps * from.east_mps + from.north_mps * from.north_mps);
  const performance = performanceOf(crew, speed_mps);
  const fleet = new Fleet([flyerOf(from, performance)], performance.vertical_accel_mps2);
  const pilot = new Crew(0, {
    turn_rate: performance.turn_rate_degps * RAD_PER_DEG,
    accel: performance.accel_mps2,
    vertical_accel: performance.vertical_accel_mps2,
    vertical_rate: performance.vertical_rate_mps,
  });
  const known = !Number.isNaN(from.altitude_m);
  const path: FlatPoint[] = [];
  for (let t_s = 0; t_s <= seconds; t_s++) {
    const altitude_m = fleet.z_m[0]!;
    path.push({ east_m: fleet.x_m[0]!, north_m: fleet.y_m[0]!, altitude_m: known ? altitude_m : Number.NaN });
    const command = commandOf(advice, altitude_m, performance);
    pilot.take(t_s, { alert: true, probability: 1, command }, fleet, 0);
    for (let step = 0; step < STEPS_A_SECOND; step++) {
      const controls = { turn_rate_radps: 0, accel_mps2: 0, vertical_mps: from.up_mps };
      pilot.steer(controls, fleet, 0, 0);
      fleet.step(0, controls);
    }
  }
  return path;
}

function flyerOf(from: Beginning, { min_speed_mps, max_speed_mps }: Performance): Flyer {
  return {
    pos: [from.east_m, from.north_m, Number.isNaN(from.altitude_m) ? 0 : from.altitude_m],
    vel: [from.east_mps, from.north_mps, from.up_mps],
    speed_mps: [min_speed_mps, max_speed_mps],
    plan: [],
  };
}

/** The manoeuvres of an advice as a crew is asked for them now; a height is levelled off at. */
function commandOf({ manoeuvres }: Advice, altitude_m: number, { vertical_rate_mps }: Performance) {
  const command = {
    track_rad: null as number | null,
    speed_mps: null as number | null,
    vertical_mps: null as number | null,
  };
  for (const one of manoeuvres) {
    if (one.kind === 'turn') command.track_rad = one.to_track_deg * RAD_PER_DEG;
    else if (one.kind === 'speed') command.speed_mps = one.to_mps;
    else {
      const most_mps = Math.min(vertical_rate_mps, Math.abs(one.rate_mps));
      command.vertical_mps = Math.min(most_mps, Math.max(-most_mps, one.to_altitude_m - altitude_m));
    }
  }
  return command;
}

/** What two paths come to: closest, and how long within each minimum. Times from their beginning, s. */
export type Meeting = {
  readonly t_cpa_s: number;
  readonly h_cpa_m: number;
  readonly v_cpa_m: number | null;
  readonly inside_s: readonly number[];
};

const span = new Float64Array(2);

export function meetingOf(a: FlatPath, b: FlatPath, minima: readonly CaseMinimum[]): Meeting {
  const inside_s = minima.map(() => 0);
  let best = { t_cpa_s: 0, h_cpa_m: Infinity, v_cpa_m: null as number | null };
  let nearest = Infinity;
  for (let k = 0; k + 1 < Math.min(a.length, b.length); k++) {
    const [x0, y0, v0] = between(a[k]!, b[k]!);
    const [x1, y1, v1] = between(a[k + 1]!, b[k + 1]!);
    const f = closestScaled(x0, y0, 0, v0, x1, y1, 0, v1, CLOSE_LATERAL_M, CLOSE_VERTICAL_M);
    const [x, y, v] = [x0 + f * (x1 - x0), y0 + f * (y1 - y0), Math.abs(v0 + f * (v1 - v0))];
    const h_m = Math.sqrt(x * x + y * y);
    const vertical = Number.isNaN(v) ? 0 : v / CLOSE_VERTICAL_M;
    const scaled = (h_m * h_m) / (CLOSE_LATERAL_M * CLOSE_LATERAL_M) + vertical * vertical;
    if (scaled < nearest) {
      nearest = scaled;
      best = { t_cpa_s: k + f, h_cpa_m: h_m, v_cpa_m: Number.isNaN(v) ? null : v };
    }
    minima.forEach(({ lateral_m, vertical_m }, i) => {
      if (!insideSpan(x0, y0, 0, v0, x1, y1, 0, v1, lateral_m, vertical_m, span)) return;
      inside_s[i] = inside_s[i]! + span[1]! - span[0]!;
    });
  }
  return { ...best, inside_s };
}

const between = (a: FlatPoint, b: FlatPoint): [number, number, number] => [
  b.east_m - a.east_m,
  b.north_m - a.north_m,
  b.altitude_m - a.altitude_m,
];
