import type { CaseFile } from '@skyaccord/accord';
import type { Observation } from '@skyaccord/wire';
import { apartBetween, exactClosest, flying, type HeightKind, reachable } from './exact.ts';
import { type Flew, type Flight, flownApart, flownClosest, scaled_m } from './flown.ts';

/** How far a case may be from the exact closest point: the bar of the October scenario. */
const SAME_M = 5;
const SAME_MS = 200;
/** A case is looked at from this long before it was opened: so far back the watch measures. */
const BEFORE_MS = 60_000;
/** Reports that are passed over lie so near the closest point. */
const NEAR_MS = 60_000;

export const AGREES = 'agrees';
export const UNEXPLAINED = 'UNEXPLAINED';

/** Whether a case has the closest point that the reports give, or by which stated rule of measuring it has another. */
export function judge(
  file: CaseFile,
  a: readonly Observation[],
  b: readonly Observation[],
  height: HeightKind,
): string {
  const { encounter, opened_ms, closed_ms, samples } = file;
  const { t_cpa_ms } = encounter;
  const agrees = (from_ms: number, to_ms: number, fixesA = a, fixesB = b): boolean => {
    const exact = exactClosest(fixesA, fixesB, from_ms, to_ms, height);
    if (exact === null) return false;
    return isSame(encounter, exact) && Math.abs(exact.time_ms - t_cpa_ms) <= SAME_MS;
  };
  const [from_ms, to_ms] = [opened_ms - BEFORE_MS, closed_ms];
  if (agrees(from_ms, to_ms)) return AGREES;
  // The time that both were measured in: from the first sample of the case to the last, and its closest point.
  const first_ms = Math.min(t_cpa_ms, samples[0]?.time_ms ?? t_cpa_ms);
  const last_ms = Math.max(t_cpa_ms, samples.at(-1)?.time_ms ?? t_cpa_ms);
  if (agrees(first_ms, last_ms)) return 'nearer before or after the time that was measured';
  const [flownA, flownB] = [flying(a), flying(b)];
  if (agrees(first_ms, last_ms, flownA, flownB)) return 'on the ground at one of the reports';
  if (agrees(first_ms, last_ms, reachable(a), reachable(b))) return 'a report out of reach was set aside';
  const near = (fixes: readonly Observation[]) => fixes.filter((o) => Math.abs(o.time_ms - t_cpa_ms) <= NEAR_MS);
  const ways = [
    ...apartBetween(near(a), near(b), t_cpa_ms, height),
    ...apartBetween(near(flownA), near(flownB), t_cpa_ms, height),
  ];
  const found = ways.some((one) => isSame(encounter, one));
  if (found) return 'a rougher report between two better ones was passed over';
  const exact = exactClosest(a, b, first_ms, last_ms, height);
  return exact !== null && isSame(encounter, exact) ? 'as near at another instant' : UNEXPLAINED;
}

/** Whether a case has the closest point as it was flown, where that is known at every instant. */
export function judgeFlown(
  { encounter, opened_ms, closed_ms, samples }: CaseFile,
  a: Flight,
  b: Flight,
  height: HeightKind,
) {
  const { t_cpa_ms } = encounter;
  const agrees = (exact: Flew | null): boolean =>
    exact !== null && isSame(encounter, exact) && Math.abs(exact.time_ms - t_cpa_ms) <= SAME_MS;
  if (agrees(flownClosest(a, b, opened_ms - BEFORE_MS, closed_ms, height))) return AGREES;
  const first_ms = Math.min(t_cpa_ms, samples[0]?.time_ms ?? t_cpa_ms);
  const last_ms = Math.max(t_cpa_ms, samples.at(-1)?.time_ms ?? t_cpa_ms);
  const closest = flownClosest(a, b, first_ms, last_ms, height);
  if (agrees(closest)) return 'nearer before or after the time that was measured';
  const there = flownApart(a, b, t_cpa_ms, height);
  const isNear = there !== null && closest !== null && scaled_m(there) - scaled_m(closest) <= SAME_M;
  return isNear && isSame(encounter, there) ? 'as near at another instant' : UNEXPLAINED;
}

type Distances = { readonly h_m: number; readonly v_m: number | null };

function isSame({ h_cpa_m, v_cpa_m }: CaseFile['encounter'], { h_m, v_m }: Distances): boolean {
  if ((v_m === null) !== (v_cpa_m === null)) return false;
  return Math.abs(h_m - h_cpa_m) <= SAME_M && Math.abs((v_m ?? 0) - (v_cpa_m ?? 0)) <= SAME_M;
}
