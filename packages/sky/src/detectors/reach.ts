import type { CylindersVolume, CylinderVolume, Volume, WellClearVolume } from './detector.ts';
import { horizontalInterval, verticalInterval } from './well_clear.ts';

/**
 * Times outside which a volume cannot be violated, from one half of a relative motion alone. Bounds are wider than the
 * volume by more than rounding can bring about, so that they may stand in front of the exact tests and never change an
 * answer. Where no bound is known, the whole window is given.
 */
const WIDER = 1 + 1e-6;
const EARLIER_S = 1e-3;

/**
 * Whether what is found over a longer window answers for a shorter one that begins with it: entry stays, exit is cut.
 * Not so where the volume depends on the window, by altitude levels or by what errors allow within it.
 */
export function answersShorter(volume: Volume): boolean {
  return volume.kind !== 'tcas' && volume.kind !== 'uncertain_well_clear';
}

/** The largest distance of several cylinders. */
function widest({ cylinders }: CylindersVolume): number {
  let distance_m = 0;
  for (let i = 0; i < cylinders.length; i++) distance_m = Math.max(distance_m, cylinders[i]?.distance_m ?? 0);
  return distance_m;
}

/** The largest height of a volume whose height is the same at all times and places. */
export function tallest(volume: CylinderVolume | CylindersVolume | WellClearVolume): number {
  if (volume.kind !== 'cylinders') return volume.height_m;
  let height_m = 0;
  for (let i = 0; i < volume.cylinders.length; i++) height_m = Math.max(height_m, volume.cylinders[i]?.height_m ?? 0);
  return height_m;
}

/** Bounds from the horizontal motion: false where it never comes near in [0, to_s]. */
export function horizontalReach(
  volume: Volume,
  hx: number,
  hy: number,
  wx: number,
  wy: number,
  to_s: number,
  out: Float64Array,
): boolean {
  if (volume.kind !== 'tcas' && volume.kind !== 'uncertain_well_clear') {
    const tau_s = volume.kind === 'well_clear' ? volume.tau_s * WIDER : 0;
    const distance_m = (volume.kind === 'cylinders' ? widest(volume) : volume.distance_m) * WIDER;
    const met = horizontalInterval(hx, hy, wx, wy, distance_m, tau_s, to_s + EARLIER_S, out);
    if (met) widen(out, to_s);
    return met;
  }
  out[0] = 0;
  out[1] = to_s;
  return true;
}

/** Bounds from the vertical motion. */
export function verticalReach(volume: Volume, sz: number, vz: number, to_s: number, out: Float64Array): boolean {
  if (volume.kind !== 'tcas' && volume.kind !== 'uncertain_well_clear') {
    const coaltitude_s = volume.kind === 'well_clear' ? volume.coaltitude_s * WIDER : 0;
    const met = verticalInterval(sz, vz, tallest(volume) * WIDER, coaltitude_s, 0, to_s + EARLIER_S, out);
    if (met) widen(out, to_s);
    return met;
  }
  out[0] = 0;
  out[1] = to_s;
  return true;
}

function widen(out: Float64Array, to_s: number): void {
  // A bound that is no number tells nothing.
  out[0] = Number.isNaN(out[0] as number) ? 0 : (out[0] as number) - EARLIER_S;
  out[1] = Number.isNaN(out[1] as number) ? to_s : (out[1] as number) + EARLIER_S;
}
