import {
  atan2,
  chord2,
  cos,
  DEG_PER_RAD,
  destination,
  RAD_PER_DEG,
  SITE_SIZE,
  sin,
  wrap360,
  writeSite,
} from '@skyaccord/sky';
import type { Observation } from '@skyaccord/wire';
import { type SetAsideReason, unidentified } from '../outcome.ts';
import { openHorizontal, reportedSite, updateHorizontal } from './follow.ts';
import { ANOTHER, findTrack, isJump, LATE, nextId, routeReport, SET_ASIDE } from './jumps.ts';
import { keptReport } from './kept.ts';
import { isOwnGnss } from './measurement.ts';
import { DROP_S, FUTURE_S, KEPT_WORSE, LATE_BETTER, LATE_S, MAX_TRACKS, REPEATED_MPS } from './rules.ts';
import type { TrackTable } from './table.ts';
import { assumedAccuracy_m, assumedVelocityAccuracy_mps, grownAccuracy_m } from './uncertainty.ts';
import { altitudeOf, setHeights, setVerticalRate } from './vertical.ts';

export { altitudeOf } from './vertical.ts';

/** Still: within this distance for this long. */
const STILL_M = 60;
const STILL_S = 45;
/** Positions this near are one, rounded in two ways, when no further apart in time than this. */
const ROUNDED_DEG = 1e-5;
const ECHO_S = 2;
/** Nothing that cannot hover flies slower than this. */
const FLYING_MPS = 12;
/** Emitter categories that may hang in the air: rotorcraft, lighter than air, uncrewed, and those that do not say. */
const MAY_HOVER = new Set(['A0', 'A7', 'B0', 'B2', 'B6', 'B7', 'C0', 'D0']);

const scratch = new Float64Array(2 * SITE_SIZE);
const carried = new Float64Array(2);
const kept = keptReport();

/** What applying one observation did. `slot` is -1 when it was set aside before any track existed for it. */
export type Applied = { slot: number; started: boolean; aside: SetAsideReason | null; words_changed: boolean };

/**
 * Applies one observation to the table. A late, doubled or impossible position changes no state (but what a doubled one
 * says about identity counts); the first usable one opens a track.
 *
 * @param now_ms time of the tick
 */
export function applyObservation(table: TrackTable, o: Observation, now_ms: number): Applied {
  if (o.time_ms > now_ms + FUTURE_S * 1000) return setAside(-1, 'from_the_future');
  if (o.latitude_deg === 0 && o.longitude_deg === 0) return setAside(-1, 'null_island');
  const known = findTrack(table, o.address);
  if (known < 0) return start(table, o, o.address, now_ms);
  const slot = routeReport(table, known, o);
  if (slot === LATE) return setAside(known, 'late');
  if (slot === SET_ASIDE) return setAside(known, 'implausible_jump');
  if (slot === ANOTHER) return startAnother(table, o, now_ms);
  const seen_ms = table.seen_ms[slot]!;
  if (o.time_ms < seen_ms) return takeLate(table, slot, o) ?? setAside(slot, 'late');
  if (o.time_ms === seen_ms || isRepeated(table, slot, o)) {
    return { slot, started: false, aside: 'duplicate', words_changed: learnWords(table, slot, o) };
  }
  const words_changed = learnWords(table, slot, o);
  move(table, slot, o);
  return { slot, started: false, aside: null, words_changed };
}

/**
 * The very position of the report before from one that flies: an old position with a new time. Many services repeat the
 * last one until they hear another, to the last digit; two receivers of one message, or two ways it took, differ by a
 * second and by rounding. Taken for news it would stop the aircraft in the air.
 */
function isRepeated(table: TrackTable, slot: number, o: Observation): boolean {
  const dlat_deg = Math.abs(o.latitude_deg - table.said_latitude_deg[slot]!);
  const dlon_deg = Math.abs(o.longitude_deg - table.said_longitude_deg[slot]!);
  const said_mps = o.ground_speed_mps ?? 0;
  if (dlat_deg === 0 && dlon_deg === 0 && said_mps >= REPEATED_MPS) return true;
  if (!(dlat_deg <= ROUNDED_DEG && dlon_deg <= ROUNDED_DEG)) return false;
  const [east_mps, north_mps] = [table.east_mps[slot]!, table.north_mps[slot]!];
  const flies = east_mps * east_mps + north_mps * north_mps >= REPEATED_MPS * REPEATED_MPS;
  return flies && o.time_ms - table.seen_ms[slot]! <= ECHO_S * 1000;
}

/**
 * Moves a track by a report of its aircraft that came under another address; words are left alone.
 *
 * @returns whether it was news: later than what is known, and reachable
 */
export function feedTrack(table: TrackTable, slot: number, o: Observation): boolean {
  if (!(o.time_ms > table.seen_ms[slot]!) || isJump(table, slot, o)) return false;
  move(table, slot, o);
  return true;
}

/**
 * Takes in a report of a track's own address that came after another address had moved the aircraft on: the place is
 * carried to the time of the track on its present motion. Null when it could not be reached.
 */
export function refineTrack(table: TrackTable, slot: number, o: Observation): Applied | null {
  if (isJump(table, slot, o)) return null;
  const words_changed = learnWords(table, slot, o);
  const late_s = (table.seen_ms[slot]! - o.time_ms) / 1000;
  destination(
    o.latitude_deg,
    o.longitude_deg,
    table.east_mps[slot]! * late_s,
    table.north_mps[slot]! * late_s,
    carried,
  );
  const seen_ms = table.seen_ms[slot]!;
  const there = { ...o, time_ms: seen_ms, latitude_deg: carried[0]!, longitude_deg: carried[1]! };
  updateHorizontal(table, slot, there);
  table.reports_seen[slot] = table.reports_seen[slot]! + 1;
  setHeights(table, slot, there);
  setVerticalRate(table, slot, there);
  return { slot, started: false, aside: null, words_changed };
}

/**
 * A report that comes a little late still counts where it knows much better than the track, with several sources of
 * different delay: as if it had been carried on by the track's motion, and as uncertain as that makes it (an
 * out-of-sequence measurement; Bar-Shalom, IEEE Transactions on Aerospace and Electronic Systems 38, 2002, solves it
 * exactly). No time goes back. Null where it tells nothing.
 */
function takeLate(table: TrackTable, slot: number, o: Observation): Applied | null {
  const late_s = (table.seen_ms[slot]! - o.time_ms) / 1000;
  const stated_m = o.position_accuracy_m ?? assumedAccuracy_m(o.technology);
  const grown_m = grownAccuracy_m(stated_m, table.velocity_accuracy_mps[slot]!, late_s);
  if (late_s > LATE_S || grown_m * LATE_BETTER > table.accuracy_m[slot]!) return null;
  // Its heights and its velocity are of that time, and the track has newer ones.
  const older = {
    pressure_altitude_m: null,
    geometric_altitude_m: null,
    vertical_rate_mps: null,
    ground_speed_mps: null,
  };
  return refineTrack(table, slot, { ...o, ...older, position_accuracy_m: grown_m });
}

const setAside = (slot: number, aside: SetAsideReason): Applied => ({
  slot,
  started: false,
  aside,
  words_changed: false,
});

/** Opens a track under `id`, of the address that the report gives. */
function start(table: TrackTable, o: Observation, id: string, now_ms: number): Applied {
  if (o.time_ms < now_ms - DROP_S * 1000) return setAside(-1, 'late');
  if (table.size >= MAX_TRACKS) return setAside(-1, 'no_room');
  const slot = open(table, o, id);
  learnWords(table, slot, o);
  move(table, slot, o);
  return { slot, started: true, aside: null, words_changed: true };
}

/** One address in two places at once: both are followed. */
function startAnother(table: TrackTable, o: Observation, now_ms: number): Applied {
  const id = nextId(table, o.address);
  const others = table.doubles.tracksOf(o.address) ?? [findTrack(table, o.address)];
  if (id === null) return setAside(others[0]!, 'implausible_jump');
  const applied = start(table, o, id, now_ms);
  if (applied.started) table.doubles.opened(o.address, others, applied.slot);
  return applied;
}

function open(table: TrackTable, o: Observation, id: string): number {
  const slot = table.open({
    id,
    address_kind: o.address_kind,
    technology: o.technology,
    callsign: null,
    category: null,
    vouched: table.lists.of([]),
    sources: table.lists.of([]),
    identity: unidentified(o.technology),
  });
  table.first_ms[slot] = o.time_ms;
  return slot;
}

/** Takes in what the report says about who it is; true when anything new was learnt. */
function learnWords(table: TrackTable, slot: number, o: Observation): boolean {
  const words = table.words[slot]!;
  let changed = false;
  if (o.callsign !== null && o.callsign !== words.callsign) {
    words.callsign = o.callsign;
    changed = true;
  }
  if (o.category !== null && o.category !== words.category) {
    words.category = o.category;
    changed = true;
  }
  if (o.technology !== words.technology && o.technology !== 'unknown') {
    words.technology = o.technology;
  }
  if (o.party !== null && !words.vouched.includes(o.party)) {
    words.vouched = table.lists.with(words.vouched, o.party);
    changed = true;
  }
  if (!words.sources.includes(o.source) && words.sources.length < 16) {
    words.sources = table.lists.with(words.sources, o.source);
  }
  return changed;
}

function move(table: TrackTable, slot: number, o: Observation): void {
  if (Number.isNaN(table.east_mps[slot]!)) openHorizontal(table, slot, o);
  else updateHorizontal(table, slot, o);
  table.seen_ms[slot] = o.time_ms;
  table.said_latitude_deg[slot] = o.latitude_deg;
  table.said_longitude_deg[slot] = o.longitude_deg;
  table.reports_seen[slot] = table.reports_seen[slot]! + 1;
  setHeights(table, slot, o);
  table.gnss_height[slot] = o.technology === 'logger' ? 1 : 0;
  setVerticalRate(table, slot, o);
  setOnGround(table, slot, o);
  keepReport(table, slot, o);
}

function keepReport(table: TrackTable, slot: number, o: Observation): void {
  const said = o.ground_speed_mps !== null && o.track_deg !== null;
  const track = said ? o.track_deg! * RAD_PER_DEG : Number.NaN;
  kept.time_ms = o.time_ms;
  kept.x_m = reportedSite[0]!;
  kept.y_m = reportedSite[1]!;
  kept.z_m = reportedSite[2]!;
  kept.pressure_altitude_m = table.pressure_altitude_m[slot]!;
  kept.geometric_altitude_m = table.geometric_altitude_m[slot]!;
  kept.on_ground = table.on_ground[slot] === 1;
  kept.own_position = isOwnGnss(o.technology);
  kept.accuracy_m = o.position_accuracy_m ?? assumedAccuracy_m(o.technology);
  kept.east_mps = said ? o.ground_speed_mps! * sin(track) : Number.NaN;
  kept.north_mps = said ? o.ground_speed_mps! * cos(track) : Number.NaN;
  kept.velocity_accuracy_mps = said ? (o.velocity_accuracy_mps ?? assumedVelocityAccuracy_mps()) : Number.NaN;
  // Between good positions a poor one would only make the path a zigzag.
  if (kept.accuracy_m <= KEPT_WORSE * table.accuracy_m[slot]!) table.reports.keep(slot, kept);
  const { latitude_deg, longitude_deg } = table;
  table.trail.keep(slot, o.time_ms, latitude_deg[slot]!, longitude_deg[slot]!, altitudeOf(table, slot));
}

function setOnGround(table: TrackTable, slot: number, o: Observation): void {
  writeSite(table.still_latitude_deg[slot]!, table.still_longitude_deg[slot]!, scratch, 0);
  scratch.set(table.sites.subarray(slot * SITE_SIZE, slot * SITE_SIZE + SITE_SIZE), SITE_SIZE);
  const still = chord2(scratch, 0, SITE_SIZE) <= STILL_M * STILL_M;
  if (!still) {
    table.still_since_ms[slot] = o.time_ms;
    table.still_latitude_deg[slot] = o.latitude_deg;
    table.still_longitude_deg[slot] = o.longitude_deg;
  }
  if (o.on_ground !== null) {
    table.on_ground[slot] = o.on_ground ? 1 : 0;
    return;
  }
  const { category } = table.words[slot]!;
  const mayHover = category === null || MAY_HOVER.has(category);
  const stands = isStill(table, slot) || hasNotMoved(table, slot);
  table.on_ground[slot] = stands && !mayHover ? 1 : 0;
}

/** Has it stood within 60 m for 45 s? A hovering drone has; so has a parked aircraft whose transponder is on. */
export function isStill(table: TrackTable, slot: number): boolean {
  return table.seen_ms[slot]! - table.still_since_ms[slot]! >= STILL_S * 1000;
}

/** Where it was first seen, and not moving off: a log begins on the ground, and says so only by standing there. */
function hasNotMoved(table: TrackTable, slot: number): boolean {
  const east_mps = table.east_mps[slot]!;
  const north_mps = table.north_mps[slot]!;
  const moving = east_mps * east_mps + north_mps * north_mps >= FLYING_MPS * FLYING_MPS;
  return !moving && table.still_since_ms[slot] === table.first_ms[slot];
}

/** True track of the present motion, degrees; 0 when it does not move. */
export function trackAngle_deg(table: TrackTable, slot: number): number {
  const east = table.east_mps[slot]!;
  const north = table.north_mps[slot]!;
  return east === 0 && north === 0 ? 0 : wrap360(atan2(east, north) * DEG_PER_RAD);
}
