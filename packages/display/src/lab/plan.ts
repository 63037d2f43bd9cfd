import { M_PER_NM } from '../format/units.ts';
import { type Grid, gridOf, type Point } from '../plots/grid.ts';
import type { Flight, LabAnswer } from './reckoning.ts';
import type { LabScene } from './scene.ts';
import { type VolumeOutline, volumeAround } from './volume.ts';

/** What the plan draws, in its own units: a square of `size`, north up, the middle of the scene in the middle. */
export type LabPlan = {
  readonly grid: Grid;
  readonly aircraft: readonly {
    readonly name: string;
    readonly at: Point;
    /** Where it is after a minute. */
    readonly ahead: Point;
    readonly track_deg: number;
    /** The own aircraft has none. */
    readonly volume: { readonly points: readonly Point[]; readonly level: boolean } | null;
  }[];
  /** Where both of a pair will be when they are closest: pairs with the own aircraft, and all that alert. */
  readonly closest: readonly { readonly key: string; readonly a: Point; readonly b: Point; readonly alerts: boolean }[];
};

const AHEAD_S = 60;

export function labPlan(scene: LabScene, answer: LabAnswer, size: number): LabPlan {
  const { flights, configuration } = answer;
  const own = flights[0] as Flight;
  const units_per_m = size / (2 * scene.reach_nm * M_PER_NM);
  const point = (east_m: number, north_m: number): Point => ({
    x: size / 2 + east_m * units_per_m,
    y: size / 2 - north_m * units_per_m,
  });
  const after = ({ east_m, north_m, east_mps, north_mps }: Flight, time_s: number) =>
    point(east_m + time_s * east_mps, north_m + time_s * north_mps);
  const outline = (volume: VolumeOutline | null, { east_m, north_m }: Flight) =>
    volume === null
      ? null
      : { points: volume.points.map(([dx, dy]) => point(east_m + dx, north_m + dy)), level: volume.level };
  return {
    grid: gridOf(2 * scene.reach_nm * M_PER_NM, size),
    aircraft: scene.aircraft.map(({ name, track_deg, alerter }, index) => {
      const flight = flights[index] as Flight;
      const volume = index === 0 ? null : volumeAround(configuration, alerter, own, flight);
      return { name, at: after(flight, 0), ahead: after(flight, AHEAD_S), track_deg, volume: outline(volume, flight) };
    }),
    closest: answer.pairs
      .map(({ first, second, levels, cpa_s }) => ({
        key: `${scene.aircraft[first]?.name} ${scene.aircraft[second]?.name}`,
        a: after(flights[first] as Flight, cpa_s),
        b: after(flights[second] as Flight, cpa_s),
        alerts: levels[0] > 0 || levels[1] > 0,
        shown: cpa_s > 0 && (first === 0 || levels[0] > 0 || levels[1] > 0),
      }))
      .filter(({ shown }) => shown),
  };
}
