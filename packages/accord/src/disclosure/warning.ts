import { BAND_M } from './grid.ts';

const MILE_M = 1852;
/** Upper bounds of the bands in which a distance is told, NM. */
const DISTANCES_NM = [1, 2, 3, 5, 10, 20, 40] as const;
/** Bearings are told by twelfths of the circle, as crews say them: 3 o'clock. */
const SECTOR_DEG = 30;

/** Where another aircraft is as one's own crew would need to know it: relative to theirs. */
export type Relative = {
  /** From true north, from the own aircraft. */
  readonly bearing_deg: number;
  readonly range_m: number;
  /** Of the other above the own; null: not known. */
  readonly vertical_m: number | null;
};

/** What a warning may tell of an aircraft that is otherwise withheld, and under which clause. */
export type LifeSafetyWarning = {
  readonly clause: string;
  /** Of the sector that it is in, clockwise from `from_deg`. */
  readonly bearing: { readonly from_deg: number; readonly to_deg: number };
  /** `to_m` null: further than the widest band. */
  readonly distance: { readonly from_m: number; readonly to_m: number | null };
  readonly height: { readonly from_m: number; readonly to_m: number } | null;
};

/**
 * The one thing that goes beyond what a party chose to show: a warning that may save a life, in bands only, under a
 * clause that all signed. Whoever sends it logs it, and so does who is warned.
 */
export function lifeSafetyWarning(clause: string, { bearing_deg, range_m, vertical_m }: Relative): LifeSafetyWarning {
  const turned_deg = ((bearing_deg % 360) + 360) % 360;
  const from_deg = Math.floor(turned_deg / SECTOR_DEG) * SECTOR_DEG;
  const band = DISTANCES_NM.findIndex((bound_nm) => range_m < bound_nm * MILE_M);
  const nearer_nm = band === -1 ? DISTANCES_NM.at(-1)! : (DISTANCES_NM[band - 1] ?? 0);
  const further_nm = DISTANCES_NM[band];
  const height_m = vertical_m === null ? null : Math.floor(vertical_m / BAND_M) * BAND_M;
  return {
    clause,
    bearing: { from_deg, to_deg: (from_deg + SECTOR_DEG) % 360 },
    distance: { from_m: nearer_nm * MILE_M, to_m: further_nm === undefined ? null : further_nm * MILE_M },
    height: height_m === null ? null : { from_m: height_m, to_m: height_m + BAND_M },
  };
}
