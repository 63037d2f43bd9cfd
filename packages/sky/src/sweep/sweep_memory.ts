/**
 * The arrays that a sweep works in, so that threads can share them. A box holds everything that a flight sweeps
 * within the lookahead, in whole numbers rounded outwards.
 */
export type SweepMemory = {
  /** By part of the aircraft and strip: where the part's entries of the strip begin; one more at the end. */
  readonly starts: Int32Array;
  /** By entry: a box in a strip, ENTRY numbers. */
  readonly entries: Int32Array;
  /** By entry: the box's flight, FLIGHT numbers. */
  readonly flights: Float64Array;
};

/** Numbers of an entry: its western and eastern steps, its upper and lower edges in the strip, the aircraft. */
export const ENTRY = 5;
/** Numbers of a flight: position, velocity. */
export const FLIGHT = 6;

/**
 * The memory given where so many of each have room in it, or else a new one with nothing in it. That has a quarter
 * more than asked, so that a sky that grows slowly does not take new memory each time.
 */
export function reserveMemory(
  memory: SweepMemory | null,
  starts: number,
  entries: number,
  shared: boolean,
): SweepMemory {
  if (memory !== null && memory.starts.length >= starts && memory.entries.length >= entries * ENTRY) {
    return memory;
  }
  const room = (needed: number, had: number): number => Math.max(had, Math.ceil(1.25 * needed));
  const bytes = (size: number): ArrayBufferLike => (shared ? new SharedArrayBuffer(size) : new ArrayBuffer(size));
  return {
    starts: new Int32Array(bytes(4 * room(starts, memory?.starts.length ?? 0))),
    entries: new Int32Array(bytes(4 * room(entries * ENTRY, memory?.entries.length ?? 0))),
    flights: new Float64Array(bytes(8 * room(entries * FLIGHT, memory?.flights.length ?? 0))),
  };
}
