import type { Region } from '../config/configuration.ts';
import type { BandList } from './colours.ts';
import type { IndexList } from './index_list.ts';
import type { RecoveryState } from './recovery.ts';

/** Colours of bands; UNKNOWN where the present value lies outside the limits or at the end of a region of conflict. */
export type BandRegion = Region | 'RECOVERY' | 'UNKNOWN';

export interface Band {
  /** m, m/s or rad. */
  readonly low: number;
  readonly high: number;
  readonly region: BandRegion;
}

/** Bands of one kind with what follows from them. Values in m, m/s or rad. */
export interface Bands {
  readonly value: number;
  readonly region: BandRegion;
  /** From the lowest value to the highest, without gap; empty where the present value is outside the limits. */
  readonly bands: readonly Band[];
  /**
   * Nearest value out of conflict to the left or down, and to the right or up; infinite: there is none; null: no
   * need.
   */
  readonly low: number | null;
  readonly up: number | null;
  /** Whether right or up is the better side. */
  readonly preferUp: boolean;
  /** Time to regain well clear and the cylinder kept until then; null: not looked for; time -Infinity: none found. */
  readonly recovery: {
    readonly time_s: number;
    readonly shrinks: number;
    readonly distance_m: number;
    readonly height_m: number;
  } | null;
  /** Aircraft that block values of a region although not in conflict, by index. */
  readonly peripheral: { readonly [region in 'FAR' | 'MID' | 'NEAR']: readonly number[] };
}

/**
 * Bands of one kind as they stand in the engine: nothing is copied, and all of it changes with the next update. Regions
 * are places in `BAND_REGIONS`, -1 for UNKNOWN.
 */
export interface LiveBands {
  readonly value: number;
  readonly ownRegion: number;
  /** The first `count` of each column: m, m/s or rad, and the region. */
  readonly bands: Readonly<Pick<BandList, 'count' | 'low' | 'high' | 'colour'>>;
  /** As in `Bands`, but NaN: no need. */
  readonly resolution: { readonly low: number; readonly up: number; readonly preferUp: boolean };
  /** As in `Bands`, but time NaN: not looked for. */
  readonly recovery: Readonly<RecoveryState>;
  /** By region: the first `count` of `items`. */
  readonly peripheral: readonly Readonly<Pick<IndexList, 'count' | 'items'>>[];
}

/** Regions of bands by number, by severity; of those that are no recovery, as configurations name them. */
export const BAND_REGIONS = ['NONE', 'FAR', 'MID', 'NEAR', 'RECOVERY'] as const;

function nameOf(region: number): BandRegion {
  return BAND_REGIONS[region] ?? 'UNKNOWN';
}

/** A copy that stays as it is. */
export function bandsOf({ value, ownRegion, bands, resolution, recovery, peripheral }: LiveBands): Bands {
  const list: Band[] = [];
  for (let i = 0; i < bands.count; i++) {
    list.push({
      low: bands.low[i] as number,
      high: bands.high[i] as number,
      region: nameOf(bands.colour[i] as number),
    });
  }
  const listed = (region: number) => [...(peripheral[region]?.items.subarray(0, peripheral[region].count) ?? [])];
  return {
    value,
    region: nameOf(ownRegion),
    bands: list,
    low: Number.isNaN(resolution.low) ? null : resolution.low,
    up: Number.isNaN(resolution.up) ? null : resolution.up,
    preferUp: resolution.preferUp,
    recovery: Number.isNaN(recovery.time_s) ? null : { ...recovery },
    peripheral: { FAR: listed(1), MID: listed(2), NEAR: listed(3) },
  };
}
