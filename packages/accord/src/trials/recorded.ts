import { atan2, cos, RAD_PER_DEG, sin } from '@skyaccord/sky';
import type { Observation } from '@skyaccord/wire';
import { type TrialClass, VOLUMES } from './encounter.ts';
import type { Kinematics, Moment, Setting } from './guide.ts';
import { isWellClearLost } from './score.ts';
import { type AlertRecord, Listeners } from './sweep.ts';

// Pairs of aircraft as they were recorded: what alerting would have said of them, and what became of them. Nobody acted
// on it; crews flew as they saw fit.

const RADIUS_M = 6_371_000;
/** An aircraft unheard for longer is another flight. */
const LONGEST_GAP_S = 15;
/** Pairs are looked for at such times, and kept for as long as they are within these distances. */
const LOOK_S = 10;
const NEAR_M = 15_000;
const NEAR_HEIGHT_M = 1500;
/** Shorter company tells nothing. */
const LEAST_S = 40;
/** Who loses well clear at once was never apart: one aircraft under two addresses, a tow, a formation. */
const APART_S = 5;
/** Below this the volume of a terminal area is kept, above it that of flight en route: 10,000 ft. */
const TERMINAL_BELOW_M = 3048;
/** Where a report does not state them: 95 % figures of an ordinary ADS-B report, m and m/s, and half a 25 ft step. */
const USUAL_POSITION_M = 60;
const USUAL_VELOCITY_MPS = 3;
const USUAL_ALTITUDE_M = 7.5;
/** Of an ordinary vertical speed, standard deviation, m/s. */
const USUAL_CLIMB_MPS = 0.5;
/** 95 % radius of two axes, and half-width of one, in standard deviations. */
const RADIUS_95 = 2.448;
const WIDTH_95 = 1.96;

const ORDINARY = { turn_rate_radps: 3 * RAD_PER_DEG, accel_mps2: 1, vertical_accel_mps2: 2.4516625 };
const LIMITS: { readonly [cls in TrialClass]: Setting['limits'] } = {
  enroute: { ...ORDINARY, vertical_rate_mps: 15.24 },
  terminal: { ...ORDINARY, vertical_rate_mps: 10.16 },
  smalluas: { ...ORDINARY, vertical_rate_mps: 5.08 },
};

/** One usable report: time in s, place, speeds east and north, vertical speed. */
export interface RecordedFix {
  readonly t_s: number;
  readonly latitude_deg: number;
  readonly longitude_deg: number;
  readonly altitude_m: number;
  /** Height against 1013.25 hPa, or by satellite; the two are never held against each other. */
  readonly pressure: boolean;
  readonly vx_mps: number;
  readonly vy_mps: number;
  readonly vz_mps: number;
  readonly position_m: number;
  readonly velocity_mps: number;
}

/** Two flights while they were in each other's neighbourhood; plain data. */
export interface RecordedPair {
  readonly id: string;
  readonly own: readonly RecordedFix[];
  readonly other: readonly RecordedFix[];
  readonly from_s: number;
  readonly to_s: number;
  /** Whether they went apart; else one of them was heard no more. */
  readonly parted: boolean;
}

/** The flights of a recording by their fixes: in the air, with height, speed and track. */
function flightsOf(observations: readonly Observation[]): (readonly [address: string, fixes: RecordedFix[]])[] {
  const flights: [string, RecordedFix[]][] = [];
  const open = new Map<string, RecordedFix[]>();
  for (const observation of observations) {
    const fix = fixOf(observation);
    if (fix === null) continue;
    const fixes = open.get(observation.address);
    const since_s = fix.t_s - (fixes?.at(-1)?.t_s ?? Number.NEGATIVE_INFINITY);
    if (since_s < 0.5) continue;
    if (fixes !== undefined && since_s <= LONGEST_GAP_S) {
      fixes.push(fix);
      continue;
    }
    const begun = [fix];
    open.set(observation.address, begun);
    flights.push([observation.address, begun]);
  }
  return flights;
}

function fixOf(observation: Observation): RecordedFix | null {
  const { pressure_altitude_m, geometric_altitude_m, ground_speed_mps, track_deg, on_ground } = observation;
  const altitude_m = pressure_altitude_m ?? geometric_altitude_m;
  if (altitude_m === null || ground_speed_mps === null || track_deg === null || on_ground === true) return null;
  return {
    t_s: observation.time_ms / 1000,
    latitude_deg: observation.latitude_deg,
    longitude_deg: observation.longitude_deg,
    altitude_m,
    pressure: pressure_altitude_m !== null,
    vx_mps: ground_speed_mps * sin(track_deg * RAD_PER_DEG),
    vy_mps: ground_speed_mps * cos(track_deg * RAD_PER_DEG),
    vz_mps: observation.vertical_rate_mps ?? 0,
    position_m: observation.position_accuracy_m ?? USUAL_POSITION_M,
    velocity_mps: observation.velocity_accuracy_mps ?? USUAL_VELOCITY_MPS,
  };
}

/** The fix in force at a time by bisection: the last one not after it. */
function indexAt(fixes: readonly RecordedFix[], t_s: number): number {
  let low = 0;
  let high = fixes.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((fixes[middle] as RecordedFix).t_s <= t_s) low = middle;
    else high = middle;
  }
  return low;
}

/** All pairs of a recording that came into each other's neighbourhood. Observations in the order of time. */
export function recordedPairs(observations: readonly Observation[]): RecordedPair[] {
  const flights = flightsOf(observations).filter(([, fixes]) => length_s(fixes) >= LEAST_S);
  const meetings = new Map<string, number[]>();
  const begin_s = Math.min(...flights.map(([, fixes]) => (fixes[0] as RecordedFix).t_s));
  const end_s = Math.max(...flights.map(([, fixes]) => (fixes.at(-1) as RecordedFix).t_s));
  for (let t_s = Math.ceil(begin_s); t_s <= end_s; t_s += LOOK_S) {
    const up = flights.flatMap(([, fixes], flight) => {
      if ((fixes[0] as RecordedFix).t_s > t_s || (fixes.at(-1) as RecordedFix).t_s < t_s) return [];
      return [[flight, fixes[indexAt(fixes, t_s)] as RecordedFix] as const];
    });
    up.sort(([, a], [, b]) => a.latitude_deg - b.latitude_deg);
    for (const [i, [flight, a]] of up.entries()) {
      for (let j = i + 1; j < up.length; j++) {
        const [other, b] = up[j] as (typeof up)[number];
        const north_m = (b.latitude_deg - a.latitude_deg) * RAD_PER_DEG * RADIUS_M;
        if (north_m > NEAR_M) break;
        if (a.pressure !== b.pressure || Math.abs(b.altitude_m - a.altitude_m) > NEAR_HEIGHT_M) continue;
        const east_m = eastOf(b.longitude_deg - a.longitude_deg, a.latitude_deg);
        if (north_m * north_m + east_m * east_m > NEAR_M * NEAR_M) continue;
        const key = flight < other ? `${flight} ${other}` : `${other} ${flight}`;
        const times = meetings.get(key);
        if (times === undefined) meetings.set(key, [t_s]);
        else times.push(t_s);
      }
    }
  }
  return [...meetings].flatMap(([key, times]) => {
    const [own, other] = key.split(' ').map((flight) => flights[Number(flight)]) as [
      (typeof flights)[number],
      (typeof flights)[number],
    ];
    return own[0] === other[0] ? [] : spells(times).flatMap((spell) => pairOf(own, other, spell));
  });
}

const length_s = (fixes: readonly RecordedFix[]): number =>
  (fixes.at(-1) as RecordedFix).t_s - (fixes[0] as RecordedFix).t_s;

const eastOf = (longitude_deg: number, latitude_deg: number): number => {
  const around_deg =
    longitude_deg > 180 ? longitude_deg - 360 : longitude_deg < -180 ? longitude_deg + 360 : longitude_deg;
  return around_deg * RAD_PER_DEG * cos(latitude_deg * RAD_PER_DEG) * RADIUS_M;
};

/** Times in a row, cut where one is missing. */
function spells(times: readonly number[]): (readonly [from_s: number, to_s: number])[] {
  const out: [number, number][] = [];
  for (const t_s of times) {
    const last = out.at(-1);
    if (last !== undefined && t_s - last[1] <= LOOK_S) last[1] = t_s;
    else out.push([t_s, t_s]);
  }
  return out;
}

function pairOf(
  [own_id, own]: readonly [string, RecordedFix[]],
  [other_id, other]: readonly [string, RecordedFix[]],
  [first_s, last_s]: readonly [number, number],
): RecordedPair[] {
  const begin_s = Math.max((own[0] as RecordedFix).t_s, (other[0] as RecordedFix).t_s);
  const end_s = Math.min((own.at(-1) as RecordedFix).t_s, (other.at(-1) as RecordedFix).t_s);
  const from_s = Math.ceil(Math.max(first_s, begin_s));
  const to_s = Math.floor(Math.min(last_s + LOOK_S, end_s));
  if (to_s - from_s < LEAST_S) return [];
  const cut = (fixes: RecordedFix[]) =>
    fixes.slice(Math.max(0, indexAt(fixes, from_s)), Math.min(fixes.length, indexAt(fixes, to_s) + 2));
  const parted = last_s + LOOK_S <= end_s;
  return [{ id: `${own_id} ${other_id} ${from_s}`, own: cut(own), other: cut(other), from_s, to_s, parted }];
}

/** A flight in a flat frame, straight from fix to fix. */
class Flown {
  private readonly fixes: readonly RecordedFix[];
  private readonly latitude_deg: number;
  private readonly longitude_deg: number;

  constructor(fixes: readonly RecordedFix[], latitude_deg: number, longitude_deg: number) {
    this.fixes = fixes;
    this.latitude_deg = latitude_deg;
    this.longitude_deg = longitude_deg;
  }

  /** State at a time between the first fix and the last. */
  write(t_s: number, out: Kinematics): void {
    const at = indexAt(this.fixes, t_s);
    const before = this.fixes[at] as RecordedFix;
    const after = this.fixes[at + 1] ?? before;
    const share = after === before ? 0 : Math.min(1, (t_s - before.t_s) / (after.t_s - before.t_s));
    const between = (of: (fix: RecordedFix) => number) => of(before) + (of(after) - of(before)) * share;
    out.x = between((fix) => this.east(fix));
    out.y = between((fix) => this.north(fix));
    out.z = between((fix) => fix.altitude_m);
    out.vx = between((fix) => fix.vx_mps);
    out.vy = between((fix) => fix.vy_mps);
    out.vz = between((fix) => fix.vz_mps);
  }

  /** The report that came in the second up to a time, carried to it; null: none came. */
  report(t_s: number, out: Kinematics): Kinematics | null {
    const fix = this.fixes[indexAt(this.fixes, t_s)] as RecordedFix;
    const since_s = t_s - fix.t_s;
    if (since_s < 0 || since_s >= 1) return null;
    out.x = this.east(fix) + fix.vx_mps * since_s;
    out.y = this.north(fix) + fix.vy_mps * since_s;
    out.z = fix.altitude_m + fix.vz_mps * since_s;
    out.vx = fix.vx_mps;
    out.vy = fix.vy_mps;
    out.vz = fix.vz_mps;
    return out;
  }

  private east(fix: RecordedFix): number {
    return eastOf(fix.longitude_deg - this.longitude_deg, this.latitude_deg);
  }

  private north(fix: RecordedFix): number {
    return (fix.latitude_deg - this.latitude_deg) * RAD_PER_DEG * RADIUS_M;
  }
}

const blank = (): Kinematics => ({ x: 0, y: 0, z: 0, vx: 0, vy: 0, vz: 0 });

/**
 * Lets every way of alerting listen to a recorded pair, the one aircraft as the ownship, each second. Null where they
 * were never apart to begin with. The times of the record are from the beginning of the pair.
 */
export function recordPairAlerts(pair: RecordedPair): AlertRecord | null {
  const [first] = pair.own;
  if (first === undefined) return null;
  const cls: TrialClass = first.altitude_m < TERMINAL_BELOW_M ? 'terminal' : 'enroute';
  const own = new Flown(pair.own, first.latitude_deg, first.longitude_deg);
  const other = new Flown(pair.other, first.latitude_deg, first.longitude_deg);
  const seconds = pair.to_s - pair.from_s;
  const a = blank();
  const b = blank();
  let loss_s = Number.POSITIVE_INFINITY;
  for (let t_s = 0; t_s <= seconds && loss_s === Number.POSITIVE_INFINITY; t_s++) {
    own.write(pair.from_s + t_s, a);
    other.write(pair.from_s + t_s, b);
    const [sx, sy, sz] = [b.x - a.x, b.y - a.y, b.z - a.z];
    if (isWellClearLost(VOLUMES[cls].dwc, sx, sy, sz, b.vx - a.vx, b.vy - a.vy)) loss_s = t_s;
  }
  if (loss_s <= APART_S) return null;
  const listeners = new Listeners(settingOf(cls, pair.other));
  const known_s = pair.parted || loss_s < Number.POSITIVE_INFINITY ? Number.POSITIVE_INFINITY : seconds;
  for (let t_s = 0; t_s <= seconds; t_s++) {
    own.write(pair.from_s + t_s, a);
    const speed_mps = Math.sqrt(a.vx * a.vx + a.vy * a.vy);
    const now: Moment = {
      t_s,
      own: a,
      plan: { track_rad: atan2(a.vx, a.vy), speed_mps, vertical_mps: a.vz },
      reports: [other.report(pair.from_s + t_s, b)],
      called: [false],
    };
    listeners.hear(now, loss_s, known_s);
  }
  const { first_s, tallies } = listeners;
  return { id: pair.id, t_first_lowc_s: loss_s === Number.POSITIVE_INFINITY ? null : loss_s, first_s, tallies };
}

/** What is known of such a pair beforehand: limits of ordinary aircraft, the accuracy that the other states. */
function settingOf(cls: TrialClass, [report]: readonly RecordedFix[]): Setting {
  return {
    cls,
    volume: VOLUMES[cls].dwc,
    limits: LIMITS[cls],
    speed_mps: [0, 360],
    targets: 1,
    sigmas: {
      pos_sigma_m: (report?.position_m ?? USUAL_POSITION_M) / RADIUS_95,
      vel_sigma_mps: (report?.velocity_mps ?? USUAL_VELOCITY_MPS) / RADIUS_95,
      alt_sigma_m: USUAL_ALTITUDE_M / WIDTH_95,
      alt_vel_sigma_mps: USUAL_CLIMB_MPS,
    },
  };
}
