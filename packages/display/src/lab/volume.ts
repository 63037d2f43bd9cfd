import type { Configuration } from '@skyaccord/sky';
import type { Flight } from './reckoning.ts';

/** Where the ownship, as it flies now, would stand within an aircraft's volume: a shape around that aircraft. */
export type VolumeOutline = {
  /** East and north of the aircraft, m. */
  readonly points: readonly (readonly [east_m: number, north_m: number])[];
  readonly height_m: number;
  /** The heights differ by less than the volume's now. */
  readonly level: boolean;
};

/** Points of the front and of the back of an outline. */
const POINTS = 24;

/** Distance, height and time of the corrective volume of an alerter, as far as it can be drawn. */
function sizesOf(configuration: Configuration, alerter: number, own: Flight) {
  const row = configuration.alerters[configuration.ownshipCentric ? 0 : alerter] ?? configuration.alerters[0];
  const volume = row?.levels.find(({ region }) => region === configuration.correctiveRegion)?.volume;
  if (volume === undefined) return null;
  if (volume.kind === 'cylinder') return { distance_m: volume.distance_m, height_m: volume.height_m, tau_s: 0 };
  if (volume.kind === 'cylinders') {
    // Seen from above the widest hides the others.
    const [widest] = volume.cylinders.toSorted((a, b) => b.distance_m - a.distance_m);
    return widest === undefined ? null : { distance_m: widest.distance_m, height_m: widest.height_m, tau_s: 0 };
  }
  if (volume.kind !== 'tcas') return volume;
  const above = volume.ceilings_m.findIndex((ceiling_m) => own.altitude_m <= ceiling_m);
  return volume.levels[above < 0 ? volume.levels.length - 1 : above] ?? null;
}

/**
 * The outline of the corrective volume about an aircraft. With modified tau it reaches ahead along the relative course:
 * within the distance D of that course, and no more than tau before it (range^2 - D^2 = tau * range * closure; Munoz
 * and others, "A family of well-clear boundary models", ATIO 2014). Null where the configuration has none.
 */
export function volumeAround(
  configuration: Configuration,
  alerter: number,
  own: Flight,
  traffic: Flight,
): VolumeOutline | null {
  const sizes = sizesOf(configuration, alerter, own);
  if (sizes === null || sizes.distance_m === 0) return null;
  const { distance_m, height_m, tau_s } = sizes;
  const east_mps = own.east_mps - traffic.east_mps;
  const north_mps = own.north_mps - traffic.north_mps;
  const closing_mps = Math.hypot(east_mps, north_mps);
  // Ahead is where the own aircraft comes from.
  const ahead = closing_mps === 0 ? [0, 1] : [-east_mps / closing_mps, -north_mps / closing_mps];
  const [ax, ay] = ahead as [number, number];
  const points: (readonly [number, number])[] = [];
  const reach_m = tau_s * closing_mps;
  for (let i = 0; i <= POINTS; i += 1) {
    const side = distance_m * Math.cos((Math.PI * i) / POINTS);
    const front = (reach_m + Math.sqrt(reach_m * reach_m + 4 * (distance_m * distance_m - side * side))) / 2;
    points.push([ax * front + ay * side, ay * front - ax * side]);
  }
  for (let i = 0; i <= POINTS; i += 1) {
    const angle = Math.PI * (1 + i / POINTS);
    const [side, front] = [distance_m * Math.cos(angle), distance_m * Math.sin(angle)];
    points.push([ax * front + ay * side, ay * front - ax * side]);
  }
  return { points, height_m, level: Math.abs(own.altitude_m - traffic.altitude_m) <= height_m };
}
