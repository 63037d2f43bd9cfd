import { SITE_SIZE } from '@skyaccord/sky';
import type { Technology } from '@skyaccord/wire';
import type { JudgedSubject } from '../judged.ts';
import { type Fix, type Place, stray_m } from '../judges/track_line.ts';
import { plain, type Subject, type Verdict } from '../judges/verdict.ts';
import { surfaceDistance } from '../judges/volume.ts';
import type { SpecialCautionClause } from '../memorandum/kinds/special_caution.ts';
import type { Memorandum } from '../memorandum/memorandum.ts';
import type { Identity } from '../outcome.ts';
import { levelOf } from '../tracks/level.ts';
import type { TrackTable } from '../tracks/table.ts';
import { dropSecondLast, type Flown, fixAt, follow, ROW } from './flown.ts';
import { type CallLog, LOGGED_WITHIN_S } from './log.ts';
import { type Equipment, judgeFlight } from './places.ts';
import { judgedSubject, subjectOf } from './subject.ts';
import { type Volume, volumesOf } from './volumes.ts';

/** Who comes so near to a volume is judged by it, and told to have kept out where that is so. */
const NEAR_M = 3704;
const NEAR_UP_M = 305;
/** A visit is over this long after its aircraft was last near, s: what was said meanwhile is logged by then. */
const OVER_S = LOGGED_WITHIN_S;
/** Nothing is between two reports that lie no further apart than this and are on one side of every bound. */
const WIDEST_GAP_S = 60;
/** A visit that may be a breach is judged while it lasts: again after this, and at last only this often, s. */
const CHECK_S = 5;
const MOST_CHECK_S = 40;
/** Visits followed at once; of whoever comes beyond them it is said that it cannot be told. */
const MOST_VISITS = 4096;
/** So many reports before it came near belong to a visit: with them the way in is whole. */
const LEAD_IN = 4;
/** The unmodelled part of a flight between two reports: as the judges have it, across. */
const ACROSS_MPS2 = 9.81;

/** What is received from an aircraft shows which equipment works. */
const SHOWS: Partial<Readonly<Record<Technology, readonly Equipment[]>>> = {
  adsb: ['mode_c', 'mode_s', 'adsb'],
  adsr: ['adsb'],
  uat: ['adsb'],
  modes: ['mode_c', 'mode_s'],
  mlat: ['mode_c', 'mode_s'],
  tisb: ['mode_c'],
  flarm: ['flarm'],
  remote_id: ['remote_id'],
};
/** Of receipts of one equipment those are kept that show no gap longer than this, s. */
const HEARD_GAP_S = 60;

/** One aircraft near volumes. JSON-safe but for NaN within `flown`. */
type Visit = {
  readonly track: string;
  readonly begun_ms: number;
  identity: Identity;
  readonly flown: Flown;
  readonly heard: Partial<Record<Equipment, number[]>>;
  /** Clauses to whose volumes it came near; of which a notice was given. */
  touched: string[];
  noticed: string[];
  near_ms: number;
  /** Looked at again for a breach from then on, and after that so much later, s. */
  check_ms: number;
  check_s: number;
};

export type SavedVisits = {
  readonly visits: readonly (Omit<Visit, 'flown'> & { readonly flown: string })[];
  readonly refused: readonly string[];
  readonly due_ms: number | null;
};

/** A verdict with whom it is about. */
export type Judged = {
  readonly verdict: Verdict;
  readonly subjects: readonly JudgedSubject[];
  readonly about: string | null;
};

/** An aircraft was in an area of special caution. */
export type Caution = { readonly clause: SpecialCautionClause; readonly about: string; readonly party: string | null };

/** Found while it lasts: an aircraft certainly is where a clause asks it not to be. */
export type Violation = {
  readonly track: string;
  readonly identity: Identity;
  readonly volume: Volume;
  readonly latitude_deg: number;
  readonly longitude_deg: number;
};

/**
 * Follows aircraft near the volumes of a memorandum. An aircraft far from all of them costs a few multiplications a
 * report and no memory; of one that is near, only those reports are kept that could change an answer.
 */
export class Visits {
  readonly #memorandum: Memorandum;
  readonly #volumes: readonly Volume[];
  readonly #visits = new Map<string, Visit>();
  readonly #cautions: Caution[] = [];
  /** No visit is over before, ms. */
  due_ms = Infinity;
  /** Tracks that were not followed for want of room; and what is yet to be said of them. */
  readonly #refused = new Set<string>();
  readonly #untold: Judged[] = [];
  readonly #most: number;

  constructor(memorandum: Memorandum, most = MOST_VISITS) {
    this.#memorandum = memorandum;
    this.#most = most;
    this.#volumes = volumesOf(memorandum.clauses);
  }

  /** To be asked when an aircraft moved: what is found of it, nearly always nothing. */
  moved(table: TrackTable, slot: number, beneath: readonly number[], log: CallLog, now_ms: number): Violation[] {
    if (this.#volumes.length === 0) return [];
    const { id, identity } = table.words[slot]!;
    const known = this.#visits.get(id);
    const near = this.#near(table, slot);
    if (known === undefined && near.length === 0) return [];
    const flown: Flown = known?.flown ?? [];
    if (!follow(flown, table, slot, known?.begun_ms ?? leadIn_ms(table, slot))) return [];
    if (known === undefined && this.#visits.size >= this.#most) {
      this.#refuse(id, identity, near, now_ms);
      return [];
    }
    const visit = known ?? this.#begin(id, identity, flown);
    visit.identity = identity;
    for (const clause of near) if (!visit.touched.includes(clause)) visit.touched.push(clause);
    for (const one of [slot, ...beneath]) noteHeard(visit, table, one);
    if (near.length > 0) visit.near_ms = flown[flown.length - ROW]!;
    this.due_ms = Math.min(this.due_ms, visit.near_ms + OVER_S * 1000);
    this.#thin(flown, table, slot);
    return this.#check(visit, log, now_ms);
  }

  /** What is to be said of visits that are over at an instant. */
  settle(log: CallLog, now_ms: number): Judged[] {
    if (now_ms < this.due_ms) return [];
    this.due_ms = Infinity;
    const judged = this.#untold.splice(0);
    for (const track of [...this.#visits.keys()].sort()) {
      const over_ms = this.#visits.get(track)!.near_ms + OVER_S * 1000;
      if (over_ms <= now_ms) judged.push(...this.close(track, log, now_ms));
      else this.due_ms = Math.min(this.due_ms, over_ms);
    }
    return judged;
  }

  /** A track is dropped, or the run is over: what is to be said of its visit. */
  close(track: string, log: CallLog, now_ms: number): Judged[] {
    this.#refused.delete(track);
    const visit = this.#visits.get(track);
    if (visit === undefined) return [];
    this.#visits.delete(track);
    const subjects = [judgedSubject(track, visit.identity)];
    this.#askAbout(visit);
    return this.#volumes
      .filter(({ clause }) => visit.touched.includes(clause.id))
      .flatMap(({ clause }) => judgeFlight(clause, this.#facts(visit), this.#around(log, now_ms)))
      .map((verdict) => ({ verdict, subjects, about: null }));
  }

  /** Special-caution areas that aircraft certainly were in, since last asked: people judge their measures. */
  takeCautions(): readonly Caution[] {
    return this.#cautions.splice(0);
  }

  /** A track turned out to be another one's aircraft: that one is followed. */
  forget(track: string): void {
    this.#visits.delete(track);
    this.#refused.delete(track);
  }

  tracks(): string[] {
    return [...this.#visits.keys()].sort();
  }

  save(pack: (numbers: Float64Array) => string): SavedVisits {
    const visits = this.tracks().map((track) => {
      const { flown, ...rest } = this.#visits.get(track)!;
      return { ...structuredClone(rest), flown: pack(Float64Array.from(flown)) };
    });
    return { visits, refused: [...this.#refused].sort(), due_ms: this.due_ms === Infinity ? null : this.due_ms };
  }

  restore({ visits, refused, due_ms }: SavedVisits, unpack: (packed: string) => Float64Array): void {
    for (const track of refused) this.#refused.add(track);
    this.due_ms = due_ms ?? Infinity;
    for (const { flown, ...rest } of visits) {
      const visit = { ...structuredClone(rest), flown: [...unpack(flown)] };
      this.#visits.set(visit.track, visit);
    }
  }

  /** There is no room for one more: of what it does there nothing is known, which is said once. */
  #refuse(track: string, identity: Identity, near: readonly string[], now_ms: number): void {
    if (this.#refused.has(track)) return;
    this.#refused.add(track);
    this.due_ms = Math.min(this.due_ms, now_ms);
    for (const clause of near) {
      const verdict = plain(clause, 'cannot_tell', 'records_have_gaps');
      this.#untold.push({ verdict, subjects: [judgedSubject(track, identity)], about: null });
    }
  }

  #begin(track: string, identity: Identity, flown: Flown): Visit {
    const begun_ms = flown[0]!;
    const visit: Visit = {
      track,
      begun_ms,
      identity,
      flown,
      heard: {},
      touched: [],
      noticed: [],
      near_ms: begun_ms,
      check_ms: 0,
      check_s: CHECK_S,
    };
    this.#visits.set(track, visit);
    return visit;
  }

  /** Clauses to whose volumes an aircraft is near now. */
  #near(table: TrackTable, slot: number): readonly string[] {
    if (table.on_ground[slot] === 1) return NONE;
    let near: string[] | null = null;
    for (const volume of this.#volumes) {
      if (!mayReach(volume, table, slot) || !holdsAt(volume, table.seen_ms[slot]!)) continue;
      const level = levelOf(table.pressure_altitude_m[slot]!, table.geometric_altitude_m[slot]!);
      const place = {
        latitude_deg: table.latitude_deg[slot]!,
        longitude_deg: table.longitude_deg[slot]!,
        off_m: table.accuracy_m[slot]! + NEAR_M,
        altitude_m: level.altitude_m,
        altitude_off_m: level.altitude_error_m + NEAR_UP_M,
      };
      if (volume.where(place)[0] === 'outside') continue;
      near ??= [];
      near.push(volume.clause.id);
    }
    return near ?? NONE;
  }

  #askAbout({ track, identity, begun_ms, flown, touched }: Visit): void {
    for (const { clause, where } of this.#volumes) {
      if (clause.kind !== 'special_caution_area' || !touched.includes(clause.id)) continue;
      const reports = Array.from({ length: flown.length / ROW }, (_, k) => fixAt(flown, k));
      const inside = reports.some((fix) => !fix.on_ground && where(placeOf(fix))[0] === 'inside');
      if (inside) this.#cautions.push({ clause, about: `${track}/${begun_ms}`, party: identity.party });
    }
  }

  /** Lets the report before the last one go where no answer can hang on it. */
  #thin(flown: Flown, table: TrackTable, slot: number): void {
    const last = flown.length / ROW - 1;
    if (last < 2) return;
    const [from, middle, to] = [fixAt(flown, last - 2), fixAt(flown, last - 1), fixAt(flown, last)];
    const gap_s = (to.time_ms - from.time_ms) / 1000;
    if (gap_s > WIDEST_GAP_S || from.on_ground !== to.on_ground || middle.on_ground !== to.on_ground) return;
    const known = from.altitude_m !== null && to.altitude_m !== null;
    const climb_m = known ? Math.abs(to.altitude_m - from.altitude_m) : 0;
    const stray = (acceleration_mps2: number): number => stray_m({ from: 0, to: 1 }, gap_s, acceleration_mps2);
    const place = {
      latitude_deg: from.latitude_deg,
      longitude_deg: from.longitude_deg,
      off_m:
        Math.max(from.accuracy_m, to.accuracy_m) +
        surfaceDistance(from.latitude_deg, from.longitude_deg, to.latitude_deg, to.longitude_deg) +
        stray(ACROSS_MPS2),
      altitude_m: known ? from.altitude_m : null,
      altitude_off_m: Math.max(from.altitude_error_m, to.altitude_error_m) + climb_m + stray(ACROSS_MPS2 / 4),
    };
    for (const volume of this.#volumes) {
      // A report on either side of the beginning or the end of a period is kept for it.
      if (holdsAt(volume, from.time_ms) !== holdsAt(volume, to.time_ms)) return;
      // Where the aircraft was lies within the same distance of where it is.
      if (!mayHold(volume, 2 * place.off_m, table, slot)) continue;
      const inside = volume.where(place);
      if (inside.includes('unsure')) return;
      if (volume.speeds && inside[0] === 'inside' && isFastest(flown, last - 1)) return;
    }
    dropSecondLast(flown);
  }

  /** A breach that is certain by now is told of at once, and once. */
  #check(visit: Visit, log: CallLog, now_ms: number): Violation[] {
    const last = visit.flown.length / ROW - 1;
    const fix = fixAt(visit.flown, last);
    const { latitude_deg, longitude_deg, time_ms } = fix;
    if (time_ms < visit.check_ms) return [];
    const place = placeOf(fix);
    const found: Violation[] = [];
    let checked = false;
    for (const volume of this.#volumes) {
      const { clause } = volume;
      // Of aircraft without permission the watch gives a notice of its own; silence is judged when it is over.
      if (clause.kind === 'permission_to_operate' || clause.kind === 'transponder_and_due_regard') continue;
      if (!visit.touched.includes(clause.id) || visit.noticed.includes(clause.id)) continue;
      if (!volume.where(place).includes('inside')) continue;
      checked = true;
      const [verdict] = judgeFlight(clause, this.#facts(visit), this.#around(log, now_ms));
      if (verdict?.answer !== 'breached') continue;
      // What was said is in the log only after a while: a call may have been made that is not in it yet.
      if (HANGS_ON_CALLS.has(clause.kind) && !loggedSince(verdict, now_ms)) continue;
      visit.noticed.push(clause.id);
      found.push({ track: visit.track, identity: visit.identity, volume, latitude_deg, longitude_deg });
    }
    if (checked) {
      // What is not certain yet may be so later; what is looked at again and again, less and less often.
      visit.check_ms = time_ms + visit.check_s * 1000;
      visit.check_s = Math.min(MOST_CHECK_S, 2 * visit.check_s);
    }
    return found;
  }

  #facts({ track, identity, flown, heard }: Visit) {
    const subject: Subject = subjectOf(identity);
    return { track, subject, flown, heard };
  }

  #around(log: CallLog, until_ms: number) {
    return { memorandum: this.#memorandum, log, until_ms };
  }
}

const NONE: readonly string[] = [];
const HANGS_ON_CALLS: ReadonlySet<string> = new Set(['entry_protocol_rings', 'hazard_area']);

/** Is everything in the log by now that was said up to when a breach had certainly begun? */
function loggedSince({ began }: Verdict, now_ms: number): boolean {
  return began !== null && began.latest_ms !== null && began.latest_ms + LOGGED_WITHIN_S * 1000 <= now_ms;
}

/** A visit begins with the reports just before it was one, ms. */
function leadIn_ms({ reports }: TrackTable, slot: number): number {
  const count = reports.count(slot);
  return count === 0 ? -Infinity : reports.time_ms(slot, Math.max(0, count - LEAD_IN));
}

/** Cheap and generous: may the aircraft be near the volume at all? */
function mayReach(volume: Volume, table: TrackTable, slot: number): boolean {
  return mayHold(volume, NEAR_M + table.accuracy_m[slot]!, table, slot);
}

/** Cheap and generous: may a place so far from where the aircraft is be within the volume? */
function mayHold({ centre, reach_m }: Volume, off_m: number, table: TrackTable, slot: number): boolean {
  if (reach_m === Infinity) return true;
  const at = slot * SITE_SIZE;
  const x = table.sites[at]! - centre[0];
  const y = table.sites[at + 1]! - centre[1];
  const z = table.sites[at + 2]! - centre[2];
  const within_m = reach_m + off_m;
  return !(x * x + y * y + z * z > within_m * within_m);
}

function holdsAt({ clause: { from_ms, until_ms } }: Volume, time_ms: number): boolean {
  return (from_ms === null || time_ms >= from_ms) && (until_ms === null || time_ms < until_ms);
}

function placeOf({ latitude_deg, longitude_deg, accuracy_m, altitude_m, altitude_error_m }: Fix): Place {
  return { latitude_deg, longitude_deg, off_m: accuracy_m, altitude_m, altitude_off_m: altitude_error_m };
}

/** A report whose measured speed is above those on both sides of it is kept where speeds are judged. */
function isFastest(flown: Flown, k: number): boolean {
  const speed = (at: number): number => flown[at * ROW + 6]!;
  return speed(k) > speed(k - 1) || speed(k) > speed(k + 1);
}

function noteHeard(visit: Visit, table: TrackTable, slot: number): void {
  const seen_ms = table.seen_ms[slot]!;
  for (const equipment of SHOWS[table.words[slot]!.technology] ?? []) {
    visit.heard[equipment] ??= [];
    const times = visit.heard[equipment];
    const last_ms = times.at(-1) ?? -Infinity;
    if (seen_ms <= last_ms) continue;
    if (times.length >= 2 && seen_ms - times.at(-2)! <= HEARD_GAP_S * 1000) times[times.length - 1] = seen_ms;
    else times.push(seen_ms);
  }
}
