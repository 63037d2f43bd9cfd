import { chord2, SITE_SIZE, writeSite } from '@skyaccord/sky';
import type { CaseBase } from './base.ts';
import type { Report, ReportedAircraft } from './report.ts';
import type { CaseSide } from './step.ts';

/** People remember times to some minutes and places to some miles: beyond these a case is not the one they mean. */
const TIME_MS = 900_000;
const PLACE_M = 50_000;
const MOST = 5;

/** A recorded case that a report may be about, and what speaks for it. */
export type Candidate = {
  readonly case: string;
  /** Of the closest point after the reported time; null where the report tells no time. */
  readonly later_ms: number | null;
  readonly away_m: number | null;
  /** Aircraft of the report that the case has by callsign or registration: 0 to 2. */
  readonly callsigns: number;
  readonly parties: number;
};

/**
 * Recorded cases that fit a report, the best first, at most five. A case fits when nothing the report tells of time and
 * place rules it out, and either time or a callsign speaks for it.
 */
export function candidatesFor(
  report: Pick<Report, 'time_ms' | 'time_within_s' | 'latitude_deg' | 'longitude_deg' | 'own' | 'other'>,
  bases: Iterable<CaseBase>,
): readonly Candidate[] {
  const found: Candidate[] = [];
  for (const base of bases) {
    const later_ms = report.time_ms === null ? null : (base.recorded.t_cpa_ms ?? base.opened_ms) - report.time_ms;
    if (later_ms !== null && Math.abs(later_ms) > TIME_MS + 1000 * (report.time_within_s ?? 0)) continue;
    const away_m = awayFrom(report, base);
    if (away_m !== null && away_m > PLACE_M) continue;
    const callsigns = matched(base.sides, [report.own, report.other], isNamed);
    if (later_ms === null && callsigns === 0) continue;
    const parties = matched(base.sides, [report.own, report.other], (side, { party }) => {
      return party !== null && side.party === party;
    });
    found.push({ case: base.id, later_ms, away_m, callsigns, parties });
  }
  return found.sort(byFit).slice(0, MOST);
}

const byFit = (a: Candidate, b: Candidate): number =>
  b.callsigns - a.callsigns ||
  b.parties - a.parties ||
  Math.abs(a.later_ms ?? TIME_MS) - Math.abs(b.later_ms ?? TIME_MS) ||
  (a.away_m ?? PLACE_M) - (b.away_m ?? PLACE_M) ||
  (a.case < b.case ? -1 : 1);

type Pair<One> = readonly [One, One];

/** How many of two are the two of the case, whichever way round fits better. */
function matched(
  sides: Pair<CaseSide>,
  [own, other]: Pair<ReportedAircraft>,
  is: (side: CaseSide, aircraft: ReportedAircraft) => boolean,
): number {
  const straight = Number(is(sides[0], own)) + Number(is(sides[1], other));
  return Math.max(straight, Number(is(sides[0], other)) + Number(is(sides[1], own)));
}

function isNamed({ callsign, track }: CaseSide, aircraft: ReportedAircraft): boolean {
  const names = [aircraft.callsign, aircraft.registration].flatMap((name) => (name === null ? [] : [plain(name)]));
  return [callsign, track].some((name) => name !== null && names.includes(plain(name)));
}

const plain = (name: string): string => name.toUpperCase().replace(/[^A-Z0-9]/g, '');

const sites = new Float64Array(2 * SITE_SIZE);

function awayFrom(
  { latitude_deg, longitude_deg }: Pick<Report, 'latitude_deg' | 'longitude_deg'>,
  { place }: CaseBase,
) {
  if (latitude_deg === null || longitude_deg === null || place === null) return null;
  writeSite(latitude_deg, longitude_deg, sites, 0);
  writeSite(place.latitude_deg, place.longitude_deg, sites, SITE_SIZE);
  return Math.sqrt(chord2(sites, 0, SITE_SIZE));
}
