import { chord2, SITE_SIZE, wrap180, writeSite } from '@skyaccord/sky';
import type { Timeline } from './stays.ts';

/** Where an aircraft was reported, with 95 % errors. */
export type Fix = {
  readonly time_ms: number;
  readonly latitude_deg: number;
  readonly longitude_deg: number;
  /** Radius; Infinity where nothing is known of it. */
  readonly accuracy_m: number;
  /** Level against 1013.25 hPa; null: not known. What was worked out from another datum has an error to match. */
  readonly altitude_m: number | null;
  readonly altitude_error_m: number;
  readonly on_ground: boolean;
};

/**
 * How hard an aircraft may have manoeuvred unseen between two fixes: 1 g across, a level turn at 45 degrees of bank,
 * and a quarter of it up or down, as in an ACAS advisory (RTCA DO-185B). Whoever accelerates by no more than a strays
 * from the straight line between two fixes by at most a t (T - t) / 2, t after the first and T between them: the
 * greatest that a function with a bounded second derivative and zeros at both ends can reach.
 */
export const MANOEUVRE_MPS2 = 9.81;
export const CLIMB_MPS2 = 2.45;

/** Instants of entry and exit are found to within this, ms. */
const RESOLUTION_MS = 1;

export type Whereabouts = 'inside' | 'outside' | 'unsure';

/** Where an aircraft may be: a point, and how far off in the plane and in height it may lie. */
export type Place = {
  readonly latitude_deg: number;
  readonly longitude_deg: number;
  readonly off_m: number;
  readonly altitude_m: number | null;
  readonly altitude_off_m: number;
};

/** The part of a piece between two fixes from one fraction of it to another. */
type Part = { readonly from: number; readonly to: number };

/** What is asked of one piece: where is it through all of a part of it? */
type Ask = (part: Part) => Whereabouts;

/**
 * Fixes in order of time, one for each instant. Of several at one instant the most accurate is taken, its errors
 * widened to hold the others, so that it does not matter in which order they came.
 */
export function inOrder(fixes: readonly Fix[]): Fix[] {
  const sorted = [...fixes].sort(
    (a, b) =>
      a.time_ms - b.time_ms ||
      a.accuracy_m - b.accuracy_m ||
      a.latitude_deg - b.latitude_deg ||
      a.longitude_deg - b.longitude_deg ||
      (a.altitude_m ?? -Infinity) - (b.altitude_m ?? -Infinity) ||
      a.altitude_error_m - b.altitude_error_m ||
      Number(a.on_ground) - Number(b.on_ground),
  );
  const kept: Fix[] = [];
  for (const fix of sorted) {
    const last = kept.at(-1);
    if (last !== undefined && last.time_ms === fix.time_ms) kept[kept.length - 1] = covering(last, fix);
    else kept.push(fix);
  }
  return kept;
}

function covering(best: Fix, other: Fix): Fix {
  const apart_m = distance(best, other);
  const heights = best.altitude_m !== null && other.altitude_m !== null;
  return {
    ...best,
    accuracy_m: Math.max(best.accuracy_m, apart_m === 0 ? best.accuracy_m : apart_m + other.accuracy_m),
    altitude_m: heights ? best.altitude_m : null,
    altitude_error_m:
      !heights || best.altitude_m === other.altitude_m
        ? best.altitude_error_m
        : Math.max(best.altitude_error_m, Math.abs(best.altitude_m - other.altitude_m) + other.altitude_error_m),
    on_ground: best.on_ground && other.on_ground,
  };
}

const sites = new Float64Array(2 * SITE_SIZE);

/** Straight distance between two points of the ellipsoid, m. */
function distance(a: Fix, b: Fix): number {
  writeSite(a.latitude_deg, a.longitude_deg, sites, 0);
  writeSite(b.latitude_deg, b.longitude_deg, sites, SITE_SIZE);
  return Math.sqrt(chord2(sites, 0, SITE_SIZE));
}

/** How far an aircraft may stray from the straight line in a part of a piece of so many s, at an acceleration. */
export function stray_m(part: Part, piece_s: number, acceleration_mps2: number): number {
  // f (1 - f) is greatest in the middle of the piece.
  const f = part.from > 0.5 ? part.from : part.to < 0.5 ? part.to : 0.5;
  return 0.5 * acceleration_mps2 * piece_s * piece_s * f * (1 - f);
}

/**
 * When the aircraft of a path was inside something, asked of places by `where`.
 *
 * @param fixes as `inOrder` gives them
 * @param from_ms only from then on, and until then, where the clause has a period
 */
export function timelineOf(
  fixes: readonly Fix[],
  from_ms: number | null,
  until_ms: number | null,
  where: (place: Place) => Whereabouts,
): Timeline {
  return joinPieces(
    fixes.map(({ time_ms }) => time_ms),
    from_ms,
    until_ms,
    (i) => {
      const [p, q] = [fixes[i]!, fixes[i + 1]!];
      if (p.on_ground && q.on_ground) return () => 'outside';
      const grounded = p.on_ground || q.on_ground;
      return (part) => {
        const answer = where(placeIn(p, q, part));
        // Somewhere in the piece it took off or landed.
        return grounded && answer === 'inside' ? 'unsure' : answer;
      };
    },
  );
}

/** Where the aircraft may be through all of a part of the piece between two fixes. */
function placeIn(p: Fix, q: Fix, part: Part): Place {
  const piece_s = (q.time_ms - p.time_ms) / 1000;
  const f = (part.from + part.to) / 2;
  const half = (part.to - part.from) / 2;
  const known = p.altitude_m !== null && q.altitude_m !== null;
  const climb_m = known ? q.altitude_m - p.altitude_m : 0;
  return {
    latitude_deg: p.latitude_deg + f * (q.latitude_deg - p.latitude_deg),
    longitude_deg: wrap180(p.longitude_deg + f * wrap180(q.longitude_deg - p.longitude_deg)),
    off_m:
      Math.max(p.accuracy_m, q.accuracy_m) +
      (half === 0 ? 0 : half * distance(p, q)) +
      stray_m(part, piece_s, MANOEUVRE_MPS2),
    altitude_m: known ? p.altitude_m + f * climb_m : null,
    altitude_off_m:
      Math.max(p.altitude_error_m, q.altitude_error_m) + half * Math.abs(climb_m) + stray_m(part, piece_s, CLIMB_MPS2),
  };
}

/**
 * Puts a timeline together from pieces between instants. A piece is halved until each part of it is inside or outside
 * as a whole, or so short, or so uncertain all through, that halving it again would tell nothing.
 *
 * @param pieceAt how to ask of the piece that begins at an instant; null: nothing is known of it
 */
export function joinPieces(
  instants_ms: readonly number[],
  from_ms: number | null,
  until_ms: number | null,
  pieceAt: (index: number) => Ask | null,
): Timeline {
  const first_ms = instants_ms[0] ?? 0;
  const last_ms = instants_ms.at(-1) ?? 0;
  const start_ms = Math.max(first_ms, from_ms ?? -Infinity);
  const end_ms = Math.max(start_ms, Math.min(last_ms, until_ms ?? Infinity));
  const spans: { from_ms: number; to_ms: number; certain: boolean }[] = [];
  const add = (from: number, to: number, certain: boolean): void => {
    const last = spans.at(-1);
    const [begin, end] = [Math.max(from, start_ms), Math.min(to, end_ms)];
    if (end <= begin) return;
    if (last !== undefined && last.to_ms === begin && last.certain === certain) last.to_ms = end;
    else spans.push({ from_ms: begin, to_ms: end, certain });
  };
  for (let i = 0; i + 1 < instants_ms.length; i++) {
    const [at_ms, next_ms] = [instants_ms[i]!, instants_ms[i + 1]!];
    if (next_ms <= start_ms || at_ms >= end_ms) continue;
    const ask = pieceAt(i);
    if (ask === null) add(at_ms, next_ms, false);
    else halve(ask, 0, 1, at_ms, next_ms - at_ms, add);
  }
  return {
    from_ms: start_ms,
    until_ms: end_ms,
    open_start: start_ms === first_ms && start_ms !== from_ms,
    open_end: end_ms === last_ms && end_ms !== until_ms,
    spans,
  };
}

function halve(
  ask: Ask,
  from: number,
  to: number,
  at_ms: number,
  piece_ms: number,
  add: (from_ms: number, to_ms: number, certain: boolean) => void,
): void {
  const whole = ask({ from, to });
  const [begin_ms, end_ms] = [at_ms + from * piece_ms, at_ms + to * piece_ms];
  if (whole === 'outside') return;
  if (whole === 'inside') {
    add(begin_ms, end_ms, true);
    return;
  }
  const middle = (from + to) / 2;
  const hopeless = [from, middle, to].every((f) => ask({ from: f, to: f }) === 'unsure');
  if (hopeless || end_ms - begin_ms <= RESOLUTION_MS) {
    add(begin_ms, end_ms, false);
    return;
  }
  halve(ask, from, middle, at_ms, piece_ms, add);
  halve(ask, middle, to, at_ms, piece_ms, add);
}

/** Both of two statements about a place: outside if either is. */
export function andAlso(a: Whereabouts, b: Whereabouts): Whereabouts {
  if (a === 'outside' || b === 'outside') return 'outside';
  return a === 'inside' && b === 'inside' ? 'inside' : 'unsure';
}

/** Is a value below a limit, when it may be off by so much? Equality is not below. */
export function below(value: number, off: number, limit: number): Whereabouts {
  if (value + off < limit) return 'inside';
  return value - off >= limit ? 'outside' : 'unsure';
}

/** The complement: inside where the other is outside. */
export function outsideOf(where: Whereabouts): Whereabouts {
  if (where === 'unsure') return 'unsure';
  return where === 'inside' ? 'outside' : 'inside';
}
