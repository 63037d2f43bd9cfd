import { atan2, DEG_PER_RAD, relative, SITE_SIZE, wrap180, writeSite } from '@skyaccord/sky';
import type { Giving, RightOfWayFacts } from '../judges/right_of_way.ts';
import type { Fix } from '../judges/track_line.ts';
import type { Subject, Truth } from '../judges/verdict.ts';

/** A course is told from two places no nearer in time than this, s. */
const LEG_S = 15;
/** Beyond these a change of course, level or speed is one that others can see. */
const TURN_DEG = 10;
const CLIMB_M = 61;
const SPEED_RATIO = 0.1;

type Leg = { readonly course_deg: number; readonly course_error_deg: number; readonly speed_mps: number };

/**
 * What a right of way is judged by, from where two aircraft were reported up to their closest: where each saw the
 * other when they came near, and what each changed since. Null: too little was reported.
 *
 * @param from_ms when they came near
 */
export function rightOfWayFacts(
  a: { readonly subject: Subject; readonly path: readonly Fix[] },
  b: { readonly subject: Subject; readonly path: readonly Fix[] },
  from_ms: number,
): RightOfWayFacts | null {
  const closest = closestReport(a.path, b.path);
  if (closest === null) return null;
  const until_ms = closest.a.time_ms;
  const [first, other] = [giving(a, b.path, from_ms, until_ms), giving(b, a.path, from_ms, until_ms)];
  if (first === null || other === null) return null;
  const [up_a_m, up_b_m] = [closest.a.altitude_m, closest.b.altitude_m];
  return {
    a: first,
    b: other,
    range_m: closest.range_m,
    range_error_m: closest.a.accuracy_m + closest.b.accuracy_m,
    vertical_m: up_a_m === null || up_b_m === null ? null : Math.abs(up_a_m - up_b_m),
    vertical_error_m: closest.a.altitude_error_m + closest.b.altitude_error_m,
  };
}

/** The reports of a nearest to which b, where it was then, was reported or lies between reports. */
function closestReport(a: readonly Fix[], b: readonly Fix[]): { a: Fix; b: Fix; range_m: number } | null {
  let closest: { a: Fix; b: Fix; range_m: number } | null = null;
  for (const fix of a) {
    const other = between(b, fix.time_ms);
    if (other === null) continue;
    const [east_m, north_m] = offset(fix, other);
    const range_m = Math.sqrt(east_m * east_m + north_m * north_m);
    if (closest === null || range_m < closest.range_m) closest = { a: fix, b: other, range_m };
  }
  return closest;
}

function giving(
  { subject, path }: { readonly subject: Subject; readonly path: readonly Fix[] },
  others: readonly Fix[],
  from_ms: number,
  until_ms: number,
): Giving | null {
  const legs = legsOf(path, from_ms - LEG_S * 1000, until_ms);
  const [before] = legs;
  const start = path.findLast(({ time_ms }) => time_ms <= from_ms) ?? path[0];
  const seen = start === undefined ? null : between(others, start.time_ms);
  if (before === undefined || start === undefined || seen === null) return null;
  const [east_m, north_m] = offset(start, seen);
  const range_m = Math.sqrt(east_m * east_m + north_m * north_m);
  const seen_error_deg = spread_deg(start.accuracy_m + seen.accuracy_m, range_m);
  const bearing_deg = wrap180(atan2(east_m, north_m) * DEG_PER_RAD - before.course_deg);
  return {
    ranks: subject.categories,
    bearing_deg: bearing_deg < 0 ? bearing_deg + 360 : bearing_deg,
    bearing_error_deg: Math.min(180, seen_error_deg + before.course_error_deg),
    ...changed(legs, path, from_ms, until_ms),
  };
}

/** What it changed for certain, may have changed, or certainly kept; and to which side it turned. */
function changed(
  legs: readonly Leg[],
  path: readonly Fix[],
  from_ms: number,
  until_ms: number,
): Pick<Giving, 'altered' | 'turned'> {
  const before = legs[0]!;
  const flown = path.filter(({ time_ms }) => time_ms >= from_ms && time_ms <= until_ms);
  let [surely, maybe] = [false, false];
  const note = (sure: boolean, possible: boolean): void => {
    surely ||= sure;
    maybe ||= possible;
  };
  let most_deg = 0;
  for (const leg of legs) {
    const turned_deg = wrap180(leg.course_deg - before.course_deg);
    const error_deg = leg.course_error_deg + before.course_error_deg;
    if (Math.abs(turned_deg) > Math.abs(most_deg)) most_deg = turned_deg;
    note(Math.abs(turned_deg) - error_deg > TURN_DEG, Math.abs(turned_deg) + error_deg > TURN_DEG);
    const slower_mps = Math.abs(leg.speed_mps - before.speed_mps);
    const doubt_mps = (before.speed_mps * error_deg) / DEG_PER_RAD;
    const limit_mps = SPEED_RATIO * before.speed_mps;
    note(slower_mps - doubt_mps > limit_mps, slower_mps + doubt_mps > limit_mps);
  }
  const levels = flown.filter(({ altitude_m }) => altitude_m !== null);
  // Both heights are by one altimeter, whose error is the same in both but for its steps.
  const first_m = levels[0]?.altitude_m ?? null;
  const last_m = levels.at(-1)?.altitude_m ?? null;
  const climb_m = first_m === null || last_m === null ? Infinity : Math.abs(last_m - first_m);
  note(climb_m !== Infinity && climb_m > CLIMB_M, climb_m > CLIMB_M / 2);
  const side = Math.abs(most_deg) <= TURN_DEG ? 'straight' : most_deg > 0 ? 'right' : 'left';
  const altered: Truth = surely ? 'yes' : maybe ? 'maybe' : 'no';
  return { altered, turned: altered === 'maybe' ? null : side };
}

/** Legs one after the other, each at least so long, from the last that began before `from_ms`. */
function legsOf(path: readonly Fix[], from_ms: number, until_ms: number): Leg[] {
  const legs: Leg[] = [];
  let start = path.findLast(({ time_ms }) => time_ms <= from_ms) ?? path[0];
  for (const fix of path) {
    if (start === undefined || fix.time_ms > until_ms) break;
    const time_s = (fix.time_ms - start.time_ms) / 1000;
    if (time_s < LEG_S) continue;
    const [east_m, north_m] = offset(start, fix);
    const length_m = Math.sqrt(east_m * east_m + north_m * north_m);
    legs.push({
      course_deg: atan2(east_m, north_m) * DEG_PER_RAD,
      course_error_deg: spread_deg(start.accuracy_m + fix.accuracy_m, length_m),
      speed_mps: length_m / time_s,
    });
    start = fix;
  }
  return legs;
}

/** By how much a direction may be off, degrees, over a length whose ends may together be off by so much. */
function spread_deg(off_m: number, length_m: number): number {
  return off_m >= length_m ? 180 : (off_m / Math.sqrt(length_m * length_m - off_m * off_m)) * DEG_PER_RAD;
}

/** Where an aircraft was at an instant, on the straight line between two reports; null outside of them. */
function between(path: readonly Fix[], time_ms: number): Fix | null {
  const after = path.findIndex((fix) => fix.time_ms >= time_ms);
  const [p, q] = [path[after - 1], path[after]];
  if (q === undefined) return null;
  if (q.time_ms === time_ms || p === undefined) return q.time_ms === time_ms ? q : null;
  const f = (time_ms - p.time_ms) / (q.time_ms - p.time_ms);
  const known = p.altitude_m !== null && q.altitude_m !== null;
  return {
    time_ms,
    latitude_deg: p.latitude_deg + f * (q.latitude_deg - p.latitude_deg),
    longitude_deg: wrap180(p.longitude_deg + f * wrap180(q.longitude_deg - p.longitude_deg)),
    accuracy_m: Math.max(p.accuracy_m, q.accuracy_m),
    altitude_m: known ? p.altitude_m + f * (q.altitude_m - p.altitude_m) : null,
    altitude_error_m: Math.max(p.altitude_error_m, q.altitude_error_m),
    on_ground: p.on_ground && q.on_ground,
  };
}

const sites = new Float64Array(2 * SITE_SIZE);
const there = new Float64Array(2);

/** East and north from one place to another, m. */
function offset(from: Fix, to: Fix): readonly [east_m: number, north_m: number] {
  writeSite(from.latitude_deg, from.longitude_deg, sites, 0);
  writeSite(to.latitude_deg, to.longitude_deg, sites, SITE_SIZE);
  relative(sites, 0, SITE_SIZE, there);
  return [there[0]!, there[1]!];
}
