import type { Observation } from '@skyaccord/wire';
import { heightAt, type SmoothedHeight, smoothHeights } from '../tracks/smooth_height.ts';
import { assumedAccuracy_m } from '../tracks/uncertainty.ts';

export type Datum = 'pressure' | 'geometric';

/** Half-width of 95 % over standard deviation, in one dimension. */
const WIDTH95 = 1.96;
/** Half-width of 95 % of a pressure altitude that says nothing of itself: 200 ft (ICAO Doc 9574, total error). */
const PRESSURE_95_M = 61;
/** A GNSS height that says nothing of itself is so many times as uncertain as its place. */
const HEIGHT_TIMES = 1.5;

/** The heights of one aircraft by one datum, smoothed, and what its reports have in common. */
export class FlightHeights {
  readonly #smoothed: SmoothedHeight;
  readonly #common_95_m: number;

  constructor(observations: readonly Observation[], datum: Datum) {
    const known = observations.filter((o) => heightOf(o, datum) !== null);
    this.#smoothed = smoothHeights(
      known.map((o) => o.time_ms),
      known.map((o) => heightOf(o, datum)!),
    );
    this.#common_95_m = Math.max(0, ...known.map((o) => stated_95_m(o, datum)));
  }

  /** Height and 95 % half-width to out[0] and out[1]; false where it is not known. */
  at(time_ms: number, out: Float64Array): boolean {
    heightAt(this.#smoothed, time_ms, out);
    if (Number.isNaN(out[0]!)) return false;
    out[1] = Math.sqrt(WIDTH95 * WIDTH95 * out[1]! + this.#common_95_m * this.#common_95_m);
    return true;
  }
}

const heightOf = (o: Observation, datum: Datum): number | null =>
  datum === 'pressure' ? o.pressure_altitude_m : o.geometric_altitude_m;

function stated_95_m(o: Observation, datum: Datum): number {
  if (o.altitude_accuracy_m !== null) return o.altitude_accuracy_m;
  if (datum === 'pressure') return PRESSURE_95_M;
  return HEIGHT_TIMES * (o.position_accuracy_m ?? assumedAccuracy_m(o.technology));
}

/**
 * The datum by which two aircraft are compared, as the watch chooses it: GNSS between two flight recorders, whose
 * pressure sensors drift; otherwise pressure where both give it, else GNSS. Null where they share none.
 */
export function sharedDatum(a: readonly Observation[], b: readonly Observation[]): Datum | null {
  const gives = (all: readonly Observation[], datum: Datum): boolean => all.some((o) => heightOf(o, datum) !== null);
  const recorders = [...a, ...b].every((o) => o.technology === 'logger');
  const inOrder: readonly Datum[] = recorders ? ['geometric', 'pressure'] : ['pressure', 'geometric'];
  return inOrder.find((datum) => gives(a, datum) && gives(b, datum)) ?? null;
}
