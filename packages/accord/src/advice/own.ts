import { predictedRate_mps } from '../encounters/geometry.ts';
import type { CrewState } from '../memorandum/memorandum.ts';
import type { TrackTable } from '../tracks/table.ts';
import { altitudeOf, trackAngle_deg } from '../tracks/update.ts';

/** The aircraft to be advised, as it flies now. */
export type Own = {
  readonly east_mps: number;
  readonly north_mps: number;
  readonly up_mps: number;
  readonly track_deg: number;
  readonly ground_speed_mps: number;
  /** Clockwise positive; 0 unless it more likely turns than not. */
  readonly turn_rate_degps: number;
  /** NaN when not known. */
  readonly altitude_m: number;
  readonly crew: CrewState;
};

export function ownState(table: TrackTable, own: number): Own {
  const east_mps = table.east_mps[own]!;
  const north_mps = table.north_mps[own]!;
  const turns = table.turning[own]! >= 0.5;
  return {
    east_mps,
    north_mps,
    up_mps: predictedRate_mps(table, own),
    track_deg: trackAngle_deg(table, own),
    ground_speed_mps: Math.sqrt(east_mps * east_mps + north_mps * north_mps),
    turn_rate_degps: turns ? table.turn_rate_degps[own]! : 0,
    altitude_m: altitudeOf(table, own),
    crew: table.words[own]!.identity.crew,
  };
}
