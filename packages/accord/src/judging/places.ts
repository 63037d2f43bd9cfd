import type { When } from '../judged.ts';
import { judgeExemption, underExemption } from '../judges/exemption.ts';
import { judgeHazardArea, judgePermission, judgeStandoff, judgeZone } from '../judges/places.ts';
import { judgeEntryRings, judgeSpecialCaution } from '../judges/rings.ts';
import type { Fix } from '../judges/track_line.ts';
import { judgeTransponder } from '../judges/transponder.ts';
import type { Subject, Verdict } from '../judges/verdict.ts';
import type { ExemptionClause } from '../memorandum/kinds/exemption.ts';
import type { TransponderClause } from '../memorandum/kinds/transponder.ts';
import type { Memorandum } from '../memorandum/memorandum.ts';
import { type Flown, pathOf, speedsOf } from './flown.ts';
import { type CallLog, firstSaid, spansOf } from './log.ts';
import type { PlaceClause } from './volumes.ts';

/** What transmits: of each equipment, when it was last received, from the sources of the track and of those beneath. */
export type Equipment = TransponderClause['transmits'][number];

/** One flight near a volume, as it is judged. */
export type FlightNear = {
  readonly track: string;
  readonly subject: Subject;
  readonly flown: Flown;
  /** Spans in which nothing was amiss with an equipment: received again within a minute. Ordered, apart. */
  readonly heard: Readonly<Partial<Record<Equipment, readonly number[]>>>;
};

/** Everything that a verdict on a flight rests on beside the flight. */
export type Around = {
  readonly memorandum: Memorandum;
  readonly log: CallLog;
  /** Up to when the records go, ms. */
  readonly until_ms: number;
};

/** The verdict of a clause on one flight, exemptions weighed; and the verdicts on the exemptions that were claimed. */
export function judgeFlight(clause: PlaceClause, flight: FlightNear, around: Around): Verdict[] {
  const path = pathOf(flight.flown);
  if (path.length < 2) return [];
  let verdict = judgeClause(clause, flight, path, around);
  const claimed: Verdict[] = [];
  for (const exemption of around.memorandum.clauses) {
    if (exemption.kind !== 'exemption_with_notice' || !exemption.exempts_from.includes(clause.id)) continue;
    const judged = judgeClaim(exemption, flight, path, around);
    if (judged === null) continue;
    claimed.push(judged);
    verdict = underExemption(verdict, exemption, judged);
  }
  return [verdict, ...claimed];
}

function judgeClause(clause: PlaceClause, flight: FlightNear, path: readonly Fix[], around: Around): Verdict {
  const { subject, flown, track } = flight;
  const { log, until_ms } = around;
  const flew = { subject, path };
  const begun_ms = path[0]!.time_ms;
  const ofTrack = (entry: { readonly track?: string }): boolean => entry.track === track;
  switch (clause.kind) {
    case 'boundary_standoff':
      return judgeStandoff(clause, flew);
    case 'zone_by_category':
      return judgeZone(clause, flew);
    case 'permission_to_operate':
      return judgePermission(clause, flew);
    case 'hazard_area': {
      const clearances = log
        .of(clause.id, 'clearance')
        .filter(ofTrack)
        .map(({ at, until_ms }) => ({ given: at, until_ms: until_ms ?? null }));
      return judgeHazardArea(clause, { ...flew, clearances, complete: log.keptBy(clause.owner, begun_ms, until_ms) });
    }
    case 'special_caution_area':
      return judgeSpecialCaution(clause, { ...flew, speeds: speedsOf(flown) });
    case 'entry_protocol_rings': {
      const said = log.of(clause.id, 'call', 'clearance').filter(ofTrack);
      const rings = clause.rings.map((_, i) => ({
        called: firstSaid(said, ({ says, step }) => says === 'call' && step === i + 1),
        cleared: firstSaid(said, ({ says, step }) => says === 'clearance' && step === i + 1),
      }));
      const records = { until_ms, complete: log.keptBy(clause.answered_by, begun_ms, until_ms) };
      return judgeEntryRings(clause, { ...flew, rings, records, speeds: speedsOf(flown) });
    }
    case 'transponder_and_due_regard': {
      const covered = spansOf(
        log.of(clause.id, 'coverage_began', 'coverage_ended'),
        'coverage_began',
        'coverage_ended',
      );
      const outage = log.of(clause.id, 'outage').find(ofTrack);
      const failed: When | null =
        outage?.from_ms === undefined ? null : { earliest_ms: outage.from_ms, latest_ms: outage.from_ms };
      return judgeTransponder(clause, {
        ...flew,
        heard: flight.heard,
        covered,
        due_regard: {},
        outage: outage === undefined ? null : { began: failed ?? outage.at, told: outage.at },
        records: { until_ms, complete: subject.party !== null && log.keptBy(subject.party, begun_ms, until_ms) },
      });
    }
  }
}

/** What was claimed of an exemption for a flight; null: nothing was. */
function judgeClaim(
  clause: ExemptionClause,
  { track, subject }: FlightNear,
  path: readonly Fix[],
  { memorandum, log, until_ms }: Around,
): Verdict | null {
  const notices = log.of(clause.id, 'notice').filter((one) => one.track === track);
  const claim = notices[0];
  if (claim === undefined) return null;
  const begins_ms = claim.from_ms ?? path[0]!.time_ms;
  const ends_ms = claim.until_ms ?? null;
  const others = memorandum.parties.filter(({ id, role }) => role !== 'third_party' && id !== subject.party);
  const truth = (said: boolean | undefined) => (said === undefined ? 'maybe' : said ? 'yes' : 'no');
  return judgeExemption(clause, {
    subject,
    claimed: true,
    purpose: truth(claim.purpose_named),
    emergency: truth(claim.emergency),
    begins: { earliest_ms: begins_ms, latest_ms: begins_ms },
    ends: ends_ms === null ? null : { earliest_ms: ends_ms, latest_ms: ends_ms },
    told: others.map(({ id }) => firstSaid(notices, ({ to }) => to === undefined || to === id)),
    records: { until_ms, complete: subject.party !== null && log.keptBy(subject.party, begins_ms, until_ms) },
  });
}
