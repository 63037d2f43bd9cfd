import { cos, RAD_PER_DEG, relative, rotateVelocity, SITE_SIZE, sin, writeSite } from '@skyaccord/sky';
import type { Observation } from '@skyaccord/wire';
import { emptyMeasurement, isOwnGnss, splitPosition, splitVelocity } from '../tracks/measurement.ts';
import { REPEATED_MPS } from '../tracks/rules.ts';
import { assumedAccuracy_m, assumedVelocityAccuracy_mps } from '../tracks/uncertainty.ts';
import type { FlatReport } from './motion_fit.ts';

/** A report in a flat frame, with what its source states of it. */
export type HeardReport = FlatReport & {
  /** Which of the sources. */
  readonly source: number;
  /** Standard deviation per axis of what successive reports of the source have in common, m. */
  readonly common_m: number;
};

export type HeardSource = { readonly source: string; readonly technology: string };

/** The reports of one aircraft in one frame, in the order of their times. */
export type Heard = {
  readonly sources: readonly HeardSource[];
  readonly reports: readonly HeardReport[];
};

/** More than this of one aircraft is thinned out evenly: an hour at a report a second. */
const MOST_REPORTS = 3600;
/** No aircraft flies twice as fast; what says so is no speed. */
const FASTEST_MPS = 1800;

/**
 * Brings the reports of one aircraft into a flat frame about an origin. Repeated positions are left out: they are old
 * ones with new times.
 */
export function hearReports(observations: readonly Observation[], origin: readonly [number, number]): Heard {
  const sources: HeardSource[] = [];
  const sites = new Float64Array(2 * SITE_SIZE);
  const out = new Float64Array(2);
  const m = emptyMeasurement();
  writeSite(origin[0], origin[1], sites, 0);
  const reports = thinned(newsIn(observations)).map((o): HeardReport => {
    let source = sources.findIndex((one) => one.source === o.source && one.technology === o.technology);
    if (source < 0) source = sources.push({ source: o.source, technology: o.technology }) - 1;
    writeSite(o.latitude_deg, o.longitude_deg, sites, SITE_SIZE);
    relative(sites, 0, SITE_SIZE, out);
    const [east_m, north_m] = [out[0]!, out[1]!];
    const speed_mps = o.ground_speed_mps ?? Number.NaN;
    const said = o.track_deg !== null && speed_mps <= FASTEST_MPS;
    const stated_m = o.position_accuracy_m ?? assumedAccuracy_m(o.technology);
    splitPosition(m, stated_m, isOwnGnss(o.technology), said ? speed_mps : 0, Number.NaN);
    const { variance_m2, common_m } = m;
    const track = (o.track_deg ?? 0) * RAD_PER_DEG;
    rotateVelocity(sites, SITE_SIZE, 0, speed_mps * sin(track), speed_mps * cos(track), out);
    const unstated = o.velocity_accuracy_mps === null;
    splitVelocity(m, o.velocity_accuracy_mps ?? assumedVelocityAccuracy_mps(), unstated, 0);
    return {
      time_ms: o.time_ms,
      east_m,
      north_m,
      variance_m2,
      common_m,
      east_mps: said ? out[0]! : Number.NaN,
      north_mps: said ? out[1]! : Number.NaN,
      variance_m2ps2: m.variance_m2ps2,
      source,
    };
  });
  return { sources, reports };
}

/** Without what was said before by the same source: the same instant, or the same place by one that flies. */
function newsIn(observations: readonly Observation[]): Observation[] {
  const last = new Map<string, Observation>();
  return observations.filter((o) => {
    if (o.latitude_deg === 0 && o.longitude_deg === 0) return false;
    const before = last.get(o.source);
    last.set(o.source, o);
    if (before === undefined) return true;
    if (o.time_ms <= before.time_ms) return false;
    const there = o.latitude_deg === before.latitude_deg && o.longitude_deg === before.longitude_deg;
    return !(there && (o.ground_speed_mps ?? 0) >= REPEATED_MPS);
  });
}

function thinned<T>(all: readonly T[]): readonly T[] {
  if (all.length <= MOST_REPORTS) return all;
  return Array.from({ length: MOST_REPORTS }, (_, k) => all[Math.floor((k * all.length) / MOST_REPORTS)]!);
}
