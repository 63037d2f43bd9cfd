import { destination } from '@skyaccord/sky';
import type { Observation } from '@skyaccord/wire';
import { clausesBetween } from '../memorandum/applies.ts';
import type { Memorandum } from '../memorandum/memorandum.ts';
import type { CaseAircraft, CaseFile, Outcome } from '../outcome.ts';
import { ellipseOf } from '../tracks/ellipse.ts';
import { COVARIANCE, STATE } from '../tracks/motion.ts';
import { apartAt, closestApproach, type Side } from './closest.ts';
import type { CaseMinimum, FlightPoint, RangePoint, ReconstructedFlight, Reconstruction } from './figure.ts';
import { type Datum, FlightHeights, sharedDatum } from './heights.ts';
import { smoothFlight } from './smooth_flight.ts';
import { type AdvisedSide, advisedTo, whatIfs } from './what_if.ts';

/** What a case is reconstructed from. */
export type CaseEvidence = {
  readonly case: CaseFile;
  readonly memorandum: Memorandum;
  /** Of the time of the case and a minute before, of any aircraft, in any order. */
  readonly observations: readonly Observation[];
  /** What the watch said in that time. */
  readonly outcomes: readonly Outcome[];
};

/** A figure reaches so far to either side of the closest point that the watch measured. */
const REACH_MS = 1_800_000;
const SECOND_MS = 1000;

/**
 * Reconstructs a case from its observations: both flights smoothed, the closest point with its uncertainty, distances
 * over time, and what the advice would have achieved. Pure: the same evidence gives the same figures, to the last bit.
 */
export function reconstruct(evidence: CaseEvidence): Reconstruction {
  const { case: file } = evidence;
  const near_ms = file.encounter.t_cpa_ms;
  const of = (track: string): Observation[] =>
    evidence.observations
      .filter((o) => o.address === track && Math.abs(o.time_ms - near_ms) <= REACH_MS)
      .sort((one, other) => one.time_ms - other.time_ms || one.sequence - other.sequence);
  const [a, b] = [of(file.a.track), of(file.b.track)];
  const origin = originOf(a, b, near_ms);
  const datum = sharedDatum(a, b);
  const [one, other] = [smoothed(file.a, a, origin, datum), smoothed(file.b, b, origin, datum)];
  const minima = minimaOf(evidence);
  const closest = one.side === null || other.side === null ? null : closestApproach(one.side, other.side);
  const what_ifs =
    closest === null
      ? []
      : whatIfs(
          advised(one.side!, file.a, file.b.track, evidence.outcomes),
          advised(other.side!, file.b, file.a.track, evidence.outcomes),
          minima,
          closest,
          file.closed_ms,
          origin,
        );
  return {
    case: file.id,
    from_ms: Math.min(one.flight.points[0]?.time_ms ?? near_ms, other.flight.points[0]?.time_ms ?? near_ms),
    to_ms: Math.max(one.flight.points.at(-1)?.time_ms ?? near_ms, other.flight.points.at(-1)?.time_ms ?? near_ms),
    a: one.flight,
    b: other.flight,
    closest,
    range: closest === null ? [] : rangeOf(one.side!, other.side!, closest.t_cpa_ms),
    minima,
    advice: file.advisories,
    what_ifs,
    open: openOf(one, other, datum, closest === null),
  };
}

/** The frame lies about the place of the two at their closest, where distances in it are truest. */
function originOf(a: readonly Observation[], b: readonly Observation[], near_ms: number): readonly [number, number] {
  const nearest = [...a, ...b].reduce<Observation | null>(
    (best, o) => (best === null || Math.abs(o.time_ms - near_ms) < Math.abs(best.time_ms - near_ms) ? o : best),
    null,
  );
  return nearest === null ? [0, 0] : [nearest.latitude_deg, nearest.longitude_deg];
}

/** `side` is null where fewer than two reports came. */
type Smoothed = { readonly flight: ReconstructedFlight; readonly side: Side | null };

function smoothed(
  { track, identity }: CaseAircraft,
  observations: readonly Observation[],
  origin: readonly [number, number],
  datum: Datum | null,
): Smoothed {
  const { flight, sources } = smoothFlight(observations, origin);
  const about = { track, callsign: identity.callsign, party: identity.party, altitude_datum: datum, sources };
  if (flight === null) return { flight: { ...about, points: [] }, side: null };
  const side = { flight, heights: datum === null ? null : new FlightHeights(observations, datum) };
  return { flight: { ...about, points: pointsOf(side, origin) }, side };
}

const x = new Float64Array(STATE);
const p = new Float64Array(COVARIANCE);
const two = new Float64Array(2);
const height = new Float64Array(2);

/** A point at every whole second. */
function pointsOf({ flight, heights }: Side, origin: readonly [number, number]): FlightPoint[] {
  const points: FlightPoint[] = [];
  for (const time_ms of secondsOf(flight.from_ms, flight.to_ms)) {
    if (!flight.at(time_ms, x, p)) continue;
    destination(origin[0], origin[1], x[0]!, x[1]!, two);
    const known = heights?.at(time_ms, height) === true;
    points.push({
      time_ms,
      latitude_deg: two[0]!,
      longitude_deg: two[1]!,
      altitude_m: known ? height[0]! : null,
      altitude_95_m: known ? height[1]! : null,
      ellipse: ellipseOf(p[0]!, p[1]!, p[6]!),
    });
  }
  return points;
}

function rangeOf(a: Side, b: Side, t_cpa_ms: number): RangePoint[] {
  const from_ms = Math.max(a.flight.from_ms, b.flight.from_ms);
  const to_ms = Math.min(a.flight.to_ms, b.flight.to_ms);
  const times = new Set([...secondsOf(from_ms, to_ms), t_cpa_ms]);
  return [...times]
    .sort((one, other) => one - other)
    .flatMap((time_ms) => {
      const apart = apartAt(a, b, time_ms);
      return apart === null ? [] : [{ time_ms, h_m: apart.h_m, v_m: apart.v_m }];
    });
}

function secondsOf(from_ms: number, to_ms: number): number[] {
  const first_ms = Math.ceil(from_ms / SECOND_MS) * SECOND_MS;
  const count = Math.max(0, Math.floor((to_ms - first_ms) / SECOND_MS) + 1);
  return Array.from({ length: count }, (_, k) => first_ms + k * SECOND_MS);
}

function advised(side: Side, { track, identity }: CaseAircraft, other: string, outcomes: readonly Outcome[]) {
  return { ...side, crew: identity.crew, advised: advisedTo(track, other, outcomes) } satisfies AdvisedSide;
}

function minimaOf({ case: file, memorandum }: CaseEvidence): CaseMinimum[] {
  return clausesBetween(memorandum, file.a.identity, file.b.identity).map(({ id, lateral_m, vertical_m, grace_s }) => ({
    clause: id,
    version: memorandum.version,
    lateral_m,
    vertical_m,
    grace_s,
  }));
}

function openOf(a: Smoothed, b: Smoothed, datum: Datum | null, never: boolean): string[] {
  const open: string[] = [];
  for (const { flight, side } of [a, b]) {
    if (side === null) open.push(`Of ${flight.track} fewer than two reports came: its flight cannot be reconstructed.`);
    for (const { source, left_out } of flight.sources) {
      if (left_out > 0) {
        open.push(`${left_out} of the reports of ${flight.track} by ${source} fit no flight and were left out.`);
      }
    }
  }
  if (datum === null) open.push('The two have no kind of height in common: their vertical distance is not known.');
  if (never && a.side !== null && b.side !== null) {
    open.push('There is no instant at which both were heard: how near they came cannot be told.');
  }
  return open;
}
