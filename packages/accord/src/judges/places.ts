import type { StandoffClause } from '../memorandum/kinds/boundary_standoff.ts';
import type { HazardAreaClause } from '../memorandum/kinds/hazard_area.ts';
import type { PermissionClause } from '../memorandum/kinds/permission.ts';
import type { ZoneClause } from '../memorandum/kinds/zone_by_category.ts';
import type { AircraftCategory } from '../memorandum/terms.ts';
import { type Grace, judgeStay } from './stays.ts';
import { andAlso, type Fix, inOrder, type Place, timelineOf, type Whereabouts } from './track_line.ts';
import {
  either,
  type Interval,
  isAmong,
  notApplicable,
  plain,
  type Subject,
  type Truth,
  type Verdict,
  type When,
  whereBound,
  worst,
} from './verdict.ts';
import { levelAsk, lineAsk, lineDistance, volumeAsk } from './volume.ts';

/** One aircraft and where it flew. */
export type FlightFacts = { readonly subject: Subject; readonly path: readonly Fix[] };

type Period = { readonly id: string; readonly from_ms: number | null; readonly until_ms: number | null };

/** Was an aircraft, that ought to be nowhere inside, inside, `excused` times apart? Every moment is one too many. */
export function judgePresence(
  clause: Period,
  path: readonly Fix[],
  where: (place: Place) => Whereabouts,
  measured: Verdict['measured'] = {},
  excused: Grace['excused'] = [],
): Verdict {
  const fixes = inOrder(path);
  if (fixes.length < 2) return plain(clause.id, 'cannot_tell', 'nothing_recorded', measured);
  const timeline = timelineOf(fixes, clause.from_ms, clause.until_ms, where);
  if (timeline.until_ms <= timeline.from_ms) return notApplicable(clause.id, 'outside_the_period');
  const stay = judgeStay(timeline, { grace_s: 0, resets_after_s: 0, excused });
  return {
    answer: stay.answer,
    clause: clause.id,
    measured: { ...measured, inside_least_s: stay.longest_least_s, inside_most_s: stay.longest_most_s },
    began: stay.began,
    ended: stay.ended,
    why: stay.why,
  };
}

/** Did an aircraft keep the stand-off of its category from the line, on either side? */
export function judgeStandoff(clause: StandoffClause, { subject, path }: FlightFacts): Verdict {
  const bound = isAmong(subject, clause.binds);
  if (bound === 'no') return notApplicable(clause.id, 'not_bound');
  const level = levelAsk(clause.floor_m, clause.ceiling_m);
  const distanceTo = lineDistance(clause.boundary.line_deg);
  const nearest_m = path.reduce(
    (least, one) => Math.min(least, distanceTo(one.latitude_deg, one.longitude_deg)),
    Infinity,
  );
  const verdict = forEveryCategory(clause.id, subject, (category) => {
    const rule = clause.standoffs.find(({ categories }) => categories.includes(category));
    if (rule === undefined) return notApplicable(clause.id, 'not_bound');
    const near = lineAsk(clause.boundary.line_deg, rule.distance_m);
    return judgePresence(clause, path, (place) => andAlso(level(place), near(place)), {
      standoff_m: rule.distance_m,
      nearest_reported_m: path.length === 0 ? null : nearest_m,
    });
  });
  return whereBound(bound, verdict);
}

/** Did an aircraft stay out of a zone that is closed to its category? */
export function judgeZone(clause: ZoneClause, { subject, path }: FlightFacts): Verdict {
  const bound = isAmong(subject, clause.binds);
  if (bound === 'no') return notApplicable(clause.id, 'not_bound');
  const where = volumeAsk(clause);
  const verdict = forEveryCategory(clause.id, subject, (category) => {
    const closed = clause.closed_to?.includes(category) ?? !clause.open_to?.includes(category);
    return closed ? judgePresence(clause, path, where) : notApplicable(clause.id, 'not_bound');
  });
  return whereBound(bound, verdict);
}

/** Did an aircraft fly in an area in which its party has no permission to? */
export function judgePermission(clause: PermissionClause, { subject, path }: FlightFacts): Verdict {
  const granted = isAmong(subject, clause.granted);
  return whereBound(not(granted), judgePresence(clause, path, volumeAsk(clause)));
}

export type HazardAreaFacts = FlightFacts & {
  /** When the owner cleared it to enter, and until when the clearance held (null: without end). */
  readonly clearances: readonly { readonly given: When; readonly until_ms: number | null }[];
  /** Every clearance that was given is among them. */
  readonly complete: boolean;
};

/** Did an aircraft keep out of a hazard area that is closed, or to which it had no clearance? */
export function judgeHazardArea(clause: HazardAreaClause, facts: HazardAreaFacts): Verdict {
  if (clause.entry === 'caution') return notApplicable(clause.id, 'asked_for_in_words_only');
  const admitted = either(isAmong(facts.subject, [clause.owner]), isAmong(facts.subject, clause.admitted ?? []));
  if (admitted === 'yes') return notApplicable(clause.id, 'not_bound');
  const cleared = clause.entry === 'with_clearance' ? withClearance(clause, facts) : within(clause, facts.path, []);
  return whereBound(not(admitted), cleared);
}

const within = (clause: HazardAreaClause, path: readonly Fix[], excused: Grace['excused']): Verdict =>
  judgePresence(clause, path, volumeAsk(clause), {}, excused);

/** Time under a clearance does not count: on the strictest reading of when it was given, and on the mildest. */
function withClearance(clause: HazardAreaClause, { path, clearances, complete }: HazardAreaFacts): Verdict {
  const excused = (since: 'earliest_ms' | 'latest_ms'): Grace['excused'] =>
    joined(clearances.map(({ given, until_ms }) => ({ from_ms: given[since], to_ms: until_ms ?? Infinity })));
  const strict = within(clause, path, excused('latest_ms'));
  const mild = within(clause, path, excused('earliest_ms'));
  if (strict.answer === mild.answer && (complete || strict.answer !== 'breached'))
    return spread(strict, [strict, mild]);
  const why = complete || mild.answer !== 'breached' ? 'times_overlap' : 'records_have_gaps';
  return { ...spread(strict, [strict, mild]), answer: 'cannot_tell', why };
}

/** Spans in order, those that touch or overlap made one. */
export function joined(spans: readonly { readonly from_ms: number; readonly to_ms: number }[]): Grace['excused'] {
  const all: { from_ms: number; to_ms: number }[] = [];
  for (const { from_ms, to_ms } of [...spans].sort((a, b) => a.from_ms - b.from_ms)) {
    const last = all.at(-1);
    if (to_ms <= from_ms) continue;
    if (last !== undefined && from_ms <= last.to_ms) last.to_ms = Math.max(last.to_ms, to_ms);
    else all.push({ from_ms, to_ms });
  }
  return all;
}

const not = (truth: Truth): Truth => (truth === 'maybe' ? 'maybe' : truth === 'yes' ? 'no' : 'yes');

const CATEGORIES: readonly AircraftCategory[] = [
  'fixed_wing',
  'rotorcraft',
  'glider',
  'lighter_than_air',
  'ultralight',
  'uncrewed',
];

/**
 * Judges an aircraft as each category that it may be of. What holds for all of them is certain; where they differ, it
 * cannot be told, from the first instant to the last that any of them gives.
 */
export function forEveryCategory(
  clause: string,
  { categories }: Subject,
  judge: (category: AircraftCategory) => Verdict,
): Verdict {
  const may = categories === null || categories.length === 0 ? CATEGORIES : categories;
  const verdicts = may.map(judge);
  const found = worst(clause, verdicts);
  if (found.answer !== 'breached' || verdicts.every(({ answer }) => answer === 'breached'))
    return spread(found, verdicts);
  return { ...spread(found, verdicts), answer: 'cannot_tell', why: 'not_known_whether_bound' };
}

/** The instants of a verdict, widened to hold those of all others like it. */
function spread(found: Verdict, verdicts: readonly Verdict[]): Verdict {
  const alike = verdicts.filter(({ began }) => began !== null);
  return { ...found, began: hull(alike.map(({ began }) => began!)), ended: hullIfAll(alike.map(({ ended }) => ended)) };
}

const hullIfAll = (intervals: readonly (Interval | null)[]): Interval | null => {
  const all = intervals.filter((one) => one !== null);
  return all.length === intervals.length ? hull(all) : null;
};

function hull(intervals: readonly Interval[]): Interval | null {
  if (intervals.length === 0) return null;
  const least = (a: number | null, b: number | null): number | null =>
    a === null || b === null ? null : Math.min(a, b);
  const most = (a: number | null, b: number | null): number | null =>
    a === null || b === null ? null : Math.max(a, b);
  return intervals.reduce((a, b) => ({
    earliest_ms: least(a.earliest_ms, b.earliest_ms),
    latest_ms: most(a.latest_ms, b.latest_ms),
  }));
}
