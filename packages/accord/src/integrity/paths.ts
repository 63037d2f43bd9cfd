import {
  BAD_PATHS,
  EXACT,
  type Memory,
  PATH_EAST,
  PATH_ERROR,
  PATH_LENGTH,
  PATH_MS,
  PATH_NORTH,
  ROUGH,
  SAID_EAST,
  SAID_NORTH,
  STOOD_EAST,
  STOOD_MS,
  STOOD_NORTH,
  STOOD_SAID_EAST,
  STOOD_SAID_NORTH,
} from './memory.ts';
import {
  COMPARE_S,
  FROZEN_NEAR_M,
  FROZEN_S,
  FROZEN_WAY_M,
  PATH_CLOCK_S,
  PATH_LEAST_M,
  PATH_M,
  PATH_MOST_S,
  PATH_S,
  PATH_SHARE,
  PATHS,
} from './rules.ts';
import { step } from './step.ts';

/** What the path by positions says of the velocity that is stated: see {@link checkPath}. */
export type PathVerdict = 'too_short' | 'agrees' | 'disagrees' | 'elsewhere' | 'factor';

/** What was found last: metres by positions and by velocity. */
export const path = { flown_m: 0, said_m: 0, apart_m: 0 };

/**
 * Adds a step to the path since `PATH_MS` and, when it is long enough, says whether the positions went where the stated
 * velocities lead (trapezoidal rule). `elsewhere`: in another direction, so many paths in a row; `factor`: in their
 * direction but not as far, as when times are wrong.
 */
export function checkPath(memory: Memory, slot: number, time_ms: number): PathVerdict {
  const { exact, rough } = memory;
  const r = slot * ROUGH;
  const e = slot * EXACT;
  if (!(step.dt_s > 0 && step.dt_s <= COMPARE_S) || Number.isNaN(step.change_mps)) {
    begin(memory, slot, time_ms);
    rough[r + BAD_PATHS] = 0;
    return 'too_short';
  }
  if (Number.isNaN(exact[e + PATH_MS]!)) begin(memory, slot, time_ms - step.dt_s * 1000);
  const { dt_s } = step;
  const east = add(rough, r + PATH_EAST, step.east_m);
  const north = add(rough, r + PATH_NORTH, step.north_m);
  const said_east = add(rough, r + SAID_EAST, step.east_mps * dt_s);
  const said_north = add(rough, r + SAID_NORTH, step.north_mps * dt_s);
  const error_m = add(rough, r + PATH_ERROR, (step.change_mps * dt_s) / 2);
  const length_m = add(rough, r + PATH_LENGTH, ((step.least_mps + step.most_mps) / 2) * dt_s);
  const over_s = (time_ms - exact[e + PATH_MS]!) / 1000;
  path.flown_m = Math.sqrt(east * east + north * north);
  path.said_m = Math.sqrt(said_east * said_east + said_north * said_north);
  const far = over_s >= PATH_S && (length_m >= PATH_M || path.flown_m >= PATH_M);
  if (!far && over_s < PATH_MOST_S) return 'too_short';
  const [off_e, off_n] = [east - said_east, north - said_north];
  path.apart_m = Math.sqrt(off_e * off_e + off_n * off_n);
  const clock_m = (PATH_CLOCK_S * length_m) / over_s;
  const allowed_m = 2 * step.accuracy_m + PATH_SHARE * length_m + clock_m + error_m;
  const dot = east * said_east + north * said_north;
  begin(memory, slot, time_ms);
  if (path.apart_m <= Math.max(allowed_m, PATH_LEAST_M)) {
    rough[r + BAD_PATHS] = 0;
    return 'agrees';
  }
  if (add(rough, r + BAD_PATHS, 1) < PATHS) return 'disagrees';
  // In the direction that it states, to within 15 degrees: cos² 15° is 0.933.
  const along = dot > 0 && dot * dot >= 0.933 * path.flown_m * path.flown_m * path.said_m * path.said_m;
  return along ? 'factor' : 'elsewhere';
}

/** Has it stood still, within its accuracy, while its velocity led away? The seconds for which it has, or 0. */
export function checkFrozen(memory: Memory, slot: number, time_ms: number): number {
  const { exact, rough } = memory;
  const r = slot * ROUGH;
  const e = slot * EXACT;
  if (!(step.dt_s > 0 && step.dt_s <= COMPARE_S) || Number.isNaN(step.change_mps)) {
    stand(memory, slot, time_ms);
    return 0;
  }
  if (Number.isNaN(exact[e + STOOD_MS]!)) stand(memory, slot, time_ms - step.dt_s * 1000);
  const east = add(rough, r + STOOD_EAST, step.east_m);
  const north = add(rough, r + STOOD_NORTH, step.north_m);
  const said_east = add(rough, r + STOOD_SAID_EAST, step.east_mps * step.dt_s);
  const said_north = add(rough, r + STOOD_SAID_NORTH, step.north_mps * step.dt_s);
  const near_m = Math.max(FROZEN_NEAR_M, step.accuracy_m);
  if (east * east + north * north > near_m * near_m) {
    stand(memory, slot, time_ms);
    return 0;
  }
  const way_m = FROZEN_WAY_M + 2 * near_m;
  const stood_s = (time_ms - exact[e + STOOD_MS]!) / 1000;
  const gone = said_east * said_east + said_north * said_north >= way_m * way_m;
  return gone && stood_s >= FROZEN_S ? stood_s : 0;
}

function add(rough: Float32Array, at: number, by: number): number {
  rough[at] = rough[at]! + by;
  return rough[at];
}

function begin(memory: Memory, slot: number, time_ms: number): void {
  memory.exact[slot * EXACT + PATH_MS] = time_ms;
  memory.rough.fill(0, slot * ROUGH + PATH_EAST, slot * ROUGH + PATH_LENGTH + 1);
}

function stand(memory: Memory, slot: number, time_ms: number): void {
  memory.exact[slot * EXACT + STOOD_MS] = time_ms;
  memory.rough.fill(0, slot * ROUGH + STOOD_EAST, slot * ROUGH + STOOD_SAID_NORTH + 1);
}
