import { M_PER_FT, type Observation } from '@skyaccord/wire';
import type { TrackTable } from '../tracks/table.ts';
import { type HeightHistogram, medianHeight } from './histogram.ts';
import { type Likeness, lastTime } from './likeness.ts';
import { HEIGHT_BIAS_M, HEIGHT_COMPARISONS, HEIGHT_S, HEIGHT_SHARE } from './rules.ts';

type Correction = { pressure_m: number | null; geometric_m: number | null };

/** A correction is renewed when the difference has moved by so much. */
const RENEW_M = 5;

/**
 * Steady height differences between two sources of one aircraft: another datum (ellipsoid, geoid), a local pressure
 * setting taken for the standard one, or an instrument that is off. The address that says less of who flies is brought
 * to the other one's heights.
 */
export class Heights {
  readonly #corrections = new Map<string, Correction>();

  geometric_m(address: string): number | null {
    return this.#corrections.get(address)?.geometric_m ?? null;
  }

  corrected(o: Observation): Observation {
    if (this.#corrections.size === 0) return o;
    const one = this.#corrections.get(o.address);
    if (!one) return o;
    return {
      ...o,
      pressure_altitude_m: plus(o.pressure_altitude_m, one.pressure_m),
      geometric_altitude_m: plus(o.geometric_altitude_m, one.geometric_m),
    };
  }

  /** Looks for a steady difference; says so in words when one is found that was not known, and
   * without words when one known before is gone. */
  judge(table: TrackTable, one: Likeness, lesser: number): { slot: number; detail: string | null } | null {
    const lesser_is_b = lesser === one.b;
    const id = table.words[lesser]!.id;
    const known = this.#corrections.get(id) ?? { pressure_m: null, geometric_m: null };
    const long = lastTime(one) - one.first_ms >= HEIGHT_S * 1000;
    const geometric_m = steady(one.geometric, long, lesser_is_b, known.geometric_m);
    const pressure_m = steady(one.pressure, long, lesser_is_b, known.pressure_m);
    if (geometric_m === known.geometric_m && pressure_m === known.pressure_m) return null;
    if (geometric_m === null && pressure_m === null) {
      this.#corrections.delete(id);
      return { slot: lesser, detail: null };
    }
    this.#corrections.set(id, { pressure_m, geometric_m });
    const new_geometric = known.geometric_m === null && geometric_m !== null;
    if (!new_geometric && !(known.pressure_m === null && pressure_m !== null)) return null;
    const off_m = new_geometric ? geometric_m : pressure_m!;
    const other = table.words[lesser_is_b ? one.a : one.b]!.id;
    const detail =
      `${new_geometric ? 'GNSS' : 'pressure'} heights of ${id} lie ${Math.round(Math.abs(off_m) / M_PER_FT)} ft ` +
      `${off_m < 0 ? 'above' : 'below'} those of ${other}, the same aircraft, steadily: another datum, setting or ` +
      'instrument; they are corrected by that';
    return { slot: lesser, detail };
  }

  closed(address: string): void {
    this.#corrections.delete(address);
  }

  save(): (readonly [string, number | null, number | null])[] {
    return [...this.#corrections]
      .map(([address, one]) => [address, one.pressure_m, one.geometric_m] as const)
      .sort((x, y) => (x[0] < y[0] ? -1 : 1));
  }

  restore(saved: readonly (readonly [string, number | null, number | null])[]): void {
    for (const [address, pressure_m, geometric_m] of saved) this.#corrections.set(address, { pressure_m, geometric_m });
  }
}

const plus = (height_m: number | null, by_m: number | null): number | null =>
  height_m === null || by_m === null ? height_m : height_m + by_m;

/** The correction that a difference (b above a) asks for; the one known while nothing clear says otherwise. */
function steady(heights: HeightHistogram, long: boolean, lesser_is_b: boolean, known_m: number | null): number | null {
  if (!long || heights.count < HEIGHT_COMPARISONS) return known_m;
  const { median_m, share } = medianHeight(heights);
  if (share < HEIGHT_SHARE) return known_m;
  const correction_m = lesser_is_b ? -median_m : median_m;
  if (known_m === null) return Math.abs(correction_m) >= HEIGHT_BIAS_M ? correction_m : null;
  if (Math.abs(correction_m) < HEIGHT_BIAS_M / 2) return null;
  return Math.abs(correction_m - known_m) >= RENEW_M ? correction_m : known_m;
}
