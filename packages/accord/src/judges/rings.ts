import type { EntryRingsClause } from '../memorandum/kinds/entry_rings.ts';
import type { SpecialCautionClause } from '../memorandum/kinds/special_caution.ts';
import { after, judgeDeadline, type Records, timelyVerdict } from './deadline.ts';
import { type FlightFacts, judgePresence } from './places.ts';
import { andAlso, type Fix, inOrder, type Place, type Whereabouts } from './track_line.ts';
import { isAmong, notApplicable, plain, type Verdict, type When, whereBound, worst } from './verdict.ts';
import { circleAsk, levelAsk, volumeAsk } from './volume.ts';

export type EntryRingsFacts = FlightFacts & {
  /** What was said at each ring of the clause, in their order. */
  readonly rings: readonly {
    /** The crew's first call or report for this ring; null: no record says that there was one. */
    readonly called: When | null;
    /** For a hold: when the answering party cleared it on. */
    readonly cleared: When | null;
  }[];
  readonly records: Records;
  /** Ground speed over the path with its 95 % error; empty: not known. */
  readonly speeds: readonly Speed[];
};

export type Speed = { readonly time_ms: number; readonly speed_mps: number; readonly error_mps: number };

/** A report on crossing may come as late as this after it, s: the time to look, switch and speak. */
export const REPORT_WITHIN_S = 60;

/**
 * Did an inbound aircraft call before it crossed a ring, hold outside until it was cleared, and report on crossing?
 * Only rings that it entered ask anything of it; who was inside when its records began entered before they did.
 */
export function judgeEntryRings(clause: EntryRingsClause, facts: EntryRingsFacts): Verdict {
  const level = levelAsk(clause.floor_m, clause.ceiling_m);
  const within = (radius_m: number): ((place: Place) => Whereabouts) => {
    const near = circleAsk(clause.centre.latitude_deg, clause.centre.longitude_deg, radius_m);
    return (place) => andAlso(level(place), near(place));
  };
  const verdicts = clause.rings.map((ring, i) => {
    const presence = judgePresence(clause, facts.path, within(ring.radius_m));
    if (presence.answer === 'complied') return notApplicable(clause.id, 'nothing_asked');
    if (presence.answer !== 'breached' && presence.began === null) return presence;
    return judgeRing(clause.id, ring, presence, facts.rings[i] ?? null, facts.records);
  });
  const outermost = clause.rings[0];
  if (clause.speed_mps !== null && outermost !== undefined) {
    const inside = (fix: Fix): Whereabouts => within(outermost.radius_m)(placeOf(fix));
    verdicts.push(judgeSpeed(clause.id, clause.speed_mps, facts, inside));
  }
  return whereBound(isAmong(facts.subject, clause.binds), worst(clause.id, verdicts));
}

function judgeRing(
  clause: string,
  ring: EntryRingsClause['rings'][number],
  presence: Verdict,
  said: EntryRingsFacts['rings'][number] | null,
  records: Records,
): Verdict {
  const measured = { radius_m: ring.radius_m };
  const { earliest_ms, latest_ms } = presence.began!;
  // Who was inside from the first report on, or never certainly, has no entry to measure by.
  if (earliest_ms === null || latest_ms === null) {
    return { ...plain(clause, 'cannot_tell', 'reaches_the_end_of_the_records', measured), began: presence.began };
  }
  const entry = { earliest_ms, latest_ms };
  const due = ring.action === 'report' ? after(entry, REPORT_WITHIN_S) : entry;
  const done = ring.action === 'hold' ? (said?.cleared ?? null) : (said?.called ?? null);
  const timely = timelyVerdict(clause, judgeDeadline(due, done, records), measured);
  // Where it maybe never entered, it maybe owed nothing.
  if (presence.answer === 'cannot_tell' && timely.answer === 'breached') {
    return { ...timely, answer: 'cannot_tell', why: 'uncertainty_decides' };
  }
  return timely;
}

export type SpecialCautionFacts = FlightFacts & { readonly speeds: readonly Speed[] };

/** Did an aircraft keep the speed in a special-caution area? Its other measures are in words, for people to judge. */
export function judgeSpecialCaution(clause: SpecialCautionClause, facts: SpecialCautionFacts): Verdict {
  if (clause.speed_mps === null) return notApplicable(clause.id, 'asked_for_in_words_only');
  const where = volumeAsk(clause);
  const { from_ms, until_ms } = clause;
  const verdict = judgeSpeed(clause.id, clause.speed_mps, facts, (fix) =>
    (from_ms !== null && fix.time_ms < from_ms) || (until_ms !== null && fix.time_ms >= until_ms)
      ? 'outside'
      : where(placeOf(fix)),
  );
  return whereBound(isAmong(facts.subject, clause.binds), verdict);
}

function placeOf(fix: Fix): Place {
  const { latitude_deg, longitude_deg, accuracy_m, altitude_m, altitude_error_m } = fix;
  return { latitude_deg, longitude_deg, off_m: accuracy_m, altitude_m, altitude_off_m: altitude_error_m };
}

/**
 * Was any measured speed inside certainly too high? Judged at the instants at which both place and speed were measured:
 * what was flown between them nobody measured, and none of them too high is all that is said of it.
 */
function judgeSpeed(
  clause: string,
  limit_mps: number,
  { path, speeds }: { readonly path: readonly Fix[]; readonly speeds: readonly Speed[] },
  inside: (fix: Fix) => Whereabouts,
): Verdict {
  const measured = { limit_mps, fastest_mps: null as number | null };
  let known = false;
  let unsure: Verdict | null = null;
  for (const fix of inOrder(path)) {
    const where = fix.on_ground ? 'outside' : inside(fix);
    if (where === 'outside') continue;
    const at = speeds.filter(({ time_ms }) => time_ms === fix.time_ms);
    const began = { earliest_ms: fix.time_ms, latest_ms: fix.time_ms };
    known = true;
    if (at.length === 0) unsure ??= { ...plain(clause, 'cannot_tell', 'records_have_gaps', measured), began };
    for (const { speed_mps, error_mps } of at) {
      measured.fastest_mps = Math.max(measured.fastest_mps ?? 0, speed_mps);
      const surely = at.every((one) => one.speed_mps - one.error_mps > limit_mps);
      if (where === 'inside' && surely) {
        return {
          ...plain(clause, 'breached', 'broken', { limit_mps, fastest_mps: speed_mps }),
          began: { ...began, earliest_ms: unsure?.began?.earliest_ms ?? fix.time_ms },
        };
      }
      if (speed_mps + error_mps > limit_mps) {
        unsure ??= { ...plain(clause, 'cannot_tell', 'uncertainty_decides', measured), began };
      }
    }
  }
  if (unsure !== null) return { ...unsure, measured: { ...measured } };
  return known ? plain(clause, 'complied', 'kept', measured) : notApplicable(clause, 'nothing_asked');
}
