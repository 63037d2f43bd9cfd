import { fromEcef } from '@skyaccord/sky';
import { type Fix, inOrder } from '../judges/track_line.ts';
import { keptReport } from '../tracks/kept.ts';
import { levelOf } from '../tracks/level.ts';
import type { TrackTable } from '../tracks/table.ts';

/**
 * Where one aircraft was reported, `ROW` numbers each: time, latitude, longitude, 95 % radius, pressure and geometric
 * altitude, ground speed with its 95 % error, 1 on the ground. NaN: not known. A plain array, so that it is saved as it
 * is.
 */
export type Flown = number[];
export const ROW = 9;

/** More than this of one flight is thinned: the older half loses every second report. */
const MOST_ROWS = 512;

/** Of one GNSS height against another one, m: 95 % of single-frequency receivers in the open (SPS PS 2020, 3.8.3). */
const GNSS_ERROR_M = 33;

const report = keptReport();
const place = new Float64Array(2);

/** Adds the kept reports of a track that are later than what is there, and not before `from_ms`. True: there were. */
export function follow(flown: Flown, table: TrackTable, slot: number, from_ms: number): boolean {
  const after_ms = flown.length === 0 ? -Infinity : flown[flown.length - ROW]!;
  const { reports } = table;
  const before = flown.length;
  for (let k = Math.max(0, reports.before(slot, after_ms)); k < reports.count(slot); k++) {
    const time_ms = reports.time_ms(slot, k);
    if (time_ms <= after_ms || time_ms < from_ms) continue;
    reports.read(slot, k, report);
    fromEcef(report.x_m, report.y_m, report.z_m, place);
    flown.push(
      time_ms,
      place[0]!,
      place[1]!,
      report.accuracy_m,
      report.pressure_altitude_m,
      report.geometric_altitude_m,
      Math.sqrt(report.east_mps * report.east_mps + report.north_mps * report.north_mps),
      report.velocity_accuracy_mps,
      report.on_ground ? 1 : 0,
    );
  }
  if (flown.length > MOST_ROWS * ROW) thin(flown);
  return flown.length > before;
}

/** Gaps grow, and with them the doubt: a stay that is long and far inside stays certain. */
function thin(flown: Flown): void {
  const rows = flown.length / ROW;
  const half = rows >> 1;
  let to = 0;
  for (let k = 0; k < rows; k++) {
    if (k > 0 && k < half && k % 2 === 1) continue;
    flown.copyWithin(to * ROW, k * ROW, (k + 1) * ROW);
    to += 1;
  }
  flown.length = to * ROW;
}

/** Takes out the report before the last one. */
export function dropSecondLast(flown: Flown): void {
  const last = flown.length - ROW;
  flown.copyWithin(last - ROW, last);
  flown.length = last;
}

/** The k-th report as judges take it, its level against 1013.25 hPa. */
export function fixAt(flown: Flown, k: number): Fix {
  const at = k * ROW;
  return { ...where(flown, at), ...levelOf(flown[at + 4]!, flown[at + 5]!) };
}

export function pathOf(flown: Flown): Fix[] {
  return inOrder(Array.from({ length: flown.length / ROW }, (_, k) => fixAt(flown, k)));
}

/** Speeds as they were measured; those whose error is not known are left out. */
export function speedsOf(flown: Flown): { time_ms: number; speed_mps: number; error_mps: number }[] {
  const speeds: { time_ms: number; speed_mps: number; error_mps: number }[] = [];
  for (let at = 0; at < flown.length; at += ROW) {
    const [speed_mps, error_mps] = [flown[at + 6]!, flown[at + 7]!];
    if (Number.isNaN(speed_mps) || Number.isNaN(error_mps)) continue;
    speeds.push({ time_ms: flown[at]!, speed_mps, error_mps });
  }
  return speeds;
}

/**
 * Two paths for the distance between them. Their heights are held against each other in the datum that both have all
 * along, and only where there is none as levels.
 */
export function pathsTogether(a: Flown, b: Flown): readonly [Fix[], Fix[]] {
  const has = (flown: Flown, column: number): boolean => {
    for (let at = 0; at < flown.length; at += ROW) if (Number.isNaN(flown[at + column]!)) return false;
    return true;
  };
  const gnss = !(has(a, 4) && has(b, 4)) && has(a, 5) && has(b, 5);
  if (!gnss) return [pathOf(a), pathOf(b)];
  const geometric = (flown: Flown): Fix[] =>
    inOrder(
      Array.from({ length: flown.length / ROW }, (_, k) => {
        const at = k * ROW;
        return { ...where(flown, at), altitude_m: flown[at + 5]!, altitude_error_m: GNSS_ERROR_M };
      }),
    );
  return [geometric(a), geometric(b)];
}

function where(flown: Flown, at: number): Omit<Fix, 'altitude_m' | 'altitude_error_m'> {
  const accuracy_m = flown[at + 3]!;
  return {
    time_ms: flown[at]!,
    latitude_deg: flown[at + 1]!,
    longitude_deg: flown[at + 2]!,
    accuracy_m: Number.isNaN(accuracy_m) ? Infinity : accuracy_m,
    on_ground: flown[at + 8] === 1,
  };
}
