import type { Observation } from '@skyaccord/wire';

const SILENT_MS = 120_000;

/** One aircraft of a recording as its reports alone tell it, straight between two of them. Independent of the watch. */
export class Path {
  readonly #reports: Observation[] = [];

  /** Reports come in order of time; of several at one instant the first counts. */
  add(o: Observation): void {
    const last = this.#reports.at(-1);
    if (last === undefined || o.time_ms > last.time_ms) this.#reports.push(o);
  }

  /** Heard under an address that a ground station gave it. */
  get relayed(): boolean {
    return this.#reports[0]?.address_kind === 'non_icao';
  }

  /** When the track that is heard at this time began, ms: after two minutes of silence one begins anew. */
  begun_ms(time_ms: number): number {
    let begun_ms = Number.POSITIVE_INFINITY;
    let before_ms = Number.NEGATIVE_INFINITY;
    for (const { time_ms: report_ms } of this.#reports) {
      if (report_ms > time_ms) break;
      if (report_ms - before_ms > SILENT_MS) begun_ms = report_ms;
      before_ms = report_ms;
    }
    return begun_ms;
  }

  /** The reports before (or at) and after a time; null outside the recording. */
  around(time_ms: number): readonly [Observation, Observation] | null {
    const reports = this.#reports;
    let low = 0;
    let high = reports.length - 1;
    if (high < 1 || time_ms < reports[low]!.time_ms || time_ms > reports[high]!.time_ms) return null;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (reports[middle]!.time_ms <= time_ms) low = middle;
      else high = middle;
    }
    return [reports[low]!, reports[high]!];
  }

  /** Time between the two reports around a time, s; Infinity outside the recording. */
  gap_s(time_ms: number): number {
    const around = this.around(time_ms);
    return around === null ? Infinity : (around[1].time_ms - around[0].time_ms) / 1000;
  }

  at(time_ms: number, height: 'pressure' | 'gnss'): Place | null {
    const around = this.around(time_ms);
    if (around === null) return null;
    const [p, q] = around;
    const f = (time_ms - p.time_ms) / (q.time_ms - p.time_ms);
    const of = (o: Observation): number | null => (height === 'gnss' ? o.geometric_altitude_m : o.pressure_altitude_m);
    const [from_m, to_m] = [of(p), of(q)];
    const between = (from: number, to: number): number => from + (to - from) * f;
    return {
      latitude_deg: between(p.latitude_deg, q.latitude_deg),
      longitude_deg: between(p.longitude_deg, q.longitude_deg),
      altitude_m: from_m === null || to_m === null ? null : between(from_m, to_m),
      speed_mps: metres(p, q) / ((q.time_ms - p.time_ms) / 1000),
    };
  }
}

export type Place = {
  readonly latitude_deg: number;
  readonly longitude_deg: number;
  readonly altitude_m: number | null;
  readonly speed_mps: number;
};

type Point = { readonly latitude_deg: number; readonly longitude_deg: number };
const RADIUS_M = 6_371_008.8;
const RAD = Math.PI / 180;

/** Great-circle distance on the sphere that the lists used (haversine). */
function metres(x: Point, y: Point): number {
  const dLat = (y.latitude_deg - x.latitude_deg) * RAD;
  const dLon = (y.longitude_deg - x.longitude_deg) * RAD;
  const h =
    Math.sin(dLat / 2) ** 2 + Math.cos(x.latitude_deg * RAD) * Math.cos(y.latitude_deg * RAD) * Math.sin(dLon / 2) ** 2;
  return 2 * RADIUS_M * Math.asin(Math.sqrt(h));
}

/** Two aircraft at one instant by their reports alone; null where one is outside the recording. */
export function apart(
  a: Path,
  b: Path,
  time_ms: number,
  height: 'pressure' | 'gnss',
): { h_m: number; v_m: number | null } | null {
  const x = a.at(time_ms, height);
  const y = b.at(time_ms, height);
  if (x === null || y === null) return null;
  const v_m = x.altitude_m === null || y.altitude_m === null ? null : Math.abs(y.altitude_m - x.altitude_m);
  return { h_m: metres(x, y), v_m };
}

const CLOSE_M = 926;
const CLOSE_UP_M = 152.4;

/** The scale by which lists and watch alike call an instant the closest. */
export function scaled(h_m: number, v_m: number | null): number {
  return Math.hypot(h_m / CLOSE_M, (v_m ?? 0) / CLOSE_UP_M);
}
