import type { Observation } from '@skyaccord/wire';
import { CLOSE_M, CLOSE_UP_M, LONGEST_PAUSE_MS, planeOf } from './plane.ts';

/**
 * What the reports of two aircraft say by themselves of how close they came, reckoned without any code of the watch:
 * each flew straight and evenly from report to report, on the WGS 84 ellipsoid. For a recording no more is known of the
 * truth, so this is what "exact" means of one.
 */
export type Exact = {
  readonly time_ms: number;
  readonly h_m: number;
  readonly v_m: number | null;
  /** Between the reports around that instant, the longer of the two pauses, s. */
  readonly pause_s: number;
};

export type HeightKind = 'pressure' | 'gnss';

const FLIES_MPS = 30;
/** Slower than this an aircraft may stand on the ground. */
const SLOW_MPS = 15;
/** Of a report that says nothing of its accuracy, m (95 %): the least that ADS-B may have, and a radar's. */
const UNSTATED_ADSB_M = 185;
const UNSTATED_M = 560;
/** A report so many times as uncertain as another one is rougher. */
const ROUGHER = 2.5;
/** What the reports of so long before it give together is what a report is compared with. */
const TOGETHER_MS = 10_000;
/** A place further off than so many times the speed that is stated, and so much more, is out of reach. */
const SPEED_FACTOR = 1.5;
const SPEED_MORE_MPS = 80;

/**
 * The reports of each aircraft in the order of their times; of several at one instant the first counts, and a place
 * that is repeated to the last digit by one that flies is an old one with a new time.
 */
export function reportsByAddress(observations: readonly Observation[]): Map<string, Observation[]> {
  const by = new Map<string, Observation[]>();
  for (const o of observations) {
    const all = by.get(o.address);
    if (all === undefined) by.set(o.address, [o]);
    else if (o.time_ms > all.at(-1)!.time_ms && !isRepeated(all.at(-1)!, o)) all.push(o);
  }
  return by;
}

const isRepeated = (before: Observation, o: Observation): boolean =>
  o.latitude_deg === before.latitude_deg &&
  o.longitude_deg === before.longitude_deg &&
  (o.ground_speed_mps ?? 0) >= FLIES_MPS;

/** The closest of two aircraft between two instants; null where they were never heard at once. */
export function exactClosest(
  a: readonly Observation[],
  b: readonly Observation[],
  from_ms: number,
  to_ms: number,
  height: HeightKind,
): Exact | null {
  let best: Exact | null = null;
  let nearest = Number.POSITIVE_INFINITY;
  const legsB = legsOf(b, from_ms, to_ms);
  for (const one of legsOf(a, from_ms, to_ms)) {
    for (const other of legsB) {
      const start_ms = Math.max(one.from.time_ms, other.from.time_ms, from_ms);
      const end_ms = Math.min(one.to.time_ms, other.to.time_ms, to_ms);
      if (end_ms <= start_ms) continue;
      const [x0, y0, z0] = apart(one, other, start_ms, height);
      const [x1, y1, z1] = apart(one, other, end_ms, height);
      const [dx, dy, dz] = [x1 - x0, y1 - y0, (z1 ?? 0) - (z0 ?? 0)];
      const [w, u] = [1 / CLOSE_M ** 2, 1 / CLOSE_UP_M ** 2];
      const square = w * (dx * dx + dy * dy) + u * dz * dz;
      const least = square === 0 ? 0 : -(w * (x0 * dx + y0 * dy) + u * (z0 ?? 0) * dz) / square;
      const f = Math.min(1, Math.max(0, least));
      const h_m = Math.hypot(x0 + f * dx, y0 + f * dy);
      const v_m = z0 === null || z1 === null ? null : Math.abs(z0 + f * dz);
      const scaled = Math.hypot(h_m / CLOSE_M, (v_m ?? 0) / CLOSE_UP_M);
      if (scaled >= nearest) continue;
      nearest = scaled;
      const pause_s = Math.max(one.to.time_ms - one.from.time_ms, other.to.time_ms - other.from.time_ms) / 1000;
      best = { time_ms: start_ms + f * (end_ms - start_ms), h_m, v_m, pause_s };
    }
  }
  return best;
}

/**
 * How far apart the two were at an instant, by each way to join their reports that passes over at least one that is
 * rougher than the best of those that are given, or than those before it are together.
 */
export function apartBetween(
  a: readonly Observation[],
  b: readonly Observation[],
  time_ms: number,
  height: HeightKind,
): { readonly h_m: number; readonly v_m: number | null }[] {
  const legsB = joined(b, time_ms);
  return joined(a, time_ms).flatMap((one) =>
    legsB
      .filter((other) => one.over || other.over)
      .map((other) => {
        const [x, y, z] = apart(one, other, time_ms, height);
        return { h_m: Math.hypot(x, y), v_m: z === null ? null : Math.abs(z) };
      }),
  );
}

function joined(reports: readonly Observation[], time_ms: number): (Leg & { readonly over: boolean })[] {
  const best_m = Math.min(...reports.map(accuracy_m));
  // At the very instant of the first report there is a line too: the one that begins with it.
  const after = reports.findIndex((o, k) => k > 0 && o.time_ms >= time_ms);
  if (after < 1 || reports[0]!.time_ms > time_ms) return [];
  const isRough = (o: Observation) => accuracy_m(o) >= ROUGHER * Math.min(best_m, together_m(reports, o.time_ms));
  const legs: (Leg & { over: boolean })[] = [];
  for (let i = after - 1; i >= 0; i--) {
    for (let k = after; k < reports.length; k++) {
      const [from, to] = [reports[i]!, reports[k]!];
      if (to.time_ms - from.time_ms > LONGEST_PAUSE_MS) break;
      const over = k - i > 1;
      if (reports.slice(i + 1, k).every(isRough)) legs.push({ from, to, over });
    }
  }
  return legs;
}

/** How exact the reports of the last seconds are together, each with an error of its own, m. */
function together_m(reports: readonly Observation[], time_ms: number): number {
  const before = reports.filter((o) => o.time_ms < time_ms && o.time_ms >= time_ms - TOGETHER_MS);
  return 1 / Math.sqrt(before.reduce((sum, o) => sum + 1 / accuracy_m(o) ** 2, 0));
}

/** Without reports that neither the one before nor the one after could be flown to or from. */
export function reachable(reports: readonly Observation[]): Observation[] {
  const isOut = (from: Observation | undefined, to: Observation | undefined): boolean => {
    if (from === undefined || to === undefined) return false;
    const later = { ...to, time_ms: to.time_ms + 1 };
    const [x, y] = apart({ from, to }, { from: to, to: later }, from.time_ms, 'gnss');
    const stated_mps = Math.max(from.ground_speed_mps ?? 0, to.ground_speed_mps ?? 0);
    const most_mps = SPEED_FACTOR * stated_mps + SPEED_MORE_MPS;
    return Math.hypot(x, y) > (most_mps * (to.time_ms - from.time_ms)) / 1000;
  };
  return reports.filter((o, k) => !(isOut(reports[k - 1], o) && isOut(o, reports[k + 1])));
}

const accuracy_m = ({ position_accuracy_m, technology }: Observation): number =>
  position_accuracy_m ?? (technology === 'adsb' || technology === 'adsr' ? UNSTATED_ADSB_M : UNSTATED_M);

/** Without reports of what stands: by the speed that is said, or where none is, by the way since the report before. */
export function flying(reports: readonly Observation[]): Observation[] {
  return reports.filter((to, k) => {
    if (to.ground_speed_mps !== null) return to.ground_speed_mps > SLOW_MPS;
    const from = reports[k - 1];
    if (from === undefined) return true;
    const [x, y] = apart({ from, to }, { from: to, to: { ...to, time_ms: to.time_ms + 1 } }, from.time_ms, 'gnss');
    return Math.hypot(x, y) > (SLOW_MPS * (to.time_ms - from.time_ms)) / 1000;
  });
}

type Leg = { readonly from: Observation; readonly to: Observation };

function legsOf(reports: readonly Observation[], from_ms: number, to_ms: number): Leg[] {
  return reports.slice(1).flatMap((to, k): Leg[] => {
    const from = reports[k]!;
    if (to.time_ms <= from_ms || from.time_ms >= to_ms || to.time_ms - from.time_ms > LONGEST_PAUSE_MS) return [];
    return from.on_ground === true || to.on_ground === true ? [] : [{ from, to }];
  });
}

/** East and north from one aircraft to the other and the difference of their heights at an instant, m. */
function apart(one: Leg, other: Leg, time_ms: number, height: HeightKind): [number, number, number | null] {
  const [p, q] = [placeAt(one, time_ms), placeAt(other, time_ms)];
  const up = (kind: HeightKind): number | null =>
    p[kind] === null || q[kind] === null ? null : (q[kind] ?? 0) - (p[kind] ?? 0);
  const [east_m, north_m] = planeOf(p, q);
  return [
    east_m,
    north_m,
    // Where one of them gives none of the first kind, the other kind.
    up(height) ?? up(height === 'gnss' ? 'pressure' : 'gnss'),
  ];
}

type Place = { latitude_deg: number; longitude_deg: number } & Record<HeightKind, number | null>;

function placeAt({ from, to }: Leg, time_ms: number): Place {
  const f = (time_ms - from.time_ms) / (to.time_ms - from.time_ms);
  const part = (x: number, y: number): number => x + f * (y - x);
  const known = (x: number | null, y: number | null): number | null => (x === null || y === null ? null : part(x, y));
  return {
    latitude_deg: part(from.latitude_deg, to.latitude_deg),
    longitude_deg: part(from.longitude_deg, to.longitude_deg),
    pressure: known(from.pressure_altitude_m, to.pressure_altitude_m),
    gnss: known(from.geometric_altitude_m, to.geometric_altitude_m),
  };
}
