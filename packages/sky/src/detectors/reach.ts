import type { CylindersVolume, CylinderVolume, Volume, WellClearVolume } from './detector.ts';
import { RelativeMotion } from './well_clear.ts';

/**
 * Times outside which a volume cannot be violated, from one half of a relative motion alone. Bounds are wider than the
 * volume by more than rounding can bring about, so that they may stand in front of the exact tests and never change an
 * answer. Where no bound is known, the whole window is given.
 */
const WIDER = 1 + 1e-6;
const EARLIER_S = 1e-3;

type Steady = CylinderVolume | CylindersVolume | WellClearVolume;

/**
 * Whether what is found over a longer window answers for a shorter one that begins with it: entry stays, exit is cut.
 * Not so where the volume depends on the window, by altitude levels or by what errors allow within it.
 */
export function answersShorter(volume: Volume): volume is Steady {
  return volume.kind !== 'tcas' && volume.kind !== 'uncertain_well_clear';
}

/** The largest height of such a volume. */
export function tallest(volume: Steady): number {
  if (volume.kind !== 'cylinders') return volume.height_m;
  let height_m = 0;
  for (let i = 0; i < volume.cylinders.length; i++) {
    height_m = Math.max(height_m, (volume.cylinders[i] as CylinderVolume).height_m);
  }
  return height_m;
}

const motion = new RelativeMotion();

/** Holds the motion against the largest distance of a volume whose sizes are the same at all times and places. */
function takeWidest(volume: Steady): void {
  if (volume.kind !== 'cylinders') {
    motion.distance_m = volume.distance_m * WIDER;
    return;
  }
  motion.distance_m = 0;
  for (let i = 0; i < volume.cylinders.length; i++) {
    const { distance_m } = volume.cylinders[i] as CylinderVolume;
    motion.distance_m = Math.max(motion.distance_m, distance_m * WIDER);
  }
}

/**
 * Bounds from the horizontal motion in [0, to_s], where `window` ends at to_s: false where it never comes near. Own at
 * the beginning of its array.
 */
export function horizontalReach(
  volume: Volume,
  own: Float64Array,
  traffic: Float64Array,
  trafficAt: number,
  window: Float64Array,
  out: Float64Array,
): boolean {
  const to_s = window[1] as number;
  if (!answersShorter(volume)) return whole(window, out);
  motion.between(own, 0, traffic, trafficAt);
  takeWidest(volume);
  motion.tau_s = volume.kind === 'well_clear' ? volume.tau_s * WIDER : 0;
  motion.to_s = to_s + EARLIER_S;
  const met = motion.horizontal(out);
  if (met) widen(window, out);
  return met;
}

/** Bounds from the vertical motion. */
export function verticalReach(
  volume: Volume,
  own: Float64Array,
  traffic: Float64Array,
  trafficAt: number,
  window: Float64Array,
  out: Float64Array,
): boolean {
  const to_s = window[1] as number;
  if (!answersShorter(volume)) return whole(window, out);
  motion.between(own, 0, traffic, trafficAt);
  motion.height_m = tallest(volume) * WIDER;
  motion.coaltitude_s = volume.kind === 'well_clear' ? volume.coaltitude_s * WIDER : 0;
  motion.from_s = 0;
  motion.to_s = to_s + EARLIER_S;
  const met = motion.vertical(out);
  if (met) widen(window, out);
  return met;
}

function whole(window: Float64Array, out: Float64Array): boolean {
  out[0] = 0;
  out[1] = window[1] as number;
  return true;
}

function widen(window: Float64Array, out: Float64Array): void {
  const to_s = window[1] as number;
  // A bound that is no number tells nothing.
  out[0] = Number.isNaN(out[0] as number) ? 0 : (out[0] as number) - EARLIER_S;
  out[1] = Number.isNaN(out[1] as number) ? to_s : (out[1] as number) + EARLIER_S;
}
