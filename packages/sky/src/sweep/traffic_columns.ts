/**
 * Aircraft side by side in columns, on a plane: position in m, velocity in m/s, east, north, up. An altitude that is
 * NaN is unknown, and then the horizontal condition alone counts.
 */
export type TrafficColumns = {
  readonly east_m: Float64Array;
  readonly north_m: Float64Array;
  readonly altitude_m: Float64Array;
  readonly east_mps: Float64Array;
  readonly north_mps: Float64Array;
  readonly climb_mps: Float64Array;
};

/** Columns for so many aircraft in memory that several threads can read. */
export function createSharedColumns(capacity: number): TrafficColumns {
  const column = (): Float64Array => new Float64Array(new SharedArrayBuffer(8 * capacity));
  return {
    east_m: column(),
    north_m: column(),
    altitude_m: column(),
    east_mps: column(),
    north_mps: column(),
    climb_mps: column(),
  };
}
