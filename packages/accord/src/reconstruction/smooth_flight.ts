import type { Observation } from '@skyaccord/wire';
import { RADIUS95 } from '../tracks/measurement.ts';
import type { SourceFit } from './figure.ts';
import { type HeardReport, hearReports } from './heard.ts';
import { fitNoise, withNoise } from './noise_fit.ts';
import { SmoothedFlight } from './smoothed_flight.ts';
import { byOneClock, fitClocks } from './source_clocks.ts';
import { spikesIn } from './spikes.ts';

/** A flight needs so many reports. */
const LEAST_REPORTS = 2;

/**
 * Smooths one aircraft's flight from its observations, in the order of their times, in a flat frame about an origin
 * (latitude and longitude, degrees): without what fits no flight, by one clock, with the noise that the reports show.
 * `flight` is null where fewer than two reports are left.
 */
export function smoothFlight(
  observations: readonly Observation[],
  origin: readonly [number, number],
): { readonly flight: SmoothedFlight | null; readonly sources: readonly SourceFit[] } {
  const all = hearReports(observations, origin);
  const spikes = spikesIn(all);
  const heard = { sources: all.sources, reports: all.reports.filter((one) => !spikes.has(one)) };
  if (heard.reports.length < LEAST_REPORTS) return { flight: null, sources: [] };
  const clocks = fitClocks(heard);
  const timed = byOneClock(heard, clocks);
  const fitted = withNoise(timed.reports, fitNoise(timed));
  const sources = all.sources.map(({ source, technology }, k): SourceFit => {
    const own = fitted.filter((one) => one.source === k);
    return {
      source,
      technology,
      reports: own.length,
      left_out: [...spikes].filter((one) => one.source === k).length,
      clock_offset_s: clocks[k]?.offset_s ?? null,
      scatter_m: RADIUS95 * Math.sqrt(mean(own, (one) => one.variance_m2)),
      common_m: RADIUS95 * Math.sqrt(mean(own, (one) => one.common_m * one.common_m)),
    };
  });
  return { flight: new SmoothedFlight(fitted), sources };
}

function mean(reports: readonly HeardReport[], of: (one: HeardReport) => number): number {
  return reports.length === 0 ? 0 : reports.reduce((sum, one) => sum + of(one), 0) / reports.length;
}
