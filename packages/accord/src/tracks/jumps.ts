import { cos, RAD_PER_DEG, SITE_SIZE, sin, writeSite } from '@skyaccord/sky';
import type { Observation } from '@skyaccord/wire';
import { type Elsewhere, MAX_DOUBLES } from './doubles.ts';
import { trailRow } from './kept.ts';
import { JUMP_SLACK_M, JUMPS_TO_BELIEVE, MAX_SPEED_MPS } from './rules.ts';
import type { TrackTable } from './table.ts';
import { assumedAccuracy_m } from './uncertainty.ts';

/**
 * Where a report gives a speed, no aircraft has flown further than that speed, or the last one known, explains: half as
 * much again, and so much more.
 */
const SPEED_FACTOR = 1.5;
const SPEED_MORE_MPS = 80;
/** Of two tracks that could have reached a place, the likelier one is nearer to it by its motion; about 4 g. */
const TURN_ACCEL_MPS2 = 40;
const TURN_S = 60;
/** Tracks of one address that lead this near to one place, beyond their accuracy, are not told apart. */
const SAME_M = 500;
/** Reports of one place count as so many only when at least this far apart in time: one message heard twice is one. */
const COUNT_MS = 500;
/** A place not heard of for so long is forgotten. */
const PLACE_S = 120;
/** An aircraft may come back so often within `PLACE_S` to a place it left; more often, and the address has two. */
const RETURNS_OF_ONE = 1;
/**
 * Reports that follow where the track was a short while ago, as long behind each time, are late, whatever time they
 * give: so far behind, within so much, and with a delay that keeps to this share of the time gone by.
 */
const TRAIL_BEHIND_M = 8000;
const TRAIL_NEAR_M = 500;
const DELAY_SHARE = 0.5;
/** Steepest climb that a height may be blamed on when two tracks of one address could both have reached a place. */
const CLIMB_MPS = 60;
const HEIGHT_NEAR_M = 150;

const here = new Float64Array(SITE_SIZE);
const back = new Float64Array(SITE_SIZE);
const point = trailRow();

/** What `routeReport` may answer instead of a slot. */
export const SET_ASIDE = -1;
export const LATE = -2;
export const ANOTHER = -3;

/** The track of an address, the oldest where it has several; -1 when it has none. */
export function findTrack(table: TrackTable, address: string): number {
  return table.slotOf.get(address) ?? table.doubles.tracksOf(address)?.[0] ?? -1;
}

/** Could no aircraft have flown from the last position of this track to the reported one? */
export function isJump(table: TrackTable, slot: number, o: Observation): boolean {
  writeSite(o.latitude_deg, o.longitude_deg, here, 0);
  return misfit(table, slot, o) === Infinity;
}

/**
 * Which track of an address a report belongs to: the slot of the one that could have flown there, of several the
 * likeliest. Where none could, it is set aside, until so many reports in a row agree on that place: then a track of
 * this address that has been silent meanwhile is the aircraft, and starts afresh there; where all were heard, the
 * address is in two places at once, and `ANOTHER` track is wanted.
 */
export function routeReport(table: TrackTable, slot: number, o: Observation): number {
  writeSite(o.latitude_deg, o.longitude_deg, here, 0);
  const doubles = table.doubles.tracksOf(o.address);
  if (doubles === null) {
    return misfit(table, slot, o) !== Infinity ? slot : elsewhere(table, [slot], o);
  }
  let best = SET_ASIDE;
  let least = Infinity;
  for (const one of doubles) {
    const by = misfit(table, one, o);
    // Where two tracks would be in one place the older one takes all, so that one aircraft does not keep two alive.
    if (missed_m <= SAME_M + accuracyBoth_m(table, one, o)) return one;
    if (by < least) {
      least = by;
      best = one;
    }
  }
  return best >= 0 ? best : elsewhere(table, doubles, o);
}

/** A name that no live track has, for the next track of an address; null when it is followed often enough. */
export function nextId(table: TrackTable, address: string): string | null {
  if (!table.slotOf.has(address)) return address;
  for (let k = 2; k <= MAX_DOUBLES; k++) if (!table.slotOf.has(`${address}#${k}`)) return `${address}#${k}`;
  return null;
}

const accuracyBoth_m = (table: TrackTable, slot: number, o: Observation): number =>
  table.accuracy_m[slot]! + (o.position_accuracy_m ?? assumedAccuracy_m(o.technology));

/** How far the place was from where the motion leads, m, as {@link misfit} found; Infinity where the height says no. */
let missed_m = Infinity;

/**
 * How badly the place `here` of a report fits a track: 0 is where the velocity, flown back, leads to the last position;
 * Infinity is out of reach.
 */
function misfit(table: TrackTable, slot: number, o: Observation): number {
  const { sites } = table;
  const site = slot * SITE_SIZE;
  const dx = here[0]! - sites[site]!;
  const dy = here[1]! - sites[site + 1]!;
  const dz = here[2]! - sites[site + 2]!;
  const gone2 = dx * dx + dy * dy + dz * dz;
  const slack_m = JUMP_SLACK_M + accuracyBoth_m(table, slot, o);
  const ahead_s = (o.time_ms - table.seen_ms[slot]!) / 1000;
  const dt_s = Math.abs(ahead_s);
  const reach_m = MAX_SPEED_MPS * dt_s + slack_m;
  missed_m = Infinity;
  if (!(gone2 <= reach_m * reach_m)) return Infinity;
  const known_east_mps = finite(table.east_mps[slot]!);
  const known_north_mps = finite(table.north_mps[slot]!);
  // A speed of exactly 0 is what a source says that has none to give, as often as not.
  if (o.ground_speed_mps !== null && o.ground_speed_mps > 0) {
    const known2 = known_east_mps * known_east_mps + known_north_mps * known_north_mps;
    const fastest_mps = Math.max(o.ground_speed_mps, Math.sqrt(known2)) * SPEED_FACTOR + SPEED_MORE_MPS;
    const flown_m = slack_m + Math.min(MAX_SPEED_MPS * Math.min(dt_s, 1) + fastest_mps * dt_s, MAX_SPEED_MPS * dt_s);
    if (gone2 > flown_m * flown_m) return Infinity;
  }
  const stated = o.ground_speed_mps !== null && o.track_deg !== null;
  const track = stated ? o.track_deg! * RAD_PER_DEG : 0;
  const east_mps = stated ? o.ground_speed_mps! * sin(track) : known_east_mps;
  const north_mps = stated ? o.ground_speed_mps! * cos(track) : known_north_mps;
  const east_m = dx * here[3]! + dy * here[4]! - east_mps * ahead_s;
  const north_m = dx * here[5]! + dy * here[6]! + dz * here[7]! - north_mps * ahead_s;
  const turning_s = Math.min(TURN_S, dt_s);
  const allowed_m = slack_m + 0.5 * TURN_ACCEL_MPS2 * turning_s * turning_s;
  const off_m = Math.sqrt(east_m * east_m + north_m * north_m);
  const height = heightMisfit(table, slot, o, dt_s);
  if (height === 0) missed_m = off_m;
  return off_m / allowed_m + height;
}

const finite = (value: number): number => (Number.isNaN(value) ? 0 : value);

function heightMisfit(table: TrackTable, slot: number, o: Observation, dt_s: number): number {
  const pressure_m = o.pressure_altitude_m ?? Number.NaN;
  const geometric_m = o.geometric_altitude_m ?? Number.NaN;
  let by_m = Math.abs(pressure_m - table.pressure_altitude_m[slot]!);
  if (Number.isNaN(by_m)) by_m = Math.abs(geometric_m - table.geometric_altitude_m[slot]!);
  return by_m > CLIMB_MPS * dt_s ? (by_m - CLIMB_MPS * dt_s) / HEIGHT_NEAR_M : 0;
}

/** A report that no track of its address could have reached. */
function elsewhere(table: TrackTable, slots: readonly number[], o: Observation): number {
  let delay_ms = Number.NaN;
  for (const slot of slots) if (Number.isNaN(delay_ms)) delay_ms = o.time_ms - timeOnTrail(table, slot);
  const place = notePlace(table, o, Number.isNaN(delay_ms) ? null : delay_ms);
  if (place === null) return LATE;
  if (place.hits < JUMPS_TO_BELIEVE) return SET_ASIDE;
  const silent = slots.reduce((one, slot) => (table.seen_ms[slot]! < table.seen_ms[one]! ? slot : one), slots[0]!);
  const heard = table.seen_ms[silent]! >= place.first_ms;
  const { doubles } = table;
  const since_ms = o.time_ms - PLACE_S * 1000;
  const returns = place.left ? doubles.returned(o.address, o.time_ms, since_ms) : 0;
  if (!heard && returns <= RETURNS_OF_ONE) {
    doubles.forget(o.address, place);
    moveAway(table, silent, o.address);
    return silent;
  }
  if (nextId(table, o.address) === null) return SET_ASIDE;
  doubles.forget(o.address, place);
  return ANOTHER;
}

/** Counts a report for the place it agrees with, or begins another one; null when it follows behind, late. */
function notePlace(table: TrackTable, o: Observation, delay_ms: number | null): Elsewhere | null {
  const { doubles } = table;
  for (const place of doubles.places(o.address)) {
    const dt_s = (o.time_ms - place.time_ms) / 1000;
    if (dt_s > PLACE_S) doubles.forget(o.address, place);
    else if (agrees(place, Math.abs(dt_s))) {
      if (dt_s * 1000 < COUNT_MS) return place;
      const drift_ms = delay_ms === null || place.delay_ms === null ? Infinity : Math.abs(delay_ms - place.delay_ms);
      place.delay_ms = delay_ms;
      if (drift_ms <= DELAY_SHARE * dt_s * 1000) {
        setPlace(place, o.time_ms);
        place.hits = 1;
        return null;
      }
      if (place.hits === 0) place.first_ms = o.time_ms;
      setPlace(place, o.time_ms);
      // Where it was followed before, one report less is needed.
      place.hits += place.left && place.hits === 0 ? 2 : 1;
      return place;
    }
  }
  const { time_ms } = o;
  const place = { x_m: 0, y_m: 0, z_m: 0, first_ms: time_ms, time_ms, hits: 1, left: false, delay_ms };
  setPlace(place, o.time_ms);
  doubles.remember(o.address, place);
  return place;
}

function setPlace(place: Elsewhere, time_ms: number): void {
  place.x_m = here[0]!;
  place.y_m = here[1]!;
  place.z_m = here[2]!;
  place.time_ms = time_ms;
}

function agrees(place: Elsewhere, dt_s: number): boolean {
  const dx = here[0]! - place.x_m;
  const dy = here[1]! - place.y_m;
  const dz = here[2]! - place.z_m;
  const reach_m = MAX_SPEED_MPS * dt_s + JUMP_SLACK_M;
  return dx * dx + dy * dy + dz * dz <= reach_m * reach_m;
}

/** The aircraft is somewhere else: nothing joins the new place to the old one, which is remembered. */
function moveAway(table: TrackTable, slot: number, address: string): void {
  const site = slot * SITE_SIZE;
  const [x_m, y_m, z_m] = [table.sites[site]!, table.sites[site + 1]!, table.sites[site + 2]!];
  const time_ms = table.seen_ms[slot]!;
  table.doubles.remember(address, { x_m, y_m, z_m, first_ms: time_ms, time_ms, hits: 0, left: true, delay_ms: null });
  table.reports.clear(slot);
  table.trail.clear(slot);
  table.east_mps[slot] = Number.NaN;
  table.north_mps[slot] = Number.NaN;
}

/** When the track was where `here` is, on the path it flew last, ms; NaN when it was not, or is far ahead by now. */
function timeOnTrail(table: TrackTable, slot: number): number {
  const { sites, trail } = table;
  const site = slot * SITE_SIZE;
  let [x, y, z] = [sites[site]!, sites[site + 1]!, sites[site + 2]!];
  let time_ms = table.seen_ms[slot]!;
  let flown_m = 0;
  let near2 = TRAIL_NEAR_M * TRAIL_NEAR_M;
  let near_ms = Number.NaN;
  for (let k = trail.count(slot) - 1; k >= 0 && flown_m <= TRAIL_BEHIND_M; k--) {
    trail.read(slot, k, point);
    writeSite(point.latitude_deg, point.longitude_deg, back, 0);
    const [ax, ay, az] = [back[0]! - x, back[1]! - y, back[2]! - z];
    const [bx, by, bz] = [here[0]! - x, here[1]! - y, here[2]! - z];
    const leg2 = ax * ax + ay * ay + az * az;
    const f = leg2 > 0 ? Math.min(1, Math.max(0, (ax * bx + ay * by + az * bz) / leg2)) : 0;
    const [cx, cy, cz] = [bx - f * ax, by - f * ay, bz - f * az];
    const then_ms = point.time_ms;
    const away2 = cx * cx + cy * cy + cz * cz;
    if (away2 <= near2) {
      near2 = away2;
      near_ms = time_ms + f * (then_ms - time_ms);
    }
    flown_m += Math.sqrt(leg2);
    [x, y, z] = [back[0]!, back[1]!, back[2]!];
    time_ms = then_ms;
  }
  return near_ms;
}
