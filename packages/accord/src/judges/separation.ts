import { SITE_SIZE, writeSite } from '@skyaccord/sky';
import type { SeparationClause } from '../memorandum/kinds/separation_minimum.ts';
import type { EncounterClass } from '../memorandum/terms.ts';
import { type Grace, judgeStay, type Timeline } from './stays.ts';
import {
  andAlso,
  below,
  CLIMB_MPS2,
  type Fix,
  inOrder,
  joinPieces,
  MANOEUVRE_MPS2,
  stray_m,
  type Whereabouts,
} from './track_line.ts';
import { both, either, notApplicable, plain, type Truth, type Verdict, whereBound } from './verdict.ts';

export type SeparationFacts = {
  readonly a: readonly Fix[];
  readonly b: readonly Fix[];
  /** Every class that the encounter may be of. */
  readonly classes: readonly EncounterClass[];
  readonly same_party: Truth;
  /** Flown near on purpose: does not run against the grace time. */
  readonly excused: Grace['excused'];
};

/** Were both minima lost at once for longer than the grace time? */
export function judgeSeparation(clause: SeparationClause, facts: SeparationFacts): Verdict {
  const bound = both(ofClass(clause, facts.classes), clause.between === 'any' ? 'yes' : not(facts.same_party));
  if (bound === 'no') return notApplicable(clause.id, 'not_bound');
  const a = inOrder(facts.a);
  const b = inOrder(facts.b);
  const { timeline, least_m, vertical_at_least_m } = together(a, b, clause);
  if (timeline.until_ms <= timeline.from_ms) return plain(clause.id, 'cannot_tell', 'nothing_recorded');
  const stay = judgeStay(timeline, {
    grace_s: clause.grace_s,
    resets_after_s: clause.grace_resets_after_s ?? 0,
    excused: [...facts.excused].sort((x, y) => x.from_ms - y.from_ms),
  });
  return whereBound(bound, {
    answer: stay.answer,
    clause: clause.id,
    measured: {
      lateral_m: clause.lateral_m,
      vertical_m: clause.vertical_m,
      grace_s: clause.grace_s,
      inside_least_s: stay.longest_least_s,
      inside_most_s: stay.longest_most_s,
      closest_reported_m: least_m,
      vertical_at_closest_m: vertical_at_least_m,
    },
    began: stay.began,
    ended: stay.ended,
    why: stay.why,
  });
}

function ofClass(clause: SeparationClause, classes: readonly EncounterClass[]): Truth {
  const matches = classes.map((one): Truth => (clause.classes.includes(one) ? 'yes' : 'no'));
  if (matches.length === 0) return 'maybe';
  const some = matches.reduce(either);
  return some === 'yes' && matches.includes('no') ? 'maybe' : some;
}

const not = (truth: Truth): Truth => (truth === 'maybe' ? 'maybe' : truth === 'yes' ? 'no' : 'yes');

/** Position of b from a at an instant: x, y, z in ECEF, height; where each is in its own piece between two fixes. */
type Relative = { x_m: number; y_m: number; z_m: number; up_m: number };

const site = new Float64Array(SITE_SIZE);

/** Where each fix lies, x, y and z in ECEF: reckoned once, for all pieces that it bounds. */
function sitesOf(fixes: readonly Fix[]): Float64Array {
  const sites = new Float64Array(3 * fixes.length);
  fixes.forEach(({ latitude_deg, longitude_deg }, i) => {
    writeSite(latitude_deg, longitude_deg, site, 0);
    sites.set(site.subarray(0, 3), 3 * i);
  });
  return sites;
}

function together(
  a: readonly Fix[],
  b: readonly Fix[],
  clause: SeparationClause,
): { timeline: Timeline; least_m: number | null; vertical_at_least_m: number | null } {
  const from_ms = Math.max(a[0]?.time_ms ?? Infinity, b[0]?.time_ms ?? Infinity);
  const until_ms = Math.min(a.at(-1)?.time_ms ?? -Infinity, b.at(-1)?.time_ms ?? -Infinity);
  const instants_ms = [...new Set([...a, ...b].map(({ time_ms }) => time_ms))]
    .filter((time_ms) => time_ms >= from_ms && time_ms <= until_ms)
    .sort((x, y) => x - y);
  const [sites_a, sites_b] = [sitesOf(a), sitesOf(b)];
  const apart = instants_ms.map((time_ms) => relativeAt(a, sites_a, b, sites_b, time_ms));
  let least_m: number | null = null;
  let vertical_at_least_m: number | null = null;
  for (const d of apart) {
    const range_m = length(d.x_m, d.y_m, d.z_m);
    if (least_m !== null && range_m >= least_m) continue;
    least_m = range_m;
    vertical_at_least_m = Number.isNaN(d.up_m) ? null : Math.abs(d.up_m);
  }
  const timeline = joinPieces(instants_ms, null, null, (i) =>
    askOf(a, b, instants_ms[i]!, instants_ms[i + 1]!, apart[i]!, apart[i + 1]!, clause),
  );
  return { timeline, least_m, vertical_at_least_m };
}

function askOf(
  a: readonly Fix[],
  b: readonly Fix[],
  from_ms: number,
  to_ms: number,
  d0: Relative,
  d1: Relative,
  { lateral_m, vertical_m }: SeparationClause,
): (part: { from: number; to: number }) => Whereabouts {
  const [pa, qa] = around(a, from_ms);
  const [pb, qb] = around(b, from_ms);
  if ((pa.on_ground && qa.on_ground) || (pb.on_ground && qb.on_ground)) return () => 'outside';
  const grounded = [pa, qa, pb, qb].some(({ on_ground }) => on_ground);
  const accuracy_m = off(pa, qa, 'accuracy_m') + off(pb, qb, 'accuracy_m');
  const height_error_m = off(pa, qa, 'altitude_error_m') + off(pb, qb, 'altitude_error_m');
  const moved_m = length(d1.x_m - d0.x_m, d1.y_m - d0.y_m, d1.z_m - d0.z_m);
  return (part) => {
    const f = (part.from + part.to) / 2;
    const half = (part.to - part.from) / 2;
    // Each strays from its own line between its own fixes.
    const strays = (acceleration_mps2: number): number =>
      strayOf(pa, qa, from_ms, to_ms, part, acceleration_mps2) +
      strayOf(pb, qb, from_ms, to_ms, part, acceleration_mps2);
    const range_m = length(mix(d0.x_m, d1.x_m, f), mix(d0.y_m, d1.y_m, f), mix(d0.z_m, d1.z_m, f));
    const near = below(range_m, half * moved_m + accuracy_m + strays(MANOEUVRE_MPS2), lateral_m);
    const up_m = Math.abs(mix(d0.up_m, d1.up_m, f));
    const level = Number.isNaN(up_m)
      ? 'unsure'
      : below(up_m, half * Math.abs(d1.up_m - d0.up_m) + height_error_m + strays(CLIMB_MPS2), vertical_m);
    const answer = andAlso(near, level);
    return grounded && answer === 'inside' ? 'unsure' : answer;
  };
}

/** Takes a part of the time between two instants to the piece between two fixes in which it lies. */
function strayOf(
  p: Fix,
  q: Fix,
  from_ms: number,
  to_ms: number,
  part: { from: number; to: number },
  acceleration_mps2: number,
): number {
  const piece_ms = q.time_ms - p.time_ms;
  const fraction = (f: number): number => (from_ms - p.time_ms + f * (to_ms - from_ms)) / piece_ms;
  return stray_m({ from: fraction(part.from), to: fraction(part.to) }, piece_ms / 1000, acceleration_mps2);
}

const off = (p: Fix, q: Fix, key: 'accuracy_m' | 'altitude_error_m'): number => Math.max(p[key], q[key]);
/** At the ends exactly the ends, also where the other one is not known. */
const mix = (from: number, to: number, f: number): number => (f === 0 ? from : f === 1 ? to : from + (to - from) * f);
const length = (x: number, y: number, z: number): number => Math.sqrt(x * x + y * y + z * z);

/** The two fixes between which an instant lies, the second after it unless it is the last. */
function around(fixes: readonly Fix[], time_ms: number): readonly [Fix, Fix] {
  const i = indexAt(fixes, time_ms);
  return [fixes[i]!, fixes[i + 1] ?? fixes[i]!];
}

/** Of the first of the two. */
function indexAt(fixes: readonly Fix[], time_ms: number): number {
  let [low, high] = [0, fixes.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (fixes[middle]!.time_ms <= time_ms) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, Math.min(low, fixes.length - 2));
}

function relativeAt(
  a: readonly Fix[],
  sites_a: Float64Array,
  b: readonly Fix[],
  sites_b: Float64Array,
  time_ms: number,
): Relative {
  const one = at(a, sites_a, time_ms);
  const other = at(b, sites_b, time_ms);
  return {
    x_m: other.x_m - one.x_m,
    y_m: other.y_m - one.y_m,
    z_m: other.z_m - one.z_m,
    up_m: other.up_m - one.up_m,
  };
}

function at(fixes: readonly Fix[], sites: Float64Array, time_ms: number): Relative {
  const i = indexAt(fixes, time_ms);
  const k = Math.min(i + 1, fixes.length - 1);
  const [p, q] = [fixes[i]!, fixes[k]!];
  const f = q.time_ms === p.time_ms ? 0 : (time_ms - p.time_ms) / (q.time_ms - p.time_ms);
  return {
    x_m: mix(sites[3 * i]!, sites[3 * k]!, f),
    y_m: mix(sites[3 * i + 1]!, sites[3 * k + 1]!, f),
    z_m: mix(sites[3 * i + 2]!, sites[3 * k + 2]!, f),
    up_m: mix(p.altitude_m ?? Number.NaN, q.altitude_m ?? Number.NaN, f),
  };
}
