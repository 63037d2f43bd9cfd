import { cos, destination, RAD_PER_DEG, sin } from '@skyaccord/sky';
import type { Observation } from '@skyaccord/wire';
import { ORIGIN, observation, START_MS } from './traffic.ts';

/** Where an aircraft is at a time, s: from the origin, m, with its velocity. */
export type State = {
  readonly east_m: number;
  readonly north_m: number;
  readonly up_m: number;
  readonly east_mps: number;
  readonly north_mps: number;
  readonly up_mps: number;
};
export type Path = (t_s: number) => State;

export function straight(from: Partial<State>, track_deg: number, speed_mps: number, climb_mps = 0): Path {
  const east_mps = speed_mps * sin(track_deg * RAD_PER_DEG);
  const north_mps = speed_mps * cos(track_deg * RAD_PER_DEG);
  return (t_s) => ({
    east_m: (from.east_m ?? 0) + east_mps * t_s,
    north_m: (from.north_m ?? 0) + north_mps * t_s,
    up_m: (from.up_m ?? 1000) + climb_mps * t_s,
    east_mps,
    north_mps,
    up_mps: climb_mps,
  });
}

/** Around a centre, clockwise, at this phase (degrees, from north) when t is 0. */
export function circling(
  centre: Partial<State>,
  radius_m: number,
  speed_mps: number,
  phase_deg: number,
  climb_mps = 0,
): Path {
  const rate_radps = speed_mps / radius_m;
  return (t_s) => {
    const angle = phase_deg * RAD_PER_DEG + rate_radps * t_s;
    return {
      east_m: (centre.east_m ?? 0) + radius_m * sin(angle),
      north_m: (centre.north_m ?? 0) + radius_m * cos(angle),
      up_m: (centre.up_m ?? 1000) + climb_mps * t_s,
      east_mps: speed_mps * cos(angle),
      north_mps: -speed_mps * sin(angle),
      up_mps: climb_mps,
    };
  };
}

/**
 * A left-hand circuit of an aerodrome at the origin, 50 m high, with one runway east: out over it, half a mile off
 * downwind, back and down again. At 0 it has `done` of it behind it (0 to 1).
 */
export function circuit(done: number, speed_mps = 45): Path {
  const long_m = 2800;
  const wide_m = 850;
  const round_m = 2 * (long_m + wide_m);
  const corners = [
    [0, 0],
    [long_m, 0],
    [long_m, wide_m],
    [0, wide_m],
    [0, 0],
  ] as const;
  return (t_s) => {
    const along_m = (done * round_m + t_s * speed_mps) % round_m;
    const up_m = Math.max(0, Math.min(300, along_m / 8, (round_m - along_m) / 8));
    const climb_mps = up_m === 300 ? 0 : (Math.sign(round_m / 2 - along_m) * speed_mps) / 8;
    let left_m = along_m;
    let leg = 0;
    for (; leg < 3; leg++) {
      const leg_m = leg % 2 === 0 ? long_m : wide_m;
      if (left_m < leg_m) break;
      left_m -= leg_m;
    }
    const [x0, y0] = corners[leg]!;
    const [x1, y1] = corners[leg + 1]!;
    const [x, y] = [Math.sign(x1 - x0), Math.sign(y1 - y0)];
    return {
      east_m: x0 + x * left_m,
      north_m: y0 + y * left_m,
      up_m: 50 + up_m,
      east_mps: x * speed_mps,
      north_mps: y * speed_mps,
      up_mps: climb_mps,
    };
  };
}

/** One path until `from_s`, then straight to where the other one will be after `meet_s` more. */
export function turningIn(path: Path, from_s: number, other: Path, meet_s: number): Path {
  const begin = path(from_s);
  const end = other(from_s + meet_s);
  const rate = (x: keyof State): number => (end[x] - begin[x]) / meet_s;
  const [east_mps, north_mps, up_mps] = [rate('east_m'), rate('north_m'), rate('up_m')];
  return (t_s) =>
    t_s < from_s
      ? path(t_s)
      : {
          east_m: begin.east_m + east_mps * (t_s - from_s),
          north_m: begin.north_m + north_mps * (t_s - from_s),
          up_m: begin.up_m + up_mps * (t_s - from_s),
          east_mps,
          north_mps,
          up_mps,
        };
}

export const rangeOf = (x: State, y: State): number =>
  Math.sqrt((x.east_m - y.east_m) * (x.east_m - y.east_m) + (x.north_m - y.north_m) * (x.north_m - y.north_m));

export const relativeSpeedOf = (x: State, y: State): number =>
  Math.sqrt(
    (x.east_mps - y.east_mps) * (x.east_mps - y.east_mps) + (x.north_mps - y.north_mps) * (x.north_mps - y.north_mps),
  );

const place = new Float64Array(2);

/** What it reports at these times, s after the start; positions only unless `velocity` is asked for. */
export function flown(
  address: string,
  path: Path,
  times_s: readonly number[],
  over: Partial<Observation> = {},
): Observation[] {
  return times_s.map((t_s, sequence) => {
    const at = path(t_s);
    destination(ORIGIN.latitude_deg, ORIGIN.longitude_deg, at.east_m, at.north_m, place);
    return observation({
      source: `trial-${address}`,
      sequence,
      time_ms: START_MS + Math.round(t_s * 1000),
      address,
      category: null,
      technology: 'flarm',
      address_kind: 'icao',
      latitude_deg: place[0]!,
      longitude_deg: place[1]!,
      pressure_altitude_m: at.up_m,
      ground_speed_mps: null,
      track_deg: null,
      vertical_rate_mps: null,
      position_accuracy_m: 10,
      ...over,
    });
  });
}
