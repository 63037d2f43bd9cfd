import { COVARIANCE, STATE } from '../tracks/motion.ts';
import type { Heard, HeardReport } from './heard.ts';
import { fitNoise, withNoise } from './noise_fit.ts';
import { SmoothedFlight } from './smoothed_flight.ts';

/** So many reports of each of two sources, of one in flight at this speed, are compared at least. */
const LEAST_REPORTS = 5;
const LEAST_MPS = 20;
const ROUNDS = 2;
const WIDTH95 = 1.96;

/** How much later a source's times are than the busiest source's, s, with the 95 % half-width of that. */
export type ClockOffset = { readonly offset_s: number; readonly half_s: number };

/**
 * The clock of each source against that of the source with most reports: what it says lies behind or ahead along the
 * way flown. An error of the place looks the same, which is what the half-width tells. Null where nothing is compared.
 */
export function fitClocks({ sources, reports }: Heard): (ClockOffset | null)[] {
  const counts = sources.map((_, k) => reports.filter(({ source }) => source === k).length);
  const busiest = counts.indexOf(Math.max(...counts));
  if (sources.length < 2 || counts[busiest]! < LEAST_REPORTS) return sources.map(() => null);
  const own = reports.filter(({ source }) => source === busiest);
  const alone = { sources, reports: own };
  const flight = new SmoothedFlight(withNoise(own, fitNoise(alone)));
  return sources.map((_, k) => {
    if (k === busiest) return { offset_s: 0, half_s: 0 };
    return compare(
      flight,
      reports.filter(({ source }) => source === k),
    );
  });
}

const x = new Float64Array(STATE);
const p = new Float64Array(COVARIANCE);

function compare(flight: SmoothedFlight, reports: readonly HeardReport[]): ClockOffset | null {
  let offset_s = 0;
  let half_s = 0;
  for (let round = 0; round < ROUNDS; round++) {
    let [behind, speed2, spread2, compared] = [0, 0, 0, 0];
    for (const one of reports) {
      if (!flight.at(one.time_ms - 1000 * offset_s, x, p)) continue;
      const [ve, vn] = [x[2]!, x[3]!];
      behind += (x[0]! - one.east_m) * ve + (x[1]! - one.north_m) * vn;
      speed2 += ve * ve + vn * vn;
      spread2 += one.common_m * one.common_m + one.variance_m2 / reports.length + 0.5 * (p[0]! + p[6]!);
      compared += 1;
    }
    if (compared < LEAST_REPORTS || speed2 < compared * LEAST_MPS * LEAST_MPS) return null;
    offset_s += behind / speed2;
    half_s = WIDTH95 * Math.sqrt(spread2 / speed2);
  }
  return { offset_s, half_s };
}

/** The reports by one clock: times of a source are set right where they are off by more than its places can explain. */
export function byOneClock({ sources, reports }: Heard, clocks: readonly (ClockOffset | null)[]): Heard {
  const late_ms = clocks.map((one) =>
    one !== null && Math.abs(one.offset_s) > one.half_s ? Math.round(1000 * one.offset_s) : 0,
  );
  const set = reports.map((one) => ({ ...one, time_ms: one.time_ms - late_ms[one.source]! }));
  return { sources, reports: set.sort((one, other) => one.time_ms - other.time_ms) };
}
