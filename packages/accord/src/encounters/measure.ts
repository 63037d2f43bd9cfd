import { closestScaled, insideSpan } from '@skyaccord/sky';
import type { SeparationClause } from '../memorandum/memorandum.ts';
import type { BestEstimate } from '../outcome.ts';
import { type KeptReport, keptReport } from '../tracks/kept.ts';
import { MAX_GAP_S } from '../tracks/rules.ts';
import type { TrackTable } from '../tracks/table.ts';
import { bestEstimate, SMOOTH_S } from './best.ts';
import { prefersGnss } from './geometry.ts';
import { CLOSE_LATERAL_M, CLOSE_VERTICAL_M, scaledDistance } from './scale.ts';

/** A pass is measured from this long before the pair was first watched. */
export const LOOK_BACK_S = 60;
/** Samples kept of a pass; when full, every other one is let go and the spacing doubles. */
const MAX_SAMPLES = 240;
/** time_ms, range, height difference, then a and b as surface ECEF x, y, z and altitude. */
export const SAMPLE_WIDTH = 11;

/** Both minima of a clause lost at once, by measurement, without a pause that begins the grace time anew. */
export type MeasuredLoss = {
  clause: number;
  from_ms: number;
  to_ms: number;
  /** At the closest instant of the loss. */
  h_min_m: number;
  v_min_m: number;
};

type Closest = {
  scaled: number;
  time_ms: number;
  h_m: number;
  v_m: number | null;
  relative_speed_mps: number;
  /** Measured without a pause around it, from and to. */
  from_ms: number;
  to_ms: number;
};

/** What a pass has measured so far, by interpolating between reports of both aircraft; nothing here is predicted. */
export type Measured = {
  /** Measured up to here. */
  until_ms: number;
  closest: Closest | null;
  /** Measured without a pause since here, up to `run_to_ms`. */
  run_from_ms: number;
  run_to_ms: number;
  /** The best estimate of the closest at `best_for_ms`, once enough was heard after it; null where there is none. */
  best: BestEstimate | null;
  best_for_ms: number | null;
  losses: MeasuredLoss[];
  samples: number[];
  sample_spacing_ms: number;
};

export function startMeasuring(from_ms: number): Measured {
  return {
    until_ms: from_ms,
    closest: null,
    run_from_ms: from_ms,
    run_to_ms: from_ms,
    best: null,
    best_for_ms: null,
    losses: [],
    samples: [],
    sample_spacing_ms: 1000,
  };
}

/** The loss of a clause that reaches to the end of what is measured, if there is one. */
export function openLoss(measured: Measured, clause: number): MeasuredLoss | null {
  const loss = lastLoss(measured, clause);
  return loss !== null && loss.to_ms === measured.until_ms ? loss : null;
}

/** The loss of a clause that ended so short a time before `time_ms` that its grace time runs on if one begins then. */
export function pausedLoss(
  measured: Measured,
  clause: number,
  { grace_resets_after_s }: SeparationClause,
  time_ms: number,
): MeasuredLoss | null {
  const loss = lastLoss(measured, clause);
  return loss !== null && runsOn(loss, grace_resets_after_s ?? 0, time_ms) ? loss : null;
}

/**
 * Is the time from the end of a loss to an instant too short a pause to begin the grace time anew? Where nothing was
 * measured in it, the real pause was no longer.
 */
const runsOn = (loss: MeasuredLoss, resets_after_s: number, time_ms: number): boolean =>
  time_ms - loss.to_ms < resets_after_s * 1000;

/** One aircraft between two of its reports: surface ECEF x, y, z, pressure and geometric altitude. */
const a0 = new Float64Array(5);
const a1 = new Float64Array(5);
const b0 = new Float64Array(5);
const b1 = new Float64Array(5);
const span = new Float64Array(2);
/** Two reports in a row of each. */
const pa = keptReport();
const qa = keptReport();
const pb = keptReport();
const qb = keptReport();

/**
 * Carries the measurement on to the last instant at which both aircraft are known, piece by piece between reports.
 * Within a piece both move on straight lines, so the closest instant and the ends of a loss are exact. Where one
 * aircraft was not heard for more than 45 s, or was on the ground, nothing is measured and a loss ends at its last
 * known instant.
 */
export function measure(
  measured: Measured,
  clauses: readonly SeparationClause[],
  table: TrackTable,
  a: number,
  b: number,
): void {
  const { reports } = table;
  const gnss = prefersGnss(table, a, b);
  const until_ms = Math.min(table.seen_ms[a]!, table.seen_ms[b]!);
  let ka = Math.max(0, reports.before(a, measured.until_ms));
  let kb = Math.max(0, reports.before(b, measured.until_ms));
  let from_ms = measured.until_ms;
  // Each turn passes a report of one of the two, so their counts bound the loop.
  for (let turns = reports.count(a) + reports.count(b) + 2; turns > 0 && from_ms < until_ms; turns--) {
    if (ka + 1 >= reports.count(a) || kb + 1 >= reports.count(b)) break;
    reports.read(a, ka, pa);
    reports.read(a, ka + 1, qa);
    reports.read(b, kb, pb);
    reports.read(b, kb + 1, qb);
    const start_ms = Math.max(from_ms, pa.time_ms, pb.time_ms);
    const end_ms = Math.min(until_ms, qa.time_ms, qb.time_ms);
    const known = qa.time_ms - pa.time_ms <= MAX_GAP_S * 1000 && qb.time_ms - pb.time_ms <= MAX_GAP_S * 1000;
    const airborne = !(pa.on_ground || qa.on_ground || pb.on_ground || qb.on_ground);
    if (end_ms > start_ms && known && airborne) {
      at(pa, qa, start_ms, a0);
      at(pa, qa, end_ms, a1);
      at(pb, qb, start_ms, b0);
      at(pb, qb, end_ms, b1);
      measurePiece(measured, clauses, start_ms, end_ms, gnss);
    }
    if (end_ms > from_ms) from_ms = end_ms;
    if (qa.time_ms <= from_ms) ka++;
    if (qb.time_ms <= from_ms) kb++;
  }
  measured.until_ms = from_ms;
  if (mustSettle(measured, table, a) || mustSettle(measured, table, b)) settleBest(measured, table, a, b);
}

/** Looks come this often, so what is about to be let go must be used this much before, ms. */
const SOON_MS = 5000;

/** Enough was heard after the closest, and the reports before it are about to be let go for newer ones. */
function mustSettle(measured: Measured, table: TrackTable, slot: number): boolean {
  const { closest } = measured;
  if (closest === null || measured.best_for_ms === closest.time_ms) return false;
  const [from_ms, to_ms] = [closest.time_ms - SMOOTH_S * 1000, closest.time_ms + SMOOTH_S * 1000];
  return measured.until_ms >= to_ms && table.reports.time_ms(slot, 0) >= from_ms - SOON_MS;
}

/** The best estimate of the closest so far; made once for each, while its reports are still kept. */
export function settleBest(measured: Measured, table: TrackTable, a: number, b: number): BestEstimate | null {
  const { closest } = measured;
  if (closest !== null && measured.best_for_ms !== closest.time_ms) {
    measured.best_for_ms = closest.time_ms;
    measured.best = bestEstimate(table, a, b, closest);
  }
  return measured.best;
}

function at(p: KeptReport, q: KeptReport, time_ms: number, out: Float64Array): void {
  const f = (time_ms - p.time_ms) / (q.time_ms - p.time_ms);
  out[0] = part(p.x_m, q.x_m, f);
  out[1] = part(p.y_m, q.y_m, f);
  out[2] = part(p.z_m, q.z_m, f);
  out[3] = part(p.pressure_altitude_m, q.pressure_altitude_m, f);
  out[4] = part(p.geometric_altitude_m, q.geometric_altitude_m, f);
}

const part = (from: number, to: number, f: number): number => (f === 1 ? to : from + (to - from) * f);

/** Relative motion over one piece: x, y, z, height difference at its start, then at its end. */
const piece = new Float64Array(8);

const rangeAt = (f: number): number => length(between(0, f), between(1, f), between(2, f));
const between = (i: number, f: number): number => piece[i]! + (piece[i + 4]! - piece[i]!) * f;

function measurePiece(
  measured: Measured,
  clauses: readonly SeparationClause[],
  start_ms: number,
  end_ms: number,
  gnss: boolean,
): void {
  const [first, second] = gnss ? [4, 3] : [3, 4];
  const height = known(b0[first]! - a0[first]!) && known(b1[first]! - a1[first]!) ? first : second;
  for (let i = 0; i < 3; i++) {
    piece[i] = b0[i]! - a0[i]!;
    piece[i + 4] = b1[i]! - a1[i]!;
  }
  piece[3] = b0[height]! - a0[height]!;
  piece[7] = b1[height]! - a1[height]!;
  const vertical = known(piece[3]!) && known(piece[7]!);
  const [x0, y0, z0, v0, x1, y1, z1, v1] = piece as unknown as PieceNumbers;
  const f = closestScaled(x0, y0, z0, v0, x1, y1, z1, v1, CLOSE_LATERAL_M, CLOSE_VERTICAL_M);
  if (start_ms !== measured.run_to_ms) measured.run_from_ms = start_ms;
  measured.run_to_ms = end_ms;
  updateClosest(measured, start_ms, end_ms - start_ms, f, vertical);
  if (measured.closest?.from_ms === measured.run_from_ms) measured.closest.to_ms = end_ms;
  // Without a common height a loss of both minima cannot be told: it is not claimed.
  if (vertical) {
    for (let k = 0; k < clauses.length; k++) {
      const { lateral_m, vertical_m } = clauses[k]!;
      if (insideSpan(x0, y0, z0, v0, x1, y1, z1, v1, lateral_m, vertical_m, span)) {
        extendLoss(measured, k, clauses[k]!.grace_resets_after_s ?? 0, start_ms, end_ms, f);
      }
    }
  }
  sample(measured, end_ms, rangeAt(1), vertical ? v1 : Number.NaN);
}

type PieceNumbers = [number, number, number, number, number, number, number, number];

function updateClosest(measured: Measured, start_ms: number, dt_ms: number, f: number, vertical: boolean): void {
  const h_m = rangeAt(f);
  const v_m = vertical ? Math.abs(between(3, f)) : null;
  const scaled = scaledDistance(h_m, v_m);
  if (measured.closest !== null && scaled >= measured.closest.scaled) return;
  const speed = length(piece[4]! - piece[0]!, piece[5]! - piece[1]!, piece[6]! - piece[2]!) / dt_ms;
  measured.closest = {
    scaled,
    time_ms: start_ms + f * dt_ms,
    h_m,
    v_m,
    relative_speed_mps: speed * 1000,
    from_ms: measured.run_from_ms,
    to_ms: start_ms + dt_ms,
  };
}

function extendLoss(
  measured: Measured,
  clause: number,
  resets_after_s: number,
  start_ms: number,
  end_ms: number,
  f: number,
): void {
  const dt_ms = end_ms - start_ms;
  const from_ms = start_ms + span[0]! * dt_ms;
  const to_ms = span[1]! === 1 ? end_ms : start_ms + span[1]! * dt_ms;
  // The scaled distance is convex, so its least value within the loss is at the nearest end of the span.
  const nearest = Math.min(Math.max(f, span[0]!), span[1]!);
  const h_m = rangeAt(nearest);
  const v_m = Math.abs(between(3, nearest));
  const last = lastLoss(measured, clause);
  const goesOn = last !== null && last.to_ms === start_ms && span[0] === 0;
  if (last !== null && (goesOn || runsOn(last, resets_after_s, from_ms))) {
    last.to_ms = to_ms;
    const scaled = h_m / CLOSE_LATERAL_M + v_m / CLOSE_VERTICAL_M;
    if (scaled < last.h_min_m / CLOSE_LATERAL_M + last.v_min_m / CLOSE_VERTICAL_M) {
      last.h_min_m = h_m;
      last.v_min_m = v_m;
    }
  } else {
    measured.losses.push({ clause, from_ms, to_ms, h_min_m: h_m, v_min_m: v_m });
  }
}

function lastLoss(measured: Measured, clause: number): MeasuredLoss | null {
  for (let i = measured.losses.length - 1; i >= 0; i--) {
    if (measured.losses[i]!.clause === clause) return measured.losses[i]!;
  }
  return null;
}

function sample(measured: Measured, time_ms: number, range_m: number, up_m: number): void {
  const { samples } = measured;
  const last_ms = samples.length === 0 ? -Infinity : samples[samples.length - SAMPLE_WIDTH]!;
  if (time_ms - last_ms < measured.sample_spacing_ms) return;
  if (samples.length >= MAX_SAMPLES * SAMPLE_WIDTH) {
    let kept = 0;
    for (let i = 0; i < samples.length; i += 2 * SAMPLE_WIDTH) {
      for (let j = 0; j < SAMPLE_WIDTH; j++) samples[kept++] = samples[i + j]!;
    }
    samples.length = kept;
    measured.sample_spacing_ms *= 2;
  }
  samples.push(time_ms, range_m, up_m, a1[0]!, a1[1]!, a1[2]!, shown(a1), b1[0]!, b1[1]!, b1[2]!, shown(b1));
}

const shown = (state: Float64Array): number => (known(state[3]!) ? state[3]! : state[4]!);
const known = (x: number): boolean => !Number.isNaN(x);
const length = (x: number, y: number, z: number): number => Math.sqrt(x * x + y * y + z * z);
