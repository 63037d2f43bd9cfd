import {
  createPath,
  type Path,
  pathAgainst,
  pathMeets,
  wrap180,
  writeClimb,
  writeSpeed,
  writeTurn,
} from '@skyaccord/sky';
import type { CrewState } from '../memorandum/memorandum.ts';
import type { Manoeuvre } from '../outcome.ts';
import { amountOf, type Candidate, CHANGE_OF_MIND, candidatesFor, type Situation } from './candidates.ts';
import { nearestTime_s } from './cost.ts';
import { type Answer, jointMiss, survives } from './joint.ts';
import { cornersOf, nearestStraight } from './nearest.ts';
import { type Performance, performanceOf } from './performance.ts';
import { agrees, type Sense, senseOf } from './sense.ts';
import type { Constraint, Other } from './traffic.ts';

/**
 * How far advice looks ahead, and how finely it samples its own manoeuvre; between samples it moves on straight lines.
 */
export const ADVICE_HORIZON_S = 180;
const STEP_S = 3;

/** The own aircraft at the moment of advice. */
export type Own = {
  readonly east_mps: number;
  readonly north_mps: number;
  readonly up_mps: number;
  readonly track_deg: number;
  readonly ground_speed_mps: number;
  /** NaN when not known. */
  readonly altitude_m: number;
  readonly crew: CrewState;
  readonly before: Manoeuvre | null;
};

export type Choice = {
  readonly manoeuvre: Manoeuvre | null;
  readonly clear: boolean;
  readonly safe: boolean;
  readonly keeps: readonly string[];
  readonly h_cpa_m: number;
  readonly v_cpa_m: number | null;
  /** When the other is nearest, s from now. */
  readonly t_cpa_s: number;
};

const trial = createPath(STEP_S, ADVICE_HORIZON_S);
/** What the other side flies on its own advice. */
const standing = createPath(STEP_S, ADVICE_HORIZON_S);
const out = new Float64Array(3);
/** No faster than this on the path in `trial`. */
const bounds = { speed_mps: 0, climb_mps: 0 };

/**
 * The cheapest manoeuvre that keeps every clause's minima against all known traffic, each going straight on; failing
 * that, the cheapest that keeps each pair's narrowest minima; failing that, the one with the widest miss. The first
 * alone is `clear`, the first two are `safe`.
 *
 * @param subject the other aircraft of the alert; it is also among `traffic`
 * @param answers what the subject may fly on its own advice: the chosen manoeuvre must keep the narrowest minima
 *   against each too, and all of them where that takes no change of mind; where none does, the one that comes least
 *   near
 * @param alone somebody else advises the subject and does not say how: only manoeuvres that both would take for the
 *   agreed way are chosen
 * @param elsewhere somebody else advises the subject, told or not: a gain within the errors of what is seen is none
 */
export function chooseAdvice(
  own: Own,
  subject: Other,
  traffic: readonly Other[],
  answers: readonly Answer[],
  alone = false,
  elsewhere = alone,
): Choice {
  const performance = performanceOf(own.crew, own.ground_speed_mps);
  const candidates = candidatesFor(situationOf(own, subject, performance));
  const sense = alone ? senseOf(own.east_mps, own.north_mps, own.up_mps, subject, own.before) : null;
  let whole: Candidate | null = null;
  let second: Candidate | null = null;
  let risked: Candidate | null = null;
  const harms = elsewhere ? harmTest(own, subject) : null;
  // Worse than nothing, should both act, is never chosen.
  let risked_miss = alone ? holdingMiss(own, subject) + GAIN : Infinity;
  for (const candidate of candidates) {
    // To keep the wider minima also against the other side's advice is not worth a change of mind.
    if (whole !== null && candidate.cost >= whole.cost + CHANGE_OF_MIND) break;
    write(trial, own, candidate, performance);
    if (!isAgreed(sense, candidate, own, subject)) continue;
    // Keeping every clause's minima takes keeping the narrowest: most candidates end here, at the nearest aircraft.
    if (second === null && !traffic.every((other) => keeps(trial, other, narrowest(other)))) continue;
    const all = traffic.every((other) => keepsAll(trial, other));
    // To hold after all asks for less than before: only when that keeps everything.
    if (!all && (second !== null || (candidate.manoeuvre === null && own.before !== null))) continue;
    if (!answers.every((answer) => survives(trial, answer, subject, narrowest(subject)))) {
      if (!alone) continue;
      if (harms?.(trial)) continue;
      const miss = nearestOf(trial, answers, subject, risked_miss);
      if (miss <= risked_miss) continue;
      risked = candidate;
      risked_miss = miss;
      continue;
    }
    if (candidate.manoeuvre !== null && harms?.(trial)) continue;
    if (all && survivesAll(trial, answers, subject)) return settle(candidate.manoeuvre, 'clear', subject);
    if (all) whole ??= candidate;
    second ??= candidate;
  }
  second = whole ?? second ?? risked;
  if (second === null) return widest(own, subject, traffic, candidates, performance, answers, sense, harms);
  write(trial, own, second, performance);
  const clear = second === whole || (second === risked && traffic.every((other) => keepsAll(trial, other)));
  return settle(second.manoeuvre, clear ? 'clear' : 'safe', subject);
}

const situationOf = (own: Own, subject: Other, performance: Performance): Situation => ({
  track_deg: own.track_deg,
  ground_speed_mps: own.ground_speed_mps,
  altitude_m: own.altitude_m,
  up_mps: own.up_mps,
  other_up_m: subject.up_m,
  performance,
  before: own.before,
});

/** Errors of what is seen eat up a gain of less than this, in units of the minima. */
const GAIN = 0.1;

/** How near the subject comes if both go straight on, in units of the narrowest minima. */
function holdingMiss(own: Own, subject: Other): number {
  writeStraight(trial, own);
  return missOf(trial, [subject], 0);
}

/** Does a path lose more, in any case that errors of what is seen allow, than going straight on loses in it? */
type HarmTest = (path: Path) => boolean;

/** Errors of the sampled path, in units of the minima. */
const EVEN = 1e-3;

function harmTest(own: Own, subject: Other): HarmTest {
  const one = narrowest(subject);
  const corners = cornersOf(own.east_mps, own.north_mps, own.up_mps, subject);
  writeStraight(trial, own);
  const holding = corners.map((corner) => nearestStraight(trial, corner, one, 0));
  return (path) =>
    corners.some((corner, i) => {
      if (!meets(path, corner, one)) return false;
      return nearestStraight(path, corner, one, 0) < Math.min(1, holding[i]! + EVEN);
    });
}

/** Is the candidate, flown in `trial`, of the agreed sense? To hold always is. */
function isAgreed(sense: Sense | null, { manoeuvre }: Candidate, own: Own, other: Other): boolean {
  return sense === null || manoeuvre === null || agrees(sense, trial, manoeuvre.kind, own.up_mps, other);
}

/** The least that the path and any of the answers leave, in units of the narrowest minima; no further once `enough`. */
function nearestOf(path: Path, answers: readonly Answer[], subject: Other, enough: number): number {
  let least = Infinity;
  for (const answer of answers) {
    least = Math.min(least, jointMiss(path, answer, subject, narrowest(subject)));
    if (least <= enough) break;
  }
  return least;
}

const keepsAll = (path: Path, other: Other): boolean => other.constraints.every((one) => keeps(path, other, one));

/** The widest of the misses, the answers' included; of the agreed sense, if there is one. */
function widest(
  own: Own,
  subject: Other,
  traffic: readonly Other[],
  candidates: readonly Candidate[],
  performance: Performance,
  answers: readonly Answer[],
  sense: Sense | null,
  harms: HarmTest | null,
): Choice {
  let chosen: Candidate = { manoeuvre: null, cost: 0 };
  let miss = harms === null ? -1 : holdingMiss(own, subject) + GAIN;
  for (const candidate of candidates) {
    write(trial, own, candidate, performance);
    if (!isAgreed(sense, candidate, own, subject)) continue;
    let now = missOf(trial, traffic, miss);
    if (now > miss) now = Math.min(now, nearestOf(trial, answers, subject, miss));
    if (now <= miss || (candidate.manoeuvre !== null && harms?.(trial))) continue;
    miss = now;
    chosen = candidate;
  }
  write(trial, own, chosen, performance);
  return settle(chosen.manoeuvre, 'widest', subject);
}

/** So many of each kind and sense, where in doubt. */
const GUESSES = 3;

/** Paths of what another may be advised: a turn, a height and a speed, each either way. */
const guesses = new Map<string, Path>();

/**
 * What somebody else may advise `own`: of each kind and sense the cheapest manoeuvre that keeps the narrowest minima
 * against us; of the agreed sense only, unless which that is may be in doubt: then also the next ones, since it may ask
 * for more than we would. Where none keeps them, turns of all sizes.
 *
 * Valid until the next call.
 */
export function guessAnswers(own: Own, us: Other): Path[] {
  const performance = performanceOf(own.crew, own.ground_speed_mps);
  const sense = senseOf(own.east_mps, own.north_mps, own.up_mps, us, own.before);
  const found = new Map<string, number>();
  const names: string[] = [];
  const trying = new Set<string>();
  for (const candidate of candidatesFor(situationOf(own, us, performance))) {
    const { manoeuvre } = candidate;
    if (manoeuvre === null) continue;
    const key = `${manoeuvre.kind} ${amountOf(manoeuvre) > 0}`;
    const before = found.get(key) ?? 0;
    const doubtful = sense.doubtful && manoeuvre.kind !== 'vertical';
    if (before >= (doubtful ? GUESSES : 1)) continue;
    write(trial, own, candidate, performance);
    if (!doubtful && !agrees(sense, trial, manoeuvre.kind, own.up_mps, us)) continue;
    let name = `${key} ${before}`;
    if (before > 0 || keeps(trial, us, narrowest(us))) {
      found.set(key, before + 1);
      names.push(name);
    } else {
      if (manoeuvre.kind !== 'turn') continue;
      name = `${key} try ${Math.round(Math.abs(manoeuvre.by_deg) / 30)}`;
      trying.add(name);
    }
    write(guess(name), own, candidate, performance);
  }
  return (names.length > 0 ? names : [...trying]).map(guess);
}

function guess(key: string): Path {
  let path = guesses.get(key);
  if (path === undefined) {
    path = createPath(STEP_S, ADVICE_HORIZON_S);
    guesses.set(key, path);
  }
  return path;
}

/** Describes the path in `trial`. */
function settle(manoeuvre: Manoeuvre | null, found: 'clear' | 'safe' | 'widest', subject: Other): Choice {
  const kept = subject.constraints.filter((one) => one.leave_by_s === null && keeps(trial, subject, one));
  measure(trial, subject, narrowest(subject));
  const h_cpa_m = out[1]!;
  const v_m = out[2]!;
  return {
    manoeuvre,
    clear: found === 'clear',
    safe: found !== 'widest',
    keeps: kept.map((one) => one.clause),
    h_cpa_m,
    v_cpa_m: !Number.isNaN(v_m) ? v_m : null,
    t_cpa_s: nearestTime_s(trial, subject),
  };
}

function writeStraight(path: Path, own: Own): void {
  bounds.speed_mps = own.ground_speed_mps;
  bounds.climb_mps = Math.abs(own.up_mps);
  writeTurn(path, own.east_mps, own.north_mps, own.up_mps, 0, 1);
}

function write(path: Path, own: Own, candidate: Candidate, performance: Performance): void {
  const { delay_s } = performance;
  const { manoeuvre } = candidate;
  if (manoeuvre === null) {
    writeStraight(path, own);
    return;
  }
  const { east_mps, north_mps, up_mps } = own;
  bounds.speed_mps = own.ground_speed_mps + (manoeuvre.kind === 'speed' ? Math.max(0, manoeuvre.by_mps) : 0);
  bounds.climb_mps = Math.max(Math.abs(up_mps), manoeuvre.kind === 'vertical' ? Math.abs(manoeuvre.rate_mps) : 0);
  if (manoeuvre.kind === 'turn')
    writeTurn(path, east_mps, north_mps, up_mps, manoeuvre.by_deg, performance.turn_rate_degps, delay_s);
  else if (manoeuvre.kind === 'vertical') {
    writeClimb(path, east_mps, north_mps, up_mps, manoeuvre.by_m, Math.abs(manoeuvre.rate_mps), delay_s);
  } else writeSpeed(path, east_mps, north_mps, up_mps, manoeuvre.by_mps, performance.accel_mps2, delay_s);
}

/** out[0] = first time inside, out[1] and out[2] = horizontal and vertical distance when closest. */
function measure(path: Path, other: Other, one: Constraint): boolean {
  return pathAgainst(
    path,
    other.east_m,
    other.north_m,
    other.up_m,
    other.east_mps,
    other.north_mps,
    other.up_mps,
    one.lateral_m,
    one.vertical_m,
    out,
  );
}

function meets(path: Path, other: Other, one: Constraint): boolean {
  return pathMeets(
    path,
    bounds.speed_mps,
    bounds.climb_mps,
    other.east_m,
    other.north_m,
    other.up_m,
    other.east_mps,
    other.north_mps,
    other.up_mps,
    one.lateral_m,
    one.vertical_m,
  );
}

function keeps(path: Path, other: Other, one: Constraint): boolean {
  return one.leave_by_s === null ? !meets(path, other, one) : leaves(path, other, one, one.leave_by_s);
}

/** No nearer on the way than this part of the present distance, for a path that is to leave the minima. */
const NO_NEARER = 0.9;

/** Outside at `by_s` and from then on, and hardly nearer before that. */
function leaves(path: Path, other: Other, one: Constraint, by_s: number): boolean {
  for (let i = Math.min(path.count - 1, Math.floor(by_s / path.step_s)); i < path.count; i++) {
    const t = i * path.step_s;
    const x = other.east_m + other.east_mps * t - path.x[i]!;
    const y = other.north_m + other.north_mps * t - path.y[i]!;
    const z = other.up_m + other.up_mps * t - path.z[i]!;
    if (x * x + y * y < one.lateral_m * one.lateral_m && !(Math.abs(z) >= one.vertical_m)) return false;
  }
  measure(path, other, one);
  const now = scaled(Math.sqrt(other.east_m * other.east_m + other.north_m * other.north_m), Math.abs(other.up_m), one);
  if (scaled(out[1]!, out[2]!, one) < NO_NEARER * now) return false;
  return true;
}

/** The smallest lateral minimum that binds the pair; every `Other` has at least one. */
function narrowest(other: Other): Constraint {
  let least = other.constraints[0]!;
  for (const one of other.constraints) if (one.lateral_m < least.lateral_m) least = one;
  return least;
}

/**
 * The least scaled distance to any traffic while flying the path, in its narrowest minima; no further once below
 * `enough`.
 */
function missOf(path: Path, traffic: readonly Other[], enough: number): number {
  let miss = Infinity;
  for (const other of traffic) {
    miss = Math.min(miss, nearestStraight(path, other, narrowest(other), enough));
    if (miss <= enough) return miss;
  }
  return miss;
}

/** Distance in units of the minima; an unknown height difference counts as none. */
function scaled(h_m: number, v_m: number, one: Constraint): number {
  const h = h_m / one.lateral_m;
  const v = Number.isNaN(v_m) ? 0 : v_m / one.vertical_m;
  return Math.sqrt(h * h + v * v);
}

const survivesAll = (path: Path, answers: readonly Answer[], subject: Other): boolean =>
  answers.every((answer) => subject.constraints.every((one) => survives(path, answer, subject, one)));

/**
 * Does advice given before still serve? Its target stays (the crew may be half way there), the path to it starts from
 * the present motion.
 */
export function stillServes(own: Own, before: Manoeuvre, traffic: readonly Other[]): boolean {
  const performance = performanceOf(own.crew, own.ground_speed_mps);
  write(trial, own, { manoeuvre: remaining(own, before), cost: 0 }, performance);
  return traffic.every((other) => keepsAll(trial, other));
}

/** Does the path last asked about keep the narrowest minima against these answers too? */
export const goesWith = (answers: readonly Answer[], subject: Other): boolean =>
  answers.every((answer) => survives(trial, answer, subject, narrowest(subject)));

/** Where a crew goes that flies on with what it was advised; valid until the next call. */
export function pathOf(own: Own, before: Manoeuvre): Path {
  const performance = performanceOf(own.crew, own.ground_speed_mps);
  write(standing, own, { manoeuvre: remaining(own, before), cost: 0 }, performance);
  return standing;
}

function remaining(own: Own, before: Manoeuvre): Manoeuvre {
  switch (before.kind) {
    case 'turn':
      return { ...before, by_deg: wrap180(before.to_track_deg - own.track_deg) };
    case 'vertical':
      return !Number.isNaN(own.altitude_m) ? { ...before, by_m: before.to_altitude_m - own.altitude_m } : before;
    case 'speed':
      return { ...before, by_mps: before.to_mps - own.ground_speed_mps };
  }
}
