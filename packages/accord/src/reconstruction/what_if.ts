import { destination } from '@skyaccord/sky';
import type { CrewState } from '../memorandum/memorandum.ts';
import type { Alert, Outcome } from '../outcome.ts';
import { COVARIANCE, STATE } from '../tracks/motion.ts';
import type { Side } from './closest.ts';
import type { CaseMinimum, FlownPoint, ReconstructedApproach, WhatIf } from './figure.ts';
import { type Advised, type Beginning, type FlatPath, flyAdvice, meetingOf } from './followed.ts';

/** A crew that is slow to act: the slower of those that fly in trials. */
const LATE_S = 10;
/** How fast a height changes is looked at over this time. */
const CLIMB_MS = 2000;

/** One of the two with what it was advised, in the order of time. */
export type AdvisedSide = Side & { readonly crew: CrewState; readonly advised: readonly Advised[] };

/** What an aircraft was told to do about the other one, in the order of time. */
export function advisedTo(track: string, other: string, outcomes: readonly Outcome[]): Advised[] {
  const about = ({ a, b }: Alert): boolean =>
    (a.track === track && b.track === other) || (a.track === other && b.track === track);
  return outcomes.flatMap((one): Advised[] => {
    if ((one.kind !== 'alert_raised' && one.kind !== 'alert_updated') || !about(one.alert)) return [];
    const advice = one.alert.advice.find((said) => said.for === track && said.manoeuvres.length > 0);
    return advice === undefined ? [] : [{ time_ms: one.time_ms, advice }];
  });
}

/**
 * What would have come of the advice, flown at once, late, and by one side alone, beside what came of what was flown.
 * None where nothing was advised, or where it was advised when one of the two was not heard.
 */
export function whatIfs(
  a: AdvisedSide,
  b: AdvisedSide,
  minima: readonly CaseMinimum[],
  flown: ReconstructedApproach,
  to_ms: number,
  origin: readonly [number, number],
): WhatIf[] {
  const heard_ms = Math.max(a.flight.from_ms, b.flight.from_ms);
  const heard = ({ advised }: AdvisedSide): readonly Advised[] => advised.filter((one) => one.time_ms >= heard_ms);
  const [toldA, toldB] = [heard(a), heard(b)];
  const first_ms = Math.min(toldA[0]?.time_ms ?? Infinity, toldB[0]?.time_ms ?? Infinity);
  if (first_ms === Infinity) return [];
  const [pathA, pathB] = [pathOf(a, first_ms, to_ms), pathOf(b, first_ms, to_ms)];
  const seconds = Math.min(pathA.length, pathB.length) - 1;
  if (seconds < 1) return [];
  const told = (flown_by: WhatIf['flown_by'], delay_s: number | null): WhatIf => {
    const follow = (side: AdvisedSide, advised: readonly Advised[], path: FlatPath, flies: boolean): FlatPath =>
      flies ? followed({ ...side, advised }, path, first_ms, delay_s ?? 0, seconds) : path.slice(0, seconds + 1);
    const [one, other] = [
      follow(a, toldA, pathA, flown_by === 'a' || flown_by === 'both'),
      follow(b, toldB, pathB, flown_by === 'b' || flown_by === 'both'),
    ];
    const { t_cpa_s, h_cpa_m, v_cpa_m, inside_s } = meetingOf(one, other, minima);
    // As it was flown is told once: by the smoothed tracks themselves.
    const asFlown = flown_by === 'none' && flown.t_cpa_ms >= first_ms;
    return {
      flown_by,
      delay_s,
      t_cpa_ms: asFlown ? flown.t_cpa_ms : Math.round(first_ms + 1000 * t_cpa_s),
      h_cpa_m: asFlown ? flown.h_cpa_m : h_cpa_m,
      v_cpa_m: asFlown ? flown.v_cpa_m : v_cpa_m,
      kept: minima.filter((_, k) => inside_s[k] === 0).map(({ clause }) => clause),
      lost: minima.flatMap(({ clause }, k) => (inside_s[k] === 0 ? [] : [{ clause, duration_s: inside_s[k]! }])),
      a: placesOf(one, first_ms, origin),
      b: placesOf(other, first_ms, origin),
    };
  };
  const either = [told('none', null)];
  if (toldA.length > 0 && toldB.length > 0) either.push(told('both', 0), told('both', LATE_S));
  if (toldA.length > 0) either.push(told('a', 0), told('a', LATE_S));
  if (toldB.length > 0) either.push(told('b', 0), told('b', LATE_S));
  return either;
}

const x = new Float64Array(STATE);
const p = new Float64Array(COVARIANCE);
const height = new Float64Array(2);

/** As it was flown, a point a second; ends where the aircraft was not heard any more. */
function pathOf(side: Side, from_ms: number, to_ms: number): FlatPath {
  const path = [];
  for (let t = from_ms; t <= to_ms && side.flight.at(t, x, p); t += 1000) {
    path.push({ east_m: x[0]!, north_m: x[1]!, altitude_m: altitudeAt(side, t) });
  }
  return path;
}

function altitudeAt(side: Side, time_ms: number): number {
  return side.heights?.at(time_ms, height) === true ? height[0]! : Number.NaN;
}

/** As flown until the crew begins, then by the advice that stood at that time. */
function followed(side: AdvisedSide, path: FlatPath, first_ms: number, delay_s: number, seconds: number): FlatPath {
  const begin_s = Math.ceil((side.advised[0]!.time_ms - first_ms) / 1000) + delay_s;
  if (begin_s >= seconds) return path.slice(0, seconds + 1);
  const begin_ms = first_ms + 1000 * begin_s;
  const { advice } = side.advised.findLast((one) => one.time_ms <= begin_ms)!;
  return [...path.slice(0, begin_s), ...flyAdvice(beginningAt(side, begin_ms), advice, side.crew, seconds - begin_s)];
}

function beginningAt(side: Side, time_ms: number): Beginning {
  const [before_m, after_m] = [altitudeAt(side, time_ms - CLIMB_MS), altitudeAt(side, time_ms + CLIMB_MS)];
  const up_mps = (after_m - before_m) / ((2 * CLIMB_MS) / 1000);
  const altitude_m = altitudeAt(side, time_ms);
  side.flight.at(time_ms, x, p);
  return {
    east_m: x[0]!,
    north_m: x[1]!,
    altitude_m,
    east_mps: x[2]!,
    north_mps: x[3]!,
    up_mps: Number.isNaN(up_mps) ? 0 : up_mps,
  };
}

const two = new Float64Array(2);

function placesOf(path: FlatPath, from_ms: number, origin: readonly [number, number]): FlownPoint[] {
  return path.map(({ east_m, north_m, altitude_m }, k) => {
    destination(origin[0], origin[1], east_m, north_m, two);
    return {
      time_ms: from_ms + 1000 * k,
      latitude_deg: two[0]!,
      longitude_deg: two[1]!,
      altitude_m: Number.isNaN(altitude_m) ? null : altitude_m,
    };
  });
}
